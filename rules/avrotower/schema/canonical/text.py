"""Canonical text: what a registry keeps of a schema (COMPATIBILITY, 3.2)."""

from collections.abc import Iterator
from typing import Final

from avrotower.schema.canonical.walk import Piece, root_of, spelled
from avrotower.schema.document import NO_REFERENCES, Document, References
from avrotower.schema.java import quoted, write
from avrotower.schema.model import (
    DEFINITIONS,
    DOUBLE,
    FLOAT,
    HOLE,
    JSON,
    STRING,
    TYPE_NAMES,
    Array,
    Definition,
    Enum,
    Field,
    Map,
    Named,
    Node,
    Record,
    Union,
)
from avrotower.schema.parse.defaults import is_java_number, java_number

OF_TYPES: Final = frozenset(
    [
        "aliases",
        "doc",
        "fields",
        "items",
        "name",
        "namespace",
        "size",
        "symbols",
        "type",
        "values",
    ]
)
"""Attributes of types that Avro reserves for itself; all others are kept in order."""
OF_ENUMS: Final = OF_TYPES | {"default"}
OF_FIELDS: Final = frozenset(["aliases", "default", "doc", "name", "order", "type"])

_WORDS: Final = frozenset(TYPE_NAMES) - {TYPE_NAMES[HOLE]}
_PLAIN: Final = 2
"""A field with so many attributes has a name and a type, nothing else."""


def canonical_text(document: Document) -> str:
    """Return the canonical text of *document*, which must be a valid schema.

    Root types of the documents that it refers to are used by name only.
    """
    return canonical_text_of(root_of(document), document.references)


def canonical_text_of(node: Node, references: References = NO_REFERENCES) -> str:
    """Return the canonical text of *node* as if it were a document of its own.

    Works for every node of a model; damaged parts are written as `null`.
    """
    return spelled(node, _Text(references.roots).pieces)


class _Text:
    """One text: what it has written so far."""

    __slots__ = ("_known",)

    def __init__(self, roots: frozenset[str]) -> None:
        self._known = set(roots)

    def pieces(self, node: Node, namespace: str) -> Iterator[Piece]:
        """Yield the text of *node* inside *namespace*."""
        if isinstance(node, DEFINITIONS):
            if node.fullname in self._known:
                yield quoted(_name(node, namespace))
            else:
                self._known.add(node.fullname)
                yield from self._definition(node, namespace)
        elif isinstance(node, Union):
            start = "["
            for branch in node.branches:
                yield start
                yield _short(branch) or (branch, namespace)
                start = ","
            yield "]" if node.branches else "[]"
        elif isinstance(node, Array):
            yield '{"type":"array","items":'
            yield _short(node.items) or (node.items, namespace)
            yield f"{_others(node.raw, OF_TYPES)}}}"
        elif isinstance(node, Map):
            yield '{"type":"map","values":'
            yield _short(node.values) or (node.values, namespace)
            yield f"{_others(node.raw, OF_TYPES)}}}"
        else:
            yield _short(node) or "null"

    def _definition(self, node: Definition, namespace: str) -> Iterator[Piece]:
        word = "error" if isinstance(node, Record) and node.is_error else node.type_name
        space = (
            ""
            if node.namespace == namespace
            else f',"namespace":{quoted(node.namespace)}'
        )
        doc = "" if node.doc is None else f',"doc":{quoted(node.doc)}'
        head = f'{{"type":"{word}","name":{quoted(node.name)}{space}{doc}'
        reserved = OF_TYPES
        if isinstance(node, Record):
            yield f'{head},"fields":['
            yield from self._fields(node)
            yield "]"
        elif isinstance(node, Enum):
            reserved = OF_ENUMS
            symbols = ",".join(map(quoted, node.symbols))
            yield f'{head},"symbols":[{symbols}]'
            if node.default is not None:
                yield f',"default":{quoted(node.default)}'
        else:
            yield f'{head},"size":{node.size}'
        yield f"{_others(node.raw, reserved)}{_type_aliases(node)}}}"

    def _fields(self, record: Record) -> Iterator[Piece]:
        namespace = record.namespace
        start = "{"
        for field in record.fields:
            yield f'{start}"name":{quoted(field.name)},"type":'
            yield _short(field.type) or (field.type, namespace)
            yield "}" if len(field.raw) == _PLAIN else f"{_field_rest(field)}}}"
            start = ",{"


def _short(node: Node) -> str | None:
    """Return the text of a primitive; None for what has parts or a name."""
    if node.type > STRING:
        return None
    if not isinstance(node.raw, str):
        others = _others(node.raw, OF_TYPES)
        if others:
            return f'{{"type":"{node.type_name}"{others}}}'
    return f'"{node.type_name}"'


def _name(node: Named, namespace: str) -> str:
    """Return *node*'s name as text inside *namespace* uses it, unquoted."""
    if node.namespace and node.namespace == namespace and node.name not in _WORDS:
        return node.name
    return node.fullname


def _others(raw: JSON, reserved: frozenset[str]) -> str:
    """Return the attributes that Avro does not define, each with a comma before it."""
    return "".join(
        [
            f",{quoted(key)}:{write(value)}"
            for key, value in raw.items()
            if key not in reserved
        ]
    )


def _type_aliases(node: Named) -> str:
    if not node.aliases:
        return ""
    texts: list[str] = []
    for alias in node.aliases:
        space, _, simple = alias.rpartition(".")
        if space == node.namespace and simple not in _WORDS:
            texts.append(simple)
        else:
            # Java writes `.X`, a name without namespace, so that it reads back as `X`.
            texts.append(alias if space else simple)
    return f',"aliases":[{",".join(map(quoted, texts))}]'


def _field_rest(field: Field) -> str:
    """Return what follows the type of *field*."""
    doc = field.doc
    text = "" if doc is None else f',"doc":{quoted(doc)}'
    if field.has_default:
        text += f',"default":{write(default_of(field))}'
    if field.order != "ascending":
        text += f',"order":"{field.order}"'
    if field.aliases:
        text += f',"aliases":[{",".join(map(quoted, field.aliases))}]'
    return text + _others(field.raw, OF_FIELDS)


def default_of(field: Field) -> JSON:
    """Return the default of *field* as Java keeps it.

    Text directly on a float or double has become a number.
    """
    default = field.default
    if (
        isinstance(default, str)
        and field.type.type in (FLOAT, DOUBLE)
        and is_java_number(default)
    ):
        return java_number(default)
    return default
