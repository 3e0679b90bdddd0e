"""The values that the registry keeps: references, contents, versions."""

import hashlib
import json
from typing import NamedTuple
from uuid import UUID

from avrotower_service.embedded.registry.metadata import Metadata, as_bytes
from avrotower_service.embedded.registry.rule_set import RuleSet
from avrotower_service.embedded.registry.subject import Subject

LATEST = -1
"""The version number that means the latest live version."""


class Reference(NamedTuple):
    """That a schema uses a version of another subject under a name."""

    name: str | None
    subject: str | None
    version: int | None

    def java(self) -> str:
        """Return this as Java prints it inside of messages."""
        parts = ("null" if part is None else part for part in self)
        return "{{name='{}', subject='{}', version={}}}".format(*parts)


class Content(NamedTuple):
    """All that a schema consists of; equal contents have one id in a context."""

    text: str
    references: tuple[Reference, ...] = ()
    metadata: Metadata | None = None
    rule_set: RuleSet | None = None

    def digest(self) -> bytes:
        """Return the identity (REGISTRY, A.9)."""
        digest = hashlib.md5(as_bytes(self.text), usedforsecurity=False)
        for name, subject, version in self.references:
            for text in (name, subject):
                if text is not None:
                    digest.update(as_bytes(text))
            if version is not None:
                digest.update(version.to_bytes(4, "big", signed=True))
        for part in (self.metadata, self.rule_set):
            if part is not None:
                digest.update(b"\x01")
                part.feed(digest)
        return digest.digest()

    @property
    def extra_size(self) -> int:
        """Bytes of metadata and rule set, written as JSON."""
        parts = (self.metadata, self.rule_set)
        return sum(
            len(as_bytes(json.dumps(part.json(), ensure_ascii=False)))
            for part in parts
            if part is not None
        )

    @property
    def guid(self) -> str:
        """The identity as answers show it."""
        return str(UUID(bytes=self.digest()))


class Listed(NamedTuple):
    """A version without its content."""

    version: int
    id: int
    is_deleted: bool


class Counted(NamedTuple):
    """A subject, and how many versions it has."""

    subject: Subject
    live: int
    all: int


class Registered(NamedTuple):
    """A version of a subject."""

    subject: Subject
    version: int
    id: int
    content: Content
    ts: int | None = None
    """Milliseconds since 1970 of the write; None in answers that were not read."""
    is_deleted: bool | None = None
    """As `ts`."""


class Place(NamedTuple):
    """Where an id stands."""

    subject: Subject
    version: int
    is_deleted: bool
