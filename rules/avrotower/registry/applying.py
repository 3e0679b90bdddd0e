"""Writes a plan to a registry, one setting after the other, and nothing else."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from avrotower.engine.plan import Change
from avrotower.errors import RegistryError, RegistryRefusedError
from avrotower.registry.client import Registry

State: TypeAlias = Literal[
    "done", "not reached", "changed", "refused", "unknown", "otherwise"
]
"""What became of a change.

`done`: written and read back. `not reached`: nothing was sent. `changed`: the value was
no longer that of the plan, and nothing was sent. `refused`: the registry said no.
`unknown`: sent, and nobody said what became of it. `otherwise`: written, and the
registry tells something else afterwards.
"""

_SERVER_ERROR: Final = 500
_PAUSES_S: Final = (0.2, 1.0)
"""Before a value is read back again: other nodes of a registry hear of it a little
later."""


class Outcome(NamedTuple):
    """A change, and what became of it."""

    change: Change
    state: State
    said: str = ""
    """In words, where it is not done."""

    @property
    def is_unreached(self) -> bool:
        """Whether the registry, as far as it matters, did not answer."""
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
        self._wait = wait
        self.left: list[Change] = list(changes)
        """Nothing was sent for these."""
        self.outcomes: list[Outcome] = []

    def run(self) -> Iterator[Outcome]:
        """Apply one change after the other, and yield what became of it.

        The first that is not done is the last. Interrupted in the middle of a write,
        that one is told as unknown.
        """
        while self.left:
            change = self.left[0]
            try:
                found = self._one(change)
            except BaseException:
                if self.left[:1] != [change]:
                    said = "interrupted while it was written"
                    self.outcomes.append(Outcome(change, "unknown", said))
                raise
            if found.state != "not reached" and self.left[:1] == [change]:
                self.left.pop(0)
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
            return Outcome(change, "changed", said)
        # From here on it is not sure any more that nothing was sent.
        self.left.pop(0)
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
        for pause in (*_PAUSES_S, None):
            try:
                now = self._read(change)
            except RegistryError as error:
                said = f"it was written, and reading it back failed: {error}"
                return Outcome(change, "unknown", said)
            if now == change.after:
                return Outcome(change, "done")
            if pause is not None:
                self._wait(pause)
        said = f"it was written, and the registry still tells {now or 'nothing'}"
        return Outcome(change, "otherwise", said)

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
