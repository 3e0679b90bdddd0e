"""A text becomes a document: the model, and every schema error."""

from typing import Final

from avrotower.schema.binding import bind
from avrotower.schema.build import Builder
from avrotower.schema.cap import MAX_ERRORS
from avrotower.schema.document import (
    NO_REFERENCES,
    Document,
    Mode,
    References,
    SchemaError,
)
from avrotower.schema.read import DAMAGED, read

_HARMLESS: Final = frozenset({"json-trailing", "text-bom"})
"""Errors that leave the value whole."""


def parse(
    data: str | bytes,
    mode: Mode = "strict",
    references: References = NO_REFERENCES,
    *,
    name: str = "-",
) -> Document:
    """Return what *data* says as an Avro schema, and all that is wrong with it.

    Bytes are UTF-8.
    Bad input never raises: it gives a document with `errors`, and a model with holes.
    Keys written twice are looked for in strict mode only.
    """
    reading = read(data, watch_duplicates=mode == "strict")
    builder = Builder(name, mode, references)
    value = reading.value
    if value is DAMAGED:
        value = None
    else:
        builder.is_torn = any(error.reason not in _HARMLESS for error in reading.errors)
        builder.schema.root = builder.node(value, "", None, "")
        if builder.pending or builder.touched:
            bind(builder)
        builder.finish()
    return Document(
        name,
        reading.text,
        value=value,
        schema=builder.schema,
        errors=merged(reading.errors, builder),
        mode=mode,
        references=references,
        has_duplicate_keys=reading.has_duplicate_keys,
        has_surrogates=reading.has_surrogates,
        scan=reading.scan,
    )


def merged(
    of_json: tuple[SchemaError, ...], builder: Builder
) -> tuple[SchemaError, ...]:
    """Return all errors in Java's order, at most 100, and one that counts the others.

    What follows the value comes last.
    """
    of_schema, count = builder.errors, builder.count
    last: tuple[SchemaError, ...] = ()
    if of_json and of_json[-1].reason == "json-trailing":
        of_json, last = of_json[:-1], of_json[-1:]
    count += len(of_json) + len(last)
    errors = of_json + of_schema + last
    if count <= MAX_ERRORS or len(of_json) > MAX_ERRORS:
        return errors
    more = f"and {count - MAX_ERRORS:,} more"
    return (*errors[:MAX_ERRORS], errors[MAX_ERRORS]._replace(message=more))
