"""May this reader read what that writer wrote?"""

from avrotower.compat.exact import resolve
from avrotower.compat.outcome import Ambiguity, Incompatibility, Outcome
from avrotower.compat.pairs import Pairs
from avrotower.compat.shape import ALIASED, shape_of
from avrotower.compat.sound import Sound, TooDeepError
from avrotower.schema.model import Node, Schema

__all__ = [
    "Ambiguity",
    "Incompatibility",
    "Outcome",
    "compatible",
    "incompatibilities",
    "soundly_compatible",
]


def compatible(reader: Schema | Node, writer: Schema | Node) -> bool:
    """Whether *reader* may read what *writer* wrote, as Java answers."""
    reads, writes = _root(reader), _root(writer)
    shape, other = shape_of(reads), shape_of(writes)
    if shape != ALIASED:
        if shape == other and shape > 0:
            return True
        try:
            if Sound().reads(reads, writes):
                return True
        except TooDeepError:
            return resolve(reads, writes).compatible
        if shape > 0 or other > 0:
            return False
    # Only an ambiguity, or the order of visits in cycles, can make Java differ.
    return resolve(reads, writes).compatible


def soundly_compatible(reader: Schema | Node, writer: Schema | Node) -> bool:
    """Whether *reader* can in truth read all that *writer* can write.

    Where Java says yes and this says no, Java errs (COMPATIBILITY, 4.3).
    """
    reads, writes = _root(reader), _root(writer)
    shape_of(writes)
    if shape_of(reads) != ALIASED:
        try:
            return Sound().reads(reads, writes)
        except TooDeepError:
            pass
    pairs = Pairs(reads, writes)
    return not pairs.root.fails and resolve(reads, writes).compatible


def incompatibilities(reader: Schema | Node, writer: Schema | Node) -> Outcome:
    """Return all that keeps *reader* from reading *writer*, in Java's order and words.

    An ambiguous alias takes the place of the list: `outcome.exception`.
    """
    return resolve(_root(reader), _root(writer))


def _root(schema: Schema | Node) -> Node:
    return schema.root if isinstance(schema, Schema) else schema
