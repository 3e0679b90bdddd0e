"""What building meets rarely: names, aliases, fields and unions that need a second look."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from avrotower.schema.damage import Partial
from avrotower.schema.defaults import Defaults, is_java_number
from avrotower.schema.document import Mode, References, SchemaError
from avrotower.schema.model import (
    DOUBLE,
    FLOAT,
    HOLE,
    JSON,
    RECORD,
    UNION,
    Enum,
    Field,
    Named,
    Node,
    Record,
    Schema,
    Union,
    slot_pointer,
)
from avrotower.schema.names import is_lenient_name, is_name
from avrotower.schema.pending import Owner, Pending
from avrotower.schema.slots import children

if TYPE_CHECKING:
    from avrotower.schema.faults import Faults

LATE: Final = Record(RECORD, {}, None, "")
LATE.name = LATE.namespace = LATE.fullname = LATE.document = ""
LATE.aliases = ()
LATE.fields = []
LATE.is_error = False
"""Stands where a name will be bound when the document ends; Java puts an empty record."""

_JSON: Final = (str, int, float, list, dict, type(None))
_ORDERS: Final = frozenset({"ASCENDING", "DESCENDING", "IGNORE"})
_FORMS: Final = {
    "fields": "an array of fields",
    "symbols": "an array of symbols",
    "size": "an integer, the number of bytes,",
    "items": "the type of the items",
    "values": "the type of the values",
}


class Suspect(NamedTuple):
    """A name that lenient mode tests when all is parsed."""

    what: str
    text: str
    owner: Node | Field
    step: str


def is_damaged(value: JSON) -> bool:
    """Whether *value* is the scanner's word for a part that could not be read."""
    return not isinstance(value, _JSON)


def is_excused(raw: dict[str, JSON], key: str) -> bool:
    """Whether *key* of *raw* may have been all right before the text was damaged."""
    return is_damaged(raw[key]) if key in raw else isinstance(raw, Partial)


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


def _names_below(root: Node, seen: set[int]) -> Iterator[tuple[str, str]]:
    """Yield what *root* and the types below it are called, each definition once."""
    todo = [root]
    while todo:
        node = todo.pop()
        if isinstance(node, Named):
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield f"in {node.document}, the name of the {node.type_name}", node.name
        if isinstance(node, Record):
            for field in node.fields:
                yield f"in {node.fullname}, the name of the field", field.name
        elif isinstance(node, Enum):
            for symbol in node.symbols:
                yield f"in {node.fullname}, symbol", symbol
        todo.extend(slot.node for slot in children(node))


