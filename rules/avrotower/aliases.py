"""What the aliases of types stand for, which are texts where a start has to be fast.

Few ask: the models of the policy file, and the JSON Schema of reports.
"""

import collections.abc
import sys
import typing
from collections.abc import Mapping
from typing import Any

Names = Mapping[str, Any]


def real(alias: Any, known: Names = {}) -> Any:  # noqa: B006  never changed
    """Return the type that *alias* stands for; it may use the names *known*.

    Raises:
        NameError: If it uses others.
    """
    asked = type("Asked", (), {"__annotations__": {"it": alias}})
    return typing.get_type_hints(asked, localns=_usual() | dict(known))["it"]


def words(alias: Any) -> tuple[Any, ...]:
    """Return the words of *alias*, which is a `Literal`."""
    return typing.get_args(real(alias))


def hints(of: type) -> dict[str, Any]:
    """Return the types of the annotated attributes of *of*."""
    return typing.get_type_hints(of, localns=_usual() | _aliases(of))


def _usual() -> dict[str, Any]:
    return {**vars(typing), **vars(collections.abc)}


def _aliases(of: type) -> dict[str, Any]:
    """Return the aliases that the module of *of* has or imports."""
    module = vars(sys.modules[of.__module__])
    texts = {name: module[name] for name in _names() if name in module}
    found: dict[str, Any] = {}
    while texts:
        before = len(texts)
        for name, text in list(texts.items()):
            try:
                found[name] = real(text, {**module, **found})
            except (NameError, TypeError):
                continue  # it uses another alias, or something that nobody has imported
            del texts[name]
        if len(texts) == before:
            break
    return found


def _names() -> set[str]:
    """Return what aliases are called in all modules of ours that are loaded."""
    ours = [
        vars(it) for name, it in sys.modules.items() if name.startswith("avrotower")
    ]
    return {
        name
        for module in ours
        for name, form in module.get("__annotations__", {}).items()
        if form == "TypeAlias" and isinstance(module.get(name), str)
    }
