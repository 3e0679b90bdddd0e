"""What all tables of a policy file have in common, and the forms of their values."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


def kebab(name: str) -> str:
    """Return the key that stands for the attribute *name* in a file."""
    return name.removesuffix("_").replace("_", "-")


class Table(BaseModel):
    """A table: its keys are hyphenated, and an unknown one is an error."""

    model_config = ConfigDict(
        alias_generator=kebab,
        extra="forbid",
        frozen=True,
        serialize_by_alias=True,
        strict=True,
        use_attribute_docstrings=True,
    )


Name: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
Glob: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
Path: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
RuleName: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
"""A code or a name; whether the rule exists is looked at when all rules are known."""

Duration: TypeAlias = Annotated[
    str, Field(pattern=r"^(\d+(ms|s|m|h|d)|infinite)$", examples=["500ms", "7d"])
]
Size: TypeAlias = Annotated[
    str, Field(pattern=r"^\d+(B|KiB|MiB|GiB)$", examples=["512KiB"])
]
Rate: TypeAlias = Annotated[str, Field(pattern=r"^\d+/(s|m|h)$", examples=["50/s"])]
Partitioner: TypeAlias = Annotated[
    str, Field(pattern=r"^(murmur2|consistent-random|custom:.+)$")
]

Level: TypeAlias = Literal[
    "NONE",
    "BACKWARD",
    "BACKWARD_TRANSITIVE",
    "FORWARD",
    "FORWARD_TRANSITIVE",
    "FULL",
    "FULL_TRANSITIVE",
]
SeverityWord: TypeAlias = Literal["off", "info", "warning", "error"]
Strategy: TypeAlias = Literal["topic", "record", "topic-record"]
WireFormat: TypeAlias = Literal[
    "confluent-prefix", "confluent-header", "apicurio-8byte", "raw"
]
IdPlace: TypeAlias = Literal["value", "key", "header"]
TimePlace: TypeAlias = Literal["value", "header", "record"]
Places: TypeAlias = IdPlace | Annotated[list[IdPlace], Field(min_length=1)]
Times: TypeAlias = TimePlace | Annotated[list[TimePlace], Field(min_length=1)]
