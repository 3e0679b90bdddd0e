"""May this reader read what that writer wrote?"""

from avrotower.compat.exact import resolve
from avrotower.compat.outcome import Ambiguity, Incompatibility, Outcome
from avrotower.compat.pairs import Pairs
from avrotower.compat.shape import ALIASED, is_worth_a_walk, shape_of
from avrotower.compat.sound import Sound, TooDeepError
from avrotower.schema.model import UNSHAPED, Node, Schema

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
    answer = _quick(reads, writes)
    return resolve(reads, writes).compatible if answer is None else answer


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
    reads, writes = _root(reader), _root(writer)
    return Outcome() if _quick(reads, writes) else resolve(reads, writes)


def _quick(reads: Node, writes: Node) -> bool | None:
    """Return what Java answers, None where only its own way can tell.

    An ambiguity, or the order of visits in cycles, can make Java differ.
    """
    if reads.shape > UNSHAPED or not is_worth_a_walk(reads):
        shape, other = shape_of(reads), shape_of(writes)
        if shape == ALIASED:
            return None
        if shape == other and shape > 0:
            return True
    try:
        if Sound().reads(reads, writes):
            return True
    except TooDeepError:
        return None
    return False if shape_of(writes) > 0 or shape_of(reads) > 0 else None


def _root(schema: Schema | Node) -> Node:
    return schema.root if isinstance(schema, Schema) else schema
