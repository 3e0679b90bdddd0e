"""NAM011 dotted-name."""

from __future__ import annotations

from avrotower.finding import Change, Finding, Fix, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.json_text import json_text
from avrotower.schema.model import Schema

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """Name and namespace of a type stand apart.

    The two spellings mean the same, and a reader sees a namespace that has no effect.
    """
    for named in schema.names.values():
        written: str = named.raw["name"]
        if "." not in written:
            continue
        is_beside = "namespace" in named.raw
        tail = '; the "namespace" beside it is ignored' if is_beside else ""
        space = json_text(named.namespace)
        name = json_text(named.name)
        yield context.finding(
            at=named,
            attribute="name",
            message=f'"{written}" is a full name{tail}',
            fix=Fix(
                "safe",
                'split it into "namespace" and "name"',
                f'"namespace": {space}, "name": {name}',
                (
                    Change("put", named.pointer, name, "name"),
                    Change("put", named.pointer, space, "namespace", after="name"),
                ),
            ),
        )


RULE = Rule(
    code="NAM011",
    name="dotted-name",
    inputs={"schema"},
    severity=Severity.WARNING,
    fix="safe",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Stock", "namespace": "com.acme",
            "fields": []}"""),
        Good("""{"type": "record", "name": "Stock", "namespace": "com.acme",
            "fields": [{"name": "next", "type": ["null", "com.acme.Stock"]}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "com.acme.Stock", "fields": []}""",
            at="/name",
            says='"com.acme.Stock" is a full name',
        ),
        Bad(
            """{"type": "record", "name": "com.acme.Stock", "namespace": "com.shop",
                "fields": []}""",
            at="/name",
            says='"com.acme.Stock" is a full name; the "namespace" beside it is ignored',
        ),
    ),
    sources=("Avro specification, Names", "linkedin/avro-util"),
)
