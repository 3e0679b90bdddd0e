"""The Avro model: what a schema says, as slotted nodes.

The nodes are made by `avrotower.schema.parse` and are not changed afterwards.

* A *node* is a type: one of the classes below, told apart by `node.type`.
* A use of a named type by its name is the node of the definition itself; the places
  where names are used are listed in `Schema.uses`.
* A primitive written as plain text (`"int"`) is one shared node without a place of its
  own; one written as an object is a node with `raw` and a place.
* What the text says beyond the structure (`doc`, attributes, logical types) is read from
  `raw`, the parsed JSON, when somebody asks; building stays cheap.

A *slot* is where a type stands: the type of a field, the items of an array, the values
of a map, a branch of a union, the root. `avrotower.schema.slots` walks over them.
"""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, ClassVar, Final, TypeAlias, TypeGuard


JSON: TypeAlias = "Any"
"""Parsed JSON: the one place where `Any` is the truth."""

NULL: Final = 0
BOOLEAN: Final = 1
INT: Final = 2
LONG: Final = 3
FLOAT: Final = 4
DOUBLE: Final = 5
BYTES: Final = 6
STRING: Final = 7
RECORD: Final = 8
ENUM: Final = 9
ARRAY: Final = 10
MAP: Final = 11
UNION: Final = 12
FIXED: Final = 13
HOLE: Final = 14
"""A damaged part of a text; it fits everything and silences what depends on it."""

TYPE_NAMES: Final = (
    "null",
    "boolean",
    "int",
    "long",
    "float",
    "double",
    "bytes",
    "string",
    "record",
    "enum",
    "array",
    "map",
    "union",
    "fixed",
    "damaged",
)
"""The words of the specification, by `node.type`; Java's are the same in upper case."""

JSON_OF_SHARED: Final = "shared"

UNSHAPED: Final = 0
"""The `shape` of a node that resolution has not compiled."""
FRESH: Final = -5
"""The `shape` of the root of a text in which no field has aliases, before compiling."""


def is_object(value: JSON) -> TypeGuard[dict[str, JSON]]:
    """Whether *value* is a JSON object."""
    return isinstance(value, dict)


def is_array(value: JSON) -> TypeGuard[list[JSON]]:
    """Whether *value* is a JSON array."""
    return isinstance(value, list)


def escape(token: str) -> str:
    """Return *token* as a step of a JSON pointer (RFC 6901)."""
    return token.replace("~", "~0").replace("/", "~1")


def unescape(step: str) -> str:
    """Return the token that *step* of a JSON pointer stands for (RFC 6901)."""
    return step.replace("~1", "/").replace("~0", "~")


class Node:
    """A type at the place where it is written.

    Like a field it has no constructor: who builds it sets all that is not compiled.
    """

    __slots__ = ("owner", "raw", "shape", "step", "type")

    type: int
    """One of the constants above."""
    owner: Node | Field | None
    """What the node is written in; None for the root and for shared primitives."""
    step: str | int
    """The way from the owner's JSON pointer to the node's, already escaped: `type`, 2."""
    raw: JSON
    """The JSON that the node was read from; the bare name for a shared primitive."""
    shape: int
    """What resolution knows of the structure; `UNSHAPED` or `FRESH` until
    `avrotower.compat.shape` computes it, so that building stays cheap. Other slots that
    are called compiled are unset or 0 until then."""

    @property
    def type_name(self) -> str:
        """The type in the specification's words: `record`, `long`, …."""
        return TYPE_NAMES[self.type]

    @property
    def label(self) -> str:
        """What people call the type: its full name, or its type name."""
        return TYPE_NAMES[self.type]

    @property
    def pointer(self) -> str:
        """The JSON pointer of the place where the node is written."""
        return slot_pointer(self.owner, self.step)

    @property
    def path(self) -> str:
        """The logical path of the node (RULES, 2.3)."""
        return slot_path(self.owner, self.step, self)

    def attribute(self, key: str) -> JSON:
        """Return the attribute *key* of the JSON object, None where there is none."""
        return self.raw.get(key) if is_object(self.raw) else None

    @property
    def doc(self) -> str | None:
        """The `doc` of the type, None where it has none or it is no text."""
        doc = self.attribute("doc")
        return doc if isinstance(doc, str) else None


