"""Confluent's words for what a comparison found (COMPATIBILITY, 5)."""

from collections.abc import Iterable, Mapping
from typing import Final

from avrotower.compat.levels import AVRO, NEW_READS_OLD, Comparison, Half, Stored
from avrotower.compat.outcome import Incompatibility, Outcome
from avrotower.schema.canonical import canonical_text
from avrotower.schema.document import Document
from avrotower.schema.model import Record

DIFFERENT_TYPE: Final = "Incompatible because of different schema type"

_MOST_UNITS: Final = 10_240
"""UTF-16 units of an old schema that are shown."""

_RESERVED: Final = "confluent:reserved"

_DESCRIPTIONS: Final = {
    "FIXED_SIZE_MISMATCH": (
        "The size of FIXED type field at path '{path}' in the {reader} schema"
        " does not match with the {writer} schema"
    ),
    "TYPE_MISMATCH": (
        "The type (path '{path}') of a field in the {reader} schema"
        " does not match with the {writer} schema"
    ),
    "NAME_MISMATCH": "The name of the schema has changed (path '{path}')",
    "MISSING_ENUM_SYMBOLS": (
        "The {reader} schema is missing enum symbols '{message}' at path '{path}'"
        " in the {writer} schema"
    ),
    "MISSING_UNION_BRANCH": (
        "The {reader} schema is missing a type inside a union field at path '{path}'"
        " in the {writer} schema"
    ),
    "READER_FIELD_MISSING_DEFAULT_VALUE": (
        "The field '{message}' at path '{path}' in the {reader} schema"
        " has no default value and is missing in the {writer} schema"
    ),
}


def messages(comparison: Comparison, *, closing: bool = False) -> list[str]:
    """Return the list that Confluent would answer, empty where it has no objection.

    It stops at the newest version that has incompatibilities. *closing* adds the line
    that a registry puts last.
    """
    said = list(comparison.field_lines)
    by_version: dict[int, list[Half]] = {}
    for half in comparison.breaks:
        by_version.setdefault(id(half.stored), []).append(half)
    for stored in comparison.covered:
        if stored.schema_type != AVRO:
            said.append(DIFFERENT_TYPE)
            break
        broken = by_version.get(id(stored))
        if broken is not None:
            said += _lines_of(broken, stored, comparison)
            break
    if said and closing:
        validates = "true" if comparison.validate_fields else "false"
        level = comparison.level
        said.append(f"{{validateFields: '{validates}', compatibility: '{level}'}}")
    return said


def _lines_of(
    broken: Iterable[Half], stored: Stored, comparison: Comparison
) -> list[str]:
    said: list[str] = []
    told_by = comparison.level.directions[-1]
    for half in broken:
        reads_old = half.direction == NEW_READS_OLD
        reader, writer = ("new", "old") if reads_old else ("old", "new")
        said += lines(half.outcome, reader, writer)
    # Confluent: of two halves only the second one tells the old schema.
    if any(half.direction == told_by for half in broken):
        said += old_schema(stored)
    return said


def line(incompatibility: Incompatibility, reader: str, writer: str) -> str:
    """Return one incompatibility as Confluent writes it.

    *reader* and *writer* are `new` and `old`, in this order or the other.
    """
    kind, path, message, *_ = incompatibility
    description = _DESCRIPTIONS[kind].format(
        path=path, message=message, reader=reader, writer=writer
    )
    return f"{{errorType:'{kind}', description:'{description}', additionalInfo:'{message}'}}"


def lines(outcome: Outcome, reader: str, writer: str) -> list[str]:
    """Return the lines of one half; an exception takes the place of the list."""
    if outcome.exception is not None:
        return [f"Unexpected exception during compatibility check: {outcome.exception}"]
    return [line(found, reader, writer) for found in outcome.incompatibilities]


def old_schema(stored: Stored) -> list[str]:
    """Return the lines that say which version was compared with."""
    said: list[str] = []
    if stored.version.number is not None:
        said.append(f"{{oldSchemaVersion: {stored.version.number}}}")
    assert stored.document is not None  # noqa: S101  it was compared
    text = canonical_text(stored.document)
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) > 2 * _MOST_UNITS:
        text = units[: 2 * _MOST_UNITS].decode("utf-16-le", "ignore")
        said.append(f"{{oldSchema: <truncated> '{text}...'}}")
    else:
        said.append(f"{{oldSchema: '{text}'}}")
    return said


def reserved_fields(properties: Mapping[str, str]) -> list[str]:
    """Return the field names that the metadata *properties* reserve, as written."""
    names = (name.strip() for name in properties.get(_RESERVED, "").split(","))
    return list(dict.fromkeys(name for name in names if name))


def field_lines(
    new: Document,
    properties: Mapping[str, str],
    latest_properties: Mapping[str, str],
) -> list[str]:
    """Return what is wrong with the reserved fields of *new*.

    *latest_properties* are those of the latest version, whatever its group.
    """
    reserved = reserved_fields(properties)
    root = new.schema.root
    fields = root.fields if isinstance(root, Record) else ()
    present = {field.name for field in fields}
    removed = (
        f"The new schema has reserved field {name} removed from its metadata"
        " which is present in the old schema's metadata."
        for name in reserved_fields(latest_properties)
        if name not in reserved
    )
    conflicting = (
        f"The new schema has field that conflicts with the reserved field {name}."
        for name in reserved
        if name in present
    )
    return [*removed, *conflicting]
