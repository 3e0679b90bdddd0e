"""The command line of avrotower."""
