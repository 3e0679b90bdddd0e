"""A whole registry as an audit reads it: texts one after another, the state at the end."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import Final

from avrotower.compat.levels import AVRO, Level, Stored
from avrotower.errors import (
    RegistryError,
    RegistryRefusedError,
    RegistryUnreachableError,
)
from avrotower.estate import (
    EVERYWHERE,
    GLOBAL,
    Estate,
    Held,
    HeldSubject,
    HeldVersion,
    Scope,
    referenced,
)
from avrotower.finding import Version
from avrotower.policy.profile import MAX_VERSIONS
from avrotower.registry.client import Registry
from avrotower.registry.closure import Closure
from avrotower.registry.history import Unread, one_version, stored
from avrotower.registry.listing import Entry
from avrotower.registry.state import State
from avrotower.registry.subject import DEFAULT_CONTEXT, Qualified, qualified, within
from avrotower.registry.value import Config, Registered
from avrotower.registry.whole import read_all
from avrotower.schema.document import Document
from avrotower.schema.parse import parse

_NO_ROUTE: Final = frozenset({404, 405, 501})
"""Statuses of a registry that knows no modes, or not for every scope."""
_LEVELS: Final = frozenset(map(str, Level))
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
        self._scopes = dict[str, Scope]()
        self._subjects = dict[str, HeldSubject]()
        self._unread = 0
        self._skipped = len(state.done) if state is not None else 0
        self._latest = dict[str, Document]()

    @cached_property
    def names(self) -> frozenset[str]:
        """All subjects, qualified; soft-deleted ones too."""
        return frozenset(self._registry.subjects(deleted=True))

    def has(self, name: str) -> bool:
        """Whether there is a subject *name*, qualified."""
        return name in self.names

    def read(self) -> Iterator[Held]:
        """Yield every subject; one that cannot be read says why, and hides no other.

        Raises:
            RegistryError: If the registry is not there, or lets us read nothing.
            PolicyError: If the state cannot be written.
        """
        self._scopes = {scope.name: scope for scope in self._read_scopes()}
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

    # Settings

    def _read_scopes(self) -> Iterator[Scope]:
        yield self._scope(None)
        if not self._registry.capabilities.contexts:
            return
        contexts = {qualified(name).context for name in self.names}
        for context in sorted({*contexts, *self._registry.contexts()}):
            if context != DEFAULT_CONTEXT:
                yield self._scope(str(Qualified(context, "")))
        everywhere = self._own(EVERYWHERE)
        if everywhere is not None and (everywhere.record or everywhere.own_mode):
            yield everywhere

    def _scope(self, name: str | None) -> Scope:
        """Return the settings of everything, or of the context *name*.

        Raises:
            RegistryError: If they cannot be had.
        """
        config = self._registry.config(name)
        if name is None:
            mode = self._mode(None) or ""
            if config is None:
                return Scope(GLOBAL, "", mode, own_mode=mode)
            return Scope(GLOBAL, _level(config), mode, config.record, mode)
        own = self._registry.config(name, effective=False)
        own_mode = self._mode(name) or ""
        mode = own_mode or self._mode(None) or ""
        return Scope(
            name,
            _level(config) if config else "",
            mode,
            own.record if own else {},
            own_mode,
        )

    def _own(self, name: str) -> Scope | None:
        """Return what is said of *name* alone, None where the registry refuses."""
        try:
            return self._own_settings(name)
        except RegistryRefusedError as error:
            if error.concerns_all:
                raise
            return None

    def _mode(self, name: str | None) -> str | None:
        try:
            return self._registry.mode(name, effective=False)
        except RegistryRefusedError as error:
            if error.status not in _NO_ROUTE:
                raise
            return None

    def _settings(self, name: str) -> tuple[Scope, str]:
        """Return the settings of the subject *name*, and why they could not be had."""
        above = self._scopes.get(str(Qualified(qualified(name).context, "")))
        above = above or self._scopes[GLOBAL]
        try:
            found = self._own_settings(name)
        except RegistryRefusedError as error:
            if error.concerns_all:
                raise
            return Scope(name), str(error)
        except RegistryUnreachableError as error:
            return Scope(name), str(error)
        return found._replace(
            level=found.level or above.level, mode=found.own_mode or above.mode
        ), ""

    def _own_settings(self, name: str) -> Scope:
        """Return what is said of *name* alone; both questions are asked at once."""

        def ask(what: str) -> Config | str | None:
            if what == "mode":
                return self._mode(name)
            return self._registry.config(name, effective=False)

        config, mode = self._registry.gather(ask, ("config", "mode"))
        own_mode = str(mode or "")
        if not isinstance(config, Config):
            return Scope(name, own_mode=own_mode)
        return Scope(name, _level(config), own_mode, config.record, own_mode)

    # Texts

    def _held(self, entry: Entry) -> Held:
        name = entry.subject
        settings, unknown = self._settings(name)
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


def _level(config: Config) -> str:
    """Return the level that *config* names, empty where it is none that we know."""
    return config.level if config.level in _LEVELS else ""
