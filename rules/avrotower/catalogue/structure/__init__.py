"""STR: size and structure."""
