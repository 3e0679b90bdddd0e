"""From a file to its subject, role and kind: the ladder of CONFIG, section 6.

Only the steps that need no declaration are climbed: names of files and directories,
patterns of internal topics, marks of generators, names of records.
"""

from __future__ import annotations

import os

from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.policy.mark import mark
from avrotower.rule import Confidence, Generator, Kind, Role, Subject
from avrotower.schema.document import Document
from avrotower.schema.model import Named, Node, Record, is_object

if TYPE_CHECKING:
    from typing import Final


_ROLE_WORDS: Final[dict[str, Role]] = {
    "key": "key",
    "keys": "key",
    "value": "value",
    "values": "value",
}
_OTHER_WORDS: Final = {
    "key": "value",
    "keys": "values",
    "value": "key",
    "values": "keys",
}
_ROLE_ENDINGS: Final = ("key", "value")
_SEPARATORS: Final = "-_."
_MARKS: Final = ("-subscription-", "-changelog", "-repartition")
"""What must be in the name of an internal topic, in lower case."""


SHARED: Final = 10
"""The step that asks whether other documents use a type; later ones are taken back."""
_FIRST_GUESS: Final = 12


class _Suffix(NamedTuple):
    """A name that ends in a role: `stock-key`."""

    topic: str
    word: str
    """The role as it is written."""


class Place(NamedTuple):
    """What a name tells of a subject."""

    topic: str
    role: Role | None
    evidence: str


def route(path: str, document: Document, *, is_referenced: bool = False) -> Subject:
    """Return the subject of the *document* at *path*.

    *path* is relative to the project, with forward slashes.
    *is_referenced* says that other documents use the type by name (step 10).
    """
    return routed(_place(path), document, is_referenced=is_referenced)


def routed(place: Place, document: Document, *, is_referenced: bool = False) -> Subject:
    """Return the subject of the *document* whose name tells *place*."""
    root = document.schema.root
    if document.types is not None:
        told = "a protocol holds types, none of which is a key or a value by itself"
        return _shared(_protocol_name(document) or place.topic, told)
    marks = mark(place.topic, document)
    generator = marks.generator
    kind = internal(place.topic) or marks.kind
    if place.role is not None:
        name = root.name if isinstance(root, Named) else ""
        kind = _kind_of_name(name) if kind == "unknown" else kind
        return _subject(place, kind, generator, step=7)
    if kind != "unknown" or marks.role is not None:
        word = kind if generator == "none" else generator
        role = marks.role or "value"
        marked = place._replace(role=role, evidence=f"marks of {word}")
        return _subject(marked, kind, generator, step=8)
    if is_referenced:
        name = root.fullname if isinstance(root, Named) else place.topic
        return _shared(name, "other documents use the type", generator)
    return _by_record(place, root)._replace(generator=generator)


def _by_record(place: Place, root: Node) -> Subject:
    """Read role and kind from the name of the record (steps 11, 13, 14)."""
    name = root.name if isinstance(root, Record) else ""
    kind = _kind_of_name(name)
    named = place._replace(role="value", evidence=f"the name {name}")
    if kind != "unknown":
        return _subject(named, kind, step=11)
    if name.endswith(("Key", "KeyRecord")):
        return _subject(named._replace(role="key"), kind, step=13)
    silent = named._replace(evidence="nothing speaks for a role")
    return _subject(silent, kind, step=14)


def _shared(name: str, evidence: str, generator: Generator = "none") -> Subject:
    return Subject(name, "", None, "shared", generator, "likely", evidence, SHARED)


def _subject(
    place: Place, kind: Kind, generator: Generator = "none", *, step: int
) -> Subject:
    topic, role, evidence = place
    name = f"{topic}-{role}"
    confidence: Confidence = "likely" if step < _FIRST_GUESS else "guess"
    return Subject(name, topic, role, kind, generator, confidence, evidence, step)


def _protocol_name(document: Document) -> str:
    raw = document.value
    if not is_object(raw) or not isinstance(raw.get("protocol"), str):
        return ""
    name: str = raw["protocol"]
    space = raw.get("namespace")
    return f"{space}.{name}" if isinstance(space, str) and "." not in name else name


def _place(path: str) -> Place:
    """Read topic and role from names of files and directories (step 7)."""
    directory, _, file = path.rpartition("/")
    stem = file.rsplit(".", 1)[0]
    parent = directory.rpartition("/")[2]
    word = _ROLE_WORDS.get(stem.lower())
    if word is not None:
        return Place(parent or stem, word, f"the file is called {file}")
    suffix = _suffix(stem)
    if suffix is not None:
        role = _ROLE_WORDS[suffix.word.lower()]
        ending = stem[len(suffix.topic) :]
        return Place(suffix.topic, role, f"the file name ends in {ending}")
    word = _ROLE_WORDS.get(parent.lower())
    if word is not None:
        return Place(stem, word, f"the directory is called {parent}")
    suffix = _suffix(parent)
    if suffix is not None:
        role = _ROLE_WORDS[suffix.word.lower()]
        return Place(suffix.topic, role, f"the directory is called {parent}")
    return Place(stem, None, "")


def topic_of(path: str) -> str:
    """Return the topic that the names in *path* tell, whatever the document holds."""
    return _place(path).topic


def partner(path: str) -> str | None:
    """Return the path that the other document of the topic has by its name (step 7).

    A key and a value are called alike but for that word; None where *path* has none.
    """
    directory, separator, file = path.rpartition(os.sep)
    stem = file.rpartition(".")[0] or file
    other = _renamed(stem)
    if other is not None:
        return f"{directory}{separator}{other}{file[len(stem) :]}"
    above, before, parent = directory.rpartition(os.sep)
    other = _renamed(parent)
    return None if other is None else f"{above}{before}{other}{separator}{file}"


def _renamed(name: str) -> str | None:
    if name in _OTHER_WORDS:
        return _OTHER_WORDS[name]
    word = name
    if name.lower() not in _ROLE_WORDS:
        suffix = _suffix(name)
        if suffix is None:
            return None
        word = suffix.word
    other = _OTHER_WORDS[word.lower()]
    if word.isupper():
        other = other.upper()
    elif word[0].isupper():
        other = other.capitalize()
    return name[: len(name) - len(word)] + other


def _suffix(name: str) -> _Suffix | None:
    for ending in _ROLE_ENDINGS:
        word = name[-len(ending) :]
        topic = name[: -len(ending) - 1]
        if word.lower() == ending and topic and name[len(topic)] in _SEPARATORS:
            return _Suffix(topic, word)
    return None


def internal(topic: str) -> Kind | None:
    """Return the kind of an internal topic, read from its name (step 8)."""
    lower = topic.lower()
    if _MARKS[0] not in lower and _MARKS[1] not in lower and _MARKS[2] not in lower:
        return None
    from avrotower.internal import internal  # noqa: PLC0415  few topics

    found = internal(topic)
    return found.kind if found is not None else None


def _kind_of_name(name: str) -> Kind:
    """Read the kind from the name of the record (step 11)."""
    if name.endswith("Event"):
        return "event"
    if name.endswith("Command"):
        return "command"
    return "unknown"
