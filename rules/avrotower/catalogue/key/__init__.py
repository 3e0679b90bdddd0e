"""KEY: message keys."""
