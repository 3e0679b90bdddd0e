"""KEY003 key-non-deterministic-type."""

from collections.abc import Iterator
from typing import Final, Literal

from avrotower.catalogue.key.parts import parts
from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.logical import logical
from avrotower.schema.model import ARRAY, BYTES, DOUBLE, FLOAT, MAP, Node, Schema

_FLOATING: Final = (
    "0.0 and \u22120.0 are equal with different bytes, NaN has many, "
    "computed values differ in the last bit"
)
_REASONS: Final = {
    "map": ("a map", "entries are encoded in insertion order"),
    "array": (
        "an array",
        (
            "Avro allows several block layouts for one array, and the order is the "
            "application's"
        ),
    ),
    "float": ("a float", _FLOATING),
    "double": ("a double", _FLOATING),
    "bytes-decimal": (
        "a bytes-decimal",
        (
            "the unscaled value may be padded: 0x0A and 0x000A are both 0.10; "
            "a decimal on fixed is unambiguous"
        ),
    ),
    "big-decimal": (
        "a big-decimal",
        "the unscaled value may be padded, and the scale is in the data",
    ),
    "bytes": ("bytes", "the content is the application's affair"),
}
_ENTRIES: Final = {MAP: "map", ARRAY: "array", FLOAT: "float", DOUBLE: "double"}
_OF_BYTES: Final = {"decimal": "bytes-decimal", "big-decimal": "big-decimal"}


class KeyNonDeterministicType(Options):
    """Which types have several encodings of one value."""

    types: tuple[
        Literal[
            "map", "array", "float", "double", "bytes-decimal", "big-decimal", "bytes"
        ],
        ...,
    ] = ("map", "array", "float", "double", "bytes-decimal", "big-decimal")
    """Types that a key must not contain; `bytes` can be added, and means those without
    a decimal."""


def check(
    schema: Schema, context: Context[KeyNonDeterministicType]
) -> Iterator[Finding]:
    """Equal values of a key have equal bytes.

    Equal keys with different bytes sit in different partitions and different rows.
    Apache Beam refuses to group by such a coder for the same reason.
    """
    types = context.options.types
    for slot in parts(schema):
        entry = _entry(slot.node)
        if entry not in types:
            continue
        what, reason = _REASONS[entry]
        yield context.finding(
            at=slot,
            message=f"key field {slot.path} is {what}: {reason}",
            related=context.using(slot),
            detail=(entry,),
        )


def _entry(node: Node) -> str:
    """Return what the option calls the type of *node*; empty where it has no word."""
    if node.type != BYTES:
        return _ENTRIES.get(node.type, "")
    meant = logical(node)
    return _OF_BYTES.get(meant.name if meant and meant.is_valid else "", "bytes")


def _bad(type_: str, says: str, **options: object) -> Bad:
    return Bad(
        f"""{{"type": "record", "name": "StockKey", "fields": [
            {{"name": "item", "type": {type_}}}]}}""",
        at="/fields/0/type",
        says=f"key field StockKey.item is {says}",
        options=options,
    )


RULE = Rule(
    code="KEY003",
    name="key-non-deterministic-type",
    roles={"key"},
    inputs={"schema"},
    speaks_of={"array", "bytes", "double", "float", "map", "union"},
    profile="minimal",
    options=KeyNonDeterministicType,
    check=check,
    good=(
        Good("""{"type": "record", "name": "StockKey", "fields": [
            {"name": "item", "type": "string"},
            {"name": "store", "type": "int"},
            {"name": "hash", "type": "bytes"}]}"""),
        Good("""{"type": "record", "name": "PriceKey", "fields": [
            {"name": "net", "type": {"type": "fixed", "name": "Net", "size": 8,
             "logicalType": "decimal", "precision": 9, "scale": 2}}]}"""),
        Good('"double"', options={"types": ["map"]}),
    ),
    bad=(
        _bad('{"type": "map", "values": "string"}', "a map: entries are encoded in"),
        _bad(
            '{"type": "array", "items": "string"}',
            "an array: Avro allows several block layouts for one array",
        ),
        _bad('"float"', "a float: 0.0 and \u22120.0 are equal with different bytes"),
        _bad('"double"', "a double: 0.0 and \u22120.0 are equal with different bytes"),
        _bad(
            '{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}',
            "a bytes-decimal: the unscaled value may be padded",
        ),
        _bad(
            '{"type": "bytes", "logicalType": "big-decimal"}',
            "a big-decimal: the unscaled value may be padded, and the scale is in",
        ),
        _bad(
            '"bytes"', "bytes: the content is the application's affair", types=["bytes"]
        ),
        Bad('"double"', at="", says="key field $ is a double"),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type": "Shelf"}]}""",
            at="/fields/0/type",
            says="key field Shelf.row is a float",
            beside={
                "shelf.avsc": """{"type": "record", "name": "Shelf", "fields": [
                    {"name": "row", "type": "float"}]}"""
            },
        ),
    ),
    sources=(
        "Avro specification, Binary Encoding and Sort Order",
        "https://forum.confluent.io/t/2718",
        "Apache Beam, AvroCoder",
    ),
)
