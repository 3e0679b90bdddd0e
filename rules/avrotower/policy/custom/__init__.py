"""Rules of one's own: declared in `[[custom-rules]]`, or Python in plug-ins."""
