"""How deep the canonical text nests where types are used before they are defined."""

from collections.abc import Iterable

from avrotower.schema.cap import MAX_DEPTH
from avrotower.schema.model import JSON, Named, Node, Record, is_array, is_object
from avrotower.schema.parse.pending import Pending
from avrotower.schema.slots import children

_PARTS = frozenset({"fields", "items", "type", "values"})
"""Attributes that hold types, which are measured as nodes."""


def beyond_cap(root: Node, forward: Iterable[Pending]) -> list[Pending]:
    """Return the uses that would make the canonical text of *root* nest too deep.

    *forward* are the uses of types that are defined later in the text.
    The canonical text defines a type where it is used first, so a chain of such types
    nests, though the text itself is flat.
    """
    uses = {(id(late.owner), late.step): late for late in forward}
    written: set[int] = set()
    found: dict[int, Pending] = {}
    todo: list[tuple[Node, int, Pending | None]] = [(root, 0, None)]
    while todo:
        node, depth, via = todo.pop()
        if isinstance(node, Named):
            if id(node) in written:
                continue
            written.add(id(node))
        inner = depth + 3 if isinstance(node, Record) else depth + 1
        # What no such use has moved is no deeper than in the text.
        if via is not None and max(inner, _attributes(node, depth)) > MAX_DEPTH:
            found[via.place] = via
            continue
        todo.extend(
            (slot.node, inner, uses.get((id(slot.owner), slot.step), via))
            for slot in reversed(tuple(children(node)))
        )
    return list(found.values())


def _attributes(node: Node, depth: int) -> int:
    """Return the levels that the attributes of *node* reach, which stands in *depth*."""
    if not is_object(node.raw):
        return depth
    deepest = depth + 1 + _levels(node.raw)
    if isinstance(node, Record):
        deepest = max(
            deepest, *(depth + 3 + _levels(field.raw) for field in node.fields), 0
        )
    return deepest


def _levels(raw: dict[str, JSON]) -> int:
    """Return how deep the attributes nest that hold no types."""
    deepest = 0
    todo: list[tuple[JSON, int]] = [
        (value, 1) for key, value in raw.items() if key not in _PARTS
    ]
    while todo:
        value, depth = todo.pop()
        if is_object(value) or is_array(value):
            deepest = max(deepest, depth)
            below = value.values() if is_object(value) else value
            todo.extend((item, depth + 1) for item in below)
    return deepest