class Named(Node):
    """A record, an enum or a fixed."""

    __slots__ = ("aliases", "document", "fullname", "name", "namespace")

    name: str
    """The simple name."""
    namespace: str
    """Empty for the null namespace."""
    fullname: str
    aliases: tuple[str, ...]
    """As Java's `getAliases` gives them, in document order without repeats: full names;
    an alias `.X` of a type in a namespace keeps its dot."""
    document: str
    """The name of the document that defines the type."""

    @property
    def label(self) -> str:
        """The full name."""
        return self.fullname

    @property
    def path(self) -> str:
        """The full name: a named type is defined once."""
        return self.fullname


class Record(Named):
    """A record or an error."""

    __slots__ = ("by_name", "by_part", "fields", "is_error", "loose", "parts")

    fields: list[Field]
    is_error: bool
    by_name: dict[str, Field]
    """The fields by name; compiled."""
    by_part: dict[int, Field]
    """The fields by a number that stands for name and shape; compiled."""
    parts: frozenset[int]
    """The numbers in `by_part`; compiled."""
    loose: list[Field]
    """The fields whose types have no shape of their own; compiled."""


class Enum(Named):
    """An enum."""

    __slots__ = ("default", "symbols")

    symbols: tuple[str, ...]
    default: str | None
    """The default symbol; a `default` that is no text is ignored, as Java does."""


class Fixed(Named):
    """A fixed."""

    __slots__ = ("size",)

    size: int
    """In bytes."""


Definition: TypeAlias = "Record | Enum | Fixed"
"""What `Named` is: one of its three kinds."""
DEFINITIONS: Final = (Record, Enum, Fixed)


class Array(Node):
    """An array."""

    __slots__ = ("items",)

    items: Node


class Map(Node):
    """A map."""

    __slots__ = ("values",)

    values: Node


class Union(Node):
    """A union."""

    __slots__ = ("branches", "reads", "writes")

    branches: list[Node]
    reads: int
    """The set of primitive types that some branch reads, as bits; compiled."""
    writes: int
    """The set of the branches' types, as bits; compiled."""

    @property
    def has_null(self) -> bool:
        """Whether the value may be null."""
        return any(branch.type == NULL for branch in self.branches)


class Field:
    """A field of a record."""

    __slots__ = ("aliases", "has_default", "index", "name", "owner", "raw", "type")

    BELOW: ClassVar[str] = "fields/"
    """The way from the record's JSON pointer to that of its fields."""
    name: str
    type: Node
    owner: Record
    index: int
    """The position in the record, from 0."""
    raw: dict[str, JSON]
    aliases: tuple[str, ...]
    """Plain texts, compared with names of fields as they are."""
    has_default: bool

    @property
    def default(self) -> JSON:
        """The default as JSON; None both for `null` and for none, see `has_default`."""
        return self.raw.get("default")

    @property
    def order(self) -> str:
        """`ascending`, `descending` or `ignore`."""
        # Java compares in upper case, where more letters meet than in lower case.
        return str(self.raw.get("order", "ascending")).upper().lower()

    @property
    def doc(self) -> str | None:
        """The `doc` of the field, None where it has none or it is no text."""
        doc = self.raw.get("doc")
        return doc if isinstance(doc, str) else None

    @property
    def pointer(self) -> str:
        """The JSON pointer of the field."""
        return slot_pointer(self.owner, f"{self.BELOW}{self.index}")

    @property
    def path(self) -> str:
        """The logical path of the field: `com.acme.Line.amount`."""
        return f"{self.owner.fullname}.{self.name}"


class Parameter(Field):
    """A parameter of a message; its record has no name."""

    __slots__ = ()

    BELOW: ClassVar[str] = ""


