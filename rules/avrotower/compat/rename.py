"""Fields that look renamed: one is missing, another one is left over."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from avrotower.compat.fact import Fact
from avrotower.compat.pairs import Pairs
from avrotower.compat.reading import Reading
from avrotower.schema.model import Field, Record
from avrotower.schema.words import words

_MOST_COMPARED: Final = 10_000


class Renaming(NamedTuple):
    """What a missing field may be called in the other schema."""

    field: Field | None = None
    """The one that fits, where no other does."""
    several: tuple[Field, ...] = ()
    """All that fit, where there is no telling."""


def renaming(fact: Fact, reading: Reading) -> Renaming:
    """Return what the missing field of *fact* may be called in the writer."""
    reader, writer = fact.reader, fact.writer
    if not isinstance(reader, Record) or not isinstance(writer, Record):
        return Renaming()
    missing = [b.field for b in fact.visit.pair.breaches if b.field is not None]
    asked = {name for f in reader.fields for name in (f.name, *f.aliases)}
    left = [field for field in writer.fields if field.name not in asked]
    if not left or len(left) * len(missing) > _MOST_COMPARED:
        return Renaming()
    if not reading.is_new_reader:
        # The new field says itself what it was called before.
        for other in left:
            if fact.field.name in other.aliases:
                return Renaming(other)
    fitting = _fitting(fact.field, left)
    if len(fitting) != 1:
        return Renaming(several=tuple(fitting))
    wanted = [field for field in missing if _fits(field, fitting[0])]
    return Renaming(fitting[0]) if len(wanted) == 1 else Renaming(several=(fitting[0],))


def _fitting(field: Field, others: Sequence[Field]) -> list[Field]:
    return [other for other in others if _fits(field, other)]


def _fits(field: Field, other: Field) -> bool:
    """Whether *other* has the place or the words of *field*, and a type it can read."""
    if field.index != other.index and not _is_similar(field.name, other.name):
        return False
    return not Pairs(field.type, other.type).root.fails


def _is_similar(name: str, other: str) -> bool:
    """Whether half of the words or more are the same (RULES, CMP010)."""
    ours, theirs = set(words(name)), set(words(other))
    most = max(len(ours), len(theirs))
    return most > 0 and 2 * len(ours & theirs) >= most
