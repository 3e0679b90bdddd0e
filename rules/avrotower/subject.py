"""What is known about a subject of a registry, or about what will be one."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Final, Literal, TypeAlias


Role: TypeAlias = 'Literal["key", "value"]'
Kind: TypeAlias = 'Literal["event", "command", "entity", "cdc", "changelog", "repartition", "fk-join", "shared", "dlq", "unknown"]'
Generator: TypeAlias = 'Literal["none", "connect", "debezium", "ksqldb"]'
Confidence: TypeAlias = 'Literal["certain", "likely", "guess"]'

KINDS: Final[tuple[Kind, ...]] = (
    "event",
    "command",
    "entity",
    "cdc",
    "changelog",
    "repartition",
    "fk-join",
    "shared",
    "dlq",
    "unknown",
)
ANY_ROLE: Final[frozenset[Role]] = frozenset({"key", "value"})
ALL_KINDS: Final = frozenset(KINDS)
VALUE_KINDS: Final = ALL_KINDS & {"event", "command", "entity", "unknown"}
"""The kinds of which VAL001 to VAL005 speak."""


class Subject(NamedTuple):
    """A subject, and what is known about it (CONFIG, 6)."""

    name: str
    """As in the registry: `pricing.price.v1-value`."""
    topic: str
    role: Role | None
    """None for a type that is neither key nor value of a topic by itself."""
    kind: Kind = "unknown"
    generator: Generator = "none"
    confidence: Confidence = "guess"
    """How sure *role* is."""
    evidence: str = ""
    """What *role* was read from, for people: `file name ends in -key`."""
    step: int = 14
    """The step of the ladder that answered; 14 is the last one, a guess."""
    path: str = ""
    """The file that defines it, from the project root; empty where none does."""
    owner: str = ""
    """Who answers for it, as the policy says."""
    context: str = "."
    """The registry context."""
    has_frozen_key: bool = True
    """Whether the text of the topic's key may never change, as the policy says."""
    wire_format: str = ""
    """How the schema id of the topic's keys travels, as the policy says; empty for the
    usual way."""
    partitions: int | None = None
    """How many the topic has, as the policy says."""

    @property
    def is_frozen(self) -> bool:
        """Whether it is a key whose text may never change."""
        return self.role == "key" and self.has_frozen_key

    @property
    def has_id_in_key(self) -> bool:
        """Whether the schema id is part of the bytes of the topic's keys."""
        from avrotower.topology import has_id_in_bytes  # noqa: PLC0415  with a history

        return has_id_in_bytes(self.wire_format)
