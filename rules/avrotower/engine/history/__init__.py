"""Where the earlier versions of a subject come from."""
