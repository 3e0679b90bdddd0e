"""The resolution form: a schema printed so that fastavro resolves it as Java does."""

import re
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from avrotower.compat.stand_in import fits, stand_in
from avrotower.schema.model import (
    HOLE,
    JSON,
    Array,
    Enum,
    Field,
    Fixed,
    Map,
    Named,
    Node,
    Record,
    Schema,
    Union,
)

NOBODY: Final = "_.Nobody_f"
"""The one branch of an empty union: a type that no writer has."""

_SUFFIX: Final[Mapping[type[Named], str]] = {Record: "_r", Enum: "_e", Fixed: "_f"}
_SYMBOL: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Form(NamedTuple):
    """A resolution form and what must be known before others look at it."""

    schema: JSON
    depth: int
    """The deepest nesting of types; each level costs others a frame or more."""
    is_damaged: bool
    """Whether a part of the schema is a hole, which has no form."""


def resolution_form(schema: Schema | Node, *, reads: bool = False) -> JSON:
    """Return the resolution form of *schema* (COMPATIBILITY, 8.2).

    A reader (*reads*) keeps the aliases and the default of each of two equal
    definitions apart; for a writer they are one type.
    """
    return form(schema, reads=reads).schema


def form(
    schema: Schema | Node, *, reads: bool = False, without: Collection[Field] = ()
) -> Form:
    """Return the resolution form of *schema* with its depth.

    The fields *without* are left out.
    """
    root = schema.root if isinstance(schema, Schema) else schema
    return _Printer(reads=reads, without=without).print(root)


def symbol(name: str) -> str:
    """Return the symbol *name*; fastavro knows only those of ASCII letters."""
    if _SYMBOL.fullmatch(name):
        return name
    return f"_{name.encode('utf-8', 'surrogatepass').hex()}"


def type_name(node: Named) -> str:
    """Return the full name of *node* in the form: with namespace and kind."""
    return _full(node.fullname, node)


def branch_name(node: Node) -> str:
    """Return what fastavro calls *node* as a branch of a writer's union."""
    return type_name(node) if isinstance(node, Named) else node.type_name


def _full(name: str, node: Named) -> str:
    namespace, _, simple = name.rpartition(".")
    # The null namespace becomes `_`, so a real `_` has to make room.
    if not namespace.strip("_"):
        namespace += "_"
    return f"{namespace}.{simple}{_SUFFIX[type(node)]}"


class _Task(NamedTuple):
    node: Node
    into: JSON
    at: str | int
    depth: int


class _Printer:
    """Prints one schema without recursion, each type where it is first used."""

    def __init__(self, *, reads: bool, without: Collection[Field]) -> None:
        self._reads = reads
        self._without = without
        self._names: dict[int | str, str] = {}
        self._taken: dict[str, int] = {}
        self._todo: list[_Task] = []

    def print(self, root: Node) -> Form:
        box = [None]
        self._todo = [_Task(root, box, 0, 1)]
        deepest = 1
        is_damaged = False
        while self._todo:
            task = self._todo.pop()
            deepest = max(deepest, task.depth)
            is_damaged = is_damaged or task.node.type == HOLE
            done = len(self._todo)
            task.into[task.at] = self._shell(task.node, task.depth + 1)
            self._todo[done:] = reversed(self._todo[done:])
        return Form(box[0], deepest, is_damaged)

    def _shell(self, node: Node, depth: int) -> JSON:
        """Return the text of *node*; its parts are printed into it later."""
        if isinstance(node, Named):
            return self._named(node, depth)
        if isinstance(node, Array):
            shell = {"type": "array", "items": None}
            self._todo.append(_Task(node.items, shell, "items", depth))
            return shell
        if isinstance(node, Map):
            shell = {"type": "map", "values": None}
            self._todo.append(_Task(node.values, shell, "values", depth))
            return shell
        if isinstance(node, Union):
            return self._union(node, depth)
        return "null" if node.type == HOLE else node.type_name

    def _union(self, node: Union, depth: int) -> JSON:
        if not node.branches:
            if NOBODY in self._names:
                return [NOBODY]
            self._names[NOBODY] = NOBODY
            return [{"type": "fixed", "name": NOBODY, "size": 0}]
        branches: list[JSON] = [None] * len(node.branches)
        self._todo.extend(
            _Task(branch, branches, index, depth)
            for index, branch in enumerate(node.branches)
        )
        return branches

    def _named(self, node: Named, depth: int) -> JSON:
        key = id(node) if self._reads else node.fullname + _SUFFIX[type(node)]
        known = self._names.get(key)
        if known is not None:
            return known
        name = self._names[key] = self._free(type_name(node))
        shell: dict[str, JSON] = {"type": node.type_name, "name": name}
        # Java: an alias without namespace of a type that has one matches nothing.
        aliases = [_full(a, node) for a in node.aliases if not a.startswith(".")]
        if aliases:
            shell["aliases"] = aliases
        if isinstance(node, Fixed):
            shell["size"] = node.size
        elif isinstance(node, Enum):
            shell["symbols"] = [symbol(name) for name in node.symbols]
            if node.default is not None:
                shell["default"] = symbol(node.default)
        else:
            assert isinstance(node, Record)  # noqa: S101  the last of the three
            fields = [field for field in node.fields if field not in self._without]
            shell["fields"] = [self._field(field, depth) for field in fields]
        return shell

    def _free(self, name: str) -> str:
        """Return *name*, in a namespace below its own for a further definition."""
        count = self._taken[name] = self._taken.get(name, 0) + 1
        if count == 1:
            return name
        namespace, _, simple = name.rpartition(".")
        return f"{namespace}._{count}.{simple}"

    def _field(self, field: Field, depth: int) -> JSON:
        shell: dict[str, JSON] = {"name": field.name, "type": None}
        if field.has_default:
            shell["default"] = default_of(field)
        if field.aliases:
            shell["aliases"] = list(field.aliases)
        self._todo.append(_Task(field.type, shell, "type", depth))
        return shell


def default_of(field: Field) -> JSON:
    """Return the default of *field*, or a valid one in the place of an invalid one."""
    if fits(field.type, field.default):
        return field.default
    made = stand_in(field.type)
    return {} if made is None else made.value
