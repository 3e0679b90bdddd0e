"""TYP: types."""
