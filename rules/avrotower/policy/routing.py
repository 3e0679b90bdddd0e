"""From a file to its subject, role and kind: the ladder of CONFIG, section 6.

Only the steps that need no declaration are climbed: names of files and directories,
patterns of internal topics, marks of generators, names of records.
"""

import re
from typing import Final, NamedTuple

from avrotower.rule import Confidence, Generator, Kind, Role, Subject
from avrotower.schema.document import Document
from avrotower.schema.model import Named, Node, Record, is_object

_ROLE_WORDS: Final[dict[str, Role]] = {
    "key": "key",
    "keys": "key",
    "value": "value",
    "values": "value",
}
_ROLE_ENDINGS: Final = ("key", "value")
_SUFFIX: Final = r"(?i)(.+)[-_.](key|value)$"
_INTERNAL: Final[tuple[tuple[str, str, Kind], ...]] = (
    ("-subscription-",
     r"(?i).+-subscription-re(gistration|sponse)(-\d{10})?-topic(-(pk|fk|vh))?$",
     "fk-join"),
    ("-changelog", r".+-.+-changelog$", "changelog"),
    ("-repartition", r".+-.+-repartition$", "repartition"),
)  # fmt: skip
"""What must be in the topic, in lower case, for the pattern to be worth compiling."""
_KSQL: Final = "_confluent-ksql-"
_KSQL_TOPIC: Final = r"_confluent-ksql-.+query_"
_KSQL_NAMESPACE: Final = "io.confluent.ksql.avro_schemas"
_ENVELOPE: Final = {"before", "after", "op", "source"}


class _Place(NamedTuple):
    topic: str
    role: Role | None
    evidence: str


def route(path: str, document: Document, *, is_referenced: bool = False) -> Subject:
    """Return the subject of the *document* at *path*.

    *path* is relative to the project, with forward slashes.
    *is_referenced* says that other documents use the type by name (step 10).
    """
    root = document.schema.root
    place = _place(path)
    if document.types is not None:
        told = "a protocol holds types, none of which is a key or a value by itself"
        return Subject(place.topic, "", None, "shared", "none", "likely", told)
    generator, envelope = _generator(root)
    kind: Kind = "unknown"
    if place.topic.startswith(_KSQL) and re.match(_KSQL_TOPIC, place.topic):
        generator = "ksqldb"
    if envelope:
        kind = "cdc"
    topic = place.topic.lower()
    for part, pattern, internal in _INTERNAL:
        if part in topic and re.match(pattern, place.topic):
            kind = internal
            break
    name = root.name if isinstance(root, Named) else ""
    if place.role is not None:
        if kind == "unknown":
            kind = _kind_of_name(name)
        return _subject(place, place.role, kind, generator, "likely", place.evidence)
    if kind != "unknown" or generator != "none":
        role: Role = "key" if name == "Key" else "value"
        word = kind if generator == "none" else generator
        return _subject(place, role, kind, generator, "likely", f"marks of {word}")
    if is_referenced:
        return Subject(
            name if not isinstance(root, Named) else root.fullname,
            "",
            None,
            "shared",
            "none",
            "likely",
            "other documents use the type",
        )
    kind = _kind_of_name(name)
    if kind != "unknown":
        return _subject(place, "value", kind, "none", "likely", f"the name {name}")
    if name.endswith(("Key", "KeyRecord")) and isinstance(root, Record):
        return _subject(place, "key", kind, "none", "guess", f"the name {name}")
    return _subject(place, "value", kind, "none", "guess", "nothing speaks for a role")


def _subject(  # noqa: PLR0913, PLR0917  one row of the ladder
    place: _Place,
    role: Role,
    kind: Kind,
    generator: Generator,
    confidence: Confidence,
    evidence: str,
) -> Subject:
    return Subject(
        f"{place.topic}-{role}",
        place.topic,
        role,
        kind,
        generator,
        confidence,
        evidence,
    )


def _place(path: str) -> _Place:
    """Read topic and role from names of files and directories (step 7)."""
    directory, _, file = path.rpartition("/")
    stem = file.rsplit(".", 1)[0]
    parent = directory.rpartition("/")[2]
    word = _ROLE_WORDS.get(stem.lower())
    if word is not None:
        return _Place(parent or stem, word, f"the file is called {file}")
    suffix = _suffix(stem)
    if suffix is not None:
        role = _ROLE_WORDS[suffix[2].lower()]
        return _Place(
            suffix[1], role, f"the file name ends in {stem[len(suffix[1]) :]}"
        )
    word = _ROLE_WORDS.get(parent.lower())
    if word is not None:
        return _Place(stem, word, f"the directory is called {parent}")
    suffix = _suffix(parent)
    if suffix is not None:
        role = _ROLE_WORDS[suffix[2].lower()]
        return _Place(suffix[1], role, f"the directory is called {parent}")
    return _Place(stem, None, "")


def _suffix(name: str) -> re.Match[str] | None:
    if not name.lower().endswith(_ROLE_ENDINGS):
        return None
    return re.match(_SUFFIX, name)


def _generator(root: Node) -> tuple[Generator, bool]:
    """Return who wrote the schema, and whether it is an envelope of changes (step 9)."""
    if not isinstance(root, Record):
        return "none", False
    if root.namespace == _KSQL_NAMESPACE:
        return "ksqldb", False
    has_connect_name = is_object(root.raw) and "connect.name" in root.raw
    names = {field.name for field in root.fields}
    if root.name == "Envelope" and names >= _ENVELOPE:
        return "debezium", True
    if has_connect_name:
        is_debezium = root.name in {"Key", "Value"} or root.fullname.startswith(
            "io.debezium."
        )
        return "debezium" if is_debezium else "connect", False
    if root.fullname == "io.confluent.connect.avro.ConnectDefault":
        return "connect", False
    return "none", False


def _kind_of_name(name: str) -> Kind:
    """Read the kind from the name of the record (step 11)."""
    if name.endswith("Event"):
        return "event"
    if name.endswith("Command"):
        return "command"
    return "unknown"
