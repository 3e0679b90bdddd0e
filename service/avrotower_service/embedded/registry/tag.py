"""Tags of records and fields, which live in the text itself (REGISTRY, A.15)."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from avrotower.schema.java import write
from avrotower.schema.model import (
    JSON,
    Array,
    Field,
    Map,
    Node,
    Record,
    Union,
    is_array,
    is_object,
)
from avrotower_service.embedded.registry.refusal import InvalidError
from avrotower_service.embedded.registry.resolve import Read
from avrotower_service.embedded.registry.text import Source, Texts
from avrotower_service.embedded.registry.value import Content

TAGS: Final = "confluent:tags"
RECORD: Final = "sr_record"
FIELD: Final = "sr_field"
_RECORDS: Final = frozenset({"record", "error"})


class Entity(NamedTuple):
    """A record or a field of one."""

    path: str
    """Full name of the record, then the field; the namespace may be missing."""
    type: str


class Tagged(NamedTuple):
    """The tags of an entity."""

    entity: Entity
    tags: tuple[str, ...]


class Tagging(NamedTuple):
    """Tags to add, and then to remove."""

    add: Sequence[Tagged] = ()
    remove: Sequence[Tagged] = ()


def found(texts: Texts, source: Source) -> list[Tagged]:
    """Return the tags in *source*, in document order."""
    return list(_walk(texts.document(source).schema.root))


def _walk(root: Node) -> Iterator[Tagged]:
    visited: set[str] = set()
    todo: list[Node | Field] = [root]
    while todo:
        part = todo.pop()
        if isinstance(part, Field):
            tags = _tags_of(part.raw)
            if tags:
                yield Tagged(Entity(f"{part.owner.fullname}.{part.name}", FIELD), tags)
            todo.append(part.type)
        elif isinstance(part, Union):
            todo.extend(reversed(part.branches))
        elif isinstance(part, Array):
            todo.append(part.items)
        elif isinstance(part, Map):
            todo.append(part.values)
        elif isinstance(part, Record) and part.fullname not in visited:
            visited.add(part.fullname)
            tags = _tags_of(part.raw)
            if tags:
                yield Tagged(Entity(part.fullname, RECORD), tags)
            todo.extend(reversed(part.fields))


def _tags_of(raw: JSON) -> tuple[str, ...]:
    tags = raw.get(TAGS) if is_object(raw) else None
    if not is_array(tags):
        return ()
    return tuple(
        dict.fromkeys(tag if isinstance(tag, str) else write(tag) for tag in tags)
    )


def tagged(texts: Texts, read: Read, tagging: Tagging) -> Content:
    """Return the content of *read* with tags added and removed.

    Raises:
        InvalidError: If an entity is not there.
    """
    text = texts.read(read.source).canonical
    value: JSON = json.loads(text)
    entities: dict[Entity, str] = {}
    for (path, type_), _ in (*tagging.add, *tagging.remove):
        entities.setdefault(Entity(path.removeprefix("."), type_), path)
    for entity, path in entities.items():
        # Confluent: a leading dot makes no other entity, and finds none.
        place = _place(value, Entity(path, entity.type))
        tags = dict.fromkeys((*_tags_of(place), *_of(tagging.add, entity)))
        gone = set(_of(tagging.remove, entity))
        kept = [t for t in tags if t not in gone]
        if kept:
            place[TAGS] = kept
        else:
            place.pop(TAGS, None)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return read.content._replace(text=text)


def _of(several: Sequence[Tagged], entity: Entity) -> list[str]:
    return [
        tag
        for (path, type_), tags in several
        if (path.removeprefix("."), type_) == entity
        for tag in tags
    ]


def _place(value: JSON, entity: Entity) -> dict[str, JSON]:
    """Return the object of *entity*: the first one, breadth first."""
    names = entity.path.split(".")
    if entity.type == FIELD and len(names) == 1:
        # Java: copies a range of the names that ends before it begins.
        raise InvalidError("java.lang.IllegalArgumentException: 0 > -1")
    field = names.pop() if entity.type == FIELD else None
    record = names.pop()
    space = ".".join(names)
    for node, namespace in _objects(value):
        is_named = node.get("name") == record and space in {"", namespace}
        if not (node.get("type") in _RECORDS and is_named):
            continue
        if field is None:
            return node
        for part in node["fields"]:
            if part["name"] == field:
                found: dict[str, JSON] = part
                return found
    # Confluent: the class of its exception is part of the text.
    raise InvalidError(
        "java.lang.IllegalArgumentException: "
        f"No matching path '{entity.path}' found in the schema"
    )


def _objects(value: JSON) -> Iterator[tuple[dict[str, JSON], str | None]]:
    """Yield the types that are objects, with their namespaces, breadth first."""
    start = value.get("namespace") if is_object(value) else None
    todo: deque[tuple[JSON, str | None]] = deque([(value, start)])
    while todo:
        node, namespace = todo.popleft()
        if is_array(node):
            todo.extend((part, namespace) for part in node)
        elif is_object(node):
            namespace = node.get("namespace", namespace)
            yield node, namespace
            match node.get("type"):
                case "record" | "error":
                    todo.extend((part["type"], namespace) for part in node["fields"])
                case "array":
                    todo.append((node["items"], namespace))
                case "map":
                    todo.append((node["values"], namespace))
                case inner:
                    todo.append((inner, namespace))
