"""From what the parser complains of to findings: AVR001 to AVR008 share it."""

from collections.abc import Iterator
from typing import Any

from avrotower.finding import Finding, Fix, Location, Related
from avrotower.rule import Context
from avrotower.schema.document import SchemaError
from avrotower.schema.model import Schema


def found(
    schema: Schema,
    context: Context[Any],
    *reasons: str,
    says: str = "{}",
    hint: str = "",
) -> Iterator[Finding]:
    """Yield a finding for each error of the document that has one of *reasons*.

    *says* is the frame of the message, *hint* the title of what to do about it.
    """
    errors = context.document.errors
    if not errors:
        return
    for error in errors:
        if error.reason in reasons or error.reason.startswith(
            tuple(reason for reason in reasons if reason.endswith("-"))
        ):
            yield finding(schema, context, error, says=says, hint=hint)


def finding(
    schema: Schema,
    context: Context[Any],
    error: SchemaError,
    *,
    says: str = "{}",
    hint: str = "",
) -> Finding:
    """Return *error* as a finding."""
    related: list[Related] = []
    if error.related is not None:
        first = Location(context.document.name, error.related)
        related.append(Related("the first one", first))
    return context.finding(
        at=located(schema, context, error),
        message=says.format(error.message),
        related=related,
        detail=(error.reason, *error.detail),
        fix=Fix("display", hint) if hint else None,
    )


def located(schema: Schema, context: Context[Any], error: SchemaError) -> Location:
    """Return the place of *error*."""
    path = path_at(schema, error.pointer)
    return Location(context.document.name, error.pointer, path, error.on, error.span)


def path_at(schema: Schema, pointer: str) -> str:
    """Return the logical path of the innermost field or type around *pointer*."""
    paths = {node.pointer: node.path for node in schema.nodes}
    paths.update((field.pointer, field.path) for field in schema.fields)
    while pointer and pointer not in paths:
        pointer = pointer.rpartition("/")[0]
    return paths.get(pointer, "$")
