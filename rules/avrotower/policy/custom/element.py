"""What a declared rule looks at: each document, type or field as one value."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from avrotower.rule import At, Subject
from avrotower.schema.model import (
    HOLE,
    JSON,
    NULL,
    Enum,
    Field,
    Fixed,
    Named,
    Node,
    Record,
    Schema,
    Union,
    is_object,
)
from avrotower.schema.slots import Slot

_NOTHING: Final[dict[str, JSON]] = {}


class Element(NamedTuple):
    """One document, type or field."""

    at: At
    """What a finding points at."""
    name: str
    namespace: str
    """That of the type, or of the record that has the field."""
    type: Node
    """The type that the element is, or has."""
    raw: dict[str, JSON]
    """The JSON object that it was read from; empty for what is none."""
    is_top: bool
    """Whether it is the top-level type, a branch of it, or a field of one of these."""

    @property
    def title(self) -> str | None:
        """The attribute that names it, None where it has no name in the text."""
        return "name" if isinstance(self.at, Named | Field) else None

    @property
    def fullname(self) -> str:
        """The full name of a type; the name of everything else."""
        return self.at.fullname if isinstance(self.at, Named) else self.name


Elements: TypeAlias = Callable[[Schema, Subject], Iterator[Element]]


def _whole(schema: Schema, name: str | None) -> Iterator[Element]:
    root = schema.root
    if root.type == HOLE:
        return  # a protocol, or nothing that could be read
    raw = root.raw if is_object(root.raw) else _NOTHING
    if isinstance(root, Named):
        yield Element(root, name or root.name, root.namespace, root, raw, is_top=True)
        return
    at = Slot(root, None, "", is_use=False)
    yield Element(at, name or root.label, "", root, raw, is_top=True)


def _schemas(schema: Schema, subject: Subject) -> Iterator[Element]:  # noqa: ARG001  the shape of Elements
    return _whole(schema, None)


def _subjects(schema: Schema, subject: Subject) -> Iterator[Element]:
    return _whole(schema, subject.name)


def _types(*kinds: type[Named]) -> Elements:
    def elements(schema: Schema, subject: Subject) -> Iterator[Element]:  # noqa: ARG001  as above
        tops = _tops(schema)
        for node in schema.names.values():
            if isinstance(node, kinds):
                is_top = node in tops
                yield Element(node, node.name, node.namespace, node, node.raw, is_top)

    return elements


def _fields(schema: Schema, subject: Subject) -> Iterator[Element]:  # noqa: ARG001  as above
    tops = _tops(schema)
    for field in schema.fields:
        space = field.owner.namespace
        is_top = field.owner in tops
        yield Element(field, field.name, space, field.type, field.raw, is_top)


def _tops(schema: Schema) -> list[Node]:
    root = schema.root
    return root.branches if isinstance(root, Union) else [root]


ELEMENTS: Final[Mapping[str, Elements]] = {
    "schema": _schemas,
    "type": _types(Named),
    "record": _types(Record),
    "enum": _types(Enum),
    "fixed": _types(Fixed),
    "field": _fields,
    "subject": _subjects,
}
"""What a rule looks at, by the word of its key `on`."""


def is_nullable(node: Node) -> bool:
    """Whether a value of the type may be null."""
    return node.has_null if isinstance(node, Union) else node.type == NULL
