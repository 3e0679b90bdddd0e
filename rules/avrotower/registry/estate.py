"""A whole registry as an audit reads it: texts one after another, the state at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Final

from avrotower.compat.levels import AVRO, Stored
from avrotower.errors import (
    RegistryError,
)
from avrotower.estate import (
    Estate,
    Held,
    HeldSubject,
    HeldVersion,
    Scope,
    referenced,
)
from avrotower.finding import Version
from avrotower.policy.associated import Associations
from avrotower.policy.profile import MAX_VERSIONS
from avrotower.registry.associations import associations
from avrotower.registry.client import Registry
from avrotower.registry.closure import Closure
from avrotower.registry.history import Unread, one_version, stored
from avrotower.registry.listing import Entry
from avrotower.registry.settings import Settings
from avrotower.registry.state import State
from avrotower.registry.subject import qualified, within
from avrotower.registry.value import Registered
from avrotower.registry.whole import read_all
from avrotower.schema.document import Document
from avrotower.schema.parse import parse

_KEPT: Final = 16
"""Latest versions that are kept: the key of a topic is read just before its value."""


class _Closure(Closure):
    """Knows the documents that it has parsed lately."""

    def find(self, name: str) -> Document | None:
        """Return the document called *name*, `SUBJECT@VERSION`."""
        subject, _, number = name.rpartition("@")
        return self._kept.get((subject, int(number))) if number.isdecimal() else None


class Reading:
    """One look at all that a registry holds.

    *state* remembers, over interrupted runs, which subjects are done.
    """

    def __init__(
        self,
        registry: Registry,
        *,
        include_deleted: bool = True,
        max_versions: int = MAX_VERSIONS,
        state: State | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> None:
        self._registry = registry
        self._include_deleted = include_deleted
        self._max_versions = max_versions
        self._state = state
        self._progress = progress
        self._closure = _Closure(registry)
        self._settings = Settings(registry)
        self._scopes: Mapping[str, Scope] = {}
        self._subjects = dict[str, HeldSubject]()
        self._unread = 0
        self._skipped = len(state.done) if state is not None else 0
        self._latest = dict[str, Document]()

    @cached_property
    def names(self) -> frozenset[str]:
        """All subjects, qualified; soft-deleted ones too."""
        return frozenset(self._registry.subjects(deleted=True))

    def associations(self) -> Associations:
        """Return what it says itself about whose key or value its subjects are.

        Raises:
            RegistryError: If the registry is not there, or lets us read nothing.
        """
        return associations(self._registry)

    def has(self, name: str) -> bool:
        """Whether there is a subject *name*, qualified."""
        return name in self.names

    def read(self) -> Iterator[Held]:
        """Yield every subject; one that cannot be read says why, and hides no other.

        Raises:
            RegistryError: If the registry is not there, or lets us read nothing.
            PolicyError: If the state cannot be written.
        """
        self._scopes = self._settings.scopes(
            self._registry.contexts() + [qualified(name).context for name in self.names]
            if self._registry.capabilities.contexts
            else ()
        )
        for entry in read_all(
            self._registry,
            include_deleted=self._include_deleted,
            state=self._state,
            progress=self._progress,
        ):
            if entry.versions or entry.unread or entry.error:
                yield self._held(entry)

    def again(self, name: str) -> Held:
        """Read one subject once more, when all have been read."""
        state = self._subjects[name]
        try:
            return self._again(state)
        except RegistryError as error:
            return Held(state, unread=((name, str(error)),))

    def _again(self, state: HeldSubject) -> Held:
        registry, name = self._registry, state.name
        numbers = registry.versions(name, deleted=self._include_deleted)
        live = frozenset(registry.versions(name))
        found: list[Registered] = []
        unread: list[Unread] = []
        for given in registry.gather(partial(one_version, registry, name), numbers):
            if isinstance(given, Unread):
                unread.append(given)
            else:
                found.append(given._replace(is_deleted=given.version not in live))
        held = self._texts(state, tuple(found), tuple(unread))
        return held._replace(unread=())  # they were told the first time

    def latest(self, name: str) -> Document | None:
        """Return the latest live version of *name*, None where it cannot be had."""
        known = self._latest.get(name)
        if known is not None:
            return known
        try:
            found = self._registry.schema(name)
        except RegistryError:
            return None
        return self._strict(found)

    def find(self, name: str) -> Document | None:
        """Return the document *name*, `SUBJECT@VERSION`, where it was read lately."""
        for document in self._latest.values():
            if document.name == name:
                return document
        return self._closure.find(name)

    def estate(self) -> Estate:
        """Return the state of all that was read."""
        told: list[str] = []
        if self._skipped:
            told.append(f"an earlier run has read {self._skipped} subjects")
        if self._unread:
            told.append(f"{self._unread} subjects could not be read")
        used = referenced(self._subjects)
        return Estate(self._scopes, self._subjects, used, " and ".join(told))

    # Texts

    def _held(self, entry: Entry) -> Held:
        name = entry.subject
        settings, unknown = self._settings.of(name, self._scopes)
        state = HeldSubject(
            name,
            settings,
            tuple(
                HeldVersion(v.version, v.id, bool(v.is_deleted)) for v in entry.versions
            ),
            frozenset(self._references(entry.versions)),
            unknown,
            next(
                (v.schema_type for v in entry.versions[::-1] if not v.is_deleted), AVRO
            ),
        )
        self._subjects[name] = state
        held = self._texts(state, entry.versions, entry.unread)
        more = [(name, str(entry.error))] if entry.error is not None else []
        more += [(name, unknown)] if unknown and entry.error is None else []
        self._unread += entry.error is not None
        return held._replace(unread=(*held.unread, *more))

    def _texts(
        self,
        state: HeldSubject,
        versions: Sequence[Registered],
        unread: Sequence[Unread],
    ) -> Held:
        """Return the subject *state* with its latest version, and those before it."""
        lost = [each for each in unread if not each.is_gone]
        told = tuple((f"{state.name}@{each.version}", each.reason) for each in lost)
        live = [version for version in versions if not version.is_deleted]
        held = Held(state, unread=told)
        if not live:
            return held
        latest = live[-1]
        if latest.schema_type != AVRO:
            return held
        before = [v for v in versions if v.version < latest.version]
        left_out = len(before) - self._max_versions
        notes: tuple[str, ...] = ()
        if left_out > 0:
            before = before[left_out:]
            notes = (
                f"the oldest {left_out} versions are left out: [compat] max-versions",
            )
        try:
            document = self._strict(latest)
            history = [stored(version, self._closure) for version in before]
        except RegistryError as error:
            return held._replace(unread=(*told, (latest.document, str(error))))
        for each in lost:
            name = f"{state.name}@{each.version}"
            version = Version(str(each.version), name, each.version)
            if each.version < latest.version:
                history.append(Stored(version, None, unreadable=each.reason))
        history.sort(key=lambda one: one.version.number or 0)
        return held._replace(document=document, history=tuple(history), notes=notes)

    def _strict(self, registered: Registered) -> Document | None:
        """Return *registered* as a candidate is parsed, with all that it refers to."""
        if registered.schema_type != AVRO:
            return None
        found = stored(registered, self._closure)
        references = found.document.references if found.document is not None else None
        more = [references] if references is not None else []
        document = parse(registered.text, "strict", *more, name=registered.document)
        self._latest[registered.subject] = document
        if len(self._latest) > _KEPT:
            del self._latest[next(iter(self._latest))]
        return document

    def _references(self, versions: Sequence[Registered]) -> Iterator[str]:
        has_contexts = self._registry.capabilities.contexts
        for version in versions:
            for reference in version.references:
                subject = reference.subject
                yield within(subject, version.subject) if has_contexts else subject
