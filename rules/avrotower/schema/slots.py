"""The slots of a model, which are the places where types stand, and walks over them."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.schema.model import (
    Array,
    Field,
    Map,
    Named,
    Node,
    Record,
    Union,
    slot_path,
    slot_pointer,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class Slot(NamedTuple):
    """A place where a type stands, and the type."""

    node: Node
    owner: Node | Field | None
    step: str | int
    is_use: bool
    """Whether the type is written elsewhere and only named here."""

    @property
    def pointer(self) -> str:
        """The JSON pointer of the place (in the document of the owner)."""
        return slot_pointer(self.owner, self.step)

    @property
    def path(self) -> str:
        """The logical path of the place."""
        return slot_path(self.owner, self.step, self.node)


def children(node: Node) -> Iterator[Slot]:
    """Yield the slots directly below *node*, in document order."""
    if isinstance(node, Record):
        for field in node.fields:
            yield _slot(field.type, field, "type")
    elif isinstance(node, Array):
        yield _slot(node.items, node, "items")
    elif isinstance(node, Map):
        yield _slot(node.values, node, "values")
    elif isinstance(node, Union):
        for index, branch in enumerate(node.branches):
            yield _slot(branch, node, index)


def _slot(node: Node, owner: Node | Field, step: str | int) -> Slot:
    return Slot(node, owner, step, isinstance(node, Named) and node.owner is not owner)


def slots(root: Node) -> Iterator[Slot]:
    """Yield every slot that *root* reaches, each definition once, in document order.

    Uses by name are followed into other documents too; no recursion, so that chains of
    any length are walked.
    """
    seen: set[int] = set()
    stack = [Slot(root, None, "", is_use=False)]
    while stack:
        slot = stack.pop()
        yield slot
        node = slot.node
        if isinstance(node, Named):
            if id(node) in seen:
                continue
            seen.add(id(node))
        stack.extend(reversed(tuple(children(node))))
