"""AVR010 misplaced-logical-type."""

from collections.abc import Iterator

from avrotower.finding import Finding, Fix
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

_MISPLACED = frozenset({"logicalType", "precision", "scale"})


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A logical type stands inside the type, not beside it.

    Beside the type it is legal metadata without effect: consumers see a bare long.
    Java only logs it. The mistake stands in printed books and in generators.
    """
    for field in schema.fields:
        raw = field.raw
        if _MISPLACED.isdisjoint(raw):
            continue
        key = next(name for name in raw if name in _MISPLACED)
        base = raw.get("type")
        shown = base if isinstance(base, str) else "…"
        logical = raw.get("logicalType", "…")
        moved = "".join(
            f', "{name}": {raw[name]}' for name in ("precision", "scale") if name in raw
        )
        snippet = f'"type": {{"type": "{shown}", "logicalType": "{logical}"{moved}}}'
        yield context.finding(
            at=field,
            attribute=key,
            on="key",
            message=f'"{key}" stands beside the type and is ignored; write {snippet}',
            detail=(str(logical),),
            fix=Fix("unsafe", "move it into the type", snippet),
        )


RULE = Rule(
    code="AVR010",
    name="misplaced-logical-type",
    inputs={"schema"},
    profile="minimal",
    fix="unsafe",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}}
        ]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "at", "type": "long", "logicalType": "timestamp-millis"}]}""",
            at="/fields/0/logicalType",
            on="key",
            says="beside the type",
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "net", "precision": 9, "scale": 2,
                 "type": {"type": "bytes", "logicalType": "big-decimal"}}]}""",
            at="/fields/0/precision",
            on="key",
            says='"precision" stands beside the type',
        ),
    ),
    sources=(
        "apache/avro, Schema.java",
        "marcosschroh/dataclasses-avroschema#726",
        "gbif/pipelines#1124",
    ),
)
