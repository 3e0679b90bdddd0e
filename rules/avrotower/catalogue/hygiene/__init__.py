"""LNT: hygiene of the policy itself."""
