"""Levels and modes: of everything, of contexts, of subjects."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from avrotower.compat.levels import Level
from avrotower.errors import RegistryRefusedError
from avrotower.estate import EVERYWHERE, GLOBAL, Scope
from avrotower.registry.absence import kept
from avrotower.registry.client import Registry
from avrotower.registry.subject import DEFAULT_CONTEXT, Qualified, qualified
from avrotower.registry.value import Config

_NO_ROUTE: Final = frozenset({404, 405, 501})
"""Statuses of a registry that knows no modes, or not for every scope."""
_LEVELS: Final = frozenset(map(str, Level))

Scopes = Mapping[str, Scope]
"""The settings of everything, under the empty name, and of contexts."""


class Settings:
    """Asks *registry* how it is set up."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def scopes(self, contexts: Iterable[str]) -> Scopes:
        """Return what counts everywhere, and in each of *contexts*.

        Raises:
            RegistryError: If it cannot be had.
        """
        return {scope.name: scope for scope in self._scopes(contexts)}

    def _scopes(self, contexts: Iterable[str]) -> Iterator[Scope]:
        whole = self._whole()
        yield whole
        if not self._registry.capabilities.contexts:
            return
        for context in sorted({*contexts} - {DEFAULT_CONTEXT}):
            yield self._context(str(Qualified(context, "")), whole)
        everywhere = self._alone(EVERYWHERE)
        if everywhere is not None and (everywhere.record or everywhere.own_mode):
            yield everywhere

    def _whole(self) -> Scope:
        config = self._registry.config(None)
        mode = self._mode(None) or ""
        if config is None:
            return Scope(GLOBAL, "", mode, own_mode=mode)
        return Scope(GLOBAL, _level(config), mode, config.record, mode)

    def _context(self, name: str, whole: Scope) -> Scope:
        config = self._registry.config(name)
        own = self._registry.config(name, effective=False)
        own_mode = self._mode(name) or ""
        return Scope(
            name,
            _level(config) if config else "",
            own_mode or whole.mode,
            own.record if own else {},
            own_mode,
        )

    def _alone(self, name: str) -> Scope | None:
        """Return what is said of *name* alone, None where the registry refuses."""
        try:
            return _own(name, *self._registry.gather(self._asked, _both(name)))
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

    def of(self, name: str, scopes: Scopes) -> tuple[Scope, str]:
        """Return the settings of the subject *name*, and why they could not be had.

        Raises:
            RegistryRefusedError: If the registry lets us read nothing.
        """
        ((_, scope, unknown),) = self.each([name], scopes)
        return scope, unknown

    def each(
        self, names: Collection[str], scopes: Scopes
    ) -> Iterator[tuple[str, Scope, str]]:
        """Yield what `of` returns for each of *names*; many are asked for at once.

        Raises:
            RegistryRefusedError: If the registry lets us read nothing.
        """
        questions = (question for name in names for question in _both(name))
        answers = self._registry.gather(kept(self._asked), questions)
        for name, config, mode in zip(names, answers, answers, strict=True):
            error = next(
                (it for it in (config, mode) if isinstance(it, Exception)), None
            )
            if error is not None:
                yield name, Scope(name), str(error)
                continue
            above = scopes.get(str(Qualified(qualified(name).context, "")))
            above = above or scopes[GLOBAL]
            found = _own(name, config, mode)
            level, effective = found.level or above.level, found.own_mode or above.mode
            yield name, found._replace(level=level, mode=effective), ""

    def _asked(self, question: tuple[str, str]) -> Config | str | None:
        name, what = question
        if what == "mode":
            return self._mode(name)
        return self._registry.config(name, effective=False)


def _both(name: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the two questions about what is said of *name* alone."""
    return (name, "config"), (name, "mode")


def _own(name: str, config: object, mode: object) -> Scope:
    own_mode = str(mode or "")
    if not isinstance(config, Config):
        return Scope(name, own_mode=own_mode)
    return Scope(name, _level(config), own_mode, config.record, own_mode)


def _level(config: Config) -> str:
    """Return the level that *config* names, empty where it is none that we know."""
    return config.level if config.level in _LEVELS else ""
