"""AVR016 forward-reference."""

from __future__ import annotations

from collections.abc import Iterator

from avrotower.finding import Finding, Fix, Related, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Field, Named, Node, Schema, Use
from avrotower.schema.traits import USE


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A type is defined before it is used.

    The other order is legal in Java since 1.12.0 only; most other languages refuse it.
    """
    for use in schema.uses:
        if not use.is_forward or _is_inside(use, use.definition):
            continue
        name = use.definition.fullname
        yield context.finding(
            at=use,
            message=f"{name} is used before it is defined; readers before Avro Java 1.12 "
            "and most other languages refuse that",
            related=[Related("defined here", context.location(use.definition, "name"))],
            detail=(name,),
            fix=Fix("display", "define it here, and use its name later"),
        )


def _is_inside(use: Use, definition: Named) -> bool:
    """Whether *use* stands inside *definition*: a type may refer to itself."""
    here: Node | Field | None = use.owner
    while here is not None:
        if here is definition:
            return True
        here = here.owner
    return False


RULE = Rule(
    code="AVR016",
    name="forward-reference",
    inputs={"schema"},
    speaks_of={USE},
    severity=Severity.WARNING,
    fix="display",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Stock", "fields": [
            {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 13}},
            {"name": "store", "type": "Ean"}]}"""),
        Good("""{"type": "record", "name": "Category", "fields": [
            {"name": "parent", "type": ["null", "Category"]}]}"""),
        Good(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "amount", "type": "Money"}]}""",
            beside={"money.avsc": '{"type": "fixed", "name": "Money", "size": 8}'},
        ),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "store", "type": "Ean"},
                {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 13}}
            ]}""",
            at="/fields/0/type",
            says="Ean is used before it is defined; readers before Avro Java 1.12 and "
            "most other languages refuse that",
        ),
    ),
    sources=("Avro specification, Names", "apache/avro, ParseContext.java"),
)
