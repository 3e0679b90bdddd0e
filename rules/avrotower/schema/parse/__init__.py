"""A text becomes a document: the model, and every schema error."""

from __future__ import annotations

from functools import cache

from avrotower.forms import TYPE_CHECKING, Protocol
from avrotower.schema.cap import MAX_ERRORS
from avrotower.schema.damage import DAMAGED
from avrotower.schema.document import (
    NO_REFERENCES,
    Document,
    Mode,
    References,
    SchemaError,
)
from avrotower.schema.model import FRESH, UNSHAPED, Named
from avrotower.schema.parse.build import Builder
from avrotower.schema.parse.repetition import has_repeated_keys
from avrotower.schema.read import Reading, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final


_HARMLESS: Final = frozenset({"json-trailing", "text-bom"})
"""Errors that leave the value whole."""
_PROTOCOL: Final = ".avpr"


class Parse(Protocol):
    """What `parse` is for a schema, and `parse_protocol` for a protocol."""

    def __call__(
        self,
        data: str | bytes,
        mode: Mode = "strict",
        references: References = NO_REFERENCES,
        *,
        name: str = "-",
    ) -> Document:
        """Return what *data* says, and all that is wrong with it."""
        ...


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
    reading = read(data)
    builder = Builder(name, mode, references)
    start(builder, reading)
    if reading.value is not DAMAGED:
        builder.schema.root = builder.node(reading.value, "", None, "")
        if builder.pending or builder.touched:
            _binder()(builder)
        builder.finish()
        if not builder.has_aliases and builder.schema.root.shape == UNSHAPED:
            builder.schema.root.shape = FRESH
    return document_of(reading, builder, name, mode, references)


@cache
def _binder() -> Callable[[Builder], None]:
    """Return `bind`, which is rarely needed; loaded once, as asking again costs time."""
    from avrotower.schema.parse.binding import bind  # noqa: PLC0415

    return bind


def parser_of(path: str) -> Parse:
    """Return what parses the file at *path*, by its suffix."""
    return _parser(is_protocol=path.endswith(_PROTOCOL))


def again(document: Document, text: str) -> Document:
    """Return *text*, parsed as *document* was."""
    take = _parser(is_protocol=document.types is not None)
    return take(text, document.mode, document.references, name=document.name)


def _parser(*, is_protocol: bool) -> Parse:
    if not is_protocol:
        return parse
    from avrotower.schema.parse.protocol import parse_protocol  # noqa: PLC0415  rare

    return parse_protocol


def start(builder: Builder, reading: Reading) -> None:
    """Tell *builder* whether the text may lack what it once had."""
    if reading.errors:
        builder.is_torn = any(e.reason not in _HARMLESS for e in reading.errors)


def document_of(  # noqa: PLR0913, PLR0917  all that a document is made of
    reading: Reading,
    builder: Builder,
    name: str,
    mode: Mode,
    references: References,
    types: tuple[Named, ...] | None = None,
) -> Document:
    """Return what *builder* has made of *reading*; *types* are those of a protocol."""
    text, value, errors, _, scan, has_surrogates = reading
    if errors or builder.count:
        errors = merged(errors, builder)
    document = Document()
    document.name = name
    document.text = text
    document.mode = mode
    document.value = None if value is DAMAGED else value
    document.schema = builder.schema
    document.types = types
    document.errors = errors
    document.has_duplicate_keys = mode == "strict" and has_repeated_keys(
        reading, builder
    )
    document.has_surrogates = has_surrogates
    document.references = references
    document.scanned = scan
    return document


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
