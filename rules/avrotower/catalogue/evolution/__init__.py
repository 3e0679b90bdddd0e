"""CMP: evolution."""
