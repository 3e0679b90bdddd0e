"""What a policy declares of topics and of who joins them: values that rules look at.

`[topics]`, `[join-groups]`, `[[joins]]` and `[apps]` become these (CONFIG, 7 and 8).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from avrotower.finding import Location

if TYPE_CHECKING:  # values only hold it
    from avrotower.schema.document import Document

Declaration: TypeAlias = Literal["join group", "retractable", "effective-dated"]
"""What must be declared of a topic for some rules to apply to it."""
Keys: TypeAlias = tuple[str | int, ...]
"""The way to a value in the policy: keys of tables, positions in arrays."""

NOTHING: Final[frozenset[Declaration]] = frozenset()
_ID_IN_BYTES: Final = frozenset({"", "confluent-prefix", "apicurio-8byte"})


def has_id_in_bytes(wire_format: str) -> bool:
    """Whether *wire_format* writes the schema id into the bytes, as the usual one does."""
    return wire_format in _ID_IN_BYTES


class Topic(NamedTuple):
    """One declared topic, with what the project says of all of them."""

    name: str
    declared: frozenset[Declaration] = NOTHING
    key: str = ""
    """The word of a serializer that needs no schema, `none` for no key; else empty."""
    key_file: str = ""
    """The file, from the project root, that is declared to hold the key."""
    key_subject: str = ""
    """The subject of the registry that is declared to hold it."""
    cleanup: str = ""
    retention: str = ""
    partitions: int | None = None
    effective_date: str = ""
    """The declared path of the activation date; empty to look for it."""
    retraction: Literal["", "type", "field"] = ""
    """How facts are taken back; empty for either way."""
    streams: bool | None = None
    """Whether Kafka Streams reads it; None to ask `[apps]` and `[[joins]]`."""
    wire_format: str = "confluent-prefix"
    partitioner: str = ""
    context: str = "."

    @property
    def has_id_in_key(self) -> bool:
        """Whether the schema id is part of the bytes of the key."""
        return has_id_in_bytes(self.wire_format)

    def kept(self, kind: str) -> str:
        """Return why the oldest records stay for a *kind*, empty where they do not."""
        if "compact" in self.cleanup:
            return f"cleanup {self.cleanup}"
        if self.retention == "infinite":
            return "retention infinite"
        return "a changelog is compacted" if kind == "changelog" else ""


class JoinGroup(NamedTuple):
    """Topics that are joined, so must be co-partitioned."""

    name: str
    """In messages: `join group by-item-store`, or `the join of a and b in app x`."""
    members: tuple[str, ...]
    reference: str
    """The member whose key the others are held against."""
    at: Keys
    """Where the policy declares it, or the join that implies it."""
    path: str
    """What waivers and fingerprints know it by: `join-groups.by-item-store`."""
    partitions: int | None = None


class App(NamedTuple):
    """One Kafka Streams application."""

    name: str
    ids: tuple[str, ...]
    """The application ids that run now."""
    inputs: frozenset[str]
    """The topics that it reads: declared, or sides of its joins."""
    supersedes: tuple[str, ...] = ()
    """Retired application ids, whose subjects are leftovers."""
    has_names: bool = True
    """Whether its operators have names of their own."""
    owner: str = ""


class Topology(NamedTuple):
    """All that one policy declares."""

    topics: Mapping[str, Topic]
    groups: tuple[JoinGroup, ...]
    apps: tuple[App, ...]
    locate: Callable[[Keys], Location]
    """Gives the place of a value in the policy; only for findings, since it reads."""

    def declared(self, topic: str) -> frozenset[Declaration]:
        """Return what is declared of *topic* that makes further rules apply."""
        known = self.topics.get(topic)
        return known.declared if known is not None else NOTHING

    def needs_others(self, topic: str, role: str | None) -> bool:
        """Whether a key or a value of *topic* is held against other documents."""
        declared = self.declared(topic)
        if role == "key":
            return "join group" in declared
        return role == "value" and "retractable" in declared

    def groups_of(self, topic: str) -> Sequence[JoinGroup]:
        """Return the join groups that *topic* is a member of."""
        return [group for group in self.groups if topic in group.members]

    def members(self, group: JoinGroup) -> Sequence[Topic]:
        """Return the members of *group*, the reference first."""
        names = dict.fromkeys([group.reference, *group.members])
        return [self.topics[name] for name in names]

    def apart(
        self, value: Callable[[Topic], str]
    ) -> Iterator[tuple[JoinGroup, Topic, Topic]]:
        """Yield each member of a group with another *value* than the first one that has any.

        The group comes with it, and that first one.
        """
        for group in self.groups:
            known = [topic for topic in self.members(group) if value(topic)]
            for topic in known[1:]:
                if value(topic) != value(known[0]):
                    yield group, topic, known[0]

    @property
    def ids(self) -> Mapping[str, App]:
        """The application that has, or had, each id."""
        return {id_: app for app in self.apps for id_ in (*app.ids, *app.supersedes)}

    def demand_place(self, topic: str, at: Keys) -> Location:
        """Return the place of the key *at* that says a level, or else of *topic*.

        A waiver knows both by the topic: the level may move from one key to another.
        """
        return self.place(at or ("topics", topic), f"topics.{topic}")

    def readers(self, topic: Topic) -> Sequence[str]:
        """Return the names of the applications that read *topic*."""
        return [app.name for app in self.apps if topic.name in app.inputs]

    def place(self, at: Keys, path: str) -> Location:
        """Return the place of *at* in the policy under the logical *path*."""
        return self.locate(at)._replace(path=path)


class Key(NamedTuple):
    """The key of one topic, as far as it is known."""

    topic: Topic
    document: "Document | None" = None
    """Its schema; None where it has none, or where nobody has found it."""


class Joined(NamedTuple):
    """A key that must be the same as another one."""

    group: JoinGroup
    own: Key
    reference: Key
