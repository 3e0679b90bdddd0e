"""REG: the state of a registry and its configuration."""
