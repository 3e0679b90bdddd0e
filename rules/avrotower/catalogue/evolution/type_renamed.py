"""CMP009 type-renamed."""

from collections.abc import Iterator
from typing import Literal

from avrotower.finding import Finding, Severity
from avrotower.rule import Context, Evolution, Options, Rule
from avrotower.schema.model import Schema


class TypeRenamed(Options):
    """Whether a new namespace counts."""

    namespace: Literal["report", "ignore"] = "report"
    """`ignore` follows Java, which compares simple names only."""


def check(schema: Schema, context: Context[TypeRenamed]) -> Iterator[Finding]:
    """A type keeps its name, or the old one is its alias.

    Java and Confluent ignore the namespace when they match names; implementations that compare full names refuse, generated classes move, and under RecordNameStrategy a new namespace is a new subject without history.
    A new namespace alone is therefore a warning: the registry accepts it.
    """
    del schema
    moved: set[str] = set()
    for finding in context.breaks():
        explanation = finding.explanation
        if explanation is None or explanation.type != "NAMESPACE_CHANGED":
            yield finding
            continue
        # It breaks neither direction, so it is told once, by the document that moved.
        place = finding.location
        is_told = place.path in moved or place.document != context.document.name
        if is_told or context.options.namespace == "ignore":
            continue
        moved.add(place.path)
        # Java accepts it, so it must not fail a build that a registry lets pass.
        yield finding._replace(severity=min(finding.severity, Severity.WARNING))


RULE = Rule(
    code="CMP009",
    name="type-renamed",
    roles={"value"},
    inputs={"schema", "history"},
    profile="minimal",
    fix="unsafe",
    options=TypeRenamed,
    check=check,
    good=(
        Evolution(
            before="""{"type": "fixed", "name": "Ean", "size": 13}""",
            after="""{"type": "fixed", "name": "Gtin", "size": 13, "aliases": ["Ean"]}""",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "fixed", "name": "shop.Ean", "size": 13}""",
            after="""{"type": "fixed", "name": "store.Ean", "size": 13,
                "aliases": ["shop.Ean"]}""",
            level="FULL",
        ),
    ),
    bad=(
        Evolution(
            before="""{"type": "fixed", "name": "Ean", "size": 13}""",
            after="""{"type": "fixed", "name": "Gtin", "size": 13}""",
            at="/name",
            says="Ean became Gtin without an alias "
            "(new reads old, version 1; level BACKWARD)",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "enum", "name": "Unit", "symbols": ["KILO"]}""",
            after="""{"type": "enum", "name": "Measure", "symbols": ["KILO"]}""",
            at="/name",
            says="Unit became Measure without an alias",
            level="FORWARD",
        ),
        Evolution(
            before="""{"type": "record", "name": "Price", "fields": []}""",
            after="""{"type": "record", "name": "Cost", "fields": []}""",
            at="/name",
            says="Price became Cost without an alias",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "fixed", "name": "shop.Ean", "size": 13}""",
            after="""{"type": "fixed", "name": "store.Ean", "size": 13}""",
            at="/name",
            says="shop.Ean became store.Ean without an alias; Java reads it, because it "
            "compares simple names only, others and RecordName subjects do not",
            level="FULL",
        ),
    ),
    sources=(
        "apache/avro, SchemaCompatibility.java (schemaNameEquals)",
        "Apicurio/apicurio-registry#8151",
    ),
)
