"""What a policy names and no file is: mostly a misspelt name (CONFIG, 18)."""

import os
from collections.abc import Iterator, Sequence
from typing import Final

from avrotower.policy.load import Inspected
from avrotower.policy.load.fault import Fault, KeyPath
from avrotower.policy.template import matches_path
from avrotower.project.files import Missing, discover
from avrotower.schema.model import JSON
from avrotower.suggestion import alike

_LISTS: Final[tuple[KeyPath, ...]] = (
    ("project", "include"),
    ("project", "exclude"),
    ("project", "shared-types"),
)


def unmatched(seen: Inspected) -> list[Fault]:
    """Return a fault for each glob of the project's own file without a match.

    A baseline that the file names and that is not there is one, too.
    """
    root = seen.loaded.root
    respects: bool = seen.loaded.data["project"]["respect-gitignore"]

    def takes_ignored(_: str) -> bool:
        return not respects

    paths = [
        os.path.relpath(item.path, root).replace(os.sep, "/")
        for item in discover([root], takes_ignored)
        if not isinstance(item, Missing)
    ]
    faults: list[Fault] = []
    for path, glob in _globs(seen):
        fault = seen.origins.own_fault(path, f'"{glob}" matches no file')
        if fault is None or any(matches_path(glob, other) for other in paths):
            continue
        near = alike(glob, paths)
        hint = f"; nearest: {near[0]}" if near else ""
        faults.append(fault._replace(message=f"{fault.message}{hint}"))
    return faults + _without_baseline(seen)


def _without_baseline(seen: Inspected) -> list[Fault]:
    """Return a fault where the policy names a baseline that nobody has written."""
    name = seen.loaded.data["baseline"]["file"]
    said = f'there is no file "{name}"; avrotower baseline write makes it'
    fault = seen.origins.own_fault(("baseline", "file"), said)
    is_there = os.path.lexists(os.path.join(seen.loaded.root, name))
    return [] if fault is None or is_there else [fault]


def _globs(seen: Inspected) -> Iterator[tuple[KeyPath, str]]:
    data = seen.loaded.data
    for path in _LISTS:
        globs: Sequence[str] = data[str(path[0])][path[1]]
        for index, glob in enumerate(globs):
            yield (*path, index), glob
    entries: Sequence[JSON] = data["subjects"]
    for index, entry in enumerate(entries):
        if entry["files"] is not None and not entry["optional"]:
            yield ("subjects", index, "files"), entry["files"]
    overrides: Sequence[JSON] = data["overrides"]
    for index, entry in enumerate(overrides):
        for number, glob in enumerate(entry["files"] or ()):
            if not entry["optional"]:
                yield ("overrides", index, "files", number), glob
