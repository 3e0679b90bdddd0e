"""KEY006 key-empty-record."""

from __future__ import annotations

from avrotower.catalogue.key.parts import innermost_first, parts
from avrotower.finding import Finding
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.damage import has_all
from avrotower.schema.model import NULL, Enum, Fixed, Node, Record, Schema, Union

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A key has more than one value.

    A key with one value was usually generated for a topic that should have none.
    Kafka then has one partition in use, and a compacted topic one row.
    """
    places = parts(schema)
    if all(_has_one_value(slot.node) for slot in places):
        # A record that contains itself has no value at all.
        _, back = innermost_first(schema)
        if back is None:
            yield context.finding(
                at=places[0],
                message="this key has only one value; every record goes to the same "
                "partition and compaction keeps one of them",
            )


def _has_one_value(node: Node) -> bool:
    """Whether *node* has one value as soon as each of its parts has one."""
    if isinstance(node, Record):
        return has_all(node.raw, "fields", len(node.fields))
    if isinstance(node, Enum):
        return len(node.symbols) == 1 and has_all(node.raw, "symbols", 1)
    if isinstance(node, Fixed):
        return node.size == 0 and "size" in node.raw
    if isinstance(node, Union):
        return len(node.branches) == 1
    return node.type == NULL


_SAYS = "this key has only one value; every record goes to the same partition and "

RULE = Rule(
    code="KEY006",
    name="key-empty-record",
    roles={"key"},
    inputs={"schema"},
    profile="minimal",
    check=check,
    good=(
        Good("""{"type": "record", "name": "StockKey", "fields": [
            {"name": "none", "type": "null"}, {"name": "store", "type": "string"}]}"""),
        Good('["null", "string"]'),
        Good('{"type": "enum", "name": "Unit", "symbols": ["PIECE", "KILO"]}'),
        Good('{"type": "fixed", "name": "Ean", "size": 13}'),
    ),
    bad=(
        Bad('{"type": "record", "name": "StockKey", "fields": []}', at="", says=_SAYS),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type":
                 {"type": "record", "name": "Shelf", "fields": []}},
                {"name": "unit", "type":
                 {"type": "enum", "name": "Unit", "symbols": ["PIECE"]}}]}""",
            at="",
            says="compaction keeps one of them",
        ),
        Bad('"null"', at="", says=_SAYS),
        Bad('["null"]', at="", says=_SAYS),
        Bad('{"type": "fixed", "name": "Ean", "size": 0}', at="", says=_SAYS),
        Bad('{"type": "enum", "name": "Unit", "symbols": ["A"]}', at="", says=_SAYS),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type": "Shelf"}]}""",
            at="",
            says=_SAYS,
            beside={"shelf.avsc": '{"type": "record", "name": "Shelf", "fields": []}'},
        ),
    ),
    sources=("pluralsight/hydra (KeyIsEmpty)",),
)
