"""The smallest datum of a type, in fastavro's shape and in Avro's JSON encoding."""

from collections import deque
from typing import Any, Final, NamedTuple

from avrotower.compat.witness.resolution import branch_name, symbol
from avrotower.schema.model import (
    ARRAY,
    BOOLEAN,
    BYTES,
    DOUBLE,
    FLOAT,
    HOLE,
    INT,
    JSON,
    LONG,
    MAP,
    NULL,
    STRING,
    Array,
    Enum,
    Field,
    Fixed,
    Map,
    Node,
    Record,
    Union,
)
from avrotower.schema.slots import children

MOST_BYTES: Final = 64 * 1024
"""The largest datum that is encoded (COMPATIBILITY, 1.2)."""
MOST_DEPTH: Final = 100
"""The deepest datum and type that others are given; they recurse on our stack."""

KEY: Final = "key"
"""The key of the one entry of a map."""


class Datum(NamedTuple):
    """A value of a type."""

    avro: Any
    """As fastavro takes it; a branch of a union is a pair of name and value."""
    json: JSON
    """In Avro's JSON encoding, with the names of the schema."""
    size: int
    """In bytes, about."""
    depth: int = 0
    """How deep values are nested."""


_ZERO: Final = {
    NULL: Datum(None, None, 0),
    BOOLEAN: Datum(False, False, 1),  # noqa: FBT003  a value
    INT: Datum(0, 0, 1),
    LONG: Datum(0, 0, 1),
    FLOAT: Datum(0.0, 0.0, 4),
    DOUBLE: Datum(0.0, 0.0, 8),
    STRING: Datum("", "", 1),
    BYTES: Datum(b"", "", 1),
    HOLE: Datum(None, None, 0),
    ARRAY: Datum([], [], 1),
    MAP: Datum({}, {}, 1),
}


class Smallest:
    """The smallest data of all types that a writer leads to.

    Made by fixpoint over the graph of types, from the flattest up, so that types that
    contain themselves are no problem and chains of any length are none either.
    """

    def __init__(self, root: Node) -> None:
        self._data: dict[int, Datum | None] = {}
        self._height: dict[int, int] = {}
        self.is_cut = False
        """Whether a datum was left out because it would be too large."""
        self._make(root)

    def datum(self, node: Node) -> Datum | None:
        """Return the datum of *node*; None where it has no finite or only a huge one."""
        return self._data.get(id(node))

    def is_finite(self, node: Node) -> bool:
        """Whether *node* has a datum at all."""
        return id(node) in self._height

    def _make(self, root: Node) -> None:
        nodes, users, waits = _graph(root)
        flat = deque(node for node in nodes if not waits[id(node)])
        for node in flat:
            self._height[id(node)] = 0
        while flat:
            node = flat.popleft()
            self._data[id(node)] = self._small(node)
            for user in users.get(id(node), ()):
                waits[id(user)] -= 1
                if waits[id(user)] == 0:
                    self._height[id(user)] = self._height[id(node)] + 1
                    flat.append(user)

    def _small(self, node: Node) -> Datum | None:
        datum = self._compose(node)
        if datum is None or datum.size > MOST_BYTES or datum.depth > MOST_DEPTH:
            self.is_cut = True
            return None
        return datum

    def _compose(self, node: Node) -> Datum | None:
        if isinstance(node, Record):
            return self.record(node)
        if isinstance(node, Union):
            return self._flattest(node)
        if isinstance(node, Enum):
            return enum(node.symbols[0])
        if isinstance(node, Fixed):
            size = node.size
            return Datum(bytes(size), "\0" * size, size) if size <= MOST_BYTES else None
        return _ZERO[node.type]

    def _flattest(self, node: Union) -> Datum | None:
        finite = (branch for branch in node.branches if self.is_finite(branch))
        flattest = min(finite, key=lambda branch: self._height[id(branch)])
        inner = self.datum(flattest)
        return None if inner is None else branch(flattest, inner)

    def record(
        self, node: Record, changed: Field | None = None, value: Datum | None = None
    ) -> Datum | None:
        """Return the datum of the record *node*, the field *changed* having *value*."""
        avro: dict[str, Any] = {}
        json: dict[str, JSON] = {}
        size = depth = 0
        for field in node.fields:
            inner = value if field is changed else self.datum(field.type)
            if inner is None:
                return None
            avro[field.name] = inner.avro
            json[field.name] = inner.json
            size += inner.size
            depth = max(depth, inner.depth)
        return Datum(avro, json, size, depth + 1)


def enum(name: str) -> Datum:
    """Return the symbol *name* as a datum."""
    return Datum(symbol(name), name, 1)


def branch(node: Node, inner: Datum) -> Datum:
    """Return *inner* as a value of a union, in its branch *node*."""
    name = branch_name(node)
    json = None if node.type == NULL else {node.label: inner.json}
    return Datum((name, inner.avro), json, inner.size + 1, inner.depth + 1)


def items(inner: Datum) -> Datum:
    """Return an array that holds *inner* alone."""
    return Datum([inner.avro], [inner.json], inner.size + 2, inner.depth + 1)


def values(inner: Datum) -> Datum:
    """Return a map that holds *inner* alone."""
    depth = inner.depth + 1
    return Datum({KEY: inner.avro}, {KEY: inner.json}, inner.size + 6, depth)


def _graph(
    root: Node,
) -> tuple[list[Node], dict[int, list[Node]], dict[int, int]]:
    """Return all types below *root*, who needs each one, and how many each needs."""
    nodes: list[Node] = []
    users: dict[int, list[Node]] = {}
    waits: dict[int, int] = {}
    todo = [root]
    while todo:
        node = todo.pop()
        if id(node) in waits:
            continue
        nodes.append(node)
        below = [slot.node for slot in children(node)]
        todo.extend(reversed(below))
        if isinstance(node, Array | Map):
            waits[id(node)] = 0
            continue
        for child in below:
            users.setdefault(id(child), []).append(node)
        if isinstance(node, Union):
            waits[id(node)] = 1
        elif isinstance(node, Enum):
            # An enum without symbols has no datum.
            waits[id(node)] = 0 if node.symbols else 1
        else:
            waits[id(node)] = len(below)
    return nodes, users, waits
