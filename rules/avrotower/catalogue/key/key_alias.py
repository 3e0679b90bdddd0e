"""KEY012 key-alias."""

from collections.abc import Iterator

from avrotower.catalogue.key.parts import parts
from avrotower.finding import Change, Finding, Fix, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Field, Named, Record, Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A key has no aliases.

    An alias is part of the text, hence of the schema id, and serves only a change that a key must not make.
    """
    told: set[int] = set()
    for slot in parts(schema):
        node = slot.node
        if not isinstance(node, Named) or id(node) in told:
            continue
        told.add(id(node))
        if node.aliases:
            yield _finding(node, context)
        if isinstance(node, Record):
            for field in node.fields:
                if field.aliases:
                    yield _finding(field, context)


def _finding(node: Named | Field, context: Context[Options]) -> Finding:
    return context.finding(
        at=node,
        attribute="aliases",
        message=f"{node.path} has an alias; a key is never renamed, so nobody will "
        "read it",
        related=context.using(node),
        fix=Fix(
            "unsafe",
            "remove the aliases",
            changes=(Change("remove", f"{node.pointer}/aliases"),),
        ),
    )


RULE = Rule(
    code="KEY012",
    name="key-alias",
    roles={"key"},
    inputs={"schema"},
    speaks_of={"aliases"},
    severity=Severity.WARNING,
    fix="unsafe",
    check=check,
    good=(
        Good("""{"type": "record", "name": "StockKey", "fields": [
            {"name": "store", "type": "string"}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "StockKey", "aliases": ["Key"], "fields": [
                {"name": "store", "type": "string"}]}""",
            at="/aliases",
            says="StockKey has an alias; a key is never renamed, so nobody will read it",
        ),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "store", "type": "string", "aliases": ["shop"]}]}""",
            at="/fields/0/aliases",
            says="StockKey.store has an alias",
        ),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "item", "type": {"type": "fixed", "name": "Ean", "size": 13,
                 "aliases": ["Gtin"]}},
                {"name": "parent", "type": "Ean"}]}""",
            at="/fields/0/type/aliases",
            says="Ean has an alias",
        ),
        Bad(
            """{"type": "record", "name": "StockKey", "fields": [
                {"name": "shelf", "type": "Shelf"}]}""",
            at="/fields/0/aliases",
            says="Shelf.row has an alias",
            beside={
                "shelf.avsc": """{"type": "record", "name": "Shelf", "fields": [
                    {"name": "row", "type": "int", "aliases": ["line"]}]}"""
            },
        ),
    ),
    sources=("follows from key-schema-changed: the schema of a key never changes",),
)
