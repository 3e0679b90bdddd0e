"""Normalized text: what a registry with `normalize` keeps (COMPATIBILITY, 3.5)."""

from typing import NamedTuple

from avrotower.schema.canonical.conversion import (
    ConversionError,
    by_unit,
    converted,
    first_branch,
)
from avrotower.schema.canonical.effect import NormalizedEffect, effects
from avrotower.schema.canonical.layout import lay_out
from avrotower.schema.canonical.text import (
    OF_ENUMS,
    OF_FIELDS,
    OF_TYPES,
    canonical_text,
    default_of,
)
from avrotower.schema.canonical.walk import root_of
from avrotower.schema.document import Document, SchemaError
from avrotower.schema.java import quoted
from avrotower.schema.logical import logical
from avrotower.schema.model import JSON, Enum, Field, Named, Node, Union
from avrotower.schema.parse import parse


class Normalized(NamedTuple):
    """What normalizing gives."""

    text: str | None
    """The normalized text, None where Confluent fails."""
    refusal: str = ""
    """Why Confluent fails: lower case, no full stop; empty where it does not."""
    effects: tuple[NormalizedEffect, ...] = ()
    """What the text says otherwise than the document, in document order."""


def normalized_text(document: Document) -> str | None:
    """Return the normalized text of *document*, None where Confluent fails."""
    return normalize(document).text


def normalize(document: Document) -> Normalized:
    """Return what Confluent would store for *document*, which must be a valid schema.

    The text predicts an id; it is never sent, stored or shown as the user's schema.
    """
    try:
        printed = lay_out(
            root_of(document),
            known=document.references.roots,
            of_type=_of_type,
            of_field=_of_field,
        )
    except ConversionError as error:
        return Normalized(None, str(error))
    again = parse(
        printed,
        document.mode,
        document.references,
        name=f"{document.name} (normalized)",
    )
    if again.errors:
        return Normalized(None, _refusal(again.errors[0]))
    return Normalized(canonical_text(again), effects=effects(document, again))


def _refusal(error: SchemaError) -> str:
    if error.reason == "type-undefined":
        return (
            f"{', '.join(error.detail)} is not found any more: a type without namespace "
            "inside another one is read in that namespace"
        )
    return f"what is printed cannot be read again: {error.message}"


def _of_type(node: Node) -> str:
    raw: dict[str, JSON] = {} if isinstance(node.raw, str) else node.raw
    text = _logical(node) if "logicalType" in raw else ""
    if isinstance(node, Named):
        if node.doc:
            text += f',"doc":{quoted(node.doc)}'
        text += _aliases(node.aliases)
        if isinstance(node, Enum):
            if node.default is not None:
                text += f',"default":{quoted(node.default)}'
            return text + _others(raw, OF_ENUMS)
    return text + _others(raw, OF_TYPES)


def _of_field(field: Field) -> str:
    text = "" if field.order == "ascending" else f',"order":"{field.order}"'
    if field.doc is not None:
        text += f',"doc":{quoted(field.doc)}'
    text += _aliases(field.aliases)
    if field.has_default:
        default = converted(default_of(field), field.type)
        if default is not None:
            text += f',"default":{default}'
    elif isinstance(field.type, Union):
        # Java asks for the first branch before it looks whether there is a default.
        first_branch(field.type)
    return text + _others(field.raw, OF_FIELDS)


def _logical(node: Node) -> str:
    # Java prints these again among the attributes; the place of the first counts.
    found = logical(node)
    if found is None or not found.is_valid:
        return ""
    text = f',"logicalType":"{found.name}"'
    if found.precision is not None:
        text += f',"precision":{found.precision}'
        if found.scale:
            text += f',"scale":{found.scale}'
    return text


def _aliases(aliases: tuple[str, ...]) -> str:
    if not aliases:
        return ""
    return f',"aliases":[{",".join(map(quoted, sorted(aliases, key=by_unit)))}]'


def _others(raw: dict[str, JSON], reserved: frozenset[str]) -> str:
    text = ""
    for key in sorted(raw.keys() - reserved, key=by_unit):
        value = converted(raw[key], None)
        if value is None:
            raise ConversionError(f"the attribute {key!r} is a number beyond 64 bits")
        text += f',"{key}":{value}'
    return text
