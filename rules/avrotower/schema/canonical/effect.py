"""What normalizing does to a schema beyond its layout (COMPATIBILITY, 3.5)."""

from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from avrotower.schema.canonical.text import default_of
from avrotower.schema.canonical.walk import root_of
from avrotower.schema.document import Document
from avrotower.schema.java import write
from avrotower.schema.model import JSON, Field, Named, Node, Record
from avrotower.schema.slots import children

Kind: TypeAlias = Literal[
    "default-lost", "default-changed", "name-changed", "error-became-record"
]


class NormalizedEffect(NamedTuple):
    """One place where the normalized text says something else than the document."""

    kind: Kind
    document: str
    """The document that holds the place."""
    pointer: str
    path: str
    """The logical path."""
    before: str
    """The full name, or the default in canonical JSON."""
    after: str
    """The same in the normalized text; empty for what is lost."""

    @property
    def message(self) -> str:
        """The effect in a sentence for people: lower case, no full stop."""
        if self.kind == "default-lost":
            return (
                f"the default {self.before} of {self.path} is lost: "
                "it is no value of the first branch of the union"
            )
        if self.kind == "default-changed":
            return f"the default {self.before} of {self.path} becomes {self.after}"
        if self.kind == "name-changed":
            return (
                f"{self.before}, which has no namespace, becomes {self.after}, "
                "because it is read inside that namespace"
            )
        return f"the error {self.before} becomes a record"


def effects(before: Document, after: Document) -> tuple[NormalizedEffect, ...]:
    """Return what *after*, the normalized text of *before*, says otherwise."""
    found: list[NormalizedEffect] = []
    seen: set[int] = set()
    pairs: list[tuple[Node, Node]] = [(root_of(before), root_of(after))]
    while pairs:
        old, new = pairs.pop()
        if isinstance(old, Named) and isinstance(new, Named):
            if id(old) in seen:
                continue
            seen.add(id(old))
            found.extend(_of_type(old, new))
        if isinstance(old, Record) and isinstance(new, Record):
            for field, again in zip(old.fields, new.fields, strict=False):
                found.extend(_of_field(field, again))
        nested = zip(children(old), children(new), strict=False)
        pairs.extend(reversed([(slot.node, again.node) for slot, again in nested]))
    return tuple(found)


def _of_type(old: Named, new: Named) -> Iterator[NormalizedEffect]:
    if old.fullname != new.fullname:
        yield _of_named("name-changed", old, new.fullname)
    if isinstance(old, Record) and old.is_error:
        yield _of_named("error-became-record", old, new.fullname)


def _of_named(kind: Kind, old: Named, after: str) -> NormalizedEffect:
    return NormalizedEffect(
        kind, old.document, old.pointer, old.path, old.fullname, after
    )


def _of_field(old: Field, new: Field) -> Iterator[NormalizedEffect]:
    if not old.has_default:
        return
    kind: Kind = "default-changed" if new.has_default else "default-lost"
    before = write(default_of(old))
    after = write(default_of(new)) if new.has_default else ""
    # Keys of objects come sorted, which changes nothing.
    if before != after and (not after or write(_sorted(old.default)) != after):
        document = old.owner.document
        yield NormalizedEffect(kind, document, old.pointer, old.path, before, after)


def _sorted(value: JSON) -> JSON:
    kind: object = value.__class__
    if kind is dict:
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if kind is list else value
