"""What an explanation says before versions are put together: type, rule, text, places."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from avrotower.compat.explain.cause import causes, nearest_words
from avrotower.compat.explain.fact import Fact, Kind
from avrotower.compat.explain.phrase import in_words, listed, short, size
from avrotower.compat.explain.reading import Reading
from avrotower.compat.explain.rename import Renaming, renaming
from avrotower.compat.explain.spot import ambiguous_alias, is_root, places
from avrotower.compat.versions import version_words
from avrotower.finding import Cause, Location, Version
from avrotower.schema.model import Enum, Field, Union

MISTAKE: Final = "ACCEPTED_BY_MISTAKE"
NAMESPACE: Final = "NAMESPACE_CHANGED"
AMBIGUOUS: Final = "AMBIGUOUS_ALIAS"

_TYPES: Final[dict[Kind, str]] = {
    "missing": "READER_FIELD_MISSING_DEFAULT_VALUE",
    "type": "TYPE_MISMATCH",
    "branch": "TYPE_MISMATCH",
    "union": "MISSING_UNION_BRANCH",
    "symbols": "MISSING_ENUM_SYMBOLS",
    "size": "FIXED_SIZE_MISMATCH",
    "name": "NAME_MISMATCH",
    "ambiguous": AMBIGUOUS,
    "namespace": NAMESPACE,
}
_RULES: Final[dict[Kind, tuple[str, str]]] = {
    "missing": ("CMP001", "CMP002"),
    "type": ("CMP003", "CMP003"),
    "branch": ("CMP006", "CMP007"),
    "union": ("CMP006", "CMP007"),
    "symbols": ("CMP004", "CMP005"),
    "size": ("CMP008", "CMP008"),
    "name": ("CMP009", "CMP009"),
    "ambiguous": ("AVR015", "AVR015"),
    "namespace": ("CMP009", "CMP009"),
}
"""The rules by kind: where the new schema reads, where the old one does."""

_MOST_TOLD: Final = 200
"""Unions whose branches are looked at."""
_VERSIONS: Final = "\0"
"""Stands in a message for the versions, which are known when all drafts are."""


class Draft(NamedTuple):
    """One fact, found with one version."""

    fact: Fact
    reading: Reading
    type: str
    """Java's type, or one of ours."""
    rule: str
    message: str
    reader: Location
    writer: Location
    causes: tuple[Cause, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What the drafts of one explanation have in common."""
        at = self.reader if self.reading.is_new_reader else self.writer
        return self.reading.direction, self.type, self.message, *at[:2]

    @property
    def cause(self) -> tuple[str, ...]:
        """What stays the same when something else in the schema is edited."""
        return self.fact.kind, self.reader.path, self.writer.path

    def said(self, versions: Sequence[Version]) -> str:
        """Return the message for *versions*."""
        return self.message.replace(_VERSIONS, version_words(versions))


def drafts(reading: Reading) -> list[Draft]:
    """Return all that is to be explained of *reading*."""
    told = 0
    found: list[Draft] = []
    for fact in (*reading.facts, *reading.moved):
        told += fact.kind == "union"
        found.append(_draft(fact, reading, with_causes=told <= _MOST_TOLD))
    if reading.is_mistaken:
        return [_mistaken(draft) for draft in found]
    return found


def causes_of(reading: Reading) -> frozenset[tuple[str, ...]]:
    """Return the `cause` of every draft of *reading*, without its texts."""
    found: set[tuple[str, ...]] = set()
    for fact in (*reading.facts, *reading.moved):
        reader, writer = places(fact, reading)
        found.add((fact.kind, reader.path, writer.path))
    return frozenset(found)


def _draft(fact: Fact, reading: Reading, *, with_causes: bool) -> Draft:
    reader, writer = places(fact, reading)
    rule = _RULES[fact.kind][0 if reading.is_new_reader else 1]
    told: tuple[Cause, ...] = ()
    message = _message(fact, reading)
    if fact.kind == "union" and with_causes:
        told = causes(fact, reading)
        nearest = nearest_words(fact, told, reading)
        message += f": {nearest}" if nearest else ""
    elif fact.kind == "branch" and reading.is_new_reader:
        message += f": {_cannot(fact)}"
    kind = java_type(fact)
    return Draft(fact, reading, kind, rule, message, reader, writer, told)


def _mistaken(draft: Draft) -> Draft:
    if draft.type == NAMESPACE:
        return draft
    said = f"{draft.message}; registries accept it by mistake"
    return draft._replace(type=MISTAKE, message=said)


def java_type(fact: Fact) -> str:
    """Return Java's word for *fact*, or ours where it has none."""
    if fact.kind == "branch" and fact.breach.wrong == "name":
        return _TYPES["name"]
    if fact.kind == "missing" and has_symbol_default(fact.field):
        # Java: such a field is resolved against the writer's whole record.
        return _TYPES["type"]
    return _TYPES[fact.kind]


def has_symbol_default(field: Field) -> bool:
    """Whether *field* is directly an enum that has a default of its own."""
    return isinstance(field.type, Enum) and field.type.default is not None


def _message(fact: Fact, reading: Reading) -> str:
    new = reading.newer(fact.reader, fact.writer)
    old = reading.older(fact.reader, fact.writer)
    match fact.kind:
        case "missing":
            said = _missing(fact, reading)
        case "type":
            path = _new_path(fact, reading)
            said = f"{path} was {in_words(old)} and is {in_words(new)}; {_cannot(fact)}"
        case "branch" | "union":
            said = _branch(fact, reading)
        case "symbols":
            said = _symbols(fact, reading)
        case "size":
            said = f"{new.label} was {size(old)} bytes and is {size(new)}"
        case "name" | "namespace":
            said = f"{old.label} became {new.label} without an alias"
            said += f"; {_ONLY_JAVA}" if fact.kind == "namespace" else ""
        case _:
            said = _ambiguous(fact)
    return said


_ONLY_JAVA: Final = (
    "Java reads it, because it compares simple names only, others and RecordName"
    " subjects do not"
)


def _cannot(fact: Fact) -> str:
    return f"{in_words(fact.reader)} cannot read {in_words(fact.writer)}"


def _missing(fact: Fact, reading: Reading) -> str:
    name = fact.field.name
    if reading.is_new_reader:
        said = f"{name} is new and has no default; older data does not have it"
    else:
        said = f"{name} was removed; readers on {_VERSIONS} have no default for it"
    return said + _hint(renaming(fact, reading), reading)


def _hint(found: Renaming, reading: Reading) -> str:
    if found.field is not None:
        name = found.field.name
        if reading.is_new_reader:
            return f'; it looks like {name} renamed: add "aliases": ["{name}"]'
        return f"; it looks like it was renamed to {name}"
    if not found.several:
        return ""
    names = listed(field.name for field in found.several)
    return f"; it could be one of these under another name: {names}"


def _symbols(fact: Fact, reading: Reading) -> str:
    label = reading.newer(fact.reader, fact.writer).label
    symbols = listed(fact.breach.symbols)
    if reading.is_new_reader:
        return f"{label} lost {symbols}; data that contains them cannot be read"
    return (
        f"{label} gained {symbols}; readers on {_VERSIONS} do not know them and have no"
        " default symbol"
    )


def _branch(fact: Fact, reading: Reading) -> str:
    path = _new_path(fact, reading)
    label = short(fact.writer)
    if reading.is_new_reader:
        return f"{path} no longer takes {label}"
    return f"{path} may now be {label}; readers on {_VERSIONS} cannot read that"


def _ambiguous(fact: Fact) -> str:
    alias = ambiguous_alias(fact)
    others = [f.name for f in fact.breach.answers if f.name != alias]
    other = listed(others) if others else "the field itself"
    return (
        f'alias "{alias}" also names {other}; a reader finds two matches and gives up'
    )


def _new_path(fact: Fact, reading: Reading) -> str:
    """Return the logical path of the slot in the newer schema, without the branch."""
    visit = fact.visit
    place = visit.reader if reading.is_new_reader else visit.writer
    if is_root(place):
        return "the schema"
    node = reading.newer(fact.reader, fact.writer)
    if isinstance(place.owner, Union):
        return place.owner.path
    at = reading.reader_at if reading.is_new_reader else reading.writer_at
    return at(place, node).path
