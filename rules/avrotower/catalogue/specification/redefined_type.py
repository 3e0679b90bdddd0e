"""AVR006 redefined-type."""

from collections.abc import Iterator

from avrotower.catalogue.specification.complaint import complaints, finding
from avrotower.finding import Change, Finding, Fix, Related
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Named, Schema
from avrotower.schema.traits import REPEATED


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A type is defined once and used by its name everywhere else.

    "Can't redefine" is the commonest build error of schemas assembled from parts.
    Two equal definitions are legal from Avro Java 1.12.1 on, and refused before.
    """
    elsewhere = context.document.references.names
    told: set[str] = set()
    for error in complaints(context, "type-redefined"):
        told.add(error.pointer)
        different = finding(schema, context, error)
        first = elsewhere.get(error.detail[0])
        if not different.related and first is not None:
            different = different._replace(related=_first(first, context))
        yield different
    for node in schema.nodes:
        if not isinstance(node, Named):
            continue
        first = elsewhere.get(node.fullname) or schema.names.get(node.fullname)
        if first is None or first is node or f"{node.pointer}/name" in told:
            continue
        yield context.finding(
            at=node,
            attribute="name",
            message=f"type {node.fullname} is defined twice, identically: "
            "use the name the second time",
            related=_first(first, context),
            detail=("identical",),
            fix=Fix(
                "safe" if node.raw == first.raw else "display",
                "use the name",
                f'"{node.fullname}"',
                (Change("replace", node.pointer, f'"{node.fullname}"'),),
            ),
        )


def _first(first: Named, context: Context[Options]) -> tuple[Related, ...]:
    return (Related("the first definition", context.location(first, "name")),)


RULE = Rule(
    code="AVR006",
    name="redefined-type",
    inputs={"schema"},
    speaks_of={REPEATED},
    profile="minimal",
    fix="safe",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Stock", "fields": [
            {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 13}},
            {"name": "store", "type": "Ean"}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 13}},
                {"name": "store", "type": {"type": "fixed", "name": "Ean", "size": 8}}
            ]}""",
            at="/fields/1/type/name",
            says="type Ean is defined twice, with different content",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 8}},
                {"name": "store", "type": {"type": "fixed", "name": "Ean", "size": 8}}
            ]}""",
            at="/fields/1/type/name",
            says="type Ean is defined twice, identically: use the name the second time",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 8}},
                {"name": "store", "type": {"type": "fixed", "name": "Ean", "size": 8,
                 "doc": "Of the store"}}]}""",
            at="/fields/1/type/name",
            says="type Ean is defined twice, identically",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "shelf", "type": "Shelf"},
                {"name": "ean", "type": {"type": "fixed", "name": "Ean", "size": 8}}]}""",
            at="/fields/1/type/name",
            says="type Ean is defined twice, with different content",
            beside={
                "shelf.avsc": """{"type": "record", "name": "Shelf", "fields": [
                    {"name": "ean", "type": {"type": "fixed", "name": "Ean", "size": 13}}]}"""
            },
        ),
    ),
    sources=(
        "Avro specification, Names",
        "AVRO-3940",
        "ImFlog/schema-registry-plugin#142",
    ),
)
