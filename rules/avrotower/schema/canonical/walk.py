"""Walking a schema in the order in which it is written, to any depth."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from avrotower.schema.document import Document
from avrotower.schema.model import Node, Schema

Piece: TypeAlias = str | tuple[Node, str]
"""A finished text, or a type to be written here and the namespace that encloses it."""

Source: TypeAlias = Document | Schema | Node
"""What has a form of its own: a document, its schema, or one type."""


def root_of(source: Source) -> Node:
    """Return the type that *source* writes."""
    if isinstance(source, Document):
        return source.schema.root
    return source.root if isinstance(source, Schema) else source


def spelled(root: Node, pieces: Callable[[Node, str], Iterator[Piece]]) -> str:
    """Return the text of *root*.

    *pieces* gives the parts of one type in their order; they are asked for one by one,
    so it may note what has been written before.
    Named types may be chained much longer than Python nests calls, hence the list.
    """
    parts: list[str] = []
    write = parts.append
    open_types = [pieces(root, "")]
    while open_types:
        for piece in open_types[-1]:
            if isinstance(piece, str):
                write(piece)
            else:
                open_types.append(pieces(*piece))
                break
        else:
            open_types.pop()
    return "".join(parts)
