"""The command line of avrotower."""

import gc

# Nearly all that a start makes, code above all, is in use until the end: looking for
# garbage before a run is under way costs a fifth of a bare start.
gc.set_threshold(50_000)
