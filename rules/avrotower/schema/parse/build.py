"""The way from parsed JSON to a model: one pass, which goes on after every error.

Everything on the way of a valid text is written for speed (COMPATIBILITY, 9.1): objects
are made without constructors, pointers are computed for errors only, and what is rare
leaves for `Builder._odd_…` methods.
"""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING, cast
from avrotower.schema.damage import is_damaged, is_excused
from avrotower.schema.model import (
    ARRAY,
    ENUM,
    FIXED,
    HOLE,
    JSON,
    MAP,
    NULL,
    PRIMITIVES,
    RECORD,
    TYPE_NAMES,
    UNION,
    UNSHAPED,
    Array,
    Enum,
    Field,
    Fixed,
    Map,
    Named,
    Node,
    Record,
    Union,
    place,
    slot_pointer,
)
from avrotower.schema.parse.odd import OddParts
from avrotower.schema.parse.pending import LATE, Owner, Pending

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final


_LARGEST_INT: Final = 2**31 - 1
_LARGEST_ARRAY: Final = 2**31 - 9
"""Java's longest array."""
_NULL: Final = PRIMITIVES["null"]
_UNBOUND: Final = place(Named(), HOLE, None, None, "")

_TOLD_BY_NAME: Final = 1 << RECORD | 1 << ENUM | 1 << FIXED | 1 << UNION | 1 << HOLE
"""The types that a union may have several of, or none, or that are called anything."""
_KINDS: Final = {name: node.type for name, node in PRIMITIVES.items()}
_is = cast("Callable[[JSON, type], bool]", isinstance)
_type = cast("Callable[[JSON], type[object]]", type)
"""For type checkers these narrow nothing: JSON stays what it is."""
_new_pending: Final[Callable[..., Pending]] = cast("JSON", tuple).__new__
"""Makes one without its constructor, which is a function of Python."""
_primitive = PRIMITIVES.get
_beside_null = {name: node for name, node in PRIMITIVES.items() if name != "null"}.get


