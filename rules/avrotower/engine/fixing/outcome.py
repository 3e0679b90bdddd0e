"""What fixing gives: files with their new texts, and what is left with the reason."""

from typing import NamedTuple

from avrotower.engine.result import Failure, Unread
from avrotower.finding import Finding


class FixedFile(NamedTuple):
    """A file whose text is better now."""

    path: str
    before: bytes
    after: bytes
    repaired: tuple[Finding, ...]
    """The findings whose fixes were applied, in the order of applying."""


class Left(NamedTuple):
    """A finding that is still there."""

    finding: Finding
    reason: str
    """Why: lower case, no full stop."""
    needs_unsafe: bool = False
    """Whether `--unsafe` would have applied its fix."""


class Outcome(NamedTuple):
    """What fixing a run gave; nothing has been written yet."""

    files: tuple[FixedFile, ...]
    left: tuple[Left, ...]
    """What counts, and what is accepted and was to be fixed all the same."""
    documents: int
    """How many were judged."""
    unread: tuple[Unread, ...]
    failures: tuple[Failure, ...]
    held: int = 0
    """Accepted findings whose fixes would have been applied."""
