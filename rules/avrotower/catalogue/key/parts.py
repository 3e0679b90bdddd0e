"""The parts of a key: every place where a type stands, across references."""

from __future__ import annotations

from functools import lru_cache

from avrotower.forms import TYPE_CHECKING
from avrotower.schema.model import ARRAY, MAP, UNION, Record, Schema
from avrotower.schema.slots import Slot, children, slots

if TYPE_CHECKING:
    from typing import Final


_CONTAINERS: Final = frozenset({ARRAY, MAP, UNION})


@lru_cache(maxsize=1)
def parts(schema: Schema) -> tuple[Slot, ...]:
    """Return every slot that a key consists of, the root first, in document order.

    Definitions are entered once, in other documents too (RULES, 2.9).
    The rules of the family ask for the same key one after another.
    """
    return tuple(slots(schema.root))


def records_below(slot: Slot) -> list[Slot]:
    """Return the slots of the records that *slot* leads to, or itself if it is one.

    Arrays, maps and unions are entered, records are not.
    """
    found: list[Slot] = []
    stack = [slot]
    while stack:
        here = stack.pop()
        if isinstance(here.node, Record):
            found.append(here)
        elif here.node.type in _CONTAINERS:
            stack.extend(reversed(tuple(children(here.node))))
    return found


def innermost_first(schema: Schema) -> tuple[list[Record], Slot | None]:
    """Return the records of a key, each after those it contains, and a loop if any.

    The loop is the first slot that leads back into a record which it is part of; with
    one the list is not complete.
    """
    records: list[Record] = []
    is_open: dict[int, bool] = {}
    stack = [(parts(schema)[0], False)]
    while stack:
        slot, is_done = stack.pop()
        node = slot.node
        if isinstance(node, Record):
            if is_done:
                is_open[id(node)] = False
                records.append(node)
                continue
            known = is_open.get(id(node))
            if known:
                return records, slot
            if known is not None:
                continue
            is_open[id(node)] = True
            stack.append((slot, True))
        stack.extend((below, False) for below in reversed(tuple(children(node))))
    return records, None
