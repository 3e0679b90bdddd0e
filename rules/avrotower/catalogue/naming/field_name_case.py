"""NAM002 field-name-case."""

from __future__ import annotations

from avrotower.catalogue.naming.style import proposal, renamed, sieve
from avrotower.finding import Finding, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Parameter, Schema
from avrotower.schema.words import field_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal


class FieldNameCase(Options):
    """How names of fields are written."""

    style: Literal["snake_case", "camelCase"] = "snake_case"
    """The style of all names of fields."""


def check(schema: Schema, context: Context[FieldNameCase]) -> Iterator[Finding]:
    """Names of fields are written in one style.

    One spelling per estate: whoever joins two topics writes both names.
    Sinks that fold case turn `itemId` into `itemid`.
    """
    style = context.options.style
    caught = sieve(style).caught(field_names(schema))
    if not caught:
        return
    for field in schema.fields:
        told = proposal(field.name, style) if field.name in caught else None
        if told is not None and not isinstance(field, Parameter):
            yield context.finding(
                at=field,
                attribute="name",
                message=f"field {field.name} is not {style}: {told}",
                fix=renamed(field, told),
            )


RULE = Rule(
    code="NAM002",
    name="field-name-case",
    inputs={"schema"},
    severity=Severity.WARNING,
    fix="unsafe",
    options=FieldNameCase,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Stock", "fields": [
            {"name": "item_id", "type": "string"}]}"""),
        Good("""{"type": "record", "name": "Stock", "fields": [
            {"name": "_2nd_shelf", "type": "string"}]}"""),
        Good(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "itemId", "type": "string"}]}""",
            options={"style": "camelCase"},
        ),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "itemId", "type": "string"}]}""",
            at="/fields/0/name",
            says="field itemId is not snake_case: item_id",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "item_id", "type": "string"}]}""",
            at="/fields/0/name",
            says="field item_id is not camelCase: itemId",
            options={"style": "camelCase"},
        ),
    ),
    sources=("Wikimedia event guidelines", "AIP-140"),
)
