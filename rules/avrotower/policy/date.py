"""The date that waivers are held against."""

import time


def date_now() -> str:
    """Return the date in UTC, `2026-11-28`."""
    # `datetime` starts slowly.
    return time.strftime("%Y-%m-%d", time.gmtime())
