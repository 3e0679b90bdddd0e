"""AVR011 invalid-logical-type."""

from collections.abc import Iterator

from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.logical import logical
from avrotower.schema.model import Schema, is_object


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A logical type stands on a type that can carry it.

    An invalid one does not invalidate the schema: Java drops it, fastavro refuses the
    schema, and money arrives as bytes.
    """
    for node in schema.nodes:
        if not is_object(node.raw) or "logicalType" not in node.raw:
            continue
        meant = logical(node)
        if meant is None or meant.is_valid or not meant.is_known:
            continue
        yield context.finding(
            at=node,
            attribute="logicalType",
            message=f"logical type {meant.name} on {node.type_name}: {meant.reason}; "
            "readers will ignore it",
            detail=(meant.name, node.type_name),
        )


RULE = Rule(
    code="AVR011",
    name="invalid-logical-type",
    inputs={"schema"},
    profile="minimal",
    fix="display",
    check=check,
    good=(
        Good(
            """{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}"""
        ),
    ),
    bad=(
        Bad(
            '{"type": "string", "logicalType": "timestamp-millis"}',
            at="/logicalType",
            says="timestamp-millis on string",
        ),
        Bad(
            '{"type": "bytes", "logicalType": "decimal"}',
            at="/logicalType",
            says="precision",
        ),
        Bad(
            '{"type": "bytes", "logicalType": "decimal", "precision": 2, "scale": 3}',
            at="/logicalType",
            says="scale",
        ),
        Bad(
            '{"type": "fixed", "name": "Id", "size": 15, "logicalType": "uuid"}',
            at="/logicalType",
            says="uuid on fixed",
        ),
    ),
    sources=("Avro specification, Logical Types",),
)
