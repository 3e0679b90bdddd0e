"""KEY002 key-field-default."""

from collections.abc import Iterator

from avrotower.catalogue.key.generated import DEFAULT, remedy
from avrotower.catalogue.key.parts import parts
from avrotower.finding import Change, Finding, Fix
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Enum, Field, Record, Schema, Union


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A field of a key has no default.

    A default is for schemas that evolve, and a key does not.
    A checker calls the new field `tenant` with default `"fr"` backward and forward compatible, while the bytes go from `02 61` to `02 61 04 66 72`.
    Connectors copy defaults of SQL columns into keys.
    """
    seen: set[int] = set()
    for slot in parts(schema):
        node = slot.node
        if not isinstance(node, Record | Enum) or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Enum):
            if node.default is not None:
                yield context.finding(
                    at=node,
                    attribute="default",
                    message=f"key enum {node.fullname} has a default; symbols that a "
                    "reader does not know become one key",
                    related=context.using(node),
                    fix=_fix(node),
                )
            continue
        for field in node.fields:
            is_nullable = isinstance(field.type, Union) and field.type.has_null
            if field.has_default and not is_nullable:
                yield context.finding(
                    at=field,
                    attribute="default",
                    message=f"key field {field.path} has a default; a builder fills it "
                    "in silently, and two entities get one key"
                    f"{remedy(DEFAULT, context.subject.generator)}",
                    related=context.using(field),
                    fix=_fix(field),
                )


def _fix(at: Enum | Field) -> Fix:
    change = Change("remove", f"{at.pointer}/default")
    return Fix("unsafe", "remove the default", changes=(change,))


RULE = Rule(
    code="KEY002",
    name="key-field-default",
    roles={"key"},
    inputs={"schema"},
    speaks_of={"default"},
    fix="unsafe",
    check=check,
    good=(
        Good("""{"type": "record", "name": "StockKey", "fields": [
            {"name": "store", "type": "string"}]}"""),
        Good("""{"type": "enum", "name": "Unit", "symbols": ["PIECE"]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "tenant", "type": "string", "default": "fr"}]}""",
            at="/fields/0/default",
            says="key field StockKey.tenant has a default; a builder fills it in "
            "silently, and two entities get one key",
        ),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type":
                 {"type": "record", "name": "Shelf", "fields": [
                  {"name": "row", "type": "int", "default": 0}]}}]}""",
            at="/fields/0/type/fields/0/default",
            says="key field Shelf.row has a default",
        ),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "unit", "type": {"type": "enum", "name": "Unit",
                 "symbols": ["PIECE"], "default": "PIECE"}}]}""",
            at="/fields/0/type/default",
            says="key enum Unit has a default; symbols that a reader does not know",
        ),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type": "Shelf"}]}""",
            at="/fields/0/default",
            says="key field Shelf.row has a default",
            beside={
                "shelf.avsc": """{"type": "record", "name": "Shelf", "fields": [
                    {"name": "row", "type": "int", "default": 0}]}"""
            },
        ),
    ),
    sources=("pluralsight/hydra", "debezium, TableSchemaBuilder.java"),
)
