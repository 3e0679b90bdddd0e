"""From a subject of a registry to topic, role and kind: the ladder of CONFIG, section 6."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from avrotower.internal import application, in_context, internal
from avrotower.policy.declaration import Declarations, by_entry, fits_root
from avrotower.policy.routing import Place, routed
from avrotower.policy.template import Template, matches_name
from avrotower.rule import Role, Subject
from avrotower.schema.document import Document
from avrotower.schema.model import JSON, Named, is_object
from avrotower.schema.parse import parse

if TYPE_CHECKING:  # only where there are declarations
    from avrotower.topology import Topology

Table: TypeAlias = Mapping[str, JSON]

_SUFFIXES: Final[tuple[tuple[str, Role], ...]] = (("-key", "key"), ("-value", "value"))
_INTERNAL_STEP: Final = 4
_KNOWN_STEP: Final = 6
_SUFFIX_STEP: Final = 7


class Routes:
    """Says what the subjects of a registry are, under one policy.

    *topics* are those that are known beside the declared ones, from a broker; *groups*
    its consumer groups.
    """

    def __init__(
        self,
        data: Table | None,
        declarations: Declarations | None,
        topology: "Topology | None",
        topics: Collection[str] = (),
        groups: Collection[str] = (),
    ) -> None:
        self._declarations = declarations
        self._topology = topology
        declared: Table = data["topics"] if data is not None else {}
        self._topics = {*declared, *topics}
        self._groups = groups
        self._named = dict(_named(declared))
        entries: Sequence[Table] = data["subjects"] if data is not None else ()
        self._entries = list(enumerate(entries, start=1))

    def __call__(
        self, name: str, document: Document | None, *, is_referenced: bool = False
    ) -> Subject:
        """Return the subject called *name*, whose latest version is *document*."""
        context, plain = in_context(name)
        document = document or parse("", name=name)
        place = _place(plain)
        inferred = routed(place, document, is_referenced=is_referenced)
        inferred = inferred._replace(name=plain, context=context)
        found = next(
            filter(None, (step(inferred, document) for step in self._steps())), inferred
        )
        found = found._replace(name=name, context=context)
        if self._declarations is not None:
            found = self._declarations.refined(found, "")
        return found._replace(context=context, owner=self._owner(found))

    def _steps(self) -> Iterator[Callable[[Subject, Document], Subject | None]]:
        yield self._by_topic
        yield self._by_entries
        yield self._by_record
        yield self._by_application
        yield self._by_suffix

    def _by_topic(self, subject: Subject, document: Document) -> Subject | None:
        """Answer where a topic names the subject (step 1)."""
        del document
        named = self._named.get(subject.name)
        if named is None:
            return None
        topic, role = named
        told = f'[topics."{topic}"] names the subject'
        return _sure(subject, topic, role, told, step=1)

    def _by_entries(self, subject: Subject, document: Document) -> Subject | None:
        """Answer where an entry of the routing table speaks of the subject (step 2)."""
        for number, entry in self._entries:
            values = _values(entry, subject)
            if values is None or not fits_root(values, document):
                continue
            found = by_entry(subject, entry, values, document, f"[[subjects]] {number}")
            return found._replace(name=subject.name)
        return None

    def _by_record(self, subject: Subject, document: Document) -> Subject | None:
        """Answer where the rest of the name is that of the type (step 3)."""
        root = document.schema.root
        end = f"-{root.fullname}" if isinstance(root, Named) else ""
        topic = subject.name.removesuffix(end)
        if not end or topic == subject.name or topic not in self._topics:
            return None
        told = f"the name is that of the topic {topic} and of the type"
        return subject._replace(
            topic=topic, confidence="certain", evidence=told, step=3, role=None
        )

    def _by_application(self, subject: Subject, document: Document) -> Subject | None:
        """Answer where the topic is an application's own (steps 4 and 8)."""
        del document
        found = internal(subject.topic) if subject.role is not None else None
        if found is None:
            return None
        apps = self._topology.apps if self._topology is not None else ()
        if not apps:
            id_ = application(subject.topic, self._groups)
            told = f"internal, of {id_}" if id_ else "its name is that of internal ones"
            return subject._replace(
                kind=found.kind,
                generator="ksqldb" if found.is_ksqldb else subject.generator,
                evidence=told,
            )
        id_ = application(subject.topic, self._topology.ids if self._topology else ())
        if not id_:
            # A name must not be a way around the rules (RULES, 2.8).
            return subject._replace(kind="unknown")
        return subject._replace(
            kind=found.kind,
            confidence="certain",
            evidence=f"internal, of the application id {id_}",
            step=_INTERNAL_STEP,
        )

    def _by_suffix(self, subject: Subject, document: Document) -> Subject | None:
        """Answer where the suffix stands behind a known topic (step 6)."""
        del document
        if subject.step != _SUFFIX_STEP or subject.topic not in self._topics:
            return None
        return subject._replace(confidence="certain", step=_KNOWN_STEP)

    def _owner(self, subject: Subject) -> str:
        """Return the owner: of an internal topic, that of its application."""
        if self._topology is None or subject.step != _INTERNAL_STEP:
            return subject.owner
        ids = self._topology.ids
        return ids[application(subject.topic, ids)].owner or subject.owner


def _place(name: str) -> Place:
    """Return what the suffix of *name* tells; without one, the topic is a guess."""
    for end, role in _SUFFIXES:
        if name.endswith(end) and name != end:
            return Place(name.removesuffix(end), role, f"its name ends in {end}")
    return Place(name, None, "")


def _named(topics: Table) -> Iterator[tuple[str, tuple[str, Role]]]:
    """Yield the subjects that *topics* name, with topic and role."""
    for topic, table in topics.items():
        for _, role in _SUFFIXES:
            entry = table[role]
            if is_object(entry) and "subject" in entry:
                yield entry["subject"], (topic, role)


def _values(entry: Table, subject: Subject) -> dict[str, str] | None:
    """Return what placeholders of *entry* stand for, None where it speaks of others."""
    if entry["subject"]:
        return Template(entry["subject"]).match(subject.name)
    if entry["match"]:
        named = subject.name
        if subject.context != ".":
            named = f":{subject.context}:{named}"
        return {} if matches_name(entry["match"], named) else None
    if entry["topic"] and subject.role is not None:
        found = Template(entry["topic"]).match(subject.topic)
        return None if found is None else {"role": subject.role, **found}
    return None


def _sure(subject: Subject, topic: str, role: Role, told: str, *, step: int) -> Subject:
    return subject._replace(
        topic=topic, role=role, confidence="certain", evidence=told, step=step
    )
