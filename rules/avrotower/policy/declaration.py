"""What a policy file declares of subjects: the first steps of the ladder (CONFIG, 6)."""

from __future__ import annotations

from functools import cached_property

from avrotower.forms import TYPE_CHECKING, cast
from avrotower.policy.routing import SHARED, route, topic_of
from avrotower.policy.template import Template, Values, matches_path
from avrotower.rule import Confidence, Kind, Role, Subject
from avrotower.schema.document import Document
from avrotower.schema.model import JSON, Named, is_object

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from typing import Final, TypeAlias


Table: TypeAlias = "Mapping[str, JSON]"

SUFFIXES: Final[tuple[tuple[str, Role], ...]] = (("-key", "key"), ("-value", "value"))
"""How the names of subjects end, with the role that it tells."""
_ROLES: Final[tuple[Role, Role]] = ("key", "value")
NAMES: Final = frozenset({"namespace", "name", "fullname"})
"""Placeholders that are held against the document itself."""


class Declarations:
    """`[topics]`, `[[subjects]]` and `[project]` of one policy."""

    def __init__(self, data: Table) -> None:
        self._project: Table = data["project"]
        self._topics: Table = data["topics"]
        self.layout: Table = data.get("format", {})
        """`[format]`."""
        self._entries = [
            (number, entry, Template(entry["files"]))
            for number, entry in enumerate(data["subjects"], start=1)
            if entry["files"] is not None
        ]

    @cached_property
    def _files(self) -> Mapping[str, tuple[str, Role]]:
        """Topic and role of the files that `[topics]` names."""
        found: dict[str, tuple[str, Role]] = {}
        for topic, table in self._topics.items():
            for role in _ROLES:
                entry = table[role]
                if is_object(entry):
                    files = (
                        [entry["file"]] if "file" in entry else entry.get("files", ())
                    )
                    for file in files:
                        found.setdefault(file, (topic, role))
        return found

    def has(self, path: str) -> bool:
        """Whether the document at *path*, from the project root, is to be judged."""
        return any(
            matches_path(pattern, path) for pattern in self._project["include"]
        ) and not any(
            matches_path(pattern, path) for pattern in self._project["exclude"]
        )

    def partner(self, path: str) -> str | None:
        """Return the file that `[topics]` names as the other one of the topic."""
        topic, role = self._files.get(path, ("", None))
        for file, declared in self._files.items():
            if role is not None and declared[0] == topic and declared[1] != role:
                return file
        return None

    def may_belong(self, path: str, known: str, topics: Container[str]) -> bool:
        """Whether the document at *path* can belong to one of *topics*.

        Its names alone are asked, which costs less than reading it.
        """
        named = self._files.get(path)
        if named is not None:
            return named[0] in topics
        for _, entry, template in self._entries:
            values = template.match(path)
            if values is None:
                continue
            told = entry["topic"] or entry["subject"]
            text = Template(told).fill(values) if told else topic_of(known)
            if text is None:
                return True  # the name of its type decides
            if text in topics or (not entry["topic"] and stem_of(text) in topics):
                return True
            if NAMES.isdisjoint(values):
                return False
        return topic_of(known) in topics

    def route(
        self, path: str, known: str, document: Document, *, is_referenced: bool = False
    ) -> Subject:
        """Return the subject of the *document* at *path*.

        *known* is the path that names are read from where nothing is declared.
        """
        inferred = route(known, document, is_referenced=is_referenced)
        named = self._files.get(path)
        if named is not None:
            topic, role = named
            told = f'[topics."{topic}"] names the file'
            return self.refined(_stated(inferred, topic, role, told, step=1), path)
        values: dict[str, str] | None
        for number, entry, template in self._entries:
            values = template.match(path)
            if values is not None and fits_root(values, document):
                told = f"[[subjects]] {number}"
                return self.refined(
                    by_entry(inferred, entry, values, document, told), path
                )
        if any(matches_path(glob, path) for glob in self._project["shared-types"]):
            shared = inferred._replace(
                role=None,
                kind="shared",
                topic="",
                confidence="certain",
                evidence="[project] shared-types",
                step=2,
            )
            return self.refined(shared, path)
        if inferred.topic in self._topics and inferred.role is not None:
            sure = inferred.step <= SHARED
            confidence: Confidence = "certain" if sure else inferred.confidence
            inferred = inferred._replace(
                confidence=confidence, step=6 if sure else inferred.step
            )
        return self.refined(inferred, path)

    def context_of(self, topic: str, stated: str | None = None) -> str:
        """Return the context of what an entry with the context *stated* says of *topic*."""
        table: Table = self._topics.get(topic, {})
        found: str = stated or table.get("context") or self._project["context"]
        return found

    def refined(self, subject: Subject, path: str) -> Subject:
        """Return *subject* with what its topic and the project say of it."""
        context = subject.context
        if context == ".":
            context = self.context_of(subject.topic)
        topic: Table = self._topics.get(subject.topic, {})
        return self._with(topic, subject._replace(context=context, path=path))

    def held(self, subject: Subject) -> Subject:
        """Return the *subject* of a registry with what its topic and the project say.

        What is declared of a topic in another context says nothing of it.
        """
        topic: Table = self._topics.get(subject.topic, {})
        stated = topic.get("context")
        if stated is None and not is_by_entry(subject):
            stated = self._project["context"]
        is_elsewhere = stated is not None and stated != subject.context
        return self._with({} if is_elsewhere else topic, subject)

    def _with(self, topic: Table, subject: Subject) -> Subject:
        owner = subject.owner or topic.get("owner") or self._project["owner"] or ""
        return subject._replace(
            kind=topic.get("kind") or subject.kind,
            generator=topic.get("generator") or subject.generator,
            owner=owner,
            has_frozen_key=topic.get("frozen-key", True),
            wire_format=topic.get("wire-format")
            or subject.wire_format
            or self._project["wire-format"],
            partitions=topic.get("partitions"),
        )


