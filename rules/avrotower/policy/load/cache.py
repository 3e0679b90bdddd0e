"""A policy that was validated before: kept beside the project, never trusted blindly.

What is kept is good for the same bytes of the same files under the same release only.
It is safe to delete, and not being able to write it is no error.
"""

import json
import os
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

from avrotower import __version__
from avrotower.replacement import replace
from avrotower.schema.model import JSON

DIRECTORY: Final = ".avrotower_cache"
_FORM: Final = 2
"""Changes when what is kept changes its form."""


class Kept(NamedTuple):
    """A validated policy."""

    data: Mapping[str, JSON]
    """With all defaults."""
    profile: str
    hash: str
    """The policy hash."""
    name: str
    """The file of the policy, from the project root."""
    examples: Sequence[Sequence[Sequence[str]]] = ()
    """What each of `[[custom-rules]]` finds in its bad examples: pointer and message."""
    plugins: Sequence[Sequence[str]] = ()
    """The path of each plug-in, and how people know it."""
    origins: Sequence[str] = ()
    """Where each of `[[custom-rules]]` is written."""


def read(root: str, files: Sequence[str]) -> Kept | None:
    """Return what is kept for the policy in *files*, None where it may differ by now."""
    try:
        with open(_path(root, files), encoding="utf-8") as file:
            kept = json.load(file)
        if kept["release"] != [__version__, _FORM, *files]:
            return None
        for path, digest in kept["files"].items():
            if _digest(path) != digest:
                return None
        return Kept(*(kept[name] for name in Kept._fields))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(
    root: str, files: Sequence[str], sources: Sequence[str], policy: Kept
) -> None:
    """Keep *policy*, which was read from *sources*; *files* are those that were found."""
    try:
        directory = os.path.join(root, DIRECTORY)
        os.makedirs(directory, exist_ok=True)
        ignore = os.path.join(directory, ".gitignore")
        if not os.path.exists(ignore):
            with open(ignore, "w", encoding="utf-8") as file:
                file.write("*\n")
        text = json.dumps(
            {
                "release": [__version__, _FORM, *files],
                "files": {path: _digest(path) for path in sources},
                **policy._asdict(),
            }
        )
        replace(_path(root, files), text.encode())
    except OSError:
        return


def _path(root: str, files: Sequence[str]) -> str:
    name = sha256("\0".join(files).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return os.path.join(root, DIRECTORY, f"policy-{name}.json")


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return sha256(file.read()).hexdigest()
