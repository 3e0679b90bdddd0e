"""Several policy files become one: later ones are stronger (CONFIG, 2)."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from avrotower.policy.load.fault import KeyPath
from avrotower.schema.model import JSON, is_array, is_object

_ADDED_UP: Final = frozenset(
    {("lint", "extend-select"), ("lint", "extend-ignore"), ("lint", "locked")}
)
_OWN_FIRST: Final = frozenset({("subjects",), ("gate", "subjects")})
"""The first entry that matches wins, so the own ones come first."""
_OWN_LAST: Final = frozenset(
    {("overrides",), ("joins",), ("waivers",), ("custom-rules",)}
)
_NOT_INHERITED: Final = frozenset({"service", "extends", "version"})


class Origin(NamedTuple):
    """Where a value of the merged policy was written."""

    layer: int
    """The position of the file, the weakest first."""
    path: KeyPath
    """The way to the value in that file."""


class Merged(NamedTuple):
    """One policy, and where each part of it comes from."""

    data: dict[str, JSON]
    origins: Mapping[KeyPath, Origin]
    """By the path of every value that is no table, and of every entry of an array."""

    def origin(self, path: KeyPath) -> Origin | None:
        """Return where the value at *path*, or what is around it, was written."""
        while path:
            found = self.origins.get(path)
            if found is not None:
                return found
            path = path[:-1]
        return None


def merge(layers: Sequence[Mapping[str, JSON]]) -> Merged:
    """Return what *layers*, the weakest first, say together."""
    merging = _Merging()
    for number, layer in enumerate(layers):
        is_own = number == len(layers) - 1
        told = {
            key: value
            for key, value in layer.items()
            if is_own or key not in _NOT_INHERITED
        }
        merging.add(number, told)
    return Merged(merging.data, merging.origins)


class _Merging:
    """One merge while it is made; the layers come one by one, the weakest first."""

    def __init__(self) -> None:
        self.data: dict[str, JSON] = {}
        self.origins: dict[KeyPath, Origin] = {}

    def add(self, layer: int, table: Mapping[str, JSON]) -> None:
        """Put what *layer* says over what is there."""
        self._put(self.data, table, (), layer)

    def _put(
        self,
        into: dict[str, JSON],
        table: Mapping[str, JSON],
        path: KeyPath,
        layer: int,
    ) -> None:
        for key, value in table.items():
            at = (*path, key)
            if is_object(value):
                below = into.get(key)
                if not is_object(below):
                    below = into[key] = {}
                    self.origins[at] = Origin(layer, at)
                self._put(below, value, at, layer)
            elif at in _ADDED_UP or at in _OWN_LAST:
                self._list(into, at, (*into.get(key, ()), *value), layer, value)
            elif at in _OWN_FIRST:
                self._list(into, at, (*value, *into.get(key, ())), layer, value)
            else:
                into[key] = value
                self.origins[at] = Origin(layer, at)
                if is_array(value):
                    self._list(into, at, value, layer, value)

    def _list(
        self,
        into: dict[str, JSON],
        at: KeyPath,
        items: Sequence[JSON],
        layer: int,
        own: Sequence[JSON],
    ) -> None:
        """Put *items* at *at*; those of *own* come from *layer*, the others keep theirs."""
        before = {
            id(item): self.origins.get((*at, index))
            for index, item in enumerate(into.get(str(at[-1]), ()))
        }
        mine = {id(item): index for index, item in enumerate(own)}
        for index, item in enumerate(items):
            position = mine.get(id(item))
            origin = before.get(id(item))
            if position is not None:
                origin = Origin(layer, (*at, position))
            if origin is not None:
                self.origins[*at, index] = origin
        into[str(at[-1])] = list(items)
