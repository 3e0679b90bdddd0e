"""KEY001 key-optional-field."""

from collections.abc import Iterator

from avrotower.catalogue.key.generated import NULLABLE, remedy
from avrotower.catalogue.key.parts import parts
from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema, Union


class KeyOptionalField(Options):
    """Parts of old keys that may stay optional."""

    allow: tuple[str, ...] = ()
    """Globs over logical paths, such as `com.acme.CustomerKey.region`."""


def check(schema: Schema, context: Context[KeyOptionalField]) -> Iterator[Finding]:
    """A key has no optional field.

    The bytes of a key are its address, and the same key must always have the same bytes.
    `"a"` is `02 61` as a string, `02 02 61` as `["null", "string"]`, `00 02 61` as `["string", "null"]`, and a missing value is a third address.
    A writer that leaves the field out sends the record to another partition, and compaction keeps both rows.
    Where the field is often null, all those records share one partition.
    """
    for slot in parts(schema):
        if not isinstance(slot.node, Union) or not slot.node.has_null:
            continue
        if context.allowed(slot.path):
            continue
        yield context.finding(
            at=slot,
            message=f"key field {slot.path} may be null; a writer that forgets to fill it "
            "addresses another partition and another row"
            f"{remedy(NULLABLE, context.subject.generator)}",
            related=[context.whole()] if slot.owner is not None else (),
        )


RULE = Rule(
    code="KEY001",
    name="key-optional-field",
    roles={"key"},
    inputs={"schema"},
    speaks_of={"union"},
    options=KeyOptionalField,
    check=check,
    good=(
        Good("""{"type": "record", "name": "StockKey", "fields": [
            {"name": "store", "type": "string"}]}"""),
        Good("""{"type": "record", "name": "StockKey", "fields": [
            {"name": "item", "type": ["string", "long"]}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "store", "type": ["null", "string"], "default": null}]}""",
            at="/fields/0/type",
            says="key field StockKey.store may be null; a writer that forgets to fill it "
            "addresses another partition and another row",
        ),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "store", "type": ["string", "null"]}]}""",
            at="/fields/0/type",
            says="key field StockKey.store may be null",
        ),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type":
                 {"type": "record", "name": "Shelf", "fields": [
                  {"name": "row", "type": ["null", "int"]}]}}]}""",
            at="/fields/0/type/fields/0/type",
            says="key field Shelf.row may be null",
        ),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type": {"type": "array", "items":
                 ["null", "string"]}}]}""",
            at="/fields/0/type/items",
            says="key field StockKey.shelf[] may be null",
        ),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type": {"type": "map", "values":
                 ["null", "string"]}}]}""",
            at="/fields/0/type/values",
            says="key field StockKey.shelf{} may be null",
        ),
        Bad('["string", "null"]', at="", says="key field $ may be null"),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type": "Shelf"}]}""",
            at="/fields/0/type",
            says="key field Shelf.row may be null",
            beside={
                "shelf.avsc": """{"type": "record", "name": "Shelf", "fields": [
                    {"name": "row", "type": ["null", "int"], "default": null}]}"""
            },
        ),
    ),
    sources=(
        "salsify/avromatic#70",
        "pluralsight/hydra (key validator)",
        "Nakadi: partition key fields must be required",
    ),
)
