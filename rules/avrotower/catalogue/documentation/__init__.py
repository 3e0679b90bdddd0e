"""DOC: documentation."""
