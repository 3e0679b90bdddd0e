"""From a subject of a registry back to what a policy says of it (CONFIG, 5 and 6).

`declaration` goes from files to subjects; this goes the other way, for subjects that no
file of the project defines. Only what is declared answers: nothing here is a guess.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias, cast

from avrotower.policy.declaration import NAMES
from avrotower.policy.routing import internal
from avrotower.policy.template import Template, Values, matches_name
from avrotower.rule import Kind, Role, Subject
from avrotower.schema.model import JSON, is_object

Table: TypeAlias = Mapping[str, JSON]
Refine: TypeAlias = Callable[[Subject, str], Subject]
"""Adds what topic and project say of a subject."""

Root: TypeAlias = Callable[[], Values]
"""Gives `namespace`, `name` and `fullname` of the type at the root of the schema."""

_ROLES: Final[tuple[Role, Role]] = ("key", "value")


class Backward:
    """`[topics]`, `[[subjects]]`, `[apps]` and `[project]` of one policy, by subjects.

    *data* has all defaults; *refine* is `Declarations.refined`.
    """

    def __init__(self, data: Table, refine: Refine) -> None:
        self._topics: Table = data["topics"]
        self._project: Table = data["project"]
        self._entries = [
            (number, entry, tuple(map(Template, _subject_templates(entry))))
            for number, entry in enumerate(data["subjects"], start=1)
        ]
        self._ids: list[str] = [
            name for app in data["apps"].values() for name in app["application-ids"]
        ]
        self._named: dict[str, list[tuple[str, Role]]] = {}
        for topic, table in self._topics.items():
            for role in _ROLES:
                entry = table[role]
                if is_object(entry) and "subject" in entry:
                    self._named.setdefault(entry["subject"], []).append((topic, role))
        self._refine = refine

    def subject(self, name: str, context: str, root: Root) -> Subject | None:
        """Return what is declared of the subject *name*, None where nothing is.

        *name* is plain, *context* the one that it lies in: what is declared for one
        context says nothing of another. *root* is asked only where names depend on it.
        """
        for step in (
            self._named_by_topic,
            self._by_entry,
            self._by_record,
            self._internal,
            self._by_suffix,
        ):
            found = step(name, context, root)
            if found is not None:
                return self._refine(found, "")._replace(context=context)
        return None

    def _is_in(self, topic: str, context: str) -> bool:
        declared: str | None = self._topics.get(topic, {}).get("context")
        stated: str = declared or self._project["context"]
        return context == stated

    def _named_by_topic(self, name: str, context: str, root: Root) -> Subject | None:
        del root
        for topic, role in self._named.get(name, ()):
            if self._is_in(topic, context):
                told = f'[topics."{topic}"] names the subject'
                return _certain(name, topic, role, told, step=1)
        return None

    def _by_entry(self, name: str, context: str, root: Root) -> Subject | None:
        for number, entry, templates in self._entries:
            values: Values | None = None
            if self._is_matched(entry, name, context):
                values = {}
            elif self._is_of(entry, context):
                fitting = (_fitted(template, name, root) for template in templates)
                values = next((found for found in fitting if found is not None), None)
            if values is not None:
                return _stated(name, entry, values, f"[[subjects]] {number}")
        return None

    def _is_of(self, entry: Table, context: str) -> bool:
        stated: str = entry["context"] or self._project["context"]
        return context == stated

    def _is_matched(self, entry: Table, name: str, context: str) -> bool:
        """Whether `match` of *entry*, which may be written with its context, fits."""
        pattern = entry["match"]
        if pattern is None:
            return False
        if pattern.startswith(":"):
            return matches_name(pattern, f":{context}:{name}")
        return self._is_of(entry, context) and matches_name(pattern, name)

    def _by_record(self, name: str, context: str, root: Root) -> Subject | None:
        """Read `<topic>-<full name>` of the longest declared topic that is a prefix."""
        fitting = (t for t in self._topics if name.startswith(f"{t}-"))
        topic = max(fitting, key=len, default=None)
        if topic is None or not self._is_in(topic, context):
            return None
        strategy = self._topics[topic]["strategy"] or self._project["strategy"]
        rest = name[len(topic) + 1 :]
        if strategy != "topic-record" or root().get("fullname") != rest:
            return None
        told = f'the full name of its type, and [topics."{topic}"]'
        return _certain(name, topic, None, told, step=3)

    def _internal(self, name: str, context: str, root: Root) -> Subject | None:
        """Read a subject of an internal topic of an application that is declared."""
        del root
        stem, role = _parted(name)
        kind = internal(stem) if role is not None else None
        if kind is None or context != self._project["context"]:
            return None
        if not any(stem.startswith(f"{app_id}-") for app_id in self._ids):
            return None
        told = "an internal topic of a declared application"
        return _certain(name, stem, role, told, step=4)._replace(kind=kind)

    def _by_suffix(self, name: str, context: str, root: Root) -> Subject | None:
        del root
        topic, role = _parted(name)
        # `orders-key` is the key of `orders`, unless it is a topic itself.
        is_one = topic in self._topics and name not in self._topics
        if role is None or not is_one or not self._is_in(topic, context):
            return None
        told = f'the suffix, and [topics."{topic}"]'
        return _certain(name, topic, role, told, step=6)


def _fitted(template: Template, name: str, root: Root) -> Values | None:
    """Return what *template* reads from *name*, None where it does not fit.

    What it says of the type must be true of the schema.
    """
    values = template.match(name)
    if values is None:
        return None
    of_type = NAMES.intersection(values)
    if not of_type:
        return values
    own = root()
    return values if all(own.get(key) == values[key] for key in of_type) else None


def _certain(
    name: str, topic: str, role: Role | None, told: str, *, step: int
) -> Subject:
    return Subject(name, topic, role, confidence="certain", evidence=told, step=step)


def _parted(name: str) -> tuple[str, Role | None]:
    """Return *name* without the suffix that says its role, and the role."""
    for role in _ROLES:
        stem = name.removesuffix(f"-{role}")
        if stem not in {name, ""}:
            return stem, role
    return name, None


def _subject_templates(entry: Table) -> Iterator[str]:
    """Yield the patterns of the subjects whose files *entry* tells."""
    if entry["files"] is None:
        return
    if entry["subject"]:
        yield entry["subject"]
    elif entry["topic"]:
        yield f"{entry['topic']}-{entry['role'] or '{role}'}"


def _stated(name: str, entry: Table, values: Values, told: str) -> Subject:
    stem, suffix = _parted(name)
    role: Role | None = entry["role"] or suffix
    for word in _ROLES:
        if entry["role"] is None and values.get("role") == word:
            role = word
    topic = Template(entry["topic"]).fill(values) if entry["topic"] else None
    kind: Kind = entry["kind"] or cast("Kind", values.get("kind", "unknown"))
    subject = _certain(name, topic if topic is not None else stem, role, told, step=2)
    return subject._replace(
        kind=kind,
        generator=entry["generator"] or "none",
        owner=entry["owner"] or "",
    )
