"""Data of a schema: random ones, and those that Avro's JSON encoding describes."""

from collections.abc import Callable
from random import Random
from typing import Any

from avrotower.compat.witness.generate import Smallest
from avrotower.compat.witness.resolution import branch_name, symbol
from avrotower.schema.model import (
    BYTES,
    FIXED,
    JSON,
    TYPE_NAMES,
    Array,
    Enum,
    Fixed,
    Map,
    Node,
    Record,
    Union,
)

MOST_DEEP = 12
"""Below this depth data are the smallest of their types."""

WORDS = ("", "a", "Grüße", "\u0000", "x" * 70)

Form = Any
"""A value as fastavro takes it for the resolution form of its schema."""


class RandomData:
    """Random data of one writer, the same ones for the same seed."""

    def __init__(self, root: Node, seed: int) -> None:
        self._root = root
        self._random = Random(seed)  # noqa: S311  no secrets
        self._smallest = Smallest(root)

    @property
    def has_any(self) -> bool:
        """Whether the writer can write anything at all."""
        return self._smallest.datum(self._root) is not None

    def draw(self) -> Form:
        """Return one more datum."""
        return self._draw(self._root, 0)

    def _draw(self, node: Node, depth: int) -> Form:
        random = self._random
        if depth > MOST_DEEP:
            datum = self._smallest.datum(node)
            assert datum is not None
            return datum.avro
        if isinstance(node, Record):
            return {f.name: self._draw(f.type, depth + 1) for f in node.fields}
        if isinstance(node, Union):
            branches = [b for b in node.branches if self._smallest.datum(b)]
            branch = random.choice(branches)
            return branch_name(branch), self._draw(branch, depth + 1)
        if isinstance(node, Array):
            size = random.randrange(3) if self._smallest.datum(node.items) else 0
            return [self._draw(node.items, depth + 1) for _ in range(size)]
        if isinstance(node, Map):
            size = random.randrange(3) if self._smallest.datum(node.values) else 0
            return {str(key): self._draw(node.values, depth + 1) for key in range(size)}
        return self._plain(node)

    def _plain(self, node: Node) -> Form:
        random = self._random
        if isinstance(node, Enum):
            return symbol(random.choice(node.symbols))
        if isinstance(node, Fixed):
            return random.randbytes(node.size)
        makers: dict[str, Callable[[], Form]] = {
            "null": lambda: None,
            "boolean": lambda: random.random() < 0.5,
            "int": lambda: random.randrange(-(1 << 31), 1 << 31),
            "long": lambda: random.randrange(-(1 << 63), 1 << 63),
            "float": lambda: float(random.randrange(-1000, 1000)),
            "double": random.random,
            # Data for bytes are UTF-8, because fastavro reads them as text too.
            "bytes": lambda: random.choice(WORDS).encode(),
            "string": lambda: random.choice(WORDS),
        }
        return makers[TYPE_NAMES[node.type]]()


def from_json(node: Node, value: JSON) -> Form:
    """Return the datum of *node* that *value* describes in Avro's JSON encoding."""
    datum: Form
    match node:
        case Record():
            datum = {f.name: from_json(f.type, value[f.name]) for f in node.fields}
        case Union() if value is None:
            datum = "null", None
        case Union():
            ((label, inner),) = value.items()
            (branch,) = (b for b in node.branches if b.label == label)
            datum = branch_name(branch), from_json(branch, inner)
        case Array():
            datum = [from_json(node.items, item) for item in value]
        case Map():
            datum = {key: from_json(node.values, v) for key, v in value.items()}
        case Enum():
            datum = symbol(value)
        case Node() if node.type in {BYTES, FIXED}:
            datum = value.encode("latin-1")
        case _:
            datum = value
    return datum
