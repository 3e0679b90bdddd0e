"""AVR012 unknown-logical-type."""

from collections.abc import Iterator

from avrotower.finding import Finding, Severity
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.logical import BASES, logical
from avrotower.schema.model import Schema, is_object
from avrotower.schema.names import nearest


class UnknownLogicalType(Options):
    """Logical types of your own."""

    allow: tuple[str, ...] = ()
    """Globs over names of logical types that your readers know."""


def check(schema: Schema, context: Context[UnknownLogicalType]) -> Iterator[Finding]:
    """A logical type is one that Avro 1.12 defines, or one that you declare.

    `timestamp-milis` is silently a long.
    """
    for node in schema.nodes:
        if not is_object(node.raw) or "logicalType" not in node.raw:
            continue
        meant = logical(node)
        if meant is None or meant.is_known or context.allowed(meant.name):
            continue
        near = nearest(meant.name, BASES)
        hint = (
            f"did you mean {' or '.join(near)}?" if near else "readers will ignore it"
        )
        yield context.finding(
            at=node,
            attribute="logicalType",
            message=f'unknown logical type "{meant.name}"; {hint}',
            detail=(meant.name,),
        )


RULE = Rule(
    code="AVR012",
    name="unknown-logical-type",
    inputs={"schema"},
    severity=Severity.WARNING,
    fix="display",
    options=UnknownLogicalType,
    check=check,
    good=(Good('{"type": "long", "logicalType": "timestamp-millis"}'),),
    bad=(
        Bad(
            '{"type": "long", "logicalType": "timestamp-milis"}',
            at="/logicalType",
            says="did you mean timestamp-millis",
        ),
        Bad(
            '{"type": "string", "logicalType": "ean"}',
            at="/logicalType",
            says="readers will ignore it",
        ),
    ),
    sources=("Avro specification, Logical Types",),
)
