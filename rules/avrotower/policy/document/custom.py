"""`[[custom-rules]]`: conventions of one's own, said without code."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from avrotower.policy.document.table import Glob, Name, Table
from avrotower.rule import Generator, Kind, Role

Pattern = Annotated[str, StringConstraints(min_length=1)]


class When(Table):
    """Which nodes a rule speaks of; all entries must hold."""

    role: list[Role] | None = None
    kind: list[Kind] | None = None
    generator: list[Generator] | None = None
    owner: list[Name] | None = None
    top_level: bool | None = None
    name: Glob | None = None
    namespace: Glob | None = None
    subject: Glob | None = None
    type: list[Name] | None = None
    nullable: bool | None = None
    has: Name | None = None


class FieldWanted(Table):
    """A field that a record has."""

    path: Name
    type: list[Name] | None = None
    nullable: bool | None = None
    default: bool | None = None


class AttributeWanted(Table):
    """An attribute that a node has."""

    name: Name
    value: str | int | float | bool | None = None


class Condition(Table):
    """What must, or must not, hold for a node."""

    field: FieldWanted | None = None
    attribute: AttributeWanted | None = None
    doc: Pattern | None = None
    name: Pattern | None = None
    namespace: Pattern | None = None
    type: list[Name] | None = None
    default: bool | None = None
    symbols: list[Name] | None = None


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
