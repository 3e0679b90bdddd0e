"""AVR001 invalid-json."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from avrotower.catalogue.specification.complaint import found, path_at
from avrotower.finding import Finding, Location
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.damage import DAMAGED
from avrotower.schema.model import JSON, Schema, is_array, is_object, unescape
from avrotower.schema.traits import SURROGATE

UNREADABLE: Final = "unreadable"
"""In the detail of a finding: nothing of the value at its place could be read."""


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """A document is one JSON value in UTF-8.

    Parsers disagree about everything else: a byte order mark is refused by some and dropped by others, Jackson stops at 1,000 levels, half of a surrogate pair cannot be written at all.
    What one tool lets through stops the next one.
    Reading resumes at the next comma or closing bracket, so that one slip does not hide the others.
    """
    document = context.document
    for slip in found(schema, context, "json-", "text-", says="not JSON: {}"):
        if _is_unreadable(document.value, slip.location.pointer):
            yield slip._replace(detail=(*slip.detail, UNREADABLE))
        else:
            yield slip
    if document.has_surrogates:
        for half in document.scan.surrogates:
            path = path_at(schema, half.pointer)
            yield context.finding(
                at=Location(document.name, half.pointer, path, half.on, half.span),
                message="not JSON: half of a surrogate pair stands for no character; "
                "write the whole pair, or the character itself",
                detail=("surrogate",),
            )


def _is_unreadable(value: JSON, pointer: str) -> bool:
    """Whether nothing of the value at *pointer* could be read."""
    for step in pointer.split("/")[1:]:
        key = unescape(step)
        if is_array(value):
            index = int(key) if key.isdecimal() else len(value)
            value = value[index] if index < len(value) else DAMAGED
        else:
            value = value.get(key, DAMAGED) if is_object(value) else DAMAGED
    return value is DAMAGED or (value is None and not pointer)


RULE = Rule(
    code="AVR001",
    name="invalid-json",
    inputs={"schema"},
    speaks_of={SURROGATE},
    profile="minimal",
    check=check,
    good=(
        Good('{"type": "fixed", "name": "Ean", "size": 13}'),
        Good('{"type": "string", "doc": "\\ud83d\\uded2 in the shop"}'),
    ),
    bad=(
        Bad(
            '{"type": "fixed", "name": "Ean" "size": 13}',
            at="",
            spot="1:33",
            says='not JSON: a comma is missing before "size"',
        ),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": 13,}',
            at="",
            spot="1:44",
            says="not JSON: trailing comma before }",
        ),
        Bad("", at="", spot="1:1", says="not JSON: the text is empty"),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "tax", "type": "double", "default": NaN}]}""",
            at="/fields/0/default",
            spot="2:62",
            says="not JSON: NaN is no number in JSON",
        ),
        Bad(
            '{"type": "string", "doc": "\\ud800"}',
            at="/doc",
            spot="1:28",
            says="not JSON: half of a surrogate pair",
        ),
        Bad(
            '"string" "int"',
            at="",
            spot="1:10",
            says="not JSON: this stands after the end of the value",
        ),
        Bad(
            '"string" // what a shop is called',
            at="",
            spot="1:10",
            says="not JSON: Avro reads no comment after the value",
        ),
    ),
    sources=("RFC 8259", "Avro specification, Schema Declaration"),
)
