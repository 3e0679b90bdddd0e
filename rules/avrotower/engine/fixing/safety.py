"""Whether an edited document says the same as before (RULES, 3.6)."""

from collections.abc import Iterator
from typing import NamedTuple

from avrotower.compat.levels import Level, Stored, compare
from avrotower.finding import Version
from avrotower.schema.canonical import parsing_form
from avrotower.schema.document import Document
from avrotower.schema.model import Named, Node, Record, is_object
from avrotower.schema.slots import children


def difference(before: Document, after: Document) -> str:
    """Return what a safe fix must not change and *after* has otherwise than *before*.

    Empty where there is nothing: the parsing canonical form, the names, aliases and
    logical types are the same, and each of the two reads what the other one writes.
    """
    if before.errors or after.errors:
        return "what it changes cannot be told while the schema is not valid"
    if _forms(before) != _forms(after):
        return "the parsing canonical form would change"
    for old, new in zip(_traits(before), _traits(after), strict=False):
        if old != new:
            return f"{old.what} of {old.path} would change"
    if not _reads(after, before):
        if not _reads(before, before):
            return "the schema cannot read its own data"
        return "the result is not FULL-compatible with what it was"
    return ""


def _reads(new: Document, old: Document) -> bool:
    version = Stored(Version("before", old.name), old)
    return compare(Level.FULL, new, [version]).compatible


class _Trait(NamedTuple):
    what: str
    path: str
    value: object


def _types(document: Document) -> tuple[Node, ...]:
    return (document.schema.root,) if document.types is None else document.types


def _forms(document: Document) -> list[str]:
    if document.types is None:
        return [parsing_form(document)]
    return [parsing_form(named) for named in document.types]


def _traits(document: Document) -> Iterator[_Trait]:
    """Yield aliases and logical types of all types, equal definitions once.

    Two documents with one parsing canonical form have them in the same order.
    """
    seen: set[str] = set()
    rest = list(reversed(_types(document)))
    while rest:
        node = rest.pop()
        if isinstance(node, Named):
            if node.fullname in seen:
                continue
            seen.add(node.fullname)
            yield _Trait("an alias", node.fullname, node.aliases)
        raw = node.raw if is_object(node.raw) else {}
        told = tuple(raw.get(key) for key in ("logicalType", "precision", "scale"))
        yield _Trait("the logical type", node.path, told)
        if isinstance(node, Record):
            for field in node.fields:
                yield _Trait("an alias", field.path, field.aliases)
        rest.extend(reversed([slot.node for slot in children(node)]))
