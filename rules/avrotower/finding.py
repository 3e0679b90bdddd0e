"""Findings: frozen values that say what is wrong, where, why, and what now.

They are `NamedTuple`s, not data classes: the linter starts for every commit, and
importing `dataclasses` alone costs more than a bare interpreter (PERFORMANCE, docs/adr).
"""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import ClassVar, Final, Literal, TypeAlias


Direction: TypeAlias = 'Literal["new reads old", "old reads new"]'
Applicability: TypeAlias = 'Literal["safe", "unsafe", "display"]'
Channel: TypeAlias = 'Literal["waiver", "baseline", "inline", "inherited"]'
"""How a finding was accepted (RULES, 3.3), or that the latest version has it already."""
CHANNELS: Final[tuple[Channel, ...]] = ("waiver", "baseline", "inline", "inherited")


class Severity(int):
    """How bad a finding is; `OFF` removes the rule.

    There are these four and no others, so `is` tells them apart. It is no `IntEnum`:
    importing `enum` costs a third of a bare interpreter.
    """

    OFF: ClassVar[Severity]
    INFO: ClassVar[Severity]
    WARNING: ClassVar[Severity]
    ERROR: ClassVar[Severity]

    name: str
    """The name of the constant."""

    @staticmethod
    def of(word: str) -> Severity:
        """Return the severity that policies call *word*.

        Raises:
            KeyError: If there is none.
        """
        return {severity.word: severity for severity in SEVERITIES}[word]

    @property
    def word(self) -> str:
        """The lower-case word that reports and policies use."""
        return self.name.lower()

    def __reduce__(self) -> tuple[Callable[[str], Severity], tuple[str]]:
        return Severity.of, (self.word,)

    def __repr__(self) -> str:
        return f"Severity.{self.name}"


def _severity(name: str, value: int) -> Severity:
    made = Severity(value)
    made.name = name
    return made


SEVERITIES: Final = tuple(map(_severity, ("OFF", "INFO", "WARNING", "ERROR"), range(4)))
"""All of them, the least severe first."""
Severity.OFF, Severity.INFO, Severity.WARNING, Severity.ERROR = SEVERITIES


class Span(NamedTuple):
    """A half-open piece of a text.

    *start* and *end* count code points from 0, lines and columns count from 1.
    """

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int


class Location(NamedTuple):
    """Where something stands: document, JSON pointer, logical path, span."""

    document: str
    """Path of a file, `subject@version`, or `git:REF:path`."""
    pointer: str = ""
    """RFC 6901; the empty text is the whole document."""
    path: str = ""
    """The logical path, which survives reformatting (`com.acme.Order.lines[]`)."""
    on: Literal["value", "key"] = "value"
    """Whether the value at *pointer* is meant, or the key that it stands under."""
    span: Span | None = None
    """None until somebody wants to show the place."""


class Related(NamedTuple):
    """A second place that belongs to a finding, with a word about it."""

    message: str
    location: Location


class Change(NamedTuple):
    """One change of a document's JSON, named by JSON pointers of the text as it is.

    `avrotower.schema.edit` makes edits of the text from it, when somebody applies it.

    * `replace`: the value at *pointer* becomes *text*.
    * `put`: the object at *pointer* gets the member *key* with the value *text*, behind
      its member *after*, or behind all others.
    * `rename`: the key of the member at *pointer* becomes *key*.
    * `remove`: the member or element at *pointer* goes.
    * `front`: the element at *pointer* moves to the front of its array.
    * `lift`: the value at *pointer* becomes the part of it whose pointer is *text*.
    * `erase`: the comment that starts at the code point *start* goes.
    * `restore`: the whole document becomes *text*.
    """

    do: Literal[
        "replace", "put", "rename", "remove", "front", "lift", "erase", "restore"
    ]
    pointer: str = ""
    text: str = ""
    """JSON, but for `lift` and `restore`."""
    key: str = ""
    start: int = 0
    after: str | None = None


class Fix(NamedTuple):
    """What would repair a finding."""

    applicability: Applicability
    title: str
    """A sentence in the imperative: `add "default": null`."""
    snippet: str = ""
    """The repaired JSON, where it can be shown."""
    changes: tuple[Change, ...] = ()
    """What `avrotower fix` does, in the document of the finding; empty for what it
    cannot write."""


class Version(NamedTuple):
    """One earlier version of a subject, as its source names it."""

    label: str
    """What people call it: `3`, `v7_0`, `git:main`."""
    document: str
    """The document that holds its text."""
    number: int | None = None
    """The version number in a registry or a history, from 1."""
    id: int | None = None
    """The schema id in a registry."""


class Cause(NamedTuple):
    """Why one branch of a union, or one part of a type, could not be read."""

    message: str
    reader: Location | None = None
    writer: Location | None = None
    causes: tuple[Cause, ...] = ()


class Witness(NamedTuple):
    """A datum that the writer can write and the reader cannot read, or why there is none."""

    reason: Literal["found", "endless", "ambiguous-alias", "reads-anyway", "budget"]
    datum: str = ""
    """JSON; union branches are named as in Avro's JSON encoding."""
    bytes: str = ""
    """The first 64 encoded bytes, hexadecimal."""
    error: str = ""
    """What reading answered."""
    reader: str = ""
    """The resolution form of the reader, so that anyone can repeat it."""
    writer: str = ""
    """The resolution form of the writer."""
    note: str = ""
    """A sentence for people where there is no datum, or where decoders differ."""


class Explanation(NamedTuple):
    """One cause of incompatibility at one place in one direction."""

    type: str
    """Java's type, or `AMBIGUOUS_ALIAS`, `DIFFERENT_SCHEMA_TYPE`, `ACCEPTED_BY_MISTAKE`."""
    rule: str
    direction: Direction
    versions: tuple[Version, ...]
    message: str
    """The fact in one line, lower case, no full stop."""
    reader: Location
    """The place in the document that reads."""
    writer: Location
    """The place in the document that was written with."""
    via: str = ""
    """Logical path from the root, where it differs from the definition's path."""
    places: tuple[Location, ...] = ()
    """Further places of the same cause, in the reader."""
    causes: tuple[Cause, ...] = ()
    proposals: tuple[Fix, ...] = ()
    advice: tuple[str, ...] = ()
    """Sentences where no edit helps by itself."""
    witness: Witness | None = None
    wire: str = ""
    """Java's line, for searching."""


class Finding(NamedTuple):
    """One breach of one rule at one place."""

    code: str
    name: str
    severity: Severity
    message: str
    location: Location
    subject: str = ""
    related: tuple[Related, ...] = ()
    detail: tuple[str, ...] = ()
    """Tokens that identify the cause; never the message, a line or a version."""
    fix: Fix | None = None
    explanation: Explanation | None = None
    fingerprint: str = ""
    """Filled in by the engine (RULES, 3.4)."""
    accepted: Literal["", "waiver", "baseline", "inline", "inherited"] = ""
    """How it was accepted; empty for a finding that counts."""
