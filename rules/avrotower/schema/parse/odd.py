"""What building meets rarely: fields, enums and unions that need a second look."""

from __future__ import annotations

from abc import ABC, abstractmethod

from avrotower.forms import TYPE_CHECKING
from avrotower.schema.damage import is_damaged, is_excused
from avrotower.schema.model import (
    DOUBLE,
    FLOAT,
    HOLE,
    JSON,
    STRING,
    UNION,
    Enum,
    Field,
    Node,
    Record,
    Union,
    is_array,
    is_object,
    place,
    place_field,
    slot_pointer,
)
from avrotower.schema.names import is_name
from avrotower.schema.parse.defaults import fits_plain, is_java_number
from avrotower.schema.parse.naming import Naming
from avrotower.schema.parse.pending import LATE, Owner

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final


_ORDERS: Final = frozenset({"ASCENDING", "DESCENDING", "IGNORE"})
_FORMS: Final = {
    "fields": "an array of fields",
    "symbols": "an array of symbols",
    "size": "an integer, the number of bytes,",
    "items": "the type of the items",
    "values": "the type of the values",
}


def clashes(union: Union) -> Iterator[tuple[int, int, str]]:
    """Yield the position of each branch that an earlier one hides, that one's, the name.

    A logical type makes no difference; what is not bound or damaged clashes with none.
    """
    seen: dict[str, int] = {}
    for index, branch in enumerate(union.branches):
        if branch is LATE or branch.type in (HOLE, UNION):
            continue
        first = seen.setdefault(branch.label, index)
        if first != index:
            yield index, first, branch.label


class OddParts(Naming, ABC):
    """The detours of building."""

    __slots__ = ()

    @abstractmethod
    def node(self, raw: JSON, space: str, owner: Owner, step: str | int) -> Node:
        """Return the node of *raw*, which stands in the namespace *space*."""

    def _lacks(self, reason: str, node: Node, key: str, words: str) -> Node:
        """Report that *key* is absent or of the wrong form; return a hole for it."""
        if not is_excused(node.raw, key):
            self.faults.part_missing(
                reason, node.pointer, node.raw, key, words=words, form=_FORMS[key]
            )
        return place(Node(), HOLE, None, node, key)

    def _odd_type(self, raw: JSON, space: str, owner: Owner, step: str | int) -> Node:
        """Return a hole for an object without a text as `type`."""
        hole = self._hole(raw, owner, step)
        if not is_excused(raw, "type"):
            self.faults.type_missing(hole.pointer, raw)
        inner = raw.get("type")
        if isinstance(inner, (dict, list)):
            self.node(inner, space, hole, "type")  # for what it defines
        return hole

    # Fields

    def _odd_field(self, record: Record, index: int, raw: JSON, space: str) -> None:
        """Build a field without name or type as far as it goes."""
        pointer = f"{record.pointer}/fields/{index}"
        if not is_object(raw):
            if not is_damaged(raw):
                self.faults.field_name_missing(pointer, raw)
            return
        name = raw.get("name")
        field = place_field(Field(), "", record, index, raw)
        if isinstance(name, str):
            field.name = name
            record.fields.append(field)
            self.schema.fields.append(field)
        elif not is_excused(raw, "name"):
            self.faults.field_name_missing(pointer, raw)
        if "type" in raw:
            field.type = self.node(raw["type"], space, field, "type")
        else:
            if not is_excused(raw, "type"):
                self.faults.field_type_missing(pointer, raw)
            field.type = place(Node(), HOLE, None, field, "type")
        self._odd_rest(field, name)

    def _odd_rest(self, field: Field, name: JSON) -> None:
        """Build what follows the type of a field whose *name* may be none."""
        if "order" in field.raw:
            self._order(field)
        if isinstance(name, str) and not is_name(name):
            self._odd_field_name(field)
        if field.has_default:
            self._default(field)
        if "aliases" in field.raw:
            self._field_aliases(field)

    def _order(self, field: Field) -> None:
        order = field.raw["order"]
        if not (
            (isinstance(order, str) and order.upper() in _ORDERS) or is_damaged(order)
        ):
            self.faults.order_invalid(field.pointer, order)

    def _odd_field_name(self, field: Field) -> None:
        if not self._lenient:
            self._number_text(field)
        self._odd_name("the name of the field", field.name, field, "name")

    def _number_text(self, field: Field) -> None:
        value = field.default
        if (
            isinstance(value, str)
            and field.type.type in (FLOAT, DOUBLE)
            and not is_java_number(value)
        ):
            self.faults.default_number(field, value)

    def _default(self, field: Field) -> None:
        """Judge the default of *field*."""
        value = field.raw["default"]
        kind = field.type.type
        if type(value) is str and kind in (FLOAT, DOUBLE):
            if self._lenient or is_name(field.name):
                self._number_text(field)  # else it was done before the name
            return
        if self._lenient or (kind <= STRING and fits_plain(kind, value)):
            return
        defaults = self.defaults
        defaults.touched = False
        if not defaults.fits(field.type, value):
            self.faults.default_invalid(field, value, is_late=defaults.touched)
        elif defaults.touched:
            self.touched.append(field)

    def _field_aliases(self, field: Field) -> None:
        aliases = field.raw["aliases"]
        if is_damaged(aliases):
            return
        if not is_array(aliases) or not all(
            isinstance(alias, str) or is_damaged(alias) for alias in aliases
        ):
            self.faults.aliases_invalid(field.pointer, field.raw)
            return
        self.has_aliases = True
        field.aliases = tuple(
            dict.fromkeys(alias for alias in aliases if isinstance(alias, str))
        )

    def _duplicate_fields(self, record: Record) -> None:
        seen: dict[str, Field] = {}
        for field in record.fields:
            first = seen.get(field.name)
            if first is not None:
                self.faults.field_duplicate(field, first, record.fullname)
            seen[field.name] = field

    # Enums and unions

    def _odd_symbols(self, enum: Enum, symbols: list[JSON]) -> None:
        pointer = enum.pointer
        seen: dict[str, int] = {}
        for index, symbol in enumerate(symbols):
            if is_damaged(symbol):
                self.damaged.add(id(enum))
                continue
            if not isinstance(symbol, str):
                self.faults.name_invalid(
                    f"{pointer}/symbols/{index}", "a symbol", symbol
                )
                continue
            if not is_name(symbol):
                self._odd_name("the symbol", symbol, enum, f"symbols/{index}")
            first = seen.setdefault(symbol, index)
            if first != index:
                self.faults.symbol_duplicate(pointer, symbol, index, first)
        enum.symbols = tuple(seen)

    def _odd_union(self, union: Union) -> None:
        hidden = {index: (first, name) for index, first, name in clashes(union)}
        pointer = ""
        for index, branch in enumerate(union.branches):
            if branch.type != UNION and index not in hidden:
                continue
            pointer = pointer or slot_pointer(union, "")
            if branch.type == UNION:
                self.faults.union_nested(f"{pointer}/{index}", union)
            else:
                first, name = hidden[index]
                self.faults.union_duplicate(
                    f"{pointer}/{index}", f"{pointer}/{first}", branch, name
                )
