"""Which document of an earlier state is the earlier version of which of today."""

import os
from collections.abc import Callable, Container, Mapping, Sequence
from typing import NamedTuple

from avrotower.project.files import SUFFIXES, Found, project_path
from avrotower.project.library import Library


class Partner(NamedTuple):
    """An earlier document."""

    path: str
    note: str = ""
    """What people should know where it is at another place."""


def pairs(
    candidates: Sequence[Found],
    root_of: Callable[[str], str],
    there: Library,
    git_root: str | None,
) -> dict[str, Partner]:
    """Return the earlier document of each candidate that has one, by the path of today.

    The same path counts first, then the same full name, then the same simple name where
    only one document has it: files and namespaces that carry a version number move.
    Paths are compared from *git_root*, where that is known.
    """
    paths = {path for path in there.tree.paths() if path.endswith(SUFFIXES)}
    found: dict[str, Partner] = {}
    for candidate in candidates:
        path = _path_there(candidate, git_root, paths)
        if path is not None:
            found[candidate.path] = Partner(path)
    rest = [c.path for c in candidates if c.path not in found]
    left = paths - {partner.path for partner in found.values()}
    if not rest or not left:
        return found
    old = {
        root: [path for path in paths if path in left]
        for root, paths in there.paths_by_root().items()
    }
    new = {path: root_of(path) for path in rest}
    for shorten in (_whole, _simple):
        _pair_by_name(found, new, old, shorten, there.tree.name)
    return found


def _whole(name: str) -> str:
    return name


def _simple(name: str) -> str:
    return name.rpartition(".")[2]


def _pair_by_name(
    found: dict[str, Partner],
    new: Mapping[str, str],
    old: Mapping[str, Sequence[str]],
    shorten: Callable[[str], str],
    shown: Callable[[str], str],
) -> None:
    """Add to *found* the pairs of equal names that are unique on both sides."""
    taken = {partner.path for partner in found.values()}
    ours: dict[str, list[str]] = {}
    theirs: dict[str, list[str]] = {}
    for path, name in new.items():
        if name and path not in found:
            ours.setdefault(shorten(name), []).append(path)
    for name, paths in old.items():
        free = [path for path in paths if path not in taken]
        theirs.setdefault(shorten(name), []).extend(free)
    for name, paths in ours.items():
        others = theirs.get(name, [])
        if len(paths) == 1 and len(others) == 1:
            note = f"compared with {shown(others[0])}, which defines {name} there"
            found[paths[0]] = Partner(others[0], note)


def _path_there(
    candidate: Found, git_root: str | None, there: Container[str]
) -> str | None:
    """Return the path of *there* that has the place of *candidate* here."""
    if git_root is not None:
        real = os.path.realpath(candidate.path)
        path = project_path(os.path.relpath(real, git_root))
        return path if path in there else None
    # A file that was named by itself does not say where its tree begins.
    path = candidate.below
    while path not in there:
        _, slash, path = path.partition(os.sep)
        if not slash or candidate.below != candidate.path:
            return None
    return path
