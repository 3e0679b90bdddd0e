"""AVR013 unknown-attribute."""

from __future__ import annotations

from avrotower.finding import Change, Finding, Fix, Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import At, Bad, Context, Good, Options, Rule
from avrotower.schema.model import (
    ARRAY,
    ENUM,
    FIXED,
    MAP,
    RECORD,
    Schema,
    escape,
    is_object,
)
from avrotower.schema.names import nearest
from avrotower.schema.traits import field_attributes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final, Literal


_NAMED: Final = frozenset(
    {"type", "name", "namespace", "doc", "aliases", "logicalType"}
)
# Of the specification only named types and fields have a "doc"; nobody is misled by one.
_ANY: Final = frozenset({"type", "doc", "logicalType", "precision", "scale"})
_OF_TYPE: Final = {
    RECORD: _NAMED | {"fields"},
    ENUM: _NAMED | {"symbols", "default"},
    FIXED: _NAMED | {"size", "precision", "scale"},
    ARRAY: _ANY | {"items"},
    MAP: _ANY | {"values"},
}
_OF_FIELD: Final = frozenset(
    # AVR010 speaks of the last three.
    {"name", "type", "doc", "default", "order", "aliases"}
    | {"logicalType", "precision", "scale"}
)
_NAMES: Final = "records, enums, fixed and fields have"
_OWNERS: Final = {
    "name": _NAMES,
    "aliases": _NAMES,
    "namespace": "records, enums and fixed have",
    "default": "fields and enums have",
    "order": "fields have",
    "fields": "records have",
    "symbols": "enums have",
    "size": "fixed have",
    "items": "arrays have",
    "values": "maps have",
}
"""Where an attribute has a meaning, by attribute; the others have one everywhere."""


class UnknownAttribute(Options):
    """Attributes of your own, and how strictly to look."""

    report: Literal["near", "all"] = "near"
    """Only what resembles a defined attribute, or everything that Avro does not define."""
    allow: tuple[str, ...] = (
        "connect.*",
        "confluent:*",
        "io.confluent.*",
        "avro.java.*",
        "java-*",
        "avrotower:*",
        "x-*",
    )
    """Globs over attributes that are never reported."""


def check(schema: Schema, context: Context[UnknownAttribute]) -> Iterator[Finding]:
    """Attributes are those that Avro defines where they stand.

    Avro keeps unknown attributes as metadata, so a typo changes nothing, fails nothing and is missed by every parser.
    """
    for node in schema.nodes:
        if is_object(node.raw):
            known = _OF_TYPE.get(node.type, _ANY)
            if not known.issuperset(node.raw):
                yield from _found(node, node.raw.keys() - known, known, context)
    if _OF_FIELD.issuperset(field_attributes(schema)):
        return
    for field in schema.fields:
        if not _OF_FIELD.issuperset(field.raw):
            unknown = field.raw.keys() - _OF_FIELD
            yield from _found(field, unknown, _OF_FIELD, context)


def _found(
    at: At,
    unknown: set[str],
    known: frozenset[str],
    context: Context[UnknownAttribute],
) -> Iterator[Finding]:
    for key in sorted(unknown):
        if context.allowed(key):
            continue
        near = nearest(key, known)
        if near:
            hint = f'did you mean "{near[0]}"?'
        elif key in _OWNERS:
            hint = f'{_OWNERS[key]} a "{key}": move it, or remove it'
        elif context.options.report == "all":
            hint = "readers ignore it: remove it, or allow it in the policy"
        else:
            continue
        yield context.finding(
            at=at,
            attribute=key,
            on="key",
            message=f'"{key}" has no meaning here; {hint}',
            detail=(key,),
            fix=_renaming(at, key, near[0]) if near else None,
        )


def _renaming(at: At, key: str, near: str) -> Fix:
    change = Change("rename", f"{at.pointer}/{escape(key)}", key=near)
    return Fix("unsafe", f'rename it to "{near}"', f'"{near}"', (change,))


RULE = Rule(
    code="AVR013",
    name="unknown-attribute",
    inputs={"schema"},
    severity=Severity.WARNING,
    fix="unsafe",
    options=UnknownAttribute,
    check=check,
    good=(
        Good("""{"type": "record", "name": "Price", "fields": [
            {"name": "note", "type": "string", "x-team": "pricing"}]}"""),
        Good('{"type": "string", "owner": "pricing"}'),
        Good('{"type": "string", "avro.java.string": "String"}'),
    ),
    bad=(
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "note", "type": "string", "defualt": ""}]}""",
            at="/fields/0/defualt",
            on="key",
            says='"defualt" has no meaning here; did you mean "default"?',
        ),
        Bad(
            '{"type": "fixed", "name": "Ean", "size": 13, "Doc": "EAN"}',
            at="/Doc",
            on="key",
            says='"Doc" has no meaning here; did you mean "doc"?',
        ),
        Bad(
            '{"type": "string", "default": ""}',
            at="/default",
            on="key",
            says='"default" has no meaning here; fields and enums have a "default"',
        ),
        Bad(
            """{"type": "record", "name": "Price", "fields": [
                {"name": "net", "type": "long", "namespace": "shop"}]}""",
            at="/fields/0/namespace",
            on="key",
            says='"namespace" has no meaning here; records, enums and fixed have',
        ),
    ),
    sources=("Avro specification, Schema Declaration",),
)
