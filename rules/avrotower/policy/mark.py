"""Who wrote a schema, read from the marks that generators leave (STREAMS, 11).

Marks of the whole schema say what it is a part of, too; marks that are left of it, in
the types of its fields or in the names of columns, say only who wrote it.
"""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.rule import Generator, Kind, Role
from avrotower.schema.document import Document
from avrotower.schema.model import Node, Record, Schema, is_object
from avrotower.schema.words import without_null

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from typing import Final


_CONNECT: Final = "connect."
"""How the attributes begin that Connect's converter writes."""
_ATTRIBUTE: Final = f'"{_CONNECT}'
_CONNECT_DEFAULT: Final = "io.confluent.connect.avro.ConnectDefault"
_KSQL: Final = "_confluent-ksql-"
_KSQL_TOPIC: Final = r"_confluent-ksql-.+(query|transient)_"
_KSQL_NAMESPACE: Final = "io.confluent.ksql.avro_schemas"
_KSQL_NAME: Final = "KsqlDataSourceSchema"
_DEBEZIUM: Final = "io.debezium."
_ENVELOPE: Final = frozenset({"before", "after", "op", "source"})
_OLD_ENVELOPE: Final = frozenset({"op", "source"})
"""MongoDB's had a patch in place of a state before the change, until Debezium 2."""
_ROW: Final = frozenset({"Key", "Value"})
"""How Debezium calls the records of a table."""
_ADDED: Final = frozenset({"__deleted", "__op", "__dbz__physicalTableIdentifier"})
"""Columns that Debezium's transforms add to a row or to a key."""
_DOC: Final = '"doc"'
"""Whoever documents a column that a machine would have named has written it."""
_TABLE_PARTS: Final = 3
"""Prefix, database or schema, table."""


class Mark(NamedTuple):
    """What the text of a schema betrays."""

    generator: Generator = "none"
    kind: Kind = "unknown"
    role: Role | None = None
    """None where the marks say no more than who wrote it."""


_NONE: Final = Mark()


def mark(topic: str, document: Document) -> Mark:
    """Return what the *document* of *topic* betrays of its writer."""
    root = without_null(document.schema.root)
    if topic.startswith(_KSQL) and _is_of_ksqldb(topic):
        return Mark("ksqldb", role=_role(root))
    # Whether to look closer: most schemas are people's, and a text is fast to search.
    is_connect = _ATTRIBUTE in document.text
    if isinstance(root, Record):
        found = _by_name(root)
        if found is None:
            found = _by_fields(root, topic, document, is_connect=is_connect)
        if found is not None:
            return found
    return _by_attributes(document.schema, root) if is_connect else _NONE


def _is_of_ksqldb(topic: str) -> bool:
    import re  # noqa: PLC0415  few topics begin like that

    return re.match(_KSQL_TOPIC, topic) is not None


def _by_name(root: Record) -> Mark | None:
    """Look at the name of the record."""
    if root.namespace == _KSQL_NAMESPACE or root.name.startswith(_KSQL_NAME):
        return Mark("ksqldb", role=_role(root))
    if root.fullname.startswith(_DEBEZIUM):
        return Mark("debezium", "cdc", _role(root))
    if root.fullname == _CONNECT_DEFAULT:
        return Mark("connect", role="value")
    if root.name in _ROW and "connect.name" in root.raw:
        return Mark("debezium", role=_role(root))
    return None


def _by_fields(
    root: Record, topic: str, document: Document, *, is_connect: bool
) -> Mark | None:
    """Look at the names of the fields, and at what a row without metadata is called."""
    is_named = root.name == "Envelope"
    if (is_named or is_connect) and _has(root, _ENVELOPE):
        return Mark("debezium", "cdc", "value")
    if is_named and is_connect and _has(root, _OLD_ENVELOPE):
        return Mark("debezium", "cdc", "value")
    if _DOC in document.text:
        return None
    if '"__' in document.text and any(_has(root, {name}) for name in _ADDED):
        return Mark("debezium")
    if root.name in _ROW and _is_of_table(root, topic):
        return Mark("debezium", role=_role(root))
    return None


def _has(root: Record, names: AbstractSet[str]) -> bool:
    return {field.name for field in root.fields} >= names


def _is_of_table(root: Record, topic: str) -> bool:
    """Whether *root* is called after its topic, as Debezium does without metadata."""
    space = root.namespace
    return space.count(".") >= _TABLE_PARTS - 1 and space == topic.replace("-", "_")


def _by_attributes(schema: Schema, root: Node) -> Mark:
    """Look for what Connect's converter writes into the types."""
    generator: Generator = "none"
    for node in schema.nodes:
        if not is_object(node.raw) or not any(
            key.startswith(_CONNECT) for key in node.raw
        ):
            continue
        if str(node.raw.get("connect.name", "")).startswith(_DEBEZIUM):
            generator = "debezium"
            break
        generator = "connect"
    if not is_object(root.raw) or not any(key.startswith(_CONNECT) for key in root.raw):
        return Mark(generator)
    # The name of a record may say that it is a key, but no better than anybody's.
    return Mark(generator, role=None if _role(root) == "key" else "value")


def _role(root: Node) -> Role:
    name = root.name if isinstance(root, Record) else ""
    return "key" if name.endswith("Key") else "value"
