"""VAL007 optional-null-not-first."""

from __future__ import annotations

from avrotower.finding import Change, Finding, Fix
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import ALL_KINDS, Bad, Context, Good, Options, Rule
from avrotower.schema.model import NULL, Parameter, Schema, Union

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final


_PLACES: Final = ("second", "third", "fourth")


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A field that may be null lists null first.

    Only the first branch takes a default in readers before Avro 1.12, so in any other order the field can never become optional.
    Moving `null` keeps old data readable; new data carries other branch numbers.
    """
    for field in schema.fields:
        union = field.type
        if field.has_default or not isinstance(union, Union) or not union.has_null:
            continue
        if union.branches[0].type == NULL or isinstance(field, Parameter):
            continue
        position = next(
            index for index, branch in enumerate(union.branches) if branch.type == NULL
        )
        place = _PLACES[position - 1] if position <= len(_PLACES) else "late"
        yield context.finding(
            at=union,
            message=f'{field.name} lists null {place}; put it first and add "default": '
            "null",
            fix=Fix(
                "unsafe",
                'move null to the front and add "default": null',
                changes=(
                    Change("front", f"{union.pointer}/{position}"),
                    Change("put", field.pointer, "null", "default"),
                ),
            ),
        )


RULE = Rule(
    code="VAL007",
    name="optional-null-not-first",
    roles={"value"},
    kinds=ALL_KINDS - {"cdc", "changelog", "repartition", "fk-join", "dlq"},
    inputs={"schema"},
    speaks_of={"union"},
    fix="unsafe",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "note", "type": ["null", "string"], "default": null}]}"""),
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "note", "type": ["null", "string"]}]}"""),
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "note", "type": ["string", "null"], "default": ""}]}"""),
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "note", "type": ["string", "null"], "default": null}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "note", "type": ["string", "null"]}]}""",
            at="/fields/0/type",
            says='note lists null second; put it first and add "default": null',
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "note", "type": ["string", "long", "null"]}]}""",
            at="/fields/0/type",
            says='note lists null third; put it first and add "default": null',
        ),
    ),
    sources=("Avro specification 1.11, Unions", "RADAR-base/RADAR-Schemas"),
)