class Builder(OddParts):
    """Builds one model: `schema` is the result, `faults` the errors."""

    __slots__ = ()

    # Slots

    def node(self, raw: JSON, space: str, owner: Owner, step: str | int) -> Node:
        """Return the node of *raw*, which stands in the namespace *space*."""
        kind = _type(raw)
        if kind is dict:
            try:
                build = _BUILD[raw["type"]]
            except (KeyError, TypeError):
                return self._odd_object(raw, space, owner, step)
            return build(self, raw, space, owner, step)
        if kind is str:
            return _primitive(raw) or self._use(raw, raw, space, owner, step)
        if kind is list:
            return self._union(raw, space, owner, step)
        if _is(raw, dict):  # a damaged one
            return self._odd_object(raw, space, owner, step)
        if not is_damaged(raw):
            self.faults.schema_type(slot_pointer(owner, step), raw)
        return self._hole(raw, owner, step)

    def _odd_object(self, raw: JSON, space: str, owner: Owner, step: str | int) -> Node:
        """Return the node of an object that may be damaged, or names no kind of type."""
        word = raw.get("type")
        if type(word) is not str:
            return self._odd_type(raw, space, owner, step)
        build = _BUILD.get(word)
        if build is not None:
            return build(self, raw, space, owner, step)
        return self._use(word, raw, space, owner, step)

    def _use(
        self, name: str, raw: JSON, space: str, owner: Owner, step: str | int
    ) -> Node:
        """Return the definition of *name*; `LATE` where none is complete so far."""
        local = self._local.get(space)
        # No simple name has a dot, so a full name is never found among them.
        found = local.get(name) if local else None
        if found is None:
            found = self._known.get(name)
        uses = self.schema.plain_uses
        if found is not None:
            uses.append((name, owner, step, found, raw, False))
            return found
        qualified = f"{space}.{name}" if space and "." not in name else name
        before = len(self.schema.nodes)
        late = len(uses), name, qualified, owner, step, raw, before
        self.pending.append(_new_pending(Pending, late))
        uses.append((name, owner, step, _UNBOUND, raw, True))
        return LATE

    def simple(
        self,
        raw: JSON,
        space: str,  # noqa: ARG002  all that build a type have the same arguments
        owner: Owner,
        step: str | int,
    ) -> Node:
        """Build a primitive written as an object."""
        node = Node()
        node.type = _KINDS[raw["type"]]
        node.raw = raw
        node.owner = owner
        node.step = step
        node.shape = UNSHAPED
        self.schema.nodes.append(node)
        return node

    def array(self, raw: JSON, space: str, owner: Owner, step: str | int) -> Node:
        """Build an array."""
        node = Array()
        node.type = ARRAY
        node.raw = raw
        node.owner = owner
        node.step = step
        node.shape = UNSHAPED
        self.schema.nodes.append(node)
        if "items" in raw:
            below = raw["items"]
            node.items = (
                (_primitive(below) or self._use(below, below, space, node, "items"))
                if type(below) is str
                else self.node(below, space, node, "items")
            )
        else:
            node.items = self._lacks(
                "items-missing", node, "items", "Array has no items type"
            )
        return node

    def map(self, raw: JSON, space: str, owner: Owner, step: str | int) -> Node:
        """Build a map."""
        node = Map()
        node.type = MAP
        node.raw = raw
        node.owner = owner
        node.step = step
        node.shape = UNSHAPED
        self.schema.nodes.append(node)
        if "values" in raw:
            below = raw["values"]
            node.values = (
                (_primitive(below) or self._use(below, below, space, node, "values"))
                if type(below) is str
                else self.node(below, space, node, "values")
            )
        else:
            node.values = self._lacks(
                "values-missing", node, "values", "Map has no values type"
            )
        return node

    def _union(self, raw: JSON, space: str, owner: Owner, step: str | int) -> Node:
        node = Union()
        node.type = UNION
        node.reads = node.writes = 0
        node.raw = raw
        node.owner = owner
        node.step = step
        node.shape = UNSHAPED
        self.schema.nodes.append(node)
        count = len(raw)
        if count == 2 and raw[0] == "null":  # noqa: PLR2004  an optional type
            item = raw[1]
            branch = (
                (_primitive(item) or self._use(item, item, space, node, 1))
                if type(item) is str
                else self.node(item, space, node, 1)
            )
            node.branches = [_NULL, branch]
            if branch.type == NULL or branch.type == UNION:  # noqa: PLR1714  speed
                self._odd_union(node)
            return node
        branches = node.branches = []
        kinds = 0
        for index, item in enumerate(raw):
            branch = (
                (_primitive(item) or self._use(item, item, space, node, index))
                if type(item) is str
                else self.node(item, space, node, index)
            )
            branches.append(branch)
            kinds |= 1 << branch.type
        if kinds.bit_count() == count and not kinds & _TOLD_BY_NAME:
            return node
        labels = {
            branch.fullname if isinstance(branch, Named) else TYPE_NAMES[branch.type]
            for branch in branches
        }
        if len(labels) != len(branches) or "union" in labels:
            self._odd_union(node)
        return node

    # Named types

    def _name(self, node: Named, raw: JSON, space: str) -> bool:
        """Give *node* what all named types have; return whether it has a name."""
        node.raw = raw
        node.shape = UNSHAPED
        node.document = self._document
        node.aliases = ()
        text = raw.get("name")
        if type(text) is not str:
            node.name = node.namespace = node.fullname = ""
            self.is_torn = True
            if not is_excused(raw, "name"):
                self.faults.name_missing(node.pointer, raw)
            return False
        if "." in text:
            space, _, simple = text.rpartition(".")
        else:
            simple = text
            own = raw.get("namespace")
            if type(own) is str:
                space = own
        node.name = simple
        node.namespace = space
        node.fullname = f"{space}.{simple}" if space else simple
        self.schema.nodes.append(node)
        if not (simple.isascii() and simple.isidentifier()):
            self._odd_name(f"the name of the {raw['type']}", simple, node, "name")
        return True

    def _close(self, node: Named, raw: JSON) -> None:
        """Do what comes after the body: aliases, namespace, registration."""
        if "aliases" in raw:
            self._aliases(node, raw)
        if not self._lenient and node.namespace not in self._spaces:
            self._odd_namespace(node)
        name = node.fullname
        first = self._known.setdefault(name, node)
        local = self._local.get(node.namespace)
        if local is None:
            self._local[node.namespace] = {node.name: first}
        else:
            local[node.name] = first
        if self._known is not self.schema.names:
            self.schema.names.setdefault(name, node)
        if first is not node:
            self._repeated(node, first)

    def record(self, raw: JSON, space: str, owner: Owner, step: str | int) -> Node:
        """Build a record or an error."""
        record = Record()
        record.type = RECORD
        record.owner = owner
        record.step = step
        record.is_error = raw["type"] == "error"
        record.fields = []
        is_named = self._name(record, raw, space)
        if record.fullname in PRIMITIVES:
            self.faults.name_primitive(record.pointer, record.fullname)
        items = raw.get("fields")
        if _is(items, list):
            self._fields(record, items, record.namespace if is_named else space)
        else:
            self.damaged.add(id(record))
            self._lacks("fields-missing", record, "fields", "Record has no fields")
        if not is_named:
            return self._hole(raw, owner, step)
        self._close(record, raw)
        return record

    def _fields(  # noqa: C901, PLR0912, PLR0915  calls cost time
        self, record: Record, items: list[JSON], space: str
    ) -> None:
        every = self.schema.fields
        nodes = self.schema.nodes
        fields = record.fields
        seen: dict[str, Field] = {}
        for index, item in enumerate(items):
            try:
                name = item["name"]
                word = item["type"]
                is_plain = name.isidentifier() and name.isascii()
            except (AttributeError, KeyError, TypeError):
                self._odd_field(record, index, item, space)
                continue
            if not is_plain:
                self._odd_field(record, index, item, space)
                continue
            field = Field()
            field.name = name
            field.owner = record
            field.index = index
            field.raw = item
            field.aliases = ()
            field.has_default = has_default = "default" in item
            fields.append(field)
            every.append(field)
            seen[name] = field
            if type(word) is str:
                node = _primitive(word) or self._use(word, word, space, field, "type")
            elif _type(word) is list:
                if (
                    len(word) == 2  # noqa: PLR2004  an optional type
                    and word[0] == "null"
                    and type(word[1]) is str
                    and (branch := _beside_null(word[1]))
                ):
                    # Nearly all unions are such; the general way takes half as long again.
                    node = Union()
                    node.type = UNION
                    node.reads = node.writes = 0
                    node.raw = word
                    node.owner = field
                    node.step = "type"
                    node.shape = UNSHAPED
                    node.branches = [_NULL, branch]
                    nodes.append(node)
                else:
                    node = self._union(word, space, field, "type")
            else:
                node = self.node(word, space, field, "type")
            field.type = node
            if "order" in item:
                self._order(field)
            if has_default and not (
                # The default of nearly all optional fields.
                item["default"] is None
                and _is(word, list)
                and word
                and word[0] == "null"
            ):
                self._default(field)
            if "aliases" in item:
                self._field_aliases(field)
        if len(seen) != len(fields):
            self._duplicate_fields(record)
        else:
            record.by_name = seen

    def enum(self, raw: JSON, space: str, owner: Owner, step: str | int) -> Node:
        """Build an enum."""
        enum = Enum()
        enum.type = ENUM
        enum.owner = owner
        enum.step = step
        enum.symbols = ()
        is_named = self._name(enum, raw, space)
        default = raw.get("default")
        enum.default = default if type(default) is str else None
        symbols = raw.get("symbols")
        if _is(symbols, list):
            if enum.fullname in PRIMITIVES:
                self.faults.name_primitive(enum.pointer, enum.fullname)
            if _are_symbols(symbols):
                enum.symbols = tuple(symbols)
            else:
                self._odd_symbols(enum, symbols)
            if (
                enum.default is not None
                and enum.default not in enum.symbols
                and id(enum) not in self.damaged
            ):
                self.faults.enum_default_unknown(
                    enum.pointer, enum.default, enum.symbols
                )
        else:
            self.damaged.add(id(enum))
            self._lacks("symbols-missing", enum, "symbols", "Enum has no symbols")
        if not is_named:
            return self._hole(raw, owner, step)
        self._close(enum, raw)
        return enum

    def fixed(self, raw: JSON, space: str, owner: Owner, step: str | int) -> Node:
        """Build a fixed."""
        fixed = Fixed()
        fixed.type = FIXED
        fixed.owner = owner
        fixed.step = step
        is_named = self._name(fixed, raw, space)
        size = raw.get("size")
        fixed.size = size if type(size) is int else 0
        if type(size) is int and -_LARGEST_INT - 1 <= size <= _LARGEST_INT:
            if fixed.fullname in PRIMITIVES:
                self.faults.name_primitive(fixed.pointer, fixed.fullname)
            if not 0 <= size <= _LARGEST_ARRAY:
                self.damaged.add(id(fixed))
                self.faults.size_range(fixed.pointer, size)
        else:
            self.damaged.add(id(fixed))
            self._lacks("size-invalid", fixed, "size", "Invalid or no size")
        if not is_named:
            return self._hole(raw, owner, step)
        self._close(fixed, raw)
        return fixed


_BUILD: Final = {
    **dict.fromkeys(PRIMITIVES, Builder.simple),
    "record": Builder.record,
    "error": Builder.record,
    "enum": Builder.enum,
    "fixed": Builder.fixed,
    "array": Builder.array,
    "map": Builder.map,
}
"""What builds an object, by its type."""


def _are_symbols(symbols: list[JSON]) -> bool:
    """Whether all *symbols* are names and none stands twice."""
    try:
        return (
            all(map(str.isidentifier, symbols))
            and "".join(symbols).isascii()
            and len(set(symbols)) == len(symbols)
        )
    except TypeError:
        return False
