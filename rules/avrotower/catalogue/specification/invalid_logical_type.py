"""AVR011 invalid-logical-type."""

from __future__ import annotations

from avrotower.finding import Finding, Fix
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.logical import BASES, Logical, logicals
from avrotower.schema.model import FIXED, TYPE_NAMES, Node, Schema

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A logical type stands on a type that can carry it.

    An invalid logical type does not invalidate the schema: Java drops it, fastavro refuses the schema.
    Money then arrives as bytes.
    """
    for node, meant in logicals(schema):
        if meant.is_valid or not meant.is_known:
            continue
        yield context.finding(
            at=node,
            attribute="logicalType",
            message=f"logical type {meant.name} on {node.type_name}: {meant.reason}; "
            "readers will ignore it",
            detail=(meant.name, node.type_name),
            fix=_fix(node, meant),
        )


def _fix(node: Node, meant: Logical) -> Fix | None:
    """Return the plain type that carries the logical type, where the base is wrong."""
    base = BASES[meant.name][0]
    if node.type in BASES[meant.name] or base == FIXED:
        return None
    snippet = f'{{"type": "{TYPE_NAMES[base]}", "logicalType": "{meant.name}"}}'
    return Fix("display", f"put it on {TYPE_NAMES[base]}", snippet)


def _bad(attributes: str, says: str) -> Bad:
    return Bad(f"{{{attributes}}}", at="/logicalType", says=says)


RULE = Rule(
    code="AVR011",
    name="invalid-logical-type",
    inputs={"schema"},
    speaks_of={"logicalType"},
    profile="minimal",
    fix="display",
    check=check,
    good=(
        Good('{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}'),
        Good('{"type": "bytes", "logicalType": "decimal", "precision": 9}'),
        Good(
            """{"type": "fixed", "name": "Amount", "size": 8,
                "logicalType": "decimal", "precision": 18, "scale": 2}"""
        ),
        Good('{"type": "string", "logicalType": "uuid"}'),
        Good('{"type": "fixed", "name": "Id", "size": 16, "logicalType": "uuid"}'),
    ),
    bad=(
        _bad(
            '"type": "string", "logicalType": "timestamp-millis"',
            "logical type timestamp-millis on string: "
            "timestamp-millis needs long, not string; readers will ignore it",
        ),
        _bad(
            '"type": "bytes", "logicalType": "decimal"',
            "logical type decimal on bytes: decimal needs a precision",
        ),
        _bad(
            '"type": "bytes", "logicalType": "decimal", "precision": 0',
            "precision must be above 0, not 0",
        ),
        _bad(
            '"type": "bytes", "logicalType": "decimal", "precision": "9"',
            'precision must be an integer, not "9"',
        ),
        _bad(
            '"type": "bytes", "logicalType": "decimal", "precision": 2, "scale": 3',
            "scale must lie between 0 and the precision 2, not 3",
        ),
        _bad(
            '"type": "bytes", "logicalType": "decimal", "precision": 2, "scale": -1',
            "scale must lie between 0 and the precision 2, not -1",
        ),
        _bad(
            '"type": "fixed", "name": "Amount", "size": 4, "logicalType": "decimal", '
            '"precision": 18',
            "logical type decimal on fixed: fixed(4) holds 9 digits, not 18",
        ),
        _bad(
            '"type": "fixed", "name": "Id", "size": 15, "logicalType": "uuid"',
            "uuid needs string or fixed(16), not fixed(15)",
        ),
        _bad(
            '"type": "long", "logicalType": "uuid"',
            "uuid needs string or fixed(16), not long",
        ),
        _bad(
            '"type": "fixed", "name": "Open", "size": 8, "logicalType": "duration"',
            "duration needs fixed(12), not fixed(8)",
        ),
    ),
    sources=("Avro specification, Logical Types",),
)