def is_by_entry(subject: Subject) -> bool:
    """Whether an entry of `[[subjects]]` speaks of *subject*."""
    return subject.evidence.startswith("[[subjects]]")


def _stated(
    inferred: Subject, topic: str, role: Role | None, told: str, *, step: int
) -> Subject:
    return inferred._replace(
        name=f"{topic}-{role}" if role else inferred.name,
        topic=topic,
        role=role,
        confidence="certain",
        evidence=told,
        step=step,
    )


def fits_root(values: Values, document: Document) -> bool:
    """Whether the placeholders that name the root type name this one."""
    own = names_of(document)
    return all(values[key] == own[key] for key in own.keys() & values.keys())


def names_of(document: Document) -> dict[str, str]:
    """Return what `NAMES` stand for in *document*; nothing where its root has no name."""
    root = document.schema.root
    if not isinstance(root, Named):
        return {}
    return {"namespace": root.namespace, "name": root.name, "fullname": root.fullname}


def stem_of(subject: str) -> str:
    """Return *subject* without the suffix that says its role."""
    for end, _ in SUFFIXES:
        if subject.endswith(end) and subject != end:
            return subject.removesuffix(end)
    return subject


def by_entry(  # noqa: PLR0913
    inferred: Subject,
    entry: Table,
    values: Values,
    document: Document,
    told: str,
    *,
    name: str | None = None,
) -> Subject:
    """Return what the `[[subjects]]` *entry* states of a file or subject it matches.

    *name* is that of the subject, where a registry tells it.
    """
    filled = {**names_of(document), **values}
    role: Role | None = entry["role"]
    for word in _ROLES:
        if role is None and values.get("role") == word:
            role = word
    is_stated = role is not None
    role = role or inferred.role
    topic = Template(entry["topic"]).fill(filled) if entry["topic"] else None
    if name is None and entry["subject"]:
        name = Template(entry["subject"]).fill(filled)
    if topic is None and name is not None:
        topic = stem_of(name)
    topic = topic if topic is not None else inferred.topic
    confidence: Confidence = "certain" if is_stated else inferred.confidence
    kind: Kind = entry["kind"] or cast("Kind", values.get("kind", inferred.kind))
    return inferred._replace(
        name=name or (f"{topic}-{role}" if role else inferred.name),
        topic=topic,
        role=role,
        kind=kind,
        generator=entry["generator"] or inferred.generator,
        confidence=confidence,
        evidence=told,
        step=2 if is_stated else inferred.step,
        owner=entry["owner"] or "",
        context=entry["context"] or ".",
        wire_format=entry["wire-format"] or "",
    )
