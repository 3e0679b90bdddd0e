"""AVR010 misplaced-logical-type."""

from __future__ import annotations

from avrotower.finding import Change, Finding, Fix
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.json_text import json_text
from avrotower.schema.model import (
    JSON,
    PRIMITIVES,
    Field,
    Schema,
    is_array,
    is_object,
)
from avrotower.schema.traits import UNUSUAL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final


_MISPLACED: Final = frozenset({"logicalType", "precision", "scale"})
_LONGEST: Final = 120
"""Characters of a type that a message shows."""


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A logical type stands inside the type, not beside it.

    Beside the type it is legal metadata without effect: consumers see a bare long.
    Java only logs it.
    The mistake stands in printed books and in generators.
    """
    for field in schema.fields:
        raw = field.raw
        if _MISPLACED.isdisjoint(raw):
            continue
        moved = {name: raw[name] for name in raw if name in _MISPLACED}
        key = next(iter(moved))
        remedy, snippet = _remedy(raw.get("type"), moved)
        yield context.finding(
            at=field,
            attribute=key,
            on="key",
            message=f'"{key}" stands beside the type and is ignored; {remedy}',
            detail=(str(raw.get("logicalType", "")),),
            fix=_fix(field, moved, snippet),
        )


def _fix(field: Field, moved: dict[str, JSON], snippet: str) -> Fix | None:
    base = field.raw.get("type")
    into = f"{field.pointer}/type"
    away = [Change("remove", f"{field.pointer}/{name}") for name in moved]
    if is_object(base) and moved.items() <= base.items():
        return Fix("unsafe", "remove it", changes=tuple(away))
    if is_array(base):
        carriers = [at for at, branch in enumerate(base) if branch != "null"]
        if len(carriers) != 1:
            return Fix("display", "move it into the type", snippet) if snippet else None
        into = f"{into}/{carriers[0]}"
        base = base[carriers[0]]
    if is_object(base):
        inside = [
            Change("put", into, json_text(value), name) for name, value in moved.items()
        ]
    elif base in PRIMITIVES:
        inside = [Change("replace", into, json_text({"type": base, **moved}))]
    else:
        return Fix("display", "move it into the type", snippet) if snippet else None
    return Fix("unsafe", "move it into the type", snippet, (*inside, *away))


def _remedy(base: JSON, moved: dict[str, JSON]) -> tuple[str, str]:
    """Return what to do, and the repaired type where it is short."""
    if is_object(base) and moved.items() <= base.items():
        return "the type has it already: remove this one", ""
    shown = f'"type": {json_text(_inside(base, moved))}'
    if len(shown) > _LONGEST:
        return "move it into the type", ""
    return f"write {shown}", shown


def _inside(base: JSON, moved: dict[str, JSON]) -> JSON:
    """Return the type *base* with the attributes *moved* into it."""
    if is_object(base):
        return {**base, **moved}
    if is_array(base):
        # In a union, the one type that can carry it.
        return [_inside(it, moved) if it != "null" else it for it in base]
    return {"type": base, **moved} if base in PRIMITIVES else base


RULE = Rule(
    code="AVR010",
    name="misplaced-logical-type",
    inputs={"schema"},
    speaks_of={UNUSUAL},
    profile="minimal",
    fix="unsafe",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Ticket", "fields": [
            {"name": "occurred_at",
             "type": {"type": "long", "logicalType": "timestamp-millis"}}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "occurred_at", "type": "long", "logicalType": "timestamp-millis"}]}""",
            at="/fields/0/logicalType",
            on="key",
            says='"logicalType" stands beside the type and is ignored; write '
            '"type": {"type": "long", "logicalType": "timestamp-millis"}',
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "sold_on", "type": ["null", "int"], "logicalType": "date"}]}""",
            at="/fields/0/logicalType",
            on="key",
            says='write "type": ["null", {"type": "int", "logicalType": "date"}]',
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "net", "precision": 9, "scale": 2,
                 "type": {"type": "bytes", "logicalType": "decimal"}}]}""",
            at="/fields/0/precision",
            on="key",
            says='"precision" stands beside the type and is ignored; write "type": '
            '{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}',
        ),
        Bad(
            """{"type": "record", "name": "Ticket", "fields": [
                {"name": "occurred_at", "logicalType": "timestamp-millis",
                 "type": {"type": "long", "logicalType": "timestamp-millis"}}]}""",
            at="/fields/0/logicalType",
            on="key",
            says="the type has it already: remove this one",
        ),
    ),
    sources=(
        "apache/avro, Schema.java",
        "marcosschroh/dataclasses-avroschema#726",
        "gbif/pipelines#1124",
    ),
)
