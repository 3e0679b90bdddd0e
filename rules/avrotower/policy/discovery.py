"""Where the policy of a path is: the nearest file on the way up (CONFIG, 1)."""

from __future__ import annotations

import os

from avrotower.forms import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Final


FILE: Final = "avrotower.toml"
PYPROJECT: Final = "pyproject.toml"
_MARK: Final = b"avrotower"
_NAMELESS: Final = frozenset({"", os.curdir, os.pardir})


class Found(NamedTuple):
    """The directory with a policy, and the files that may hold it."""

    root: str
    """The project root: what globs and paths of the policy are relative to."""
    files: tuple[str, ...]
    """Paths of `avrotower.toml`, and of a `pyproject.toml` that speaks of avrotower."""


def discover(start: str) -> Found | None:
    """Return the nearest directory with a policy, from *start* upwards.

    The search ends at the directory that holds `.git`, or at the root.
    """
    return Search().nearest(start)


class Search:
    """The searches of one run, which look at each directory once."""

    def __init__(self) -> None:
        self._nearest: dict[str, Found | None] = {}
        self._real: dict[str, str] = {}

    def nearest(self, start: str) -> Found | None:
        """Return what `discover` returns."""
        here = self.real(start)
        found: Found | None = None
        passed: list[str] = []
        while here not in self._nearest:
            passed.append(here)
            files = tuple(_candidates(here))
            if files:
                found = Found(here, files)
                break
            above = os.path.dirname(here)
            if above == here or _is_there(here, ".git"):
                break
            here = above
        else:
            found = self._nearest[here]
        self._nearest.update(dict.fromkeys(passed, found))
        return found

    def real(self, path: str) -> str:
        """Return the real path of *path*, without asking again for its directory."""
        known = self._real.get(path)
        if known is None:
            above, _, name = path.rpartition(os.sep)
            if above and name not in _NAMELESS:
                known = os.path.join(self.real(above), name)
                if os.path.islink(known):
                    known = os.path.realpath(known)
            else:
                known = os.path.realpath(path)
            self._real[path] = known
        return known


def _candidates(directory: str) -> list[str]:
    found: list[str] = []
    if _is_there(directory, FILE):
        own = os.path.join(directory, FILE)
        if os.path.isfile(own):
            found.append(own)
    if _is_there(directory, PYPROJECT):
        shared = os.path.join(directory, PYPROJECT)
        try:
            with open(shared, "rb") as file:
                if _MARK in file.read():
                    found.append(shared)
        except OSError:
            pass
    return found


def _is_there(directory: str, name: str) -> bool:
    # Most directories hold nothing of ours: `access` says so without an exception.
    return os.access(f"{directory}{os.sep}{name}", os.F_OK)
