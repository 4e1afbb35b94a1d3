"""Open311 GeoReport v2: other platforms push reports and poll what became of them (docs/open311.md)."""
