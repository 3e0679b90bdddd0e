"""Where the policy of a path is: the nearest file on the way up (CONFIG, 1)."""

import os
from typing import Final, NamedTuple

FILE: Final = "avrotower.toml"
PYPROJECT: Final = "pyproject.toml"
_MARK: Final = b"avrotower"


class Found(NamedTuple):
    """The directory with a policy, and the files that may hold it."""

    root: str
    """The project root: what globs and paths of the policy are relative to."""
    files: tuple[str, ...]
    """Paths of `avrotower.toml`, and of a `pyproject.toml` that speaks of avrotower."""


def discover(
    start: str, known: "dict[str, Found | None] | None" = None
) -> Found | None:
    """Return the nearest directory with a policy, from *start* upwards.

    The search ends at the directory that holds `.git`, or at the root. *known* holds
    what earlier searches of one run have found, by directory.
    """
    here = os.path.realpath(start)
    if not os.path.isdir(here):
        here = os.path.dirname(here)
    found: Found | None = None
    passed: list[str] = []
    while known is None or here not in known:
        passed.append(here)
        files = tuple(_candidates(here))
        if files:
            found = Found(here, files)
            break
        above = os.path.dirname(here)
        if above == here or os.path.exists(os.path.join(here, ".git")):
            break
        here = above
    else:
        found = known[here]
    if known is not None:
        known.update(dict.fromkeys(passed, found))
    return found


def _candidates(directory: str) -> list[str]:
    found: list[str] = []
    own = os.path.join(directory, FILE)
    if os.path.isfile(own):
        found.append(own)
    shared = os.path.join(directory, PYPROJECT)
    try:
        with open(shared, "rb") as file:
            if _MARK in file.read():
                found.append(shared)
    except OSError:
        pass
    return found
