"""What a registry gives an audit: subjects one by one, and documents beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from avrotower.engine.around import TopicDocuments
from avrotower.engine.elsewhere import Before
from avrotower.engine.policies import Governed
from avrotower.estate import Estate, Held
from avrotower.internal import with_context
from avrotower.policy.associated import Associations
from avrotower.rule import Role
from avrotower.schema.canonical import canonical_text_of
from avrotower.schema.document import Document
from avrotower.schema.model import Named
from avrotower.topology import Key, Topology


class Source(Protocol):
    """A registry that is read once, subject by subject, with bounded memory."""

    def associations(self) -> Associations:
        """Return what it says itself about whose key or value its subjects are."""
        ...

    def has(self, name: str) -> bool:
        """Whether there is a subject *name*, qualified."""
        ...

    def read(self) -> Iterator[Held]:
        """Yield all subjects; those that cannot be read say why."""
        ...

    def again(self, name: str) -> Held:
        """Read one subject once more."""
        ...

    def latest(self, name: str) -> Document | None:
        """Return the latest live version of *name*, None where it cannot be had."""
        ...

    def find(self, name: str) -> Document | None:
        """Return the document `SUBJECT@VERSION` where it was read lately."""
        ...

    def estate(self) -> Estate:
        """Return the state of what was read."""
        ...


class HeldDocuments(TopicDocuments):
    """Keys and values of declared topics, as a registry has them."""

    def __init__(self, source: Source, governed: Governed, topology: Topology) -> None:
        self._source = source
        self._project = governed
        self.topology = topology

    def of(self, topic: str, role: Role) -> Sequence[str]:
        """Return the subjects that hold the *role* of *topic*."""
        declared = self.topology.topics[topic]
        name = with_context(declared.context, f"{topic}-{role}")
        return [name] if self._source.has(name) else []

    def document(self, path: str) -> Document | None:
        """Return the latest version of the subject *path*."""
        return self._source.latest(path)

    def key(self, topic: str, near: str) -> Key:
        """Return the key of *topic*."""
        del near
        declared = self.topology.topics[topic]
        if declared.key:
            return Key(declared)
        name = declared.key_subject or next(iter(self.of(topic, "key")), "")
        return Key(declared, self.document(name) if name else None)


class HeldDefinitions:
    """Knows which subject defines a name first, of those that were read so far."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._first: dict[str, tuple[str, int]] = {}

    def before(self, subject: str, document: Document) -> Before | None:
        """Note what the *document* of *subject* defines.

        Return the definitions of subjects before it; None where none has another text.
        """
        if document.errors:
            return None
        others: dict[str, str] = {}
        for name, named in document.schema.names.items():
            text = hash(canonical_text_of(named))
            first, before = self._first.setdefault(name, (subject, text))
            if first != subject and before != text:
                others[name] = first
        return _Before(self._source, others) if others else None


class _Before(Before):
    """Reads the first definitions once more, when a rule asks."""

    def __init__(self, source: Source, others: Mapping[str, str]) -> None:
        self._source = source
        self._others = others
        self._shown = {}

    def __call__(self, name: str) -> Named | None:
        subject = self._others.get(name)
        document = self._source.latest(subject) if subject is not None else None
        if document is None:
            return None
        self._shown[document.name] = document
        return document.schema.names.get(name)
