"""What a case is, for all floors: flow, the one door, clocks, sight, lists. Imports no trade model."""