class Use(NamedTuple):
    """A place where a named type is used by its name."""

    name: str
    """As written."""
    owner: Node | Field | None
    step: str | int
    definition: Named
    raw: JSON
    """The text, or the object `{"type": "Name"}` (AVR017)."""
    is_forward: bool
    """Whether the use was bound when the document ended, not where it stands."""

    @property
    def pointer(self) -> str:
        """The JSON pointer of the use."""
        return slot_pointer(self.owner, self.step)


def slot_pointer(owner: Node | Field | None, step: str | int) -> str:
    """Return the JSON pointer of the slot *step* of *owner*."""
    # A loop: parsing asks for pointers when it is as deep as the text is.
    steps = [step]
    while owner is not None:
        if isinstance(owner, Field):
            steps.append(f"{owner.BELOW}{owner.index}")
            owner = owner.owner
        else:
            steps.append(owner.step)
            owner = owner.owner
    return "".join(f"/{step}" for step in reversed(steps) if step != "")


def slot_path(
    owner: Node | Field | None,
    step: str | int,  # noqa: ARG001  the same arguments as `slot_pointer`
    node: Node,
) -> str:
    """Return the logical path of the slot *step* of *owner*, which holds *node*."""
    if owner is None:
        return node.fullname if isinstance(node, Named) else "$"
    if isinstance(owner, Field):
        return owner.path
    if owner.type == ARRAY:
        return f"{owner.path}[]"
    if owner.type == MAP:
        return f"{owner.path}{{}}"
    return f"{owner.path}|{node.label}"


_AnyNode = TypeVar("_AnyNode", bound=Node)
_AnyField = TypeVar("_AnyField", bound=Field)


def place(
    node: _AnyNode, kind: int, raw: JSON, owner: Node | Field | None, step: str | int
) -> _AnyNode:
    """Give a new *node* what all nodes have, and return it."""
    node.type = kind
    node.raw = raw
    node.owner = owner
    node.step = step
    node.shape = UNSHAPED
    return node


def place_field(
    field: _AnyField, name: str, owner: Record, index: int, raw: dict[str, JSON]
) -> _AnyField:
    """Give a new *field* all but its type, and return it."""
    field.name = name
    field.owner = owner
    field.index = index
    field.raw = raw
    field.aliases = ()
    field.has_default = "default" in raw
    return field


PRIMITIVES: Final[Mapping[str, Node]] = {
    name: place(Node(), kind, name, None, JSON_OF_SHARED)
    for kind, name in enumerate(TYPE_NAMES[:8])
}
"""The shared nodes of primitives written as plain text, by name."""


_NOTHING: Final = place(Node(), HOLE, None, None, "")


class Schema:
    """One Avro schema: the root type, and lists of all that its text defines.

    The lists are in document order and hold only what *this* text writes, nothing of
    the documents it refers to.
    """

    __slots__ = ("fields", "names", "nodes", "plain_uses", "root")

    root: Node
    names: dict[str, Named]
    """The types defined here, by full name (the first definition of each)."""
    nodes: list[Node]
    """Every node that is written here with a place: all but shared primitives."""
    fields: list[Field]
    plain_uses: list[tuple[str, Node | Field | None, str | int, Named, JSON, bool]]
    """What `uses` gives, as plain tuples: many are made, few are looked at."""

    def __init__(self) -> None:
        self.root = _NOTHING
        self.names = {}
        self.nodes = []
        self.fields = []
        self.plain_uses = []

    @property
    def uses(self) -> list[Use]:
        """The places where named types are used by name."""
        return [Use._make(use) for use in self.plain_uses]

    @property
    def is_damaged(self) -> bool:
        """Whether there is no root type at all."""
        return self.root.type == HOLE

    @property
    def records(self) -> list[Record]:
        """The records written here."""
        return [node for node in self.nodes if isinstance(node, Record)]

    @property
    def enums(self) -> list[Enum]:
        """The enums written here."""
        return [node for node in self.nodes if isinstance(node, Enum)]

    @property
    def unions(self) -> list[Union]:
        """The unions written here."""
        return [node for node in self.nodes if isinstance(node, Union)]
