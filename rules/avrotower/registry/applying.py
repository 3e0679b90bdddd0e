"""Writes a plan to a registry, one setting after the other, and nothing else."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from avrotower.engine.plan import Change
from avrotower.errors import RegistryError, RegistryRefusedError
from avrotower.registry.client import Registry

State: TypeAlias = Literal[
    "done", "not reached", "changed meanwhile", "refused", "unknown", "differs"
]
"""What became of a change.

`done`: written and read back. `not reached`: the value could not be read, and nothing
was sent. `changed meanwhile`: it was no longer that of the plan, and nothing was sent.
`refused`: the registry said no. `unknown`: sent, and nobody said what became of it.
`differs`: written, and the registry tells something else afterwards.
"""

_SERVER_ERROR: Final = 500
_PAUSES_S: Final = (0.0, 0.2, 1.0)
"""Before a value is read back: other nodes of a registry hear of it a little later."""


class Outcome(NamedTuple):
    """A change, and what became of it."""

    change: Change
    state: State
    said: str = ""
    """In words, where it is not done."""

    @property
    def is_unanswered(self) -> bool:
        """Whether the registry did not say what it should."""
        return self.state in {"not reached", "unknown"}


class Application:
    """One plan on its way into *registry*; it tells at any time how far it has come.

    *wait* takes seconds.
    """

    def __init__(
        self,
        registry: Registry,
        changes: Sequence[Change],
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        self._registry = registry
        self._changes = tuple(changes)
        self._wait = wait
        self._is_sent = False
        self.outcomes: list[Outcome] = []

    @property
    def left(self) -> Sequence[Change]:
        """The changes that nobody has begun with."""
        return self._changes[len(self.outcomes) :]

    def run(self) -> Iterator[Outcome]:
        """Apply one change after the other, and yield what became of it.

        The first that is not done is the last. Interrupted in the middle of a write,
        that one has become unknown.
        """
        for change in self._changes:
            self._is_sent = False
            try:
                found = self._one(change)
            except BaseException:
                if self._is_sent:
                    said = "interrupted while it was written"
                    self.outcomes.append(Outcome(change, "unknown", said))
                raise
            self.outcomes.append(found)
            yield found
            if found.state != "done":
                return

    def _one(self, change: Change) -> Outcome:
        try:
            now = self._read(change)
        except RegistryError as error:
            return Outcome(change, "not reached", str(error))
        if now != change.before:
            said = f"it is {now or 'nothing'} now; plan again"
            return Outcome(change, "changed meanwhile", said)
        self._is_sent = True
        try:
            self._write(change)
        except RegistryRefusedError as error:
            if error.status >= _SERVER_ERROR:
                return self._lost(change, error)
            return Outcome(change, "refused", str(error))
        except RegistryError as error:
            return self._lost(change, error)
        return self._confirmed(change)

    def _lost(self, change: Change, error: RegistryError) -> Outcome:
        """Tell a write without an answer: it is not repeated, but looked at, once."""
        try:
            told = f"the registry tells {self._read(change) or 'nothing'} now"
        except RegistryError:
            told = "and reading it back failed, too"
        return Outcome(change, "unknown", f"{error}; {told}")

    def _confirmed(self, change: Change) -> Outcome:
        now = ""
        for pause in _PAUSES_S:
            if pause:
                self._wait(pause)
            try:
                now = self._read(change)
            except RegistryError as error:
                said = f"it was written, and reading it back failed: {error}"
                return Outcome(change, "unknown", said)
            if now == change.after:
                return Outcome(change, "done")
        said = f"it was written, and the registry still tells {now or 'nothing'}"
        return Outcome(change, "differs", said)

    def _read(self, change: Change) -> str:
        if change.setting == "mode":
            return self._registry.mode(change.subject) or ""
        config = self._registry.config(change.subject)
        return config.level if config is not None else ""

    def _write(self, change: Change) -> None:
        if change.setting == "mode":
            self._registry.put_mode(change.subject, change.after)
        else:
            self._registry.put_config(change.subject, {"compatibility": change.after})
