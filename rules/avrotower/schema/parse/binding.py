"""The end of a document: names that are bound late, and what that brings to light."""

from __future__ import annotations

from typing import Final, NamedTuple

from avrotower.schema.model import (
    HOLE,
    UNION,
    Array,
    Field,
    Map,
    Node,
    Record,
    Schema,
    Union,
    place,
    slot_pointer,
)
from avrotower.schema.parse.build import Builder
from avrotower.schema.parse.defaults import CyclicDefaultError
from avrotower.schema.parse.nesting import beyond_cap
from avrotower.schema.parse.odd import clashes
from avrotower.schema.parse.pending import Owner, Pending
from avrotower.schema.slots import children

_OPTIONAL: Final = 2


def bind(builder: Builder) -> None:
    """Bind the names that were unknown where they stand, to their qualified names only.

    What is wrong then is reported in the order in which Java walks over the types.
    """
    pending = builder.pending
    schema = builder.schema
    uses = schema.plain_uses
    known = builder.known
    undefined = False
    unions: dict[int, Union] = {}
    forward: list[Pending] = []
    starts: dict[int, int] = {}
    for late in pending:
        _, name, qualified, owner, step, raw, before = late
        found = known.get(qualified)
        node: Node
        if found is None:
            undefined = True
            node = place(Node(), HOLE, raw, owner, step)
        else:
            node = found
            uses[late.place] = (name, owner, step, found, raw, True)
            # Most are recursive: they stand in the type that they name.
            if not _is_within(owner, found):
                starts = starts or {
                    id(node): index for index, node in enumerate(schema.nodes)
                }
                if starts.get(id(found), -1) >= before:
                    forward.append(late)
        _put(node, owner, step, schema)
        if isinstance(owner, Union):
            unions[id(owner)] = owner
    clashing = [union for union in unions.values() if any(True for _ in clashes(union))]
    if undefined or clashing or builder.touched:
        _Resolution(builder, clashing).run()
        unbound = {late.place for late in pending if late.qualified not in known}
        schema.plain_uses = [
            use for index, use in enumerate(uses) if index not in unbound
        ]
    if forward:
        for late in beyond_cap(schema.root, forward):
            builder.faults.too_deep(late)


def _is_within(owner: Owner, node: Node) -> bool:
    """Whether *owner* is *node* or stands in it."""
    while owner is not None and owner is not node:
        owner = owner.owner
    return owner is not None


def _put(node: Node, owner: Owner, step: str | int, schema: Schema) -> None:
    """Put *node* into its slot."""
    if isinstance(owner, Field):
        owner.type = node
    elif isinstance(owner, Union):
        owner.branches[int(step)] = node
    elif isinstance(owner, Array):
        owner.items = node
    elif isinstance(owner, Map):
        owner.values = node
    elif step == "":
        schema.root = node


class _Step(NamedTuple):
    """One thing to do: enter a node or a late use, or leave a node."""

    node: Node | Pending
    seen: set[int]
    """Ids of the nodes entered in this walk."""
    is_leaving: bool = False


class _Resolution:
    """Java's walk over all types when the document has ended.

    A late use starts a walk of its own over its definition, unless that was begun;
    branches of a union are entered from the last to the first.
    """

    def __init__(self, builder: Builder, clashing: list[Union]) -> None:
        self._builder = builder
        self._clashing = {id(union): union for union in clashing}
        self._touched: dict[int, list[Field]] = {}
        for field in builder.touched:
            self._touched.setdefault(id(field.owner), []).append(field)
        self._late = {(id(late.owner), late.step): late for late in builder.pending}
        self._undefined = {
            late.place: late
            for late in builder.pending
            if late.qualified not in builder.known
        }
        self._begun: set[int] = set()
        """Ids of the records that Java has made; without fields until they are done."""
        self._done: set[int] = set()
        self._bound: set[int] = set()
        builder.defaults.bound()

    def run(self) -> None:
        """Walk, and report."""
        schema = self._builder.schema
        for node in tuple(schema.names.values()):
            self._walk(node)
        self._walk(schema.root)
        # What no walk reaches: below types without a name, in messages of a protocol.
        for late in tuple(self._undefined.values()):
            self._report(late)
        for union in tuple(self._clashing.values()):
            self._leave_union(union)
        for fields in tuple(self._touched.values()):
            self._judge(fields)

    def _walk(self, start: Node) -> None:
        todo = [_Step(start, set())]
        while todo:
            step = todo.pop()
            node, seen, is_leaving = step
            if isinstance(node, Pending):
                self._enter_use(node, todo)
            elif is_leaving:
                self._leave(node)
            elif id(node) not in seen and id(node) not in self._done:
                seen.add(id(node))
                if isinstance(node, Record) and id(node) not in self._begun:
                    self._begun.add(id(node))
                    self._builder.defaults.open.add(id(node))
                todo.append(_Step(node, seen, is_leaving=True))
                below = [
                    _Step(self._late.get((id(slot.owner), slot.step), slot.node), seen)
                    for slot in children(node)
                ]
                todo.extend(below if node.type == UNION else reversed(below))

    def _enter_use(self, late: Pending, todo: list[_Step]) -> None:
        definition = self._builder.known.get(late.qualified)
        if definition is None:
            self._report(late)
            return
        if late.place in self._bound:
            return
        self._bound.add(late.place)
        if id(definition) not in self._begun:
            todo.append(_Step(definition, set()))

    def _leave(self, node: Node) -> None:
        self._done.add(id(node))
        if isinstance(node, Record):
            self._judge(self._touched.pop(id(node), []))
            self._builder.defaults.open.discard(id(node))
        elif isinstance(node, Union):
            self._leave_union(node)

    def _leave_union(self, union: Union) -> None:
        if self._clashing.pop(id(union), None) is None:
            return
        pointer = slot_pointer(union, "")
        for index, first, name in clashes(union):
            self._builder.faults.union_duplicate(
                f"{pointer}/{index}", f"{pointer}/{first}", union.branches[index], name
            )

    def _judge(self, fields: list[Field]) -> None:
        defaults = self._builder.defaults
        for field in fields:
            try:
                if not defaults.fits(field.type, field.default):
                    self._builder.faults.default_invalid(field, field.default)
            except CyclicDefaultError:
                self._builder.faults.default_cyclic(field)

    def _report(self, late: Pending) -> None:
        found = self._undefined.pop(late.place, None)
        if found is not None and not self._builder.is_torn:
            self._builder.faults.type_undefined(late, self._builder.known)
