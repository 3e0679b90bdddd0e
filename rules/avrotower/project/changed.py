"""Documents that are not as they were in a commit."""

import os
from collections.abc import Sequence
from typing import Final

from avrotower.project.files import Missing, discover
from avrotower.project.git import ask, worktree
from avrotower.project.repository import Repository

STDIN: Final = "-"


def changed_since(ref: str, paths: Sequence[str]) -> list[str]:
    """Return the documents that *paths* name and that differ from the commit *ref*.

    New ones count, git need not know them; deleted ones are not there to be judged.
    What leads to no document stays, to be reported; so does standard input.

    Raises:
        GitError: If a document lies in no repository, or there is no commit *ref*.
    """
    kept = [path for path in paths if path == STDIN]
    changed: dict[str, frozenset[str]] = {}
    for item in discover([path for path in paths if path != STDIN]):
        if isinstance(item, Missing):
            kept.append(item.path)
            continue
        # A link counts with its own name as well as with that of its file.
        directory = os.path.realpath(os.path.dirname(item.path))
        own = os.path.join(directory, os.path.basename(item.path))
        root = worktree(directory) or directory
        if root not in changed:
            changed[root] = _changed(root, ref)
        names = {
            os.path.relpath(own, root),
            os.path.relpath(os.path.realpath(own), root),
        }
        if names & changed[root]:
            kept.append(item.path)
    return kept


def _changed(root: str, ref: str) -> frozenset[str]:
    """Return what differs from the commit *ref*, by paths from the repository's *root*."""
    commit = Repository(root).resolve(ref)
    differing = ("diff", "--name-only", "--no-renames", "--diff-filter=d", "-z", commit)
    new = ("ls-files", "--others", "--exclude-standard", "-z")
    listed = ask(root, *differing) + ask(root, *new)
    return frozenset(listed.decode("utf-8", "surrogateescape").split("\0")) - {""}
