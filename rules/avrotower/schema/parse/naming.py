"""What building knows about one model, and what it does about names."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.schema.damage import is_damaged
from avrotower.schema.document import Mode, References, SchemaError
from avrotower.schema.model import (
    HOLE,
    JSON,
    Enum,
    Field,
    Named,
    Node,
    Record,
    Schema,
    is_array,
    place,
)
from avrotower.schema.names import is_lenient_name, is_name
from avrotower.schema.parse.defaults import Defaults
from avrotower.schema.parse.pending import LATE, Owner, Pending
from avrotower.schema.slots import children

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from avrotower.schema.parse.faults import Faults


_NONE: Final[frozenset[str]] = frozenset()
_NO_SPACE: Final = frozenset({""})


class Suspect(NamedTuple):
    """A name that lenient mode tests when all is parsed."""

    what: str
    text: str
    owner: Node | Field
    step: str


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


class Naming:
    """What building one model knows, and what it does about names."""

    __slots__ = (
        "_defaults",
        "_document",
        "_faults",
        "_known",
        "_lenient",
        "_local",
        "_namespace_at",
        "_references",
        "_spaces",
        "_told",
        "damaged",
        "has_aliases",
        "is_torn",
        "pending",
        "schema",
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
        self.is_torn = False
        """Whether a definition may be lost, so that no name counts as undefined."""
        self.has_aliases = bool(references.names)
        """Whether some field of the text has aliases, or one of its references may."""
        self._document = name
        self._namespace_at = ""
        """The place of a namespace that the document gives to all its types."""
        self._lenient = mode == "lenient"
        self._references = references
        # Sets that are rarely added to cost nothing while they are constants.
        self._spaces = _NO_SPACE
        self._told = _NONE
        self._local: dict[str, dict[str, Named]] = {}
        # Java looks among the references first, and keeps their definition of a name.
        self._known = self.schema.names
        if references.names:
            self._known = dict(references.names)
            for named in self._known.values():
                self._local.setdefault(named.namespace, {})[named.name] = named

    @property
    def faults(self) -> Faults:
        """The errors; their words are loaded when there is one."""
        if self._faults is None:
            from avrotower.schema.parse.faults import Faults  # noqa: PLC0415

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

    def _hole(self, raw: JSON, owner: Owner, step: str | int) -> Node:
        node = place(Node(), HOLE, raw, owner, step)
        self.schema.nodes.append(node)
        return node

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
            used = use.definition
            is_foreign = used is self._references.names.get(used.fullname)
            if is_foreign and id(used) not in seen:
                for what, text in _names_below(used, seen):
                    if not is_lenient_name(text):
                        self.faults.name_invalid(use.pointer, what, text, lenient=True)

    def _odd_name(self, what: str, text: str, owner: Node | Field, step: str) -> None:
        if self._lenient:
            self.suspects.append(Suspect(what, text, owner, step))
        else:
            self.faults.name_invalid(f"{owner.pointer}/{step}", what, text)

    def _odd_namespace(self, node: Named) -> None:
        namespace = node.namespace
        if namespace.isascii() and all(map(str.isidentifier, namespace.split("."))):
            self._spaces |= {namespace}
            return
        wrong = [part for part in namespace.split(".") if not is_name(part)]
        pointer = self._namespace_pointer(node)
        if pointer not in self._told:
            self._told |= {pointer}
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
        return self._namespace_at

    def _repeated(self, node: Named, first: Named) -> None:
        """Report *node* where it is not what *first* of the same name is."""
        from avrotower.schema.parse.equality import differ  # noqa: PLC0415  rare

        if differ(node, first, self.damaged, LATE):
            here = self.schema.names[node.fullname] is first
            self.faults.type_redefined(node, first, here=here)

    def _aliases(self, node: Named, raw: JSON) -> None:
        aliases: JSON = raw["aliases"]
        if is_damaged(aliases):
            return
        if not is_array(aliases):
            self.faults.aliases_invalid(node.pointer, raw)
            return
        if not all(isinstance(alias, str) or is_damaged(alias) for alias in aliases):
            self.faults.aliases_invalid(node.pointer, raw)
        found: dict[str, str] = {}
        for index, alias in enumerate(aliases):
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
