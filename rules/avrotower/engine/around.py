"""The documents of other subjects that a rule holds one against: joined keys, siblings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from avrotower.engine.policies import Governed
from avrotower.project.library import Library, distance
from avrotower.rule import Role, Subject
from avrotower.schema.document import Document
from avrotower.schema.model import Schema
from avrotower.topology import Joined, Key, Topology

Route = Callable[[str, Document], Subject | None]
"""Gives the subject of the document at a path, None where it is no part of the project."""

_ROLES: Final[tuple[Role, Role]] = ("key", "value")


class TopicDocuments:
    """Knows which documents of one project hold keys and values of declared topics."""

    def __init__(
        self, library: Library, governed: Governed, topology: Topology, route: Route
    ) -> None:
        self._library = library
        self._governed = governed
        self.topology = topology
        self._route = route
        self._paths: dict[tuple[str, Role], list[str]] | None = None

    def of(self, topic: str, role: Role) -> Sequence[str]:
        """Return the paths of the documents that hold the *role* of *topic*."""
        if self._paths is None:
            self._paths = {}
            wanted = {
                name for name, each in self.topology.topics.items() if each.declared
            }
            for path in self._library.tree.paths():
                if self._governed.may_belong(path, wanted):
                    self._note(path)
        return self._paths.get((topic, role), ())

    def _note(self, path: str) -> None:
        document = self.document(path)
        subject = self._route(path, document) if document is not None else None
        if subject is not None and subject.role in _ROLES and self._paths is not None:
            key = subject.topic, subject.role
            self._paths.setdefault(key, []).append(path)

    def document(self, path: str) -> Document | None:
        """Return the document at *path*, None where it cannot be read any more."""
        return self._library.get(path)

    def key(self, topic: str, near: str) -> Key:
        """Return the key of *topic*: of several, which are versions, the nearest one."""
        declared = self.topology.topics[topic]
        if declared.key:
            return Key(declared)
        if declared.key_file:
            # Several topics may share one file, which routing gives to the first of them.
            path = os.path.join(self._governed.root, declared.key_file)
            return Key(declared, self.document(os.path.relpath(path)))
        paths = self.of(topic, "key")
        if not paths:
            return Key(declared)
        here = os.path.dirname(near)
        nearest = min(paths, key=lambda path: (distance(here, path), path))
        return Key(declared, self.document(nearest))


class Around:
    """What is around one document; keeps what it has shown."""

    def __init__(
        self, documents: TopicDocuments, path: str, subject: Subject, own: Key
    ) -> None:
        self._documents = documents
        self._path = path
        self._subject = subject
        self._own = own
        self._shown: dict[str, Document] = {}
        if own.document is not None:
            self._shown[own.document.name] = own.document

    def joined(self) -> Sequence[Joined]:
        """Return the own key with the reference of each group that it is joined in."""
        topology = self._documents.topology
        found: list[Joined] = []
        for group in topology.groups_of(self._subject.topic):
            if group.reference == self._subject.topic:
                continue
            reference = self._documents.key(group.reference, self._path)
            if reference.document is not None:
                self._shown[reference.document.name] = reference.document
            found.append(Joined(group, self._own, reference))
        return found

    def siblings(self) -> Iterator[Schema]:
        """Yield the other values of the topic."""
        for path in self._documents.of(self._subject.topic, "value"):
            document = None if path == self._path else self._documents.document(path)
            if document is not None:
                self._shown[document.name] = document
                yield document.schema

    def find(self, name: str) -> Document | None:
        """Return the document called *name*, where it was shown."""
        return self._shown.get(name)
