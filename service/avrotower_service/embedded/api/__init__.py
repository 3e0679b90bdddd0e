"""The registry's decisions over HTTP."""
