"""What a registry and a broker hold beside schemas: values that rules look at.

The registry's client and the reader of snapshots make them; nothing here asks anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from avrotower.finding import Location
from avrotower.internal import in_context, with_context
from avrotower.schema.model import JSON
from avrotower.topology import Topic

if TYPE_CHECKING:  # values only hold it
    from avrotower.compat.levels import Stored
    from avrotower.schema.document import Document

Record: TypeAlias = Mapping[str, JSON]
"""A configuration, by the names of the registry."""

GLOBAL: Final = ""
"""The name of the scope that counts where no other one says something."""
EVERYWHERE: Final = ":.__GLOBAL:"
"""A scope of Confluent's that counts in all contexts."""
REGISTRY: Final = "registry"
"""What the whole registry is called as a place."""
_DEFAULT_CONTEXT: Final = "."
_NOTHING: Final[Record] = {}


class Scope(NamedTuple):
    """The settings of everything, of a context, or of one subject."""

    name: str = GLOBAL
    """A subject, or a context as `:.eu:`."""
    level: str = ""
    """The level in force; empty where the registry names none."""
    mode: str = ""
    """The mode in force; empty where the registry knows no modes."""
    record: Record = _NOTHING
    """The scope's own configuration, empty where it has none."""
    own_mode: str = ""
    """The scope's own mode, empty where it has none."""

    @property
    def words(self) -> str:
        """What people call it."""
        if self.name == GLOBAL:
            return "the registry"
        if self.name == EVERYWHERE:
            return "the registry, in all contexts,"
        context, name = in_context(self.name)
        return self.name if name else f"context {context}"

    @property
    def location(self) -> Location:
        """The place of findings about it."""
        return Location(self.name or REGISTRY)


class HeldVersion(NamedTuple):
    """One version of a subject."""

    number: int
    id: int
    is_deleted: bool = False


class HeldSubject(NamedTuple):
    """The state of one subject, without its texts."""

    name: str
    """Qualified with its context."""
    settings: Scope = Scope()
    versions: tuple[HeldVersion, ...] = ()
    """Ascending, with the soft-deleted ones."""
    references: frozenset[str] = frozenset()
    """The subjects that its schemas refer to."""
    unknown: str = ""
    """Why its settings could not be had; empty where they are known."""
    schema_type: str = "AVRO"
    """Of its latest live version: `AVRO`, `JSON`, `PROTOBUF`."""

    @property
    def live(self) -> tuple[HeldVersion, ...]:
        """The versions that are not deleted."""
        return tuple(version for version in self.versions if not version.is_deleted)

    @property
    def alias(self) -> str:
        """The subject that answers for it, qualified; empty where it answers itself."""
        target = str(self.settings.record.get("alias") or "")
        context, _ = in_context(self.name)
        if not target or target.startswith(":."):
            return target
        return with_context(context, target)


class Estate(NamedTuple):
    """Everything that a registry holds, without texts."""

    scopes: Mapping[str, Scope]
    """The settings of everything, under the empty name, and of contexts."""
    subjects: Mapping[str, HeldSubject]
    referenced: frozenset[str] = frozenset()
    """The subjects that others refer to."""
    unread: str = ""
    """Why some subjects are not here; empty where all are."""

    def setting(
        self, subject: HeldSubject, field: str, *, is_shared: bool
    ) -> tuple[Scope, JSON] | None:
        """Return the scope that gives *subject* its *field*, with the value.

        A record hides those above it as a whole; what *is_shared* comes from the global
        one nevertheless, where the subject's own leaves it open (REGISTRY, A.12).
        """
        own = subject.settings
        above = self.scopes.get(GLOBAL, Scope())
        if own.record:
            places = [own, above] if is_shared else [own]
        else:
            places = [next(filter(_has_record, self._above(subject.name)), above)]
        for scope in places:
            value = scope.record.get(field)
            if value is not None and value not in ("", {}):
                return scope, value
        return None

    def _above(self, name: str) -> Iterator[Scope]:
        context, _ = in_context(name)
        near = GLOBAL if context == _DEFAULT_CONTEXT else f":{context}:"
        for scope in (near, EVERYWHERE):
            yield self.scopes.get(scope, Scope(scope))


def referenced(subjects: Mapping[str, HeldSubject]) -> frozenset[str]:
    """Return those that other ones of *subjects* refer to."""
    found = (held.references - {held.name} for held in subjects.values())
    return frozenset[str]().union(*found)


def _has_record(scope: Scope) -> bool:
    return bool(scope.record)


class BrokerTopic(NamedTuple):
    """One topic of a broker."""

    partitions: int | None = None
    config: Mapping[str, str] = {}


class Broker(NamedTuple):
    """A snapshot of a broker (CONFIG, 13)."""

    topics: Mapping[str, BrokerTopic]
    groups: frozenset[str] = frozenset()
    """Consumer groups."""
    taken: str = ""
    cluster: str = ""

    def sharpened(self, topic: Topic) -> Topic:
        """Return *topic* with what the broker says of it.

        What is declared of cleanup and retention counts first; of partitions, what is.
        """
        found = self.topics.get(topic.name)
        if found is None:
            return topic
        retention = found.config.get("retention.ms", "")
        if retention:
            retention = "infinite" if retention.startswith("-") else f"{retention}ms"
        return topic._replace(
            cleanup=topic.cleanup or found.config.get("cleanup.policy", ""),
            retention=topic.retention or retention,
            partitions=found.partitions or topic.partitions,
        )


class Deletion(NamedTuple):
    """A deletion that somebody asks for; an audit knows of none."""

    versions: tuple[HeldVersion, ...]
    is_permanent: bool = False
    deleted_for_s: float | None = None
    """How long the versions have been soft-deleted; None where nobody knows."""


class Gone(NamedTuple):
    """A subject that a history has, and the project no longer."""

    source: str
    """What people call the history: `git:main`, `the registry`."""
    versions: int
    """How many it has."""
    here: Location
    """The file that is gone, or the subject."""
    there: Location
    """Its latest version in the history."""


class Scene(NamedTuple):
    """What a rule is shown of a registry and of a broker."""

    estate: Estate | None = None
    broker: Broker | None = None
    subject: HeldSubject | None = None
    """The subject that is judged."""
    scope: Scope | None = None
    """The scope that is judged."""
    routed: Callable[[str], Any] = str
    """Gives the `Subject` of a name of the registry."""
    deletion: Deletion | None = None
    gone: Gone | None = None
    """What is gone from the project, for the rule about that."""


class Held(NamedTuple):
    """One subject as it was read, with its texts."""

    state: HeldSubject
    document: Document | None = None
    """The latest live version; None where there is none, or none that is Avro."""
    history: tuple[Stored, ...] = ()
    """The versions before it, the oldest first."""
    notes: tuple[str, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    """Versions that could not be had, with the reasons."""
