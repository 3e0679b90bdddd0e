"""AVR008 invalid-default."""

from __future__ import annotations

from avrotower.catalogue.specification.complaint import complaints, finding
from avrotower.catalogue.specification.default_value import misfit, symbols
from avrotower.finding import Finding
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.json_text import json_text
from avrotower.schema.model import JSON, NULL, Enum, Field, Schema, Union

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final


_SHOWN: Final = 60
"""Characters of a default in a message."""


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A default has the type of its field, at any depth.

    A default is read only when data lacks the field, that is, long after the release.
    Registries accepted any default for years, and Java's own validation still accepts any text for bytes, fixed and enums.
    """
    told: set[str] = set()
    for field in schema.fields:
        if not field.has_default:
            continue
        type_, default = field.type, field.raw["default"]
        if default is None and isinstance(type_, Union):
            branches = type_.branches
            if branches and branches[0].type == NULL:
                continue  # the default of nearly all optional fields
        expected = misfit(type_, default)
        if expected is not None:
            told.add(f"{field.pointer}/default")
            yield _finding(field, field.default, expected, context)
    for node in schema.enums:
        value = node.attribute("default")
        is_there = value is not None or "default" in node.raw
        if is_there and misfit(node, value) is not None:
            told.add(f"{node.pointer}/default")
            yield _finding(node, value, symbols(node), context)
    # What the parser refuses for other reasons: a type that is not complete yet.
    for error in complaints(context, "default-", "enum-default-unknown"):
        if error.pointer not in told:
            yield finding(schema, context, error)


def _finding(
    at: Field | Enum, value: JSON, expected: str, context: Context[Options]
) -> Finding:
    shown = json_text(value)
    if len(shown) > _SHOWN:
        shown = shown[:_SHOWN] + "…"
    return context.finding(
        at=at,
        attribute="default",
        message=f"default {shown} is not {expected}; correct it, or remove it",
        detail=("misfit",),
    )


def _bad(type_: str, default: str, says: str) -> Bad:
    text = f"""{{"type": "record", "name": "Stock", "fields": [
            {{"name": "on", "type": {type_},
             "default": {default}}}]}}"""
    return Bad(text, at="/fields/0/default", says=says)


RULE = Rule(
    code="AVR008",
    name="invalid-default",
    inputs={"schema"},
    speaks_of={"default"},
    profile="minimal",
    fix="display",
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "currency", "default": "EUR",
             "type": {"type": "enum", "name": "Cur", "symbols": ["EUR", "USD"],
                      "default": "EUR"}}]}"""),
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "net", "type": "double", "default": 0},
            {"name": "note", "type": ["null", "string"], "default": null},
            {"name": "ean", "type": "bytes", "default": "\\u0000ÿ"},
            {"name": "tags", "type": {"type": "array", "items": "string"},
             "default": ["new"]}]}"""),
        Good("""{"type": "record", "name": "Stock", "fields": [
            {"name": "at", "default": {"shelf": 1}, "type":
             {"type": "record", "name": "At", "fields": [
              {"name": "shelf", "type": "int"},
              {"name": "row", "type": "int", "default": 0}]}}]}"""),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "currency", "default": "GBP",
                 "type": {"type": "enum", "name": "Cur", "symbols": ["EUR", "USD"]}}]}""",
            at="/fields/0/default",
            says='default "GBP" is not one of EUR, USD',
        ),
        _bad('"null"', '""', 'default "" is not null'),
        _bad('"boolean"', '"true"', 'default "true" is not true or false'),
        _bad('"int"', "2147483648", "is not an integer of 32 bits"),
        _bad('"long"', '"0"', 'default "0" is not an integer of 64 bits'),
        _bad('"long"', "1.0", "default 1.0 is not an integer of 64 bits"),
        _bad('"float"', '"NaN"', 'default "NaN" is not a number'),
        _bad('"double"', "true", "default true is not a number"),
        _bad('"string"', "0", "default 0 is not a string"),
        _bad('"bytes"', '"€"', "is not a string of code points from 0 to 255"),
        _bad(
            '{"type": "fixed", "name": "Ean", "size": 13}',
            '""',
            'default "" is not 13 code points from 0 to 255',
        ),
        _bad(
            '{"type": "array", "items": "int"}',
            "[1, null]",
            "is not an array of an integer of 32 bits",
        ),
        _bad('{"type": "array", "items": "int"}', "{}", "is not an array"),
        _bad(
            '{"type": "map", "values": "string"}',
            '{"a": 1}',
            "is not a map of a string",
        ),
        _bad('{"type": "map", "values": "string"}', "[]", "is not an object"),
        _bad('["null", "long"]', '""', "is not null or an integer of 64 bits"),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "at", "default": {}, "type":
                 {"type": "record", "name": "At", "fields": [
                  {"name": "shelf", "type": "int"}]}}]}""",
            at="/fields/0/default",
            says='is not an object with "shelf", which has no default of its own',
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "at", "default": {"shelf": "1"}, "type":
                 {"type": "record", "name": "At", "fields": [
                  {"name": "shelf", "type": "int"}]}}]}""",
            at="/fields/0/default",
            says='is not an object with an integer of 32 bits in "shelf"',
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "at", "default": {"shelf": 1, "row": 2}, "type":
                 {"type": "record", "name": "At", "fields": [
                  {"name": "shelf", "type": "int"}]}}]}""",
            at="/fields/0/default",
            says='is not an object without "row", which At lacks',
        ),
        Bad(
            """{"type": "record", "name": "Stock", "fields": [
                {"name": "at", "default": 1, "type":
                 {"type": "record", "name": "At", "fields": []}}]}""",
            at="/fields/0/default",
            says="is not an object with the fields of At",
        ),
        Bad(
            '{"type": "enum", "name": "Cur", "symbols": ["EUR"], "default": "GBP"}',
            at="/default",
            says='default "GBP" is not one of EUR',
        ),
        Bad(
            '{"type": "enum", "name": "Cur", "symbols": ["EUR"], "default": 0}',
            at="/default",
            says="default 0 is not one of EUR",
        ),
    ),
    sources=(
        "Avro specification, Complex Types",
        "confluentinc/schema-registry#1293, #2038, #603",
    ),
)
