"""Which files are documents: what the user names, and what lies below."""

from __future__ import annotations

import os
import stat
from functools import cache

from avrotower.forms import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Final, TypeAlias


SUFFIXES: Final = (".avsc", ".avpr")
SKIPPED_DIRECTORIES: Final = frozenset({".git", ".hg", ".svn", ".venv", "node_modules"})
MAX_BYTES: Final = 1_048_577
"""One byte more than a document may have: enough to see that it is too large."""

_NAMELESS: Final = frozenset({"", os.curdir, os.pardir})
"""Ends of a path that do not say what the directory is called."""
_PIECE: Final = 65_536
"""Bytes that are read at once where the size of a file is not known."""


class Found(NamedTuple):
    """A file to judge."""

    path: str
    """As reports name it: relative to the current directory where it lies below."""
    below: str
    """Relative to the path that the user named: what a history is compared by."""


class Missing(NamedTuple):
    """A path that leads to nothing that can be read."""

    path: str
    reason: str
    remedy: str


TakesIgnored: TypeAlias = "Callable[[str], bool]"
"""Whether what git ignores below a directory counts."""


def never(directory: str) -> bool:  # noqa: ARG001  the shape of TakesIgnored
    """Leave out what git ignores."""
    return False


def discover(
    paths: Sequence[str], takes_ignored: TakesIgnored = never
) -> Iterator[Found | Missing]:
    """Yield the documents that *paths* name, each once, in order of their names.

    A file is taken as it is; below a directory, all `.avsc` and `.avpr` files that git
    does not ignore, or where *takes_ignored* says so all of them; links to directories
    are not followed.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _below(path, takes_ignored):
            # What was found is in its shortest form already.
            is_found = isinstance(found, Found)
            key = found.path if is_found else os.path.normpath(found.path)
            if key not in seen:
                seen.add(key)
                yield found


def _below(path: str, takes_ignored: TakesIgnored) -> Iterator[Found | Missing]:
    if os.path.isdir(path):
        yield from _in_directory(path, is_all=takes_ignored(path))
    elif not os.path.lexists(path):
        yield Missing(path, "there is no such file", _meant(path))
    elif path.endswith(".avdl"):
        remedy = "compile it to .avsc with avro-tools, command idl2schemata"
        yield Missing(path, "Avro IDL is not read by this release", remedy)
    else:
        shown = _shown(path)
        yield Found(shown, shown)


def _meant(path: str) -> str:
    """Return what may be meant by *path*, which does not exist."""
    from avrotower.suggestion import alike  # noqa: PLC0415  only on the way to an error

    directory, name = os.path.split(path.rstrip("/" + os.sep))
    try:
        names = os.listdir(directory or ".")
    except OSError:
        return "name a file or a directory"
    near = [os.path.join(directory, n) for n in alike(name, names, most=2)]
    hint = f"did you mean {' or '.join(near)}?" if near else ""
    return hint or "name a file or a directory"


def _in_directory(directory: str, *, is_all: bool) -> Iterator[Found | Missing]:
    closed: list[OSError] = []
    above = os.path.join(_shown(directory), "")
    if above == os.path.join(os.curdir, ""):
        above = ""
    is_around_us = os.path.join(os.getcwd(), "").startswith(above) and above
    for name in _listed(directory, closed, is_all=is_all):
        path = above + name
        yield Found(_shown(path) if is_around_us else path, name)
    for error in closed:
        yield _missing(_shown(os.fsdecode(error.filename)), error)


def _listed(directory: str, closed: list[OSError], *, is_all: bool) -> list[str]:
    """Return the documents below *directory*; *closed* gets what cannot be opened.

    *is_all* tells that those which git ignores count.
    """
    from avrotower.project.git import unignored, worktree  # noqa: PLC0415  subprocess

    if not is_all and worktree(directory) is not None:
        listed = unignored(directory)
        if listed is not None:
            # A file in the index may be gone from the disk.
            return [
                name
                for name in listed
                if name.endswith(SUFFIXES)
                and os.path.lexists(os.path.join(directory, name))
                and not os.path.isdir(os.path.join(directory, name))
            ]
    found: list[str] = []
    for here, directories, files in os.walk(directory, onerror=closed.append):
        directories[:] = sorted(
            name for name in directories if name not in SKIPPED_DIRECTORIES
        )
        below = here[len(directory) :].lstrip(os.sep)
        prefix = f"{below}{os.sep}" if below else ""
        found.extend(prefix + name for name in files if name.endswith(SUFFIXES))
    return sorted(found)


def project_path(path: str) -> str:
    """Return *path* with forward slashes, as routing wants it."""
    return path.replace(os.sep, "/")


def with_parent(path: str) -> str:
    """Return the name of the file at *path* behind that of its directory.

    Routing reads roles from both, so they must not depend on where the command runs.
    The root of a git work tree has any name, which says nothing.
    """
    directory, name = os.path.split(path)
    parent = _known_as(directory, os.getcwd())
    return f"{parent}/{name}" if parent else name


@cache
def _known_as(directory: str, seen_from: str) -> str:
    name = directory.rpartition(os.sep)[2]
    if name in _NAMELESS:
        directory = os.path.normpath(os.path.join(seen_from, directory))
        name = os.path.basename(directory)
    is_root = os.access(f"{directory}{os.sep}.git", os.F_OK)
    return "" if is_root else name


def _shown(path: str) -> str:
    shown = os.path.normpath(path)
    if os.path.isabs(shown):
        relative = os.path.relpath(shown)
        if not relative.startswith(".."):
            return relative
    return shown


def read_bytes(path: str) -> bytes | Missing:
    """Return the bytes of *path*, at most `MAX_BYTES`, or why they cannot be had.

    Only of regular files: a named pipe may never end, and a device has no end.
    """
    try:
        # O_NONBLOCK: opening a named pipe called x.avsc must not hang the run.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        return _missing(path, error)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return _special(path, status.st_mode)
        # Files below /proc say that they are empty.
        return _read(descriptor, min(status.st_size + 1, MAX_BYTES))
    except OSError as error:
        return _missing(path, error)
    finally:
        os.close(descriptor)


def _read(descriptor: int, size: int) -> bytes:
    data = piece = os.read(descriptor, size)
    if 0 < len(data) < size < MAX_BYTES:
        return data  # of a regular file, less than was asked for is all there is
    while piece and len(data) < MAX_BYTES:
        # The end of the file, mostly: asking for little costs little.
        piece = os.read(descriptor, min(_PIECE, MAX_BYTES - len(data)))
        data += piece
    return data


def _special(path: str, mode: int) -> Missing:
    if stat.S_ISDIR(mode):
        return Missing(path, "it is a directory", "name a file")
    if stat.S_ISFIFO(mode):
        remedy = f"leave it out, or judge what it gives: avrotower lint - < {path}"
        return Missing(path, "it is a named pipe", remedy)
    return Missing(path, "it is no regular file", "leave it out")


def _missing(path: str, error: OSError) -> Missing:
    reason = (error.strerror or "unreadable").lower()
    return Missing(path, reason, _remedy(error))


def _remedy(error: OSError) -> str:
    remedies: dict[type[OSError], str] = {
        FileNotFoundError: "it disappeared, or a link leads nowhere; run again",
        PermissionError: "give yourself the right to read it",
    }
    return remedies.get(
        type(error), "repair the link or the file system, or leave it out"
    )
