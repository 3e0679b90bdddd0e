"""May this schema follow that history? Seven levels over a list of versions."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from avrotower.compat.check import Outcome, compatible, incompatibilities
from avrotower.finding import Direction, Version
from avrotower.schema.document import Document
from avrotower.schema.model import Node

AVRO: Final = "AVRO"
_NO_PROPERTIES: Final[Mapping[str, str]] = {}
NEW_READS_OLD: Final[Direction] = "new reads old"
OLD_READS_NEW: Final[Direction] = "old reads new"


class Level(StrEnum):
    """What a new version owes to the earlier ones (RULES, 2.6)."""

    NONE = "NONE"
    BACKWARD = "BACKWARD"
    FORWARD = "FORWARD"
    BACKWARD_TRANSITIVE = "BACKWARD_TRANSITIVE"
    FORWARD_TRANSITIVE = "FORWARD_TRANSITIVE"
    FULL = "FULL"
    FULL_TRANSITIVE = "FULL_TRANSITIVE"

    @property
    def directions(self) -> tuple[Direction, ...]:
        """Who must read whom, in the order in which Confluent asks."""
        return _DIRECTIONS[self.removesuffix("_TRANSITIVE")]

    @property
    def is_transitive(self) -> bool:
        """Whether all versions are compared, not only the latest."""
        return self.endswith("_TRANSITIVE")

    def at_least(self, other: "Level") -> bool:
        """Whether this level demands all that *other* demands."""
        return set(self.directions) >= set(other.directions) and (
            self.is_transitive or not other.is_transitive
        )


_DIRECTIONS: Final[Mapping[str, tuple[Direction, ...]]] = {
    "NONE": (),
    "BACKWARD": (NEW_READS_OLD,),
    "FORWARD": (OLD_READS_NEW,),
    "FULL": (OLD_READS_NEW, NEW_READS_OLD),
}


def weakest(first: Level, second: Level) -> Level:
    """Return the weakest level that satisfies both."""
    return next(
        level for level in Level if level.at_least(first) and level.at_least(second)
    )


class Stored(NamedTuple):
    """One earlier version of a subject."""

    version: Version
    document: Document | None
    """Leniently parsed; None where the version is no Avro or cannot be had."""
    schema_type: str = "AVRO"
    """`AVRO`, `JSON`, `PROTOBUF`."""
    unreadable: str = ""
    """Why there is no document."""
    is_deleted: bool = False
    """Whether the version is soft-deleted."""
    properties: Mapping[str, str] = _NO_PROPERTIES
    """Of its metadata."""


class Half:
    """One version in one direction: who reads, who wrote, and the answer."""

    __slots__ = ("_outcome", "compatible", "direction", "reader", "stored", "writer")

    stored: Stored
    direction: Direction
    reader: Node
    """The type that reads: the root, or one type of a protocol."""
    writer: Node
    compatible: bool

    def __init__(
        self, stored: Stored, direction: Direction, reader: Node, writer: Node
    ) -> None:
        self.stored = stored
        self.direction = direction
        self.reader = reader
        self.writer = writer
        self.compatible = compatible(reader, writer)
        self._outcome: Outcome | None = None

    @property
    def outcome(self) -> Outcome:
        """All incompatibilities in Java's order, computed when somebody asks."""
        if self._outcome is None:
            self._outcome = (
                Outcome()
                if self.compatible
                else incompatibilities(self.reader, self.writer)
            )
        return self._outcome


class Passed(NamedTuple):
    """A version that could not be compared, and why."""

    version: Version
    reason: str


class Comparison(NamedTuple):
    """What comparing a document with its history gave."""

    level: Level
    new: Document
    covered: tuple[Stored, ...]
    """The versions that the level covers, the newest first."""
    halves: tuple[Half, ...]
    """Of every covered version, in the order of `covered` and of the level."""
    strangers: tuple[Stored, ...] = ()
    """Covered versions of another schema type; nothing can follow them."""
    passed: tuple[Passed, ...] = ()
    """Covered versions that were not compared; they make rules count as skipped."""
    field_lines: tuple[str, ...] = ()
    """What `validateFields` says, in Confluent's words."""
    validate_fields: bool = False

    @property
    def compatible(self) -> bool:
        """Whether the level allows the document, as far as it could be compared."""
        return (
            all(half.compatible for half in self.halves)
            and not self.strangers
            and not self.field_lines
        )

    @property
    def breaks(self) -> Iterator[Half]:
        """The halves that are not compatible."""
        return (half for half in self.halves if not half.compatible)

    def wire(self, *, closing: bool = False) -> list[str]:
        """Return Confluent's messages, of the newest version that has some.

        *closing* adds the line that a registry puts last.
        """
        from avrotower.compat.wire import messages  # noqa: PLC0415  rarely asked for

        return messages(self, closing=closing)


def compare(  # noqa: PLR0913  what a registry's configuration can say
    level: Level,
    new: Document,
    history: Sequence[Stored],
    *,
    include_deleted: bool = True,
    group: str | None = None,
    properties: Mapping[str, str] = _NO_PROPERTIES,
    validate_fields: bool = False,
) -> Comparison:
    """Compare *new* with the versions of *history* that *level* covers.

    *history* is in order of versions, the oldest first. *group* names the metadata
    property by which a registry keeps compatibility groups apart, and *properties* are
    those of *new*.
    """
    versions = [
        stored for stored in history if include_deleted or not stored.is_deleted
    ]
    said: Sequence[str] = ()
    if validate_fields:
        from avrotower.compat.wire import field_lines  # noqa: PLC0415  rare

        latest = versions[-1].properties if versions else _NO_PROPERTIES
        said = field_lines(new, properties, latest)
    if group is not None:
        own = properties.get(group)
        versions = [v for v in versions if v.properties.get(group) == own]
    if not level.is_transitive:
        versions = versions[-1:] if level.directions else []
    versions.reverse()
    strangers: list[Stored] = []
    passed: list[Passed] = []
    halves: list[Half] = []
    for stored in versions:
        if stored.schema_type != AVRO:
            strangers.append(stored)
            continue
        pairs = root_pairs(new, stored)
        if isinstance(pairs, str):
            passed.append(Passed(stored.version, pairs))
            continue
        for direction in level.directions:
            for ours, theirs in pairs:
                reads_old = direction == NEW_READS_OLD
                reader, writer = (ours, theirs) if reads_old else (theirs, ours)
                halves.append(Half(stored, direction, reader, writer))
    return Comparison(
        level,
        new,
        tuple(versions),
        tuple(halves),
        tuple(strangers),
        tuple(passed),
        tuple(said),
        validate_fields,
    )


def root_pairs(new: Document, stored: Stored) -> Sequence[tuple[Node, Node]] | str:
    """Return the types to compare, or the reason why there are none."""
    old = stored.document
    if old is None:
        return stored.unreadable or "there is no text"
    if old.errors:
        return old.errors[0].message
    if new.types is None and old.types is None:
        return ((new.schema.root, old.schema.root),)
    if new.types is None or old.types is None:
        return "a protocol and a schema cannot be compared"
    theirs = {named.fullname: named for named in old.types}
    return [
        (named, theirs[named.fullname])
        for named in new.types
        if named.fullname in theirs
    ]
