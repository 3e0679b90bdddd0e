"""From a subject of a registry back to what a policy says of it (CONFIG, 5 and 6).

`declaration` goes from files to subjects; this goes the other way, for subjects that no
file of the project defines. Only what is declared answers: nothing here is a guess.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias, cast

from avrotower.policy.routing import internal
from avrotower.policy.template import Template, Values, matches_name
from avrotower.rule import Kind, Role, Subject
from avrotower.schema.model import JSON, is_object

Table: TypeAlias = Mapping[str, JSON]
Refine: TypeAlias = Callable[[Subject, str], Subject]
"""Adds what topic and project say of a subject."""

_ROLES: Final[tuple[Role, Role]] = ("key", "value")


class Backward:
    """`[topics]`, `[[subjects]]`, `[apps]` and `[project]` of one policy, by subjects.

    *data* has all defaults; *refine* is `Declarations.refined`.
    """

    def __init__(self, data: Table, refine: Refine) -> None:
        self._topics: Table = data["topics"]
        self._entries: list[Table] = list(data["subjects"])
        self._context: str = data["project"]["context"]
        self._ids: list[str] = [
            name for app in data["apps"].values() for name in app["application-ids"]
        ]
        self._refine = refine

    def subject(self, name: str, context: str = ".") -> Subject | None:
        """Return what is declared of the subject *name*, None where nothing is.

        *name* is plain, *context* the one that it lies in: what is declared for one
        context says nothing of another.
        """
        for found in (
            self._named_by_topic(name, context),
            self._by_entry(name, context),
            self._internal(name, context),
            self._by_suffix(name, context),
        ):
            if found is not None:
                refined = self._refine(found, "")
                return refined._replace(context=context)
        return None

    def _is_in(self, topic: str, context: str) -> bool:
        declared = self._topics.get(topic, {}).get("context")
        return (declared or self._context) == context

    def _named_by_topic(self, name: str, context: str) -> Subject | None:
        for topic, table in self._topics.items():
            for role in _ROLES:
                entry = table[role]
                is_named = is_object(entry) and entry.get("subject") == name
                if is_named and self._is_in(topic, context):
                    told = f'[topics."{topic}"] names the subject'
                    return _certain(name, topic, role, told, step=1)
        return None

    def _by_entry(self, name: str, context: str) -> Subject | None:
        for number, entry in enumerate(self._entries, start=1):
            values = self._matched(entry, name, context)
            if values is not None:
                return _stated(name, entry, values, f"[[subjects]] {number}")
        return None

    def _matched(self, entry: Table, name: str, context: str) -> Values | None:
        """Return what *entry* reads from the subject, None where it speaks of others."""
        pattern = entry["match"]
        if pattern is not None and pattern.startswith(":"):
            return {} if matches_name(pattern, f":{context}:{name}") else None
        if context != (entry["context"] or self._context):
            return None
        if pattern is not None and matches_name(pattern, name):
            return {}
        if entry["files"] is None:
            return None
        for template in _subject_templates(entry):
            values = Template(template).match(name)
            if values is not None:
                return values
        return None

    def _internal(self, name: str, context: str) -> Subject | None:
        """Read a subject of an internal topic of an application that is declared."""
        stem, role = _parted(name)
        kind = internal(stem) if role is not None else None
        if kind is None or context != self._context:
            return None
        if not any(stem.startswith(f"{app_id}-") for app_id in self._ids):
            return None
        told = "an internal topic of a declared application"
        return _certain(name, stem, role, told, step=4)._replace(kind=kind)

    def _by_suffix(self, name: str, context: str) -> Subject | None:
        topic, role = _parted(name)
        # `orders-key` is the key of `orders`, unless it is a topic itself.
        is_one = topic in self._topics and name not in self._topics
        if role is None or not is_one or not self._is_in(topic, context):
            return None
        told = f'the suffix, and [topics."{topic}"]'
        return _certain(name, topic, role, told, step=6)


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
    """Yield the patterns of subjects whose files *entry* tells.

    Placeholders that the type of a schema fills need its text, which is not at hand.
    """
    subject, topic = entry["subject"], entry["topic"]
    if subject:
        yield subject
    elif topic:
        yield f"{topic}-{entry['role'] or '{role}'}"


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
