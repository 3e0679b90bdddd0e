"""What repairs a key whose text a machine writes: its source, never the text."""

from collections.abc import Mapping
from typing import Final

from avrotower.rule import Generator

NULLABLE: Final[Mapping[Generator, str]] = {
    "connect": "make the column NOT NULL, or build the key of other fields (ValueToKey)",
    "debezium": "make the column NOT NULL, or name others in message.key.columns",
    "ksqldb": "ksqlDB makes every column nullable: pin a schema with KEY_SCHEMA_ID",
}
"""Where a part of the key may be null."""
DEFAULT: Final[Mapping[Generator, str]] = {
    "connect": "the converter copies it from the column: drop it there",
    "debezium": "Debezium copies it from the column: drop it there, or name other columns "
    "in message.key.columns",
}
"""Where a field of the key has a default."""


def remedy(of: Mapping[Generator, str], generator: Generator) -> str:
    """Return what to add to a message: the repair at the source, if there is one."""
    told = of.get(generator)
    return f"; {told}" if told else ""
