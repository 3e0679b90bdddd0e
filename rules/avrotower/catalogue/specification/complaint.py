"""From what the parser complains of to findings: AVR001 to AVR008 share it."""

from __future__ import annotations

from functools import lru_cache

from avrotower.finding import Finding, Fix, Location, Related
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Context
from avrotower.schema.cap import MAX_ERRORS
from avrotower.schema.document import SchemaError
from avrotower.schema.model import Field, Node, Schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def complaints(context: Context[Any], *reasons: str) -> Iterable[SchemaError]:
    """Return the errors of the document that have one of *reasons*.

    A reason that ends in a hyphen stands for all that begin with it.
    """
    errors = context.document.errors
    if not errors:
        return ()
    families = tuple(reason for reason in reasons if reason.endswith("-"))
    return [
        error
        for error in errors
        if error.reason in reasons or error.reason.startswith(families)
    ]


def found(
    schema: Schema, context: Context[Any], *reasons: str, says: str = "{}"
) -> Iterable[Finding]:
    """Return a finding for each error of the document that has one of *reasons*.

    *says* is the frame of the message.
    """
    return [
        finding(schema, context, error, message=says.format(error.message))
        for error in complaints(context, *reasons)
    ]


def finding(
    schema: Schema,
    context: Context[Any],
    error: SchemaError,
    *,
    message: str = "",
    fix: Fix | None = None,
) -> Finding:
    """Return *error* as a finding; *message* is for a rule that says it better."""
    errors = context.document.errors
    # The one after the last says how many there are besides.
    is_count = len(errors) > MAX_ERRORS and error is errors[MAX_ERRORS]
    related: list[Related] = []
    if error.related is not None:
        path = path_at(schema, error.related)
        first = Location(context.document.name, error.related, path)
        related.append(Related("the first one", first))
    return context.finding(
        at=located(schema, context, error),
        message=error.message if is_count or not message else message,
        related=related,
        detail=(error.reason, *error.detail),
        fix=fix,
    )


def located(schema: Schema, context: Context[Any], error: SchemaError) -> Location:
    """Return the place of *error*."""
    path = path_at(schema, error.pointer)
    return Location(context.document.name, error.pointer, path, error.on, error.span)


def path_at(schema: Schema, pointer: str) -> str:
    """Return the logical path of the innermost field or type around *pointer*."""
    places = _places(schema)
    while pointer and pointer not in places:
        pointer = pointer.rpartition("/")[0]
    place = places.get(pointer)
    return place.path if place is not None else "$"


@lru_cache(maxsize=1)  # a document with many errors is asked for each of them
def _places(schema: Schema) -> dict[str, Node | Field]:
    places: dict[str, Node | Field] = {node.pointer: node for node in schema.nodes}
    places.update((field.pointer, field) for field in schema.fields)
    return places
