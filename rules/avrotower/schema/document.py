"""A document: one text, what it says, and what is wrong with it."""

from __future__ import annotations

from avrotower.finding import Span
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.schema.cap import MAX_ERRORS
from avrotower.schema.model import JSON, Named, Schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal, TypeAlias

    from avrotower.schema.scan import Scan

Mode: TypeAlias = 'Literal["strict", "lenient"]'


class SchemaError(NamedTuple):
    """One thing that is wrong with a text (COMPATIBILITY, 1.4)."""

    reason: str
    """Stable and lower case: `name-missing`."""
    message: str
    """For people: lower case, no full stop, the remedy last."""
    pointer: str
    """The place; it exists in the scan of the document."""
    on: Literal["value", "key"] = "value"
    """Whether the value at *pointer* is wrong, or the key it stands under."""
    java: str | None = None
    """What Java says; None where its text is never compared."""
    related: str | None = None
    """A second pointer: the first of two duplicates."""
    span: Span | None = None
    """Given by the scanner for errors of JSON; computed on demand for all others."""
    detail: tuple[str, ...] = ()
    """The names concerned, as written."""
    nearest: tuple[str, ...] = ()
    """Names that were perhaps meant."""


class DuplicateKey(NamedTuple):
    """A key written twice in one JSON object; the last value counts."""

    key: str
    pointer: str
    """Of the value that counts, which is the last one."""
    first: Span
    """The first key of that name."""
    again: Span
    """The later key."""


class Comment(NamedTuple):
    """A comment of a text."""

    text: str
    span: Span


class References(NamedTuple):
    """What other documents define and this one may use by name."""

    names: Mapping[str, Named]
    """All their types, by full name, with what they refer to themselves."""
    roots: frozenset[str]
    """Full names of the root types of the documents: canonical text takes these, and
    only these, as already written (COMPATIBILITY, 3.2)."""
    latest: frozenset[str] = frozenset()
    """Documents that a registry refers to by version -1: whatever their latest is."""


NO_REFERENCES = References({}, frozenset())


class Document:
    """One text and what parsing it gave.

    Made by `avrotower.schema.parse.parse`, which never raises for bad input. It has no
    constructor: one with so many arguments takes as long as building a field.
    """

    __slots__ = (
        "errors",
        "has_duplicate_keys",
        "has_surrogates",
        "mode",
        "name",
        "references",
        "scanned",
        "schema",
        "text",
        "types",
        "value",
    )

    name: str
    """Path of a file, `subject@version`, `git:REF:path`, or `-`."""
    text: str
    mode: Mode
    value: JSON
    """The JSON, None where there is none."""
    schema: Schema
    """The model; its root is a hole where the text is no schema at all.
    For a protocol, a model whose root is a hole and whose lists hold all types."""
    types: tuple[Named, ...] | None
    """The types of a protocol in document order; None for a schema."""
    errors: tuple[SchemaError, ...]
    """In the order in which Java meets them: the first one is Java's.
    `in_order_of_position` sorts them for showing."""
    has_duplicate_keys: bool
    """Whether an object has a key twice; `scan.duplicates` says where."""
    has_surrogates: bool
    """Whether half a surrogate pair is escaped; `scan.surrogates` says where."""
    references: References
    """What was given to parse it."""
    scanned: Scan | None
    """What `scan` gives, None until somebody has asked."""

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong with the text in its mode."""
        return not self.errors

    @property
    def scan(self) -> Scan:
        """The places of all values, computed once, when somebody asks."""
        if self.scanned is None:
            from avrotower.schema.scan import scan  # noqa: PLC0415  only when shown

            self.scanned = scan(self.text)
        return self.scanned

    def release(self) -> None:
        """Let go of the model, so that all of it is freed when the document is.

        Nodes and what they are written in refer to each other, which only the garbage
        collector can undo; who judges many documents spares it most of its work.
        Neither the model nor a node of it may be looked at afterwards.
        """
        nothing: JSON = None
        for field in self.schema.fields:
            field.owner = field.type = nothing
        for node in self.schema.nodes:
            node.owner = nothing

    def in_order_of_position(self) -> tuple[SchemaError, ...]:
        """Return the errors as they are shown, each with its span.

        The one that counts further errors stays the last.
        """
        placed = [
            error
            if error.span
            else error._replace(span=self.span(error.pointer, error.on))
            for error in self.errors
        ]
        tail = placed[MAX_ERRORS:]
        head = sorted(
            placed[:MAX_ERRORS],
            key=lambda error: error.span.start if error.span else len(self.text),
        )
        return (*head, *tail)

    def span(self, pointer: str, on: Literal["value", "key"] = "value") -> Span | None:
        """Return the span of the value (or of its key) at *pointer*, None if absent."""
        return self.scan.span(pointer, on)
