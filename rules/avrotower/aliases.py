"""What the aliases of types stand for, which are texts where a start has to be fast.

Few ask: the models of the policy file, and the JSON Schema of reports.
"""

import collections.abc
import sys
import typing
from collections.abc import Mapping
from typing import Any, Final

_NOTHING: Final[Mapping[str, Any]] = {}


def real(alias: Any, module: Mapping[str, Any] = _NOTHING) -> Any:
    """Return the type that *alias* stands for; it may use what *module* knows.

    Raises:
        NameError: If it uses something else.
    """
    asked = type("Asked", (), {"__annotations__": {"it": alias}})
    return typing.get_type_hints(asked, localns=_Names(module))["it"]


def words(alias: Any) -> tuple[Any, ...]:
    """Return the words of *alias*, which is a `Literal`."""
    return typing.get_args(real(alias))


def hints(of: type) -> dict[str, Any]:
    """Return the types of the annotated attributes of *of*."""
    return typing.get_type_hints(of, localns=_Names(vars(sys.modules[of.__module__])))


class _Names(dict[str, Any]):
    """What annotations in a module may name: what it has, and what it has not imported.

    A text that the module has is an alias.
    """

    def __init__(self, module: Mapping[str, Any]) -> None:
        super().__init__()
        self._module = module

    def __missing__(self, name: str) -> Any:
        for known in (self._module, vars(typing), vars(collections.abc)):
            if name in known:
                found = known[name]
                return real(found, self._module) if isinstance(found, str) else found
        raise KeyError(name)
