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

    Java and Confluent ignore the namespace when they match names; implementations that
    compare full names refuse, generated classes move, and under RecordNameStrategy a new
    namespace is a new subject without history.
    A new namespace alone is therefore a warning: the registry accepts it.
    """
    del schema
    for finding in context.breaks():
        explanation = finding.explanation
        is_mild = explanation is not None and explanation.type == "NAMESPACE_CHANGED"
        if not is_mild:
            yield finding
        elif context.options.namespace == "report":
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
    ),
    bad=(
        Evolution(
            before="""{"type": "fixed", "name": "Ean", "size": 13}""",
            after="""{"type": "fixed", "name": "Gtin", "size": 13}""",
            at="/name",
            says="without an alias",
            level="BACKWARD",
        ),
        Evolution(
            before="""{"type": "fixed", "name": "shop.Ean", "size": 13}""",
            after="""{"type": "fixed", "name": "store.Ean", "size": 13}""",
            at="/name",
            says="simple names only",
            level="BACKWARD",
        ),
    ),
    sources=(
        "apache/avro, SchemaCompatibility.java (schemaNameEquals)",
        "Apicurio/apicurio-registry#8151",
    ),
)
