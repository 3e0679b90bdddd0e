"""AVR017 wrapped-type-reference."""

from collections.abc import Iterator

from avrotower.finding import Change, Finding, Fix, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.json_text import json_text
from avrotower.schema.model import Schema, is_object
from avrotower.schema.traits import USE


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A named type is used by its plain name.

    The object form was accepted up to Avro Java 1.12.1 and is refused since, which is why registries pinned the older parser.
    """
    for use in schema.uses:
        if not is_object(use.raw):
            continue
        others = sorted(use.raw.keys() - {"type"})
        lost = f"; {', '.join(others)} would be lost" if others else ""
        yield context.finding(
            at=use,
            message=f'write "{use.name}" instead of {{"type": "{use.name}"}}; '
            "Avro Java 1.12.2 refuses the object form",
            detail=(use.name,),
            fix=Fix(
                "display" if others else "safe",
                f"unwrap the name{lost}",
                f'"{use.name}"',
                (Change("replace", use.pointer, json_text(use.name)),),
            ),
        )


RULE = Rule(
    code="AVR017",
    name="wrapped-type-reference",
    inputs={"schema"},
    speaks_of={USE},
    severity=Severity.WARNING,
    fix="safe",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Stock", "fields": [
            {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 13}},
            {"name": "store", "type": "Ean"}]}"""),
        Good('{"type": "string"}'),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 13}},
                {"name": "store", "type": {"type": "Ean"}}]}""",
            at="/fields/1/type",
            says='write "Ean" instead of {"type": "Ean"}; '
            "Avro Java 1.12.2 refuses the object form",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 13}},
                {"name": "store", "type": ["null", {"type": "Ean", "doc": "Of it"}]}]}""",
            at="/fields/1/type/1",
            says='write "Ean" instead of {"type": "Ean"}',
        ),
    ),
    sources=("AVRO-4176", "confluentinc/schema-registry#4572, #4581"),
)
