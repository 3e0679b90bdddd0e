"""From a subject of a registry to topic, role and kind: the ladder of CONFIG, section 6."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from avrotower.internal import application, in_context, internal
from avrotower.policy.associated import NONE, Associations, associated
from avrotower.policy.declaration import (
    NAMES,
    SUFFIXES,
    Declarations,
    by_entry,
    names_of,
)
from avrotower.policy.routing import Place, routed
from avrotower.policy.template import Template, Values, matches_name
from avrotower.rule import Role, Subject
from avrotower.schema.document import Document
from avrotower.schema.model import JSON, Named, is_object
from avrotower.schema.parse import parse

if TYPE_CHECKING:  # only where there are declarations
    from avrotower.topology import Topology

Table: TypeAlias = Mapping[str, JSON]

_ENTRY_STEP: Final = 2
_INTERNAL_STEP: Final = 4
_KNOWN_STEP: Final = 6
_SUFFIX_STEP: Final = 7
_SPECIAL: Final = frozenset("*{}")
"""What templates do not take literally; no valid name has it."""


class Routes:
    """Says what the subjects of a registry are, under one policy.

    *topics* are those that are known beside the declared ones, from a broker; *groups*
    its consumer groups; *associations* what the registry says itself. What is declared for one context says nothing of another.
    """

    def __init__(  # noqa: PLR0913  all that is known of a registry
        self,
        data: Table | None,
        declarations: Declarations | None,
        topology: Topology | None,
        topics: Collection[str] = (),
        groups: Collection[str] = (),
        *,
        associations: Associations = NONE,
    ) -> None:
        self._associations = associations
        self._declarations = declarations
        self._topology = topology
        self._declared: Table = data["topics"] if data is not None else {}
        self._topics = topics
        self._groups = groups
        self._named: dict[str, list[tuple[str, Role]]] = {}
        for subject, topic, role in _named(self._declared):
            self._named.setdefault(subject, []).append((topic, role))
        entries: Sequence[Table] = data["subjects"] if data is not None else ()
        self._entries = [
            (number, entry, tuple(map(Template, _patterns(entry))))
            for number, entry in enumerate(entries, start=1)
        ]

    def __call__(
        self, name: str, document: Document | None, *, is_referenced: bool = False
    ) -> Subject:
        """Return the subject called *name*, whose latest version is *document*."""
        context, plain = in_context(name)
        document = document or parse("", name=name)
        known = self._associations.get(name, ())
        is_shared = is_referenced and not known
        inferred = routed(_place(plain), document, is_referenced=is_shared)
        inferred = self._internal(inferred._replace(name=plain, context=context))
        found = (
            self._by_topic(inferred)
            or self._by_entries(inferred, document)
            or self._by_record(inferred, document)
            or self._by_suffix(inferred)
        )
        found = associated(found, known)
        if self._declarations is not None:
            found = self._declarations.held(found)
        return found._replace(name=name, owner=self._owner(found))

    def asks_type(self, name: str) -> bool:
        """Whether the type that the schema of *name* defines may decide what it is."""
        _, plain = in_context(name)
        return any(plain.startswith(f"{topic}-") for topic in self._declared) or any(
            not NAMES.isdisjoint(template.names) and template.match(plain) is not None
            for _, _, templates in self._entries
            for template in templates
        )

    def _context_of(self, topic: str, stated: str | None = None) -> str:
        declarations = self._declarations
        return declarations.context_of(topic, stated) if declarations else "."

    def _is_known(self, topic: str, context: str) -> bool:
        if topic in self._declared and self._context_of(topic) == context:
            return True
        return topic in self._topics

    def _by_topic(self, subject: Subject) -> Subject | None:
        """Answer where a topic names the subject (step 1)."""
        for topic, role in self._named.get(subject.name, ()):
            if self._context_of(topic) == subject.context:
                told = f'[topics."{topic}"] names the subject'
                return _sure(subject, topic, role, told, step=1)
        return None

    def _by_entries(self, subject: Subject, document: Document) -> Subject | None:
        """Answer where an entry of the routing table speaks of the subject (step 2)."""
        name, context = subject.name, subject.context
        for number, entry, templates in self._entries:
            pattern = entry["match"] or ""
            has_context = pattern.startswith(":")
            if has_context and matches_name(pattern, f":{context}:{name}"):
                values: Values | None = {}
            else:
                has_context = False
                values = _values(pattern, templates, name, document)
            if values is None:
                continue
            told = f"[[subjects]] {number}"
            found = by_entry(subject, entry, values, document, told, name=name)
            if not has_context:
                stated = self._context_of(found.topic, entry["context"])
                if stated != context:
                    continue
            if found.step in {_INTERNAL_STEP, _SUFFIX_STEP}:
                # The suffix stands behind a topic that the entry declares.
                found = found._replace(confidence="certain", step=_ENTRY_STEP)
            return found._replace(context=context)
        return None

    def _by_record(self, subject: Subject, document: Document) -> Subject | None:
        """Answer where the rest of the name is that of the type (step 3)."""
        root = document.schema.root
        end = f"-{root.fullname}" if isinstance(root, Named) else ""
        topic = subject.name.removesuffix(end)
        if topic == subject.name or not self._is_known(topic, subject.context):
            return None
        told = f"the name is that of the topic {topic} and of the type"
        return _sure(subject, topic, None, told, step=3)

    def _internal(self, subject: Subject) -> Subject:
        """Return *subject* with what follows if its topic is internal (steps 4 and 8)."""
        found = internal(subject.topic) if subject.role is not None else None
        if found is None:
            return subject
        topology = self._topology
        if topology is None or not topology.apps:
            id_ = application(subject.topic, self._groups)
            told = f"internal, of {id_}" if id_ else "its name is that of internal ones"
            return subject._replace(
                kind=found.kind,
                generator="ksqldb" if found.is_ksqldb else subject.generator,
                evidence=told,
            )
        id_ = application(subject.topic, topology.ids)
        if not id_ or subject.context != self._context_of(""):
            # A name must not be a way around the rules (RULES, 2.8).
            return subject._replace(kind="unknown")
        subject = subject._replace(
            kind=found.kind, evidence=f"internal, of the application id {id_}"
        )
        if subject.step != _SUFFIX_STEP:
            return subject  # nothing tells the role
        return subject._replace(confidence="certain", step=_INTERNAL_STEP)

    def _by_suffix(self, subject: Subject) -> Subject:
        """Answer where the suffix stands behind a known topic (step 6).

        `orders-key` is the key of `orders`, unless it is a topic itself.
        """
        context = subject.context
        if (
            subject.step != _SUFFIX_STEP
            or not self._is_known(subject.topic, context)
            or self._is_known(subject.name, context)
        ):
            return subject
        return subject._replace(confidence="certain", step=_KNOWN_STEP)

    def _owner(self, subject: Subject) -> str:
        """Return the owner: of an internal topic, that of its application."""
        if self._topology is None or subject.step != _INTERNAL_STEP:
            return subject.owner
        ids = self._topology.ids
        return ids[application(subject.topic, ids)].owner or subject.owner


def _place(name: str) -> Place:
    """Return what the suffix of *name* tells; without one, the topic is a guess."""
    for end, role in SUFFIXES:
        if name.endswith(end) and name != end:
            return Place(name.removesuffix(end), role, f"its name ends in {end}")
    return Place(name, None, "")


def _named(topics: Table) -> Iterator[tuple[str, str, Role]]:
    """Yield the subjects that *topics* name, with topic and role."""
    for topic, table in topics.items():
        for _, role in SUFFIXES:
            entry = table[role]
            if is_object(entry) and "subject" in entry:
                yield entry["subject"], topic, role


def _patterns(entry: Table) -> Iterator[str]:
    """Yield the patterns of the subjects whose files *entry* tells."""
    if entry["files"] is None:
        return
    if entry["subject"]:
        yield entry["subject"]
    elif entry["topic"]:
        yield f"{entry['topic']}-{entry['role'] or '{role}'}"


def _values(
    pattern: str, templates: Sequence[Template], name: str, document: Document
) -> Values | None:
    """Return what placeholders stand for in *name*, None where nothing fits it."""
    if pattern and matches_name(pattern, name):
        return {}
    fitting = (_fitted(template, name, document) for template in templates)
    return next((values for values in fitting if values is not None), None)


def _fitted(template: Template, name: str, document: Document) -> Values | None:
    """Return what *template* reads from *name*, None where it does not fit.

    What it says of the type must be true of the schema.
    """
    values = template.match(name)
    of_type = NAMES.intersection(template.names)
    if values is None or not of_type:
        return values
    own = {key: text for key, text in names_of(document).items() if key in of_type}
    if len(own) < len(of_type) or not _SPECIAL.isdisjoint("".join(own.values())):
        return None
    text = template.text
    for key, value in own.items():
        text = text.replace(f"{{{key}}}", value)
    # Alone, `{topic}-{fullname}` would end the topic at its first hyphen.
    rest = Template(text).match(name)
    return None if rest is None else {**own, **rest}


def _sure(
    subject: Subject, topic: str, role: Role | None, told: str, *, step: int
) -> Subject:
    return subject._replace(
        topic=topic, role=role, confidence="certain", evidence=told, step=step
    )
