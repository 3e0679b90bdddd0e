"""Reports: a run as text for people, as JSON for programs."""
