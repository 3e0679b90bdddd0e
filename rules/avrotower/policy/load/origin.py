"""Where the values of a policy were written, for people."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from avrotower.policy.load.fault import Fault, KeyPath
from avrotower.policy.load.layers import Layer
from avrotower.policy.load.merge import Merged

JSON: TypeAlias = Any


class Origins:
    """The places of one merged policy."""

    def __init__(self, merged: Merged, layers: Sequence[Layer]) -> None:
        self._merged = merged
        self._layers = layers

    def of(self, *path: str | int) -> str:
        """Return where exactly the value at *path* was written: `avrotower.toml:54`.

        Empty where no file says anything of it.
        """
        here: KeyPath = path
        origin = self._merged.origin(here)
        if origin is None or not self._has(path):
            return ""
        layer = self._layers[origin.layer]
        rest = (
            here[len(origin.path) :] if origin.path == here[: len(origin.path)] else ()
        )
        fault = layer.fault((*origin.path, *rest), "")
        return f"{fault.file}:{fault.line}"

    def layer(self, path: KeyPath) -> Layer:
        """Return the file that says the value at *path*; the own one where none does."""
        origin = self._merged.origin(path)
        return self._layers[-1 if origin is None else origin.layer]

    def fault(self, path: KeyPath, message: str) -> Fault:
        """Return a fault at *path*, or at what is around it."""
        origin = self._merged.origin(path)
        if origin is None:
            return self._layers[-1].fault((), message)
        rest = path[len(origin.path) :]
        return self._layers[origin.layer].fault((*origin.path, *rest), message)

    def own_fault(self, path: KeyPath, message: str) -> Fault | None:
        """Return a fault at *path*, None where the project's own file does not say it."""
        origin = self._merged.origin(path)
        last = len(self._layers) - 1
        if origin is None or origin.layer != last or not self._has(path):
            return None
        rest = path[len(origin.path) :]
        return self._layers[last].fault((*origin.path, *rest), message)

    def _has(self, path: Sequence[Any]) -> bool:
        value: JSON = self._merged.data
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return False
        return True
