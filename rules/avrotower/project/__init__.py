"""Files on disk, in git or in a directory: which there are, and who refers to whom."""
