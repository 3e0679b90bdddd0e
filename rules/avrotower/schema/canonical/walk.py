"""Walking a schema in the order in which it is written, to any depth."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from avrotower.schema.document import Document
from avrotower.schema.model import Named, Node, Schema

Piece: TypeAlias = str | tuple[Node, str]
"""A finished text, or a type to be written here and the namespace that encloses it."""

Source: TypeAlias = Document | Schema | Node
"""What has a form of its own: a document, its schema, or one type."""


def root_of(source: Source) -> Node:
    """Return the type that *source* writes."""
    if not isinstance(source, Document):
        return source.root if isinstance(source, Schema) else source
    root = source.schema.root
    if isinstance(root, Named):
        # Java: of equal definitions the one that was complete first is kept for the
        # root, with its doc, aliases and default; those of references come before all.
        name = root.fullname
        first = source.references.names.get(name) or source.schema.names.get(name)
        return first or root
    return root


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
