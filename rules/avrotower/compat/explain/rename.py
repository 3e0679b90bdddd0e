"""Fields that look renamed: one is missing, another one is left over."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from avrotower.compat.explain.fact import Fact
from avrotower.compat.explain.reading import Reading
from avrotower.compat.pairs import Pair, Pairs
from avrotower.schema.model import Field, Record
from avrotower.schema.words import words

_MOST_COMPARED: Final = 10_000


class Renaming(NamedTuple):
    """What a missing field may be called in the other schema."""

    field: Field | None = None
    """The one that fits, where no other does."""
    several: tuple[Field, ...] = ()
    """All that fit, where there is no telling."""


_NOTHING: Final = Renaming()


def renaming(fact: Fact, reading: Reading) -> Renaming:
    """Return what the missing field of *fact* may be called in the writer."""
    pair = fact.visit.pair
    found = reading.renamed.get(id(pair))
    if found is None:
        found = reading.renamed[id(pair)] = _renamed(pair, reading)
    return found.get(fact.field, _NOTHING)


def _renamed(pair: Pair, reading: Reading) -> Mapping[Field, Renaming]:
    """Return the renamings of all fields that the writer of *pair* lacks."""
    reader, writer = pair.reader, pair.writer
    assert isinstance(reader, Record)  # noqa: S101  a field is missing
    assert isinstance(writer, Record)  # noqa: S101  as above
    missing = [b.field for b in pair.breaches if b.field and b.wrong == "missing"]
    asked = {name for f in reader.fields for name in (f.name, *f.aliases)}
    left = [field for field in writer.fields if field.name not in asked]
    if len(left) * len(missing) > _MOST_COMPARED:
        return {}
    fitting = {field: [o for o in left if _fits(field, o)] for field in missing}
    wanted = [other for others in fitting.values() for other in others]
    found = {field: _one_of(others, wanted) for field, others in fitting.items()}
    if not reading.is_new_reader:
        # The new field says itself what it was called before.
        names = {alias: other for other in left for alias in other.aliases}
        said = [field for field in missing if field.name in names]
        found.update({field: Renaming(names[field.name]) for field in said})
    return found


def _one_of(others: Sequence[Field], wanted: Sequence[Field]) -> Renaming:
    """Return the one of *others* that nobody else wants, else all of them."""
    if len(others) == 1 and wanted.count(others[0]) == 1:
        return Renaming(others[0])
    return Renaming(several=tuple(others))


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
