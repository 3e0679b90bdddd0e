"""Answers as JSON (REGISTRY, A.5); what is empty is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from avrotower.schema.model import JSON
from avrotower_service.embedded.registry.scope import LEVEL
from avrotower_service.embedded.registry.setting import FIELDS
from avrotower_service.embedded.registry.tag import Tagged
from avrotower_service.embedded.registry.value import Reference, Registered
from avrotower_service.embedded.registry.view import Document

_PLAIN: Final = frozenset({"id", "subject", "version", "schema", "schemaTags", "maxId"})
"""Fields that old clients know, where a body has them."""
_WHERE_PRESENT: Final = frozenset({"references", "metadata", "ruleSet"})


class Shown(NamedTuple):
    """A version with what a request asked to see of it."""

    registered: Registered
    text: str | None = None
    """In another format than the stored one."""
    references: Sequence[Reference] | None = None
    """In another form than the stored ones."""
    tags: Sequence[Tagged] = ()
    max_id: int | None = None
    aliases: Sequence[str] = ()


def dumps(value: JSON) -> bytes:
    """Return *value* as the bytes of a body."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def schema(shown: Shown, *, extended: bool) -> dict[str, JSON]:
    """Return the body of a version."""
    old = shown.registered
    head: dict[str, JSON] = {
        "subject": old.subject.text,
        "version": old.version,
        "id": old.id,
    }
    return _trimmed({**head, **dict(_rest(shown))}, extended=extended)


def by_id(shown: Shown, *, place: bool, extended: bool) -> dict[str, JSON]:
    """Return the body of an id; *place* shows where it was found."""
    head: dict[str, JSON] = {}
    if place and extended:
        head["subject"] = shown.registered.subject.text
        head["version"] = shown.registered.version
    return _trimmed({**head, **dict(_rest(shown))}, extended=extended)


def registration(shown: Shown, *, extended: bool) -> dict[str, JSON]:
    """Return the body of the answer to a registration."""
    old = shown.registered
    if not extended:
        return {"id": old.id}
    head: dict[str, JSON] = {"id": old.id, "version": old.version}
    return {**head, **dict(_rest(shown))}


def _rest(shown: Shown) -> Iterator[tuple[str, JSON]]:
    """Yield what all these bodies have in common, in Confluent's order."""
    old, content = shown.registered, shown.registered.content
    text = content.text if shown.text is None else shown.text
    references = content.references
    if references and shown.references is not None:
        # Confluent: a guid of what is shown, once other references are.
        references = tuple(shown.references)
        yield "guid", content._replace(text=text, references=references).guid
    else:
        yield "guid", content.guid
    yield "schemaType", "AVRO"
    if references:
        yield "references", [reference_json(reference) for reference in references]
    for name, part in (("metadata", content.metadata), ("ruleSet", content.rule_set)):
        if part is not None:
            yield name, part.json()
    yield "schema", text
    if shown.max_id is not None:
        yield "maxId", shown.max_id
    if shown.tags:
        yield "schemaTags", [_tagged(tagged) for tagged in shown.tags]
    if old.ts is not None:
        yield "ts", old.ts
    if old.is_deleted is not None:
        yield "deleted", old.is_deleted
    if shown.aliases:
        yield "aliases", list(shown.aliases)


def _trimmed(body: dict[str, JSON], *, extended: bool) -> dict[str, JSON]:
    if extended:
        return body
    return {
        name: part
        for name, part in body.items()
        if name in _PLAIN or (name in _WHERE_PRESENT and part)
    }


def reference_json(reference: Reference) -> dict[str, JSON]:
    """Return a reference."""
    return {
        "name": reference.name,
        "subject": reference.subject,
        "version": reference.version,
    }


def _tagged(tagged: Tagged) -> dict[str, JSON]:
    path, type_ = tagged.entity
    return {
        "schemaEntity": {"entityPath": path, "entityType": type_},
        "tags": list(tagged.tags),
    }


def config(record: Document, *, written: bool) -> dict[str, JSON]:
    """Return a record; one that was *written* calls its level as requests do."""
    body: dict[str, JSON] = {}
    for name in FIELDS:
        value = record.get(name)
        if value is None or (value == "" and not written):
            continue
        body["compatibility" if written and name == LEVEL else name] = value
    return body
