"""The forms of this floor."""
