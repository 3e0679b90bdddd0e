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
    Named,
    Node,
)

_PROMOTED: Final = {
    LONG: (INT,),
    FLOAT: (INT, LONG),
    DOUBLE: (INT, LONG, FLOAT),
    STRING: (BYTES,),
    BYTES: (STRING,),
}

_HOLES: Final = 1 << HOLE

ACCEPTS: Final = (
    *(
        1 << reader | _HOLES | sum(1 << writer for writer in _PROMOTED.get(reader, ()))
        for reader in range(STRING + 1)
    ),
    *(_HOLES for _ in range(STRING + 1, HOLE)),
    -1,
)
"""By reader type, the set of writer types that it reads whatever they contain."""

JAVA_NAMES: Final = tuple(name.upper() for name in TYPE_NAMES)
"""The words of Java's messages, by `node.type`."""


def promotes(reader: Node, writer: Node) -> bool:
    """Whether the types alone say that *reader* reads *writer*.

    They do for primitives; a damaged part fits everything.
    """
    return bool(ACCEPTS[reader.type] >> writer.type & 1)


def names_match(reader: Named, writer: Named) -> bool:
    """Whether the names of two named types match (COMPATIBILITY, 4.2)."""
    return reader.name == writer.name or writer.fullname in reader.aliases
