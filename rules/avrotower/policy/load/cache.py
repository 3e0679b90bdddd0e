"""A policy that was validated before: kept beside the project, never trusted blindly.

What is kept is good for the same bytes of the same files under the same release only.
It is safe to delete, and not being able to write it is no error.
"""

from __future__ import annotations

import os

from avrotower import __version__
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.schema.model import JSON
from avrotower.schema.read import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Final


DIRECTORY: Final = ".avrotower_cache"
_FORM: Final = 3
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
        kept = parsed(_content(_path(root, files)))
        if kept["release"] != [__version__, _FORM, *files]:
            return None
        if any(_content(path) != content for path, content in kept["files"].items()):
            return None
        return Kept(*(kept[name] for name in Kept._fields))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(
    root: str, files: Sequence[str], sources: Sequence[str], policy: Kept
) -> None:
    """Keep *policy*, which was read from *sources*; *files* are those that were found."""
    from json import dumps  # noqa: PLC0415  starts slowly

    from avrotower.replacement import replace  # noqa: PLC0415  rarely needed

    try:
        directory = os.path.join(root, DIRECTORY)
        os.makedirs(directory, exist_ok=True)
        ignore = os.path.join(directory, ".gitignore")
        if not os.path.exists(ignore):
            with open(ignore, "w", encoding="utf-8") as file:
                file.write("*\n")
        text = dumps(
            {
                "release": [__version__, _FORM, *files],
                "files": {path: _content(path) for path in sources},
                **policy._asdict(),
            }
        )
        replace(_path(root, files), text.encode())
    except OSError:
        return


def _path(root: str, files: Sequence[str]) -> str:
    # All of them lie in the same directory, so their names tell them apart.
    names = "+".join(map(os.path.basename, files))
    return os.path.join(root, DIRECTORY, f"policy-{names}.json")


def _content(path: str) -> str:
    """Return the bytes of the file at *path*, each as one character.

    A digest would be shorter, and what computes it takes longer to import than all files
    of a policy take to compare.
    """
    with open(path, "rb") as file:
        return file.read().decode("latin-1")
