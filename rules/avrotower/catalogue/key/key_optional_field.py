"""KEY001 key-optional-field."""

from collections.abc import Iterator

from avrotower.finding import Finding, Location, Related
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import NULL, Schema, Union
from avrotower.schema.slots import slots


class KeyOptionalField(Options):
    """Parts of old keys that may stay optional."""

    allow: tuple[str, ...] = ()
    """Globs over logical paths, such as `com.acme.CustomerKey.region`."""


def check(schema: Schema, context: Context[KeyOptionalField]) -> Iterator[Finding]:
    """A key has no optional field.

    The bytes of a key are its address, and the same key must always have the same bytes.
    `"a"` is `02 61` as a string, `02 02 61` as `["null", "string"]`, `00 02 61` as
    `["string", "null"]`, and a missing value is a third address.
    A writer that leaves the field out sends the record to another partition, and
    compaction keeps both rows.
    """
    for slot in slots(schema.root):
        union = slot.node
        is_null = union.type == NULL and not isinstance(slot.owner, Union)
        if not is_null and not (isinstance(union, Union) and union.has_null):
            continue
        if context.allowed(slot.path):
            continue
        related: list[Related] = []
        if context.document_of(slot) != context.document.name:
            key = Location(context.document.name, schema.root.pointer)
            related.append(Related("part of this key", key))
        yield context.finding(
            at=slot,
            message=f"key field {slot.path} may be null; a writer that forgets to fill it "
            "addresses another partition and another row: make it mandatory",
            related=related,
        )


RULE = Rule(
    code="KEY001",
    name="key-optional-field",
    roles={"key"},
    inputs={"schema"},
    options=KeyOptionalField,
    check=check,
    good=(
        Good("""{"type": "record", "name": "StockKey", "fields": [
            {"name": "store", "type": "string"}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "store", "type": ["null", "string"], "default": null}]}""",
            at="/fields/0/type",
            says="key field StockKey.store may be null",
        ),
        Bad('["string", "null"]', at="", says="may be null"),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type": {"type": "array", "items":
                 ["null", "string"]}}]}""",
            at="/fields/0/type/items",
            says="StockKey.shelf[] may be null",
        ),
    ),
    sources=(
        "salsify/avromatic#70",
        "pluralsight/hydra (key validator)",
        "Nakadi: partition key fields must be required",
    ),
)
