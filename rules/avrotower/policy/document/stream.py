"""`[topics]`, `[join-groups]`, `[[joins]]`, `[apps]`: what flows where."""

from typing import Literal

from pydantic import Field

from avrotower.policy.document.table import (
    Duration,
    Level,
    Name,
    Partitioner,
    Path,
    Places,
    Strategy,
    Table,
    Times,
    WireFormat,
)
from avrotower.policy.document.words import Generator, Kind


class KeyFile(Table):
    """A key whose schema a file holds."""

    file: Path


class ValueFiles(Table):
    """A value whose schemas several files hold."""

    files: list[Path]


class NamedSubject(Table):
    """A key or a value whose schema a subject of the registry holds."""

    subject: Name


class Retraction(Table):
    """How facts of the topic are taken back."""

    by: Literal["type", "field"]
    """By a record of another type, or by a field."""


class Topic(Table):
    """What is known of one topic."""

    kind: Kind | None = None
    """What its records mean."""
    generator: Generator | None = None
    """Who writes the text of its schemas."""
    key: (
        Literal["string", "long", "int", "uuid", "bytes", "none"]
        | KeyFile
        | NamedSubject
        | None
    ) = None
    """The schema of the key, or the serializer that needs none."""
    value: Literal["string", "bytes"] | KeyFile | ValueFiles | NamedSubject | None = (
        None
    )
    """The schema of the value, or the serializer that needs none."""
    frozen_key: bool = True
    """Whether the text of the key may never change; `false` gives it a level."""
    cleanup: Literal["delete", "compact", "compact,delete"] | None = None
    """`cleanup.policy` of the topic."""
    retention: Duration | None = None
    """How long records stay."""
    history: Duration | None = None
    """How far back a reader must find every state: `min.compaction.lag.ms`."""
    partitions: int | None = Field(default=None, ge=1)
    """How many partitions the topic has."""
    compatibility: Level | None = None
    """The level that is demanded, instead of that of the kind."""
    id_in: Places | None = None
    """Where the id lives."""
    timestamp_in: Times | None = None
    """Where the event time lives."""
    effective_dated: bool | Name = False
    """Whether a date of activation is mandatory, and in which field it stands."""
    retractable: bool | Retraction = False
    """Whether facts can be taken back, and how."""
    streams: bool | None = None
    """Whether Kafka Streams reads the topic; otherwise `[apps]` and `[[joins]]` say."""
    strategy: Strategy | None = None
    """As in `[project]`."""
    context: Name | None = None
    """As in `[project]`."""
    wire_format: WireFormat | None = None
    """As in `[project]`; speaks of the key."""
    partitioner: Partitioner | None = None
    """As in `[project]`."""
    owner: Name | None = None
    """The team or channel that answers for the topic."""


class JoinGroup(Table):
    """Topics that are joined, so must be co-partitioned."""

    members: list[Name] = Field(min_length=2)
    """Two declared topics or more."""
    key: Name | None = None
    """The topic whose key is the reference; the first member without it."""
    partitions: int | None = Field(default=None, ge=1)
    """How many partitions each is expected to have; without it equal counts suffice."""


Side = Literal["stream", "table", "global-table"]


class Join(Table):
    """One join of two topics in one application."""

    app: Name
    """The application."""
    left: Name
    """The topic on the left."""
    right: Name
    """The topic on the right."""
    type: Literal["inner", "left", "outer"] = "inner"
    """What becomes of records without a partner."""
    left_as: Side = "stream"
    """How the left side is read."""
    right_as: Side = "table"
    """How the right side is read."""
    foreign_key: Name | None = None
    """The path in the left value that holds the key of the right side."""
    rekeyed: bool = False
    """Whether the application repartitions the left side first."""
    temporal: Literal["versioned", "latest"] | None = None
    """What a replay shall see."""
    history: Duration | None = None
    """The history retention of the versioned table."""
    output: Name | None = None
    """The topic that the join writes."""
    left_fields: list[Name] = []
    """Fields of the output that come from the left side."""
    right_fields: list[Name] = []
    """Fields of the output that come from the right side."""


class App(Table):
    """One Kafka Streams application."""

    application_ids: list[Name] = Field(min_length=1)
    """The ids that run now; two during a switch."""
    supersedes: list[Name] = []
    """Retired ids, whose subjects are leftovers."""
    inputs: list[Name] = []
    """Topics that it reads."""
    outputs: list[Name] = []
    """Topics that it writes."""
    named_operators: bool = True
    """Whether its operators have names of their own."""
    store_format: Literal["default", "headers"] = "default"
    """`dsl.store.format`."""
    owner: Name | None = None
    """Who answers for it."""
