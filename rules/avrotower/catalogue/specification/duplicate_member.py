"""AVR007 duplicate-member."""

from __future__ import annotations

from collections.abc import Iterator

from avrotower.catalogue.specification.complaint import complaints, finding, path_at
from avrotower.finding import Finding, Fix, Related
from avrotower.rule import At, Bad, Context, Good, Options, Rule
from avrotower.schema.model import JSON, Named, Schema, is_array

_MEMBERS = {
    "field-duplicate": "field",
    "symbol-duplicate": "symbol",
    "union-duplicate": "branch",
}
_FIX = Fix("display", "remove one, or rename it")


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Fields, symbols, aliases and branches are there once.

    A logical type makes no difference between branches: `int` and a date collide.
    fastavro accepts all of these, Java none.
    """
    for error in complaints(context, *_MEMBERS):
        owner = path_at(schema, error.pointer.rpartition("/")[0])
        if error.reason == "field-duplicate":
            owner = owner.rpartition(".")[0]
        what = f'{_MEMBERS[error.reason]} "{error.detail[0]}"'
        yield finding(
            schema,
            context,
            error,
            message=f"{what} appears twice in {owner}; remove one, or rename it",
            fix=_FIX,
        )
    for error in complaints(context, "union-nested"):
        fix = Fix("display", "put the branches into the outer union")
        yield finding(schema, context, error, fix=fix)
    for node in schema.nodes:
        if isinstance(node, Named) and "aliases" in node.raw:
            yield from _aliases(node, node.raw, context)
    for field in schema.fields:
        if "aliases" in field.raw:
            yield from _aliases(field, field.raw, context)


def _aliases(at: At, raw: JSON, context: Context[Options]) -> Iterator[Finding]:
    aliases = raw["aliases"]
    if not is_array(aliases):
        return
    place = context.location(at)
    seen: dict[str, int] = {}
    for index, alias in enumerate(aliases):
        if not isinstance(alias, str):
            continue
        first = seen.setdefault(alias, index)
        if first != index:
            pointer = f"{place.pointer}/aliases"
            earlier = place._replace(pointer=f"{pointer}/{first}")
            yield context.finding(
                at=place._replace(pointer=f"{pointer}/{index}"),
                message=f'alias "{alias}" appears twice in {place.path}; remove one',
                related=[Related("the first one", earlier)],
                detail=("alias", alias),
                fix=_FIX,
            )


RULE = Rule(
    code="AVR007",
    name="duplicate-member",
    inputs={"schema"},
    speaks_of={"aliases"},
    profile="minimal",
    fix="display",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Stock", "fields": [
            {"name": "store", "type": ["null", "string"]}]}"""),
        Good("""[{"type": "fixed", "name": "Ean8", "size": 8},
            {"type": "fixed", "name": "Ean13", "size": 13}]"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string"},
                {"name": "store", "type": "long"}]}""",
            at="/fields/1/name",
            says='field "store" appears twice in Stock',
        ),
        Bad(
            '{"type": "enum", "name": "Unit", "symbols": ["KILO", "KILO"]}',
            at="/symbols/1",
            says='symbol "KILO" appears twice in Unit',
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "on", "type":
                 ["int", {"type": "int", "logicalType": "date"}]}]}""",
            at="/fields/0/type/1",
            says='branch "int" appears twice in Stock.on',
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "ean", "type":
                 [{"type": "fixed", "name": "Ean", "size": 8}, "Ean"]}]}""",
            at="/fields/0/type/1",
            says='branch "Ean" appears twice in Stock.ean',
        ),
        Bad('["null", ["string"]]', at="/1", says="directly in a union"),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": 8, "aliases": ["Gtin", "Gtin"]}',
            at="/aliases/1",
            says='alias "Gtin" appears twice in Ean',
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "string", "aliases": ["shop", "shop"]}]}""",
            at="/fields/0/aliases/1",
            says='alias "shop" appears twice in Stock.store',
        ),
    ),
    sources=("Avro specification, Unions, Enums",),
)
