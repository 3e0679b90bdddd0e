"""AVR012 unknown-logical-type."""

from __future__ import annotations

from functools import lru_cache

from avrotower.finding import Finding, Fix, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.logical import BASES, logicals
from avrotower.schema.model import Schema
from avrotower.schema.names import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnknownLogicalType(Options):
    """Logical types of your own."""

    allow: tuple[str, ...] = ()
    """Globs over names of logical types that your readers know."""


def check(schema: Schema, context: Context[UnknownLogicalType]) -> Iterator[Finding]:
    """A logical type is one that Avro 1.12 defines, or one that you declare.

    `timestamp-milis` is silently a long.
    """
    for node, meant in logicals(schema):
        if meant.is_known or context.allowed(meant.name):
            continue
        near = _near(meant.name)
        hint = (
            f'did you mean "{near[0]}"?'
            if near
            else f"readers will take it for a plain {node.type_name}: "
            "declare it in allow, or remove it"
        )
        yield context.finding(
            at=node,
            attribute="logicalType",
            message=f'unknown logical type "{meant.name}"; {hint}',
            detail=(meant.name,),
            fix=Fix("display", f'write "{near[0]}"', f'"logicalType": "{near[0]}"')
            if near
            else None,
        )


@lru_cache(maxsize=256)
def _near(name: str) -> tuple[str, ...]:
    # The same slip stands in a hundred files.
    return nearest(name, BASES)


RULE = Rule(
    code="AVR012",
    name="unknown-logical-type",
    inputs={"schema"},
    speaks_of={"logicalType"},
    severity=Severity.WARNING,
    fix="display",
    options=UnknownLogicalType,
    check=check,
    good=(
        Good('{"type": "long", "logicalType": "timestamp-millis"}'),
        Good('{"type": "bytes", "logicalType": "big-decimal"}'),
    ),
    bad=(
        Bad(
            '{"type": "long", "logicalType": "timestamp-milis"}',
            at="/logicalType",
            says='unknown logical type "timestamp-milis"; '
            'did you mean "timestamp-millis"?',
        ),
        Bad(
            '{"type": "string", "logicalType": "ean"}',
            at="/logicalType",
            says='unknown logical type "ean"; readers will take it for a plain string',
        ),
    ),
    sources=("Avro specification, Logical Types",),
)
