"""What the registry decides, without HTTP and without a database."""
