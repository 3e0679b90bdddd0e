"""The layout of Parsing Canonical Form, which two more forms add to."""

from collections.abc import Callable, Iterator

from avrotower.schema.canonical.walk import Piece, spelled
from avrotower.schema.model import (
    DEFINITIONS,
    STRING,
    Array,
    Definition,
    Enum,
    Field,
    Map,
    Node,
    Record,
    Union,
)


def _no_type(node: Node) -> str:  # noqa: ARG001  nothing to say of any type
    return ""


def _no_field(field: Field) -> str:  # noqa: ARG001  nothing to say of any field
    return ""


def lay_out(
    root: Node,
    *,
    known: frozenset[str] = frozenset(),
    of_type: Callable[[Node], str] = _no_type,
    of_field: Callable[[Field], str] = _no_field,
) -> str:
    """Return *root* in this layout; nothing is escaped.

    *known* are full names of types that are used by name from the start.
    *of_type* and *of_field* give what follows the body of a type, and the type of a
    field, a comma before each attribute.
    """
    return spelled(root, _Layout(set(known), of_type, of_field).pieces)


class _Layout:
    """One text: what it has defined so far, and what it adds."""

    __slots__ = ("_known", "_of_field", "_of_type")

    def __init__(
        self,
        known: set[str],
        of_type: Callable[[Node], str],
        of_field: Callable[[Field], str],
    ) -> None:
        self._known = known
        self._of_type = of_type
        self._of_field = of_field

    def pieces(self, node: Node, namespace: str) -> Iterator[Piece]:
        """Yield the text of *node*; *namespace* is of no concern here."""
        if isinstance(node, DEFINITIONS):
            if node.fullname in self._known:
                yield f'"{node.fullname}"'
            else:
                self._known.add(node.fullname)
                yield from self._definition(node, namespace)
        elif isinstance(node, Union):
            start = "["
            for branch in node.branches:
                yield start
                yield branch, namespace
                start = ","
            yield "]" if node.branches else "[]"
        elif isinstance(node, Array):
            yield '{"type":"array","items":'
            yield node.items, namespace
            yield f"{self._of_type(node)}}}"
        elif isinstance(node, Map):
            yield '{"type":"map","values":'
            yield node.values, namespace
            yield f"{self._of_type(node)}}}"
        elif node.type <= STRING:
            extra = self._of_type(node)
            word = f'"{node.type_name}"'
            yield f'{{"type":{word}{extra}}}' if extra else word
        else:
            yield "null"

    def _definition(self, node: Definition, namespace: str) -> Iterator[Piece]:
        yield f'{{"name":"{node.fullname}","type":"{node.type_name}"'
        if isinstance(node, Record):
            yield ',"fields":['
            start = "{"
            for field in node.fields:
                yield f'{start}"name":"{field.name}","type":'
                yield field.type, namespace
                yield f"{self._of_field(field)}}}"
                start = ",{"
            yield "]"
        elif isinstance(node, Enum):
            symbols = ",".join([f'"{symbol}"' for symbol in node.symbols])
            yield f',"symbols":[{symbols}]'
        else:
            yield f',"size":{node.size}'
        yield f"{self._of_type(node)}}}"
