"""AVR008 invalid-default."""

import json
from collections.abc import Iterator

from avrotower.catalogue.specification.complaint import found
from avrotower.catalogue.specification.default_value import misfit
from avrotower.finding import Finding
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

_SHOWN = 60
"""Characters of a default in a message."""


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A default has the type of its field, at any depth.

    A default is read only when data lacks the field, that is, long after the release.
    Registries accepted any default for years, and Java's own validation still accepts
    any text for bytes, fixed and enums.
    """
    errors = context.document.errors
    told = {error.pointer for error in errors} if errors else ()
    yield from found(schema, context, "default-", "enum-default-unknown")
    for field in schema.fields:
        if not field.has_default:
            continue
        expected = misfit(field.type, field.default)
        if expected is None:
            continue
        place = context.location(field, "default")
        if place.pointer in told:
            continue
        shown = json.dumps(field.default, ensure_ascii=False)
        if len(shown) > _SHOWN:
            shown = shown[:_SHOWN] + "…"
        yield context.finding(
            at=place,
            message=f"default {shown} of {field.path} is not {expected}; "
            "correct it, or remove it",
            detail=("misfit",),
        )


RULE = Rule(
    code="AVR008",
    name="invalid-default",
    inputs={"schema"},
    profile="minimal",
    fix="display",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "currency", "default": "EUR",
             "type": {"type": "enum", "name": "Cur", "symbols": ["EUR", "USD"]}}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "amount", "type": "long", "default": "0"}]}""",
            at="/fields/0/default",
            says="default",
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "currency", "default": "GBP",
                 "type": {"type": "enum", "name": "Cur", "symbols": ["EUR", "USD"]}}]}""",
            at="/fields/0/default",
            says="one of EUR, USD",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "ean", "default": "",
                 "type": {"type": "fixed", "name": "Ean", "size": 13}}]}""",
            at="/fields/0/default",
            says="13 code points",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "photo", "type": "bytes", "default": "€"}]}""",
            at="/fields/0/default",
            says="code points from 0 to 255",
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "at", "default": {"shelf": 1, "row": 2}, "type":
                 {"type": "record", "name": "At", "fields": [
                  {"name": "shelf", "type": "int"}]}}]}""",
            at="/fields/0/default",
            says='without "row"',
        ),
        Bad(
            """{"type": "enum", "name": "Cur", "symbols": ["EUR"], "default": "GBP"}""",
            at="/default",
            says="no symbol",
        ),
    ),
    sources=(
        "Avro specification, Complex Types",
        "confluentinc/schema-registry#1293, #2038, #603",
    ),
)
