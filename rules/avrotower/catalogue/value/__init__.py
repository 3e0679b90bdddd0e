"""VAL: message values."""
