"""NAM: naming."""
