"""AVR006 redefined-type."""

from collections.abc import Iterator

from avrotower.catalogue.specification.complaint import found
from avrotower.finding import Finding, Fix, Related
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Named, Schema


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A type is defined once and used by its name everywhere else.

    "Can't redefine" is the commonest build error of schemas assembled from parts.
    Two equal definitions are legal from Avro Java 1.12.1 on, and refused before.
    """
    yield from found(schema, context, "type-redefined")
    told = {
        error.pointer for error in context.document.errors if error.detail
    }  # a different content is told already
    known = context.document.references.names
    for node in schema.nodes:
        if not isinstance(node, Named):
            continue
        first = known.get(node.fullname) or schema.names.get(node.fullname)
        if first is None or first is node or f"{node.pointer}/name" in told:
            continue
        yield context.finding(
            at=node,
            attribute="name",
            message=f"type {node.fullname} is defined twice, identically: "
            "use the name the second time",
            related=[Related("the first definition", context.location(first, "name"))],
            detail=("identical",),
            fix=Fix(
                "safe" if node.raw == first.raw else "display",
                "use the name",
                f'"{node.fullname}"',
            ),
        )


RULE = Rule(
    code="AVR006",
    name="redefined-type",
    inputs={"schema"},
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
            says="different content",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 8}},
                {"name": "store", "type": {"type": "fixed", "name": "Ean", "size": 8}}
            ]}""",
            at="/fields/1/type/name",
            says="identically",
        ),
    ),
    sources=(
        "Avro specification, Names",
        "AVRO-3940",
        "ImFlog/schema-registry-plugin#142",
    ),
)
