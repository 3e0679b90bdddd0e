"""KEY011 key-union."""

from collections.abc import Iterator

from avrotower.catalogue.key.parts import parts
from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema, Union


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A key has no union.

    The number of the branch is written in front of the value.
    Reordering or adding branches rewrites every key, and `"42"` and `42` become two addresses of one thing.
    """
    for slot in parts(schema):
        if isinstance(slot.node, Union) and not slot.node.has_null:
            yield context.finding(
                at=slot,
                message=f"key field {slot.path} is a union; the branch number is part "
                "of the key bytes",
                related=context.using(slot),
            )


RULE = Rule(
    code="KEY011",
    name="key-union",
    roles={"key"},
    inputs={"schema"},
    speaks_of={"union"},
    check=check,
    good=(
        Good("""{"type": "record", "name": "StockKey", "fields": [
            {"name": "item", "type": "string"}]}"""),
        Good("""{"type": "record", "name": "StockKey", "fields": [
            {"name": "item", "type": ["null", "string"]}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "item", "type": ["string", "long"]}]}""",
            at="/fields/0/type",
            says="key field StockKey.item is a union; the branch number is part of the "
            "key bytes",
        ),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "item", "type": ["string"]}]}""",
            at="/fields/0/type",
            says="key field StockKey.item is a union",
        ),
        Bad('["string", "long"]', at="", says="key field $ is a union"),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type": "Shelf"}]}""",
            at="/fields/0/type",
            says="key field Shelf.row is a union",
            beside={
                "shelf.avsc": """{"type": "record", "name": "Shelf", "fields": [
                    {"name": "row", "type": ["int", "string"]}]}"""
            },
        ),
    ),
    sources=("Avro specification, Unions",),
)
