"""May this reader read what that writer wrote?"""

from avrotower.compat.exact import resolve
from avrotower.compat.outcome import Ambiguity, Incompatibility, Outcome
from avrotower.schema.model import Node, Schema

__all__ = [
    "Ambiguity",
    "Incompatibility",
    "Outcome",
    "compatible",
    "incompatibilities",
]


def compatible(reader: Schema | Node, writer: Schema | Node) -> bool:
    """Whether *reader* may read what *writer* wrote, as Java answers."""
    return incompatibilities(reader, writer).compatible


def incompatibilities(reader: Schema | Node, writer: Schema | Node) -> Outcome:
    """Return all that keeps *reader* from reading *writer*, in Java's order and words.

    An ambiguous alias takes the place of the list: `outcome.exception`.
    """
    return resolve(_root(reader), _root(writer))


def _root(schema: Schema | Node) -> Node:
    return schema.root if isinstance(schema, Schema) else schema
