"""AVR007 duplicate-member."""

from collections.abc import Iterator

from avrotower.catalogue.specification.complaint import found
from avrotower.finding import Finding
from avrotower.rule import At, Bad, Context, Good, Options, Rule
from avrotower.schema.model import JSON, Named, Schema, is_array


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Fields, symbols, aliases and branches are there once.

    A logical type makes no difference between branches: `int` and a date collide.
    fastavro accepts all of these, Java none.
    """
    yield from found(
        schema,
        context,
        "field-duplicate",
        "symbol-duplicate",
        "union-duplicate",
        "union-nested",
    )
    for node in schema.nodes:
        if isinstance(node, Named) and "aliases" in node.raw:
            yield from _aliases(node, node.raw, node.fullname, context)
    for field in schema.fields:
        if "aliases" in field.raw:
            yield from _aliases(field, field.raw, field.path, context)


def _aliases(
    at: At, raw: JSON, owner: str, context: Context[Options]
) -> Iterator[Finding]:
    aliases = raw["aliases"]
    if not is_array(aliases):
        return
    seen: set[str] = set()
    for index, alias in enumerate(aliases):
        if not isinstance(alias, str):
            continue
        if alias in seen:
            place = context.location(at)
            yield context.finding(
                at=place._replace(pointer=f"{place.pointer}/aliases/{index}"),
                message=f'alias "{alias}" appears twice in {owner}; remove one',
                detail=("alias", alias),
            )
        seen.add(alias)


RULE = Rule(
    code="AVR007",
    name="duplicate-member",
    inputs={"schema"},
    profile="minimal",
    fix="display",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Stock", "fields": [
            {"name": "store", "type": ["null", "string"]}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string"},
                {"name": "store", "type": "long"}]}""",
            at="/fields/1/name",
            says="two fields",
        ),
        Bad(
            '{"type": "enum", "name": "Unit", "symbols": ["KILO", "KILO"]}',
            at="/symbols/1",
            says="twice",
        ),
        Bad(
            '["int", {"type": "int", "logicalType": "date"}]',
            at="/1",
            says="two branches",
        ),
        Bad('["null", ["string"]]', at="/1", says="directly in a union"),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": 8, "aliases": ["Gtin", "Gtin"]}',
            at="/aliases/1",
            says="appears twice",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string", "aliases": ["shop", "shop"]}]}""",
            at="/fields/0/aliases/1",
            says="appears twice",
        ),
    ),
    sources=("Avro specification, Unions, Enums",),
)