class OddParts:
    """What building one model knows, and its detours."""

    __slots__ = (
        "_defaults",
        "_document",
        "_faults",
        "_known",
        "_lenient",
        "_local",
        "_references",
        "_spaces",
        "_told",
        "damaged",
        "has_aliases",
        "is_torn",
        "pending",
        "schema",
        "starts",
        "suspects",
        "touched",
    )

    def __init__(self, name: str, mode: Mode, references: References) -> None:
        self.schema = Schema()
        self._faults: Faults | None = None
        self._defaults: Defaults | None = None
        self.pending: list[Pending] = []
        self.suspects: list[Suspect] = []
        self.damaged: set[int] = set()
        """Ids of the named types whose body is damaged."""
        self.touched: list[Field] = []
        """The fields whose defaults are judged again when all names are bound."""
        self.starts: dict[int, int] = {}
        """Where each named type begins among the nodes, by its id."""
        self.is_torn = False
        """Whether a definition may be lost, so that no name counts as undefined."""
        self.has_aliases = bool(references.names)
        """Whether some field of the text has aliases, or one of its references may."""
        self._document = name
        self._lenient = mode == "lenient"
        self._references = references
        self._spaces = {""}
        self._told: set[str] = set()
        self._local: dict[str, dict[str, Named]] = {}
        # Java looks among the references first, and keeps their definition of a name.
        self._known = self.schema.names
        if references.names:
            self._known = dict(references.names)
            for named in self._known.values():
                self._local.setdefault(named.namespace, {})[named.name] = named

    @property
    def faults(self) -> "Faults":
        """The errors; their words are loaded when there is one."""
        if self._faults is None:
            from avrotower.schema.faults import Faults  # noqa: PLC0415

            self._faults = Faults()
        return self._faults

    @property
    def errors(self) -> tuple[SchemaError, ...]:
        """The errors so far in the order in which Java meets them, 101 at most."""
        return () if self._faults is None else tuple(self._faults.errors)

    @property
    def count(self) -> int:
        """How many errors there are."""
        return 0 if self._faults is None else self._faults.count

    @property
    def defaults(self) -> Defaults:
        """What judges defaults."""
        if self._defaults is None:
            self._defaults = Defaults(self.damaged, LATE)
        return self._defaults

    @property
    def known(self) -> dict[str, Named]:
        """The types that may be used by name: of the references, then of the text."""
        return self._known

    def node(self, raw: JSON, space: str, owner: Owner, step: str | int) -> Node:
        """Return the node of *raw*, which stands in the namespace *space*."""
        raise NotImplementedError

    def _hole(self, raw: JSON, owner: Owner, step: str | int) -> Node:
        node = Node(HOLE, raw, owner, step)
        self.schema.nodes.append(node)
        return node

    def _lacks(self, reason: str, node: Node, key: str, words: str) -> Node:
        """Report that *key* is absent or of the wrong form; return a hole for it."""
        if not is_excused(node.raw, key):
            self.faults.part_missing(
                reason, node.pointer, node.raw, key, words=words, form=_FORMS[key]
            )
        return Node(HOLE, None, node, key)

    def _odd_type(self, raw: JSON, space: str, owner: Owner, step: str | int) -> Node:
        """Return a hole for an object without a text as `type`."""
        hole = self._hole(raw, owner, step)
        if not is_excused(raw, "type"):
            self.faults.type_missing(hole.pointer, raw)
        inner = raw.get("type")
        if isinstance(inner, (dict, list)):
            self.node(inner, space, hole, "type")  # for what it defines
        return hole

    # Names

    def finish(self) -> None:
        """Test the names that lenient mode put aside; Confluent does it at the end."""
        for what, text, owner, step in self.suspects:
            if not is_lenient_name(text):
                self.faults.name_invalid(
                    f"{owner.pointer}/{step}", what, text, lenient=True
                )
        if self._lenient and self._references.names:
            self._test_references()

    def _test_references(self) -> None:
        """Test the names of what the document reaches in those that it refers to."""
        seen: set[int] = set()
        for use in self.schema.uses:
            foreign = self._references.names.get(use.definition.fullname)
            if use.definition is foreign and id(foreign) not in seen:
                for what, text in _names_below(foreign, seen):
                    if not is_lenient_name(text):
                        self.faults.name_invalid(use.pointer, what, text, lenient=True)

    def _odd_name(self, what: str, text: str, owner: Node | Field, step: str) -> None:
        if self._lenient:
            self.suspects.append(Suspect(what, text, owner, step))
        else:
            self.faults.name_invalid(f"{owner.pointer}/{step}", what, text)

    def _odd_namespace(self, node: Named) -> None:
        namespace = node.namespace
        wrong = [part for part in namespace.split(".") if not is_name(part)]
        if not wrong:
            self._spaces.add(namespace)
            return
        pointer = self._namespace_pointer(node)
        if pointer not in self._told:
            self._told.add(pointer)
            self.faults.namespace_invalid(pointer, namespace, wrong[0])

    def _namespace_pointer(self, node: Named) -> str:
        """Return the place of the text that gives *node* its namespace."""
        owner: Owner = node
        while owner is not None:
            # A type without a name does not pass on its namespace.
            if isinstance(owner, Named) and isinstance(owner.raw.get("name"), str):
                if "." in owner.raw["name"]:
                    return f"{owner.pointer}/name"
                if isinstance(owner.raw.get("namespace"), str):
                    return f"{owner.pointer}/namespace"
            owner = owner.owner
        return self._outer_namespace_pointer()

    def _outer_namespace_pointer(self) -> str:
        """Return the place of a namespace that the document gives to all types."""
        raise NotImplementedError

    def _repeated(self, node: Named, first: Named) -> None:
        """Report *node* where it is not what *first* of the same name is."""
        from avrotower.schema.equality import differ  # noqa: PLC0415  rare

        if differ(node, first, self.damaged, LATE):
            here = self.schema.names[node.fullname] is first
            self.faults.type_redefined(node, first, here=here)

    def _aliases(self, node: Named, raw: JSON) -> None:
        aliases: JSON = raw["aliases"]
        if is_damaged(aliases):
            return
        if not isinstance(aliases, list) or not all(
            isinstance(alias, str) or is_damaged(alias) for alias in aliases
        ):
            self.faults.aliases_invalid(node.pointer, raw)
        found: dict[str, str] = {}
        for index, alias in enumerate(aliases if isinstance(aliases, list) else ()):
            if not isinstance(alias, str):
                continue
            space, dot, simple = alias.rpartition(".")
            full = simple
            if space or not dot:
                space = space if dot else node.namespace
                full = f"{space}.{simple}" if space else simple
            if full in found:
                continue
            if not self._lenient and not is_name(simple):
                self._odd_name("an alias", simple, node, f"aliases/{index}")
            found[full] = f".{simple}" if node.namespace and not space else full
        node.aliases = tuple(found.values())

    # Fields

    def _odd_field(self, record: Record, index: int, raw: JSON, space: str) -> None:
        """Build a field without name or type as far as it goes."""
        pointer = f"{record.pointer}/fields/{index}"
        if not isinstance(raw, dict):
            if not is_damaged(raw):
                self.faults.field_name_missing(pointer, raw)
            return
        name = raw.get("name")
        field = Field("", record, index, raw)
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
            field.type = Node(HOLE, None, field, "type")
        if "order" in raw:
            self._order(field)
        if isinstance(name, str) and not is_name(name):
            self._odd_field_name(field)
        if field.has_default:
            self._default(field)
        if "aliases" in raw:
            self._field_aliases(field)

    def _order(self, field: Field) -> None:
        order = field.raw["order"]
        if not (
            (isinstance(order, str) and order.upper() in _ORDERS) or is_damaged(order)
        ):
            self.faults.order_invalid(field.pointer, order)

    def _odd_field_name(self, field: Field) -> None:
        if self._lenient:
            self.suspects.append(
                Suspect("the name of the field", field.name, field, "name")
            )
            return
        self._number_text(field)
        self.faults.name_invalid(
            f"{field.pointer}/name", "the name of the field", field.name
        )

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
        if type(value) is str and field.type.type in (FLOAT, DOUBLE):
            if self._lenient or is_name(field.name):
                self._number_text(field)  # else it was done before the name
            return
        if self._lenient:
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
        if not isinstance(aliases, list) or not all(
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
