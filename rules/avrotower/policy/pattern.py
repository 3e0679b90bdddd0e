"""Patterns of a policy that speak of subjects, and which of them a run did not meet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from avrotower.acceptance import Unmet
from avrotower.finding import Location
from avrotower.policy.load.fault import KeyPath
from avrotower.policy.template import matches_name
from avrotower.rule import Subject
from avrotower.schema.model import JSON
from avrotower.suggestion import alike

Table: TypeAlias = Mapping[str, JSON]

_SELECTORS: Final = {"subjects": "subject", "topics": "topic", "owners": "owner"}
"""Keys of `[[overrides]]`, and what their patterns speak of."""
_ENDINGS: Final = ("-key", "-value")


class _Pattern(NamedTuple):
    text: str
    what: str
    """`subject`, `topic` or `owner`."""
    path: KeyPath


class Patterns:
    """The patterns of `[[overrides]]` in one policy, held against subjects."""

    def __init__(self, data: Table) -> None:
        self._data = data
        self._known: dict[str, set[str]] = {
            "subject": set(),
            "topic": set(),
            "owner": set(),
        }
        self._open = [*_patterns(data["overrides"])]
        if self._open:
            for what, names in _declared(data).items():
                for name in names:
                    self._note(what, name)

    def look(self, subject: Subject) -> None:
        """Note that there is *subject*."""
        if self._open:
            self._note("subject", subject.name)
            self._note("topic", subject.topic)
            self._note("owner", subject.owner)

    def _note(self, what: str, name: str) -> None:
        known = self._known[what]
        if not name or name in known:
            return
        known.add(name)
        self._open = [
            it
            for it in self._open
            if it.what != what or not matches_name(it.text, name)
        ]

    def unmet(self, file: str, text: str) -> tuple[Unmet, ...]:
        """Return the patterns of *file*, whose content is *text*, that met nothing.

        Those that other files gave are not told: a company's policy speaks of topics
        that this project does not have.
        """
        return tuple(self._unmet(file, text))

    def _unmet(self, file: str, text: str) -> Iterator[Unmet]:
        from avrotower.policy.waiver import place  # noqa: PLC0415  with findings only

        elsewhere = [it["match"] for it in self._data["subjects"] if it["match"]]
        total = len(self._data["overrides"])
        for text_, what, path in self._open:
            if what != "owner" and _may_meet(text_, elsewhere):
                continue
            span = place(file, text, path, total)
            if span is None:
                continue
            pointer = "".join(f"/{step}" for step in path)
            near = alike(text_, sorted(self._known[what]))
            location = Location(file, pointer, span=span)
            yield Unmet(text_, what, location, near[0] if near else "")


def _patterns(overrides: Sequence[Table]) -> Iterator[_Pattern]:
    for number, entry in enumerate(overrides):
        if entry["optional"]:
            continue
        for key, what in _SELECTORS.items():
            for index, text in enumerate(entry[key] or ()):
                yield _Pattern(text, what, ("overrides", number, key, index))


def _declared(data: Table) -> dict[str, Iterable[str]]:
    """Return the names that the policy itself gives, whether or not files define them."""
    topics: Table = data["topics"]
    subjects = [f"{topic}{ending}" for topic in topics for ending in _ENDINGS]
    for topic in topics.values():
        for key in ("key", "value"):
            entry = topic[key]
            if not isinstance(entry, str | None) and "subject" in entry:
                subjects.append(entry["subject"])
    tables = [
        data["project"],
        *topics.values(),
        *data["subjects"],
        *data["apps"].values(),
    ]
    owners = [table["owner"] for table in tables if table["owner"]]
    return {"subject": subjects, "topic": topics, "owner": owners}


def _may_meet(pattern: str, others: Iterable[str]) -> bool:
    """Whether a subject that one of the globs *others* describes could fit *pattern*.

    Such subjects have no file, so that only a registry knows whether there are any.
    """
    wanted = [pattern, *(f"{pattern}{ending}" for ending in _ENDINGS)]
    return any(overlap(one, other) for one in wanted for other in others)


def overlap(one: str, other: str) -> bool:
    """Whether there is a name that both globs match."""
    below: list[bool] = []
    for i in range(len(one), -1, -1):
        row = [False] * (len(other) + 1)
        for j in range(len(other), -1, -1):
            ends = i == len(one), j == len(other)
            if all(ends):
                row[j] = True
            elif not ends[0] and one[i] == "*":
                row[j] = below[j] or (not ends[1] and row[j + 1])
            elif not ends[1] and other[j] == "*":
                row[j] = row[j + 1] or (not ends[0] and below[j])
            elif not any(ends):
                row[j] = one[i] == other[j] and below[j + 1]
        below = row
    return below[0]
