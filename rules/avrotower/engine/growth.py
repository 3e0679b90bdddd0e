"""What was added to a baseline since the commit that a change starts from (LNT007)."""

import os
from collections.abc import Sequence
from typing import Final, NamedTuple

from avrotower.errors import GitError, PolicyError
from avrotower.policy.baseline import Baseline, parse
from avrotower.project.git import ask, worktree

_TRUNKS: Final = ("origin/HEAD", "origin/main", "origin/master")
"""Where changes are merged to, mostly; the first that exists counts."""


class Growth(NamedTuple):
    """What was added, or why nobody can say."""

    added: tuple[str, ...] = ()
    """Fingerprints."""
    why_not: str = ""


def growth(baseline: Baseline, refs: Sequence[str] = ()) -> Growth:
    """Return what *baseline* has that the same file in git has not.

    The commit is the merge base of HEAD with the first of *refs*, or of the usual trunks,
    that exists; where none does, HEAD itself. A file that is not there is no growth: the
    first baseline of a project is free.
    """
    directory, name = os.path.split(os.path.realpath(baseline.path))
    if worktree(directory) is None:
        return Growth(why_not="the baseline is in no git repository to compare it with")
    try:
        ask(directory, "--version")
    except GitError as error:
        return Growth(why_not=str(error))
    base = _base(directory, (*refs, *_TRUNKS))
    if base is None:
        return Growth()
    try:
        data = ask(directory, "show", f"{base}:./{name}")
    except GitError:
        return Growth()
    try:
        before = parse(f"git:{base[:12]}:{name}", data)
    except PolicyError as error:
        return Growth(why_not=str(error))
    return Growth(added(baseline, before))


def added(baseline: Baseline, before: Baseline) -> tuple[str, ...]:
    """Return the fingerprints that *baseline* has and *before* has not."""
    return tuple(
        entry.fingerprint
        for entry in baseline.entries()
        if entry.fingerprint not in before.fingerprints
    )


def _base(directory: str, refs: Sequence[str]) -> str | None:
    """Return the commit to compare with; None where there is no commit at all."""
    try:
        head = _commit(directory, "HEAD")
    except GitError:
        return None
    for ref in refs:
        try:
            commit = _commit(directory, ref)
        except GitError:
            continue
        try:
            return ask(directory, "merge-base", head, commit).decode().strip()
        except GitError:
            # No common ancestor, or a shallow clone without it: the ref itself is near.
            return commit
    return head


def _commit(directory: str, ref: str) -> str:
    found = ask(directory, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    return found.decode().strip()
