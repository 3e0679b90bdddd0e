"""Accepted findings as values: waivers, entries of a baseline, notes beside the text."""

from __future__ import annotations

from avrotower.finding import Change, Location
from avrotower.forms import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Final, Literal, TypeAlias


UNACCEPTABLE: Final = frozenset(
    {"AVR001", "AVR003", "LNT002", "LNT003", "LNT005", "LNT007"}
)
"""Rules whose findings nobody can accept (RULES, 3.3)."""

Use: TypeAlias = 'Literal["used", "unused", "not judged", "unacceptable", "locked", "unknown rule", "in a key", "switched off", "too late"]'
"""What became of a note: only one that is `used` accepts something."""


class Waiver(NamedTuple):
    """One accepted finding with an end, as `[[waivers]]` has it (CONFIG, 14)."""

    rule: str
    """A code or a name."""
    reason: str
    owner: str
    expires: str
    """The day on which the finding counts again, `2027-03-31`."""
    subject: str = ""
    """Exactly; one of it, *topic* and *file* is there."""
    topic: str = ""
    file: str = ""
    """The path from the project root, with forward slashes."""
    at: str = ""
    """The logical path; empty for a finding that has none."""
    ticket: str = ""
    location: Location = Location("avrotower.toml")
    """Where the waiver is written."""


class Entry(NamedTuple):
    """A finding that existed when the policy was turned on."""

    fingerprint: str
    rule: str
    """Its code."""
    subject: str
    path: str
    """The file, from the directory of the baseline, with forward slashes."""


class Note(NamedTuple):
    """One rule in an inline acceptance: a comment, or an attribute of the text."""

    rule: str
    """The word, as written."""
    code: str
    """The rule that it names; empty where there is none."""
    reason: str
    location: Location
    """The word."""
    use: Use = "not judged"
    nearest: tuple[str, ...] = ()
    """Names that were perhaps meant."""
    changes: tuple[Change, ...] = ()
    """What takes the note out, where it holds nothing else."""


class Lines(NamedTuple):
    """Some lines of a baseline."""

    number: int
    first: Location


class Unmet(NamedTuple):
    """A pattern of the policy that matches nothing."""

    text: str
    what: str
    """What it speaks of: `subject`, `topic`, `owner`."""
    location: Location
    nearest: str = ""
    """A name that was perhaps meant."""


class Review(NamedTuple):
    """What the rules about the policy itself look at."""

    today: str = ""
    """`2026-11-28`; empty where nothing depends on it."""
    notes: tuple[Note, ...] = ()
    """The inline acceptances of one document."""
    waivers: tuple[Waiver, ...] = ()
    """All of them, those that are over included."""
    unused: tuple[Waiver, ...] = ()
    """Those that match nothing, although their rule has looked there."""
    stale: Lines | None = None
    """The lines of the baseline that match nothing any more."""
    grown: Lines | None = None
    """The lines of the baseline that were added to it."""
    unmet: tuple[Unmet, ...] = ()
    """Patterns over subjects, topics and owners that match nothing in the project."""
