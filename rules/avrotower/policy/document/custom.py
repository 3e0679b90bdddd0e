"""`[[custom-rules]]`: conventions of one's own, said without code."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from avrotower.policy.document.table import Glob, Name, Table
from avrotower.policy.document.words import Generator, Kind, Role

Pattern = Annotated[str, StringConstraints(min_length=1)]


class When(Table):
    """Which nodes a rule speaks of; all entries must hold."""

    role: list[Role] | None = None
    """Keys or values."""
    kind: list[Kind] | None = None
    """What the records mean."""
    generator: list[Generator] | None = None
    """Who writes the schemas."""
    owner: list[Name] | None = None
    """Who answers for the subject, exactly."""
    top_level: bool | None = None
    """Whether it is the outermost type, a branch of it, or a field of one of these."""
    name: Glob | None = None
    """A glob over the name of the node, or the full name of a type."""
    namespace: Glob | None = None
    """A glob over the namespace of the type, or of the record that has the field."""
    subject: Glob | None = None
    """A glob over the subject."""
    type: list[Name] | None = None
    """Types as rules write them: `string`, `long:timestamp-millis`, `fixed(16)`, a full name;
    `null` is taken out of a union."""
    nullable: bool | None = None
    """Whether the value may be null."""
    has: Name | None = None
    """An attribute that the node has."""


class FieldWanted(Table):
    """A field that a record has."""

    path: Name
    """Names with dots, from the record on, compared by words: `metadata.event_id`."""
    type: list[Name] | None = None
    """Types, one of which it has."""
    nullable: bool | None = None
    """Whether its value may be null."""
    default: bool | None = None
    """Whether it has a default."""


class AttributeWanted(Table):
    """An attribute that a node has."""

    name: Name
    """The key in the JSON."""
    value: str | int | float | bool | None = None
    """Its value; without it, any will do."""


class Condition(Table):
    """What must, or must not, hold for a node."""

    field: FieldWanted | None = None
    """A field of the record."""
    attribute: AttributeWanted | None = None
    """An attribute of the node."""
    doc: Pattern | None = None
    """A regular expression that fits somewhere in the doc."""
    name: Pattern | None = None
    """A regular expression that fits somewhere in the name."""
    namespace: Pattern | None = None
    """A regular expression that fits somewhere in the namespace."""
    type: list[Name] | None = None
    """Types, one of which the node is or has."""
    default: bool | None = None
    """Whether the field or enum has a default."""
    symbols: list[Name] | None = None
    """Symbols of the enum: all of them are required, each of them is forbidden."""


class CustomRule(Table):
    """One rule of one's own."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{2,8}[0-9]{3}$")]
    """Letters of one's own and three digits."""
    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    """Words with hyphens."""
    on: Literal["schema", "type", "record", "enum", "fixed", "field", "subject"]
    """The nodes that are looked at."""
    when: When = When()
    """Which of them."""
    require: Condition | None = None
    """What must hold; every entry, else the node is a finding."""
    forbid: Condition | None = None
    """What must not hold; any entry makes the node a finding."""
    message: Name
    """The finding in words, with `{name}`, `{path}`, `{subject}`, `{kind}`, `{value}`."""
    severity: Literal["info", "warning", "error"] = "warning"
    """How severe it is."""
    doc: str = ""
    """Why; `explain` shows it."""
    url: str = ""
    """Where more is said."""
    good: list[str] = Field(min_length=1)
    """Documents in which the rule finds nothing."""
    bad: list[str] = Field(min_length=1)
    """Documents in which it finds something."""
