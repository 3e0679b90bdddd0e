"""When types and fields answer to each other: promotions, names, aliases."""

from typing import Final

from avrotower.schema.model import (
    BYTES,
    DOUBLE,
    FLOAT,
    HOLE,
    INT,
    LONG,
    STRING,
    TYPE_NAMES,
    Field,
    Named,
    Node,
    Record,
)

_PROMOTED: Final = {
    LONG: (INT,),
    FLOAT: (INT, LONG),
    DOUBLE: (INT, LONG, FLOAT),
    STRING: (BYTES,),
    BYTES: (STRING,),
}

ACCEPTS: Final = tuple(
    1 << reader | sum(1 << writer for writer in _PROMOTED.get(reader, ()))
    for reader in range(STRING + 1)
)
"""By reader type, the set of writer types that it reads; primitives only."""

JAVA_NAMES: Final = tuple(name.upper() for name in TYPE_NAMES)
"""The words of Java's messages, by `node.type`."""


def promotes(reader: Node, writer: Node) -> bool:
    """Whether *reader* is a primitive that reads *writer*; a damaged part fits."""
    if HOLE in (reader.type, writer.type):
        return True
    return reader.type <= STRING and bool(ACCEPTS[reader.type] >> writer.type & 1)


def names_match(reader: Named, writer: Named) -> bool:
    """Whether the names of two named types match (COMPATIBILITY, 4.2)."""
    return reader.name == writer.name or writer.fullname in reader.aliases


def answering_fields(reader: Field, writer: Record) -> list[Field]:
    """Return the fields of *writer* that answer to the name or an alias of *reader*.

    More than one makes the reader ambiguous; an alias equal to the field's own name is
    a second answer, the same alias written twice is not.
    """
    by_name = {field.name: field for field in writer.fields}
    names = (reader.name, *dict.fromkeys(reader.aliases))
    return [by_name[name] for name in names if name in by_name]
