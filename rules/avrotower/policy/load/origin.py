"""Where the values of a policy were written, for people."""

from collections.abc import Sequence
from typing import Any

from avrotower.policy.load.fault import Fault, KeyPath
from avrotower.policy.load.layers import Layer
from avrotower.policy.load.merge import Merged
from avrotower.schema.model import JSON


class Origins:
    """The places of one merged policy."""

    def __init__(self, merged: Merged, layers: Sequence[Layer]) -> None:
        self._merged = merged
        self._layers = layers

    def of(self, *path: str | int) -> str:
        """Return where exactly the value at *path* was written: `avrotower.toml:54`.

        Empty where no file says anything of it.
        """
        found = self.written(path) if self._has(path) else None
        if found is None:
            return ""
        layer, at = found
        fault = layer.fault(at, "")
        return f"{fault.file}:{fault.line}"

    def written(self, path: KeyPath) -> tuple[Layer, KeyPath] | None:
        """Return the file that says the value at *path*, or what is around it, and where."""
        origin = self._merged.origin(path)
        if origin is None:
            return None
        within = origin.path == path[: len(origin.path)]
        rest = path[len(origin.path) :] if within else ()
        return self._layers[origin.layer], (*origin.path, *rest)

    def layer(self, path: KeyPath) -> Layer:
        """Return the file that says the value at *path*; the own one where none does."""
        found = self.written(path)
        return self._layers[-1] if found is None else found[0]

    def fault(self, path: KeyPath, message: str) -> Fault:
        """Return a fault at *path*, or at what is around it."""
        origin = self._merged.origin(path)
        if origin is None:
            return self._layers[-1].fault((), message)
        # The entry of a list may have another position in its own file.
        at = (*origin.path, *path[len(origin.path) :])
        return self._layers[origin.layer].fault(at, message)

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
