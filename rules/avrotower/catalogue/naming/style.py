"""Styles of names: whether a name is written in one, and how it would be."""

from __future__ import annotations

from functools import lru_cache

from avrotower.finding import Change, Fix
from avrotower.forms import TYPE_CHECKING
from avrotower.schema.json_text import json_text
from avrotower.schema.model import JSON, Field, Named, Use, is_array
from avrotower.schema.words import Sieve, words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final, Literal, TypeAlias


Style: TypeAlias = (
    'Literal["PascalCase", "camelCase", "snake_case", "UPPER_SNAKE_CASE"]'
)

_REMEMBERED: Final = 4096


@lru_cache(maxsize=_REMEMBERED)
def proposal(name: str, style: Style) -> str | None:
    """Return *name* written in *style*, None where it is already.

    An underscore in front is no matter of style: some names would begin with a digit.
    Neither is a run of capitals: `SKU` and `EANCode` are in PascalCase.
    What is no name at all is for AVR004 to say.
    """
    bare = name.lstrip("_")
    if not bare or not name.isidentifier() or _is_in(bare, style):
        return None
    parts = words(bare)
    if style == "snake_case":
        told = "_".join(parts)
    elif style == "UPPER_SNAKE_CASE":
        told = "_".join(parts).upper()
    else:
        told = "".join(part.capitalize() for part in parts)
        if style == "camelCase":
            told = told[:1].lower() + told[1:]
    return name[: len(name) - len(bare)] + told


@lru_cache(maxsize=8)
def sieve(style: Style) -> Sieve:
    """Return what catches the names that are not in *style*."""
    return Sieve(lambda name: proposal(name, style) is not None)


def _is_in(bare: str, style: Style) -> bool:
    if style == "PascalCase":
        return "_" not in bare and not bare[0].islower()
    if style == "camelCase":
        return "_" not in bare and not bare[0].isupper()
    folded = bare.lower() if style == "snake_case" else bare.upper()
    return folded == bare and "__" not in bare and bare[-1] != "_"


def renamed(at: Named | Field, name: str, uses: Iterable[Use] = ()) -> Fix:
    """Return the fix that gives *name* to the type or field *at*.

    The old name stays as an alias, for readers of data that was written with it; *uses*
    are the places that name the type.
    """
    raw: dict[str, JSON] = at.raw
    old: str = raw["name"]
    space, dot, simple = old.rpartition(".")
    given = raw.get("aliases")
    aliases = [alias for alias in given if alias != name] if is_array(given) else []
    written = json_text(f"{space}{dot}{name}")
    kept = json_text([*aliases, simple])
    return Fix(
        "unsafe",
        f'rename it to "{name}" and add the alias "{simple}"',
        f'"name": {written}, "aliases": {kept}',
        (
            Change("put", at.pointer, written, "name"),
            Change("put", at.pointer, kept, "aliases", after="name"),
            *(_use(use, name) for use in uses),
        ),
    )


def _use(use: Use, name: str) -> Change:
    space, dot, _ = use.name.rpartition(".")
    written = json_text(f"{space}{dot}{name}")
    pointer = use.pointer if isinstance(use.raw, str) else f"{use.pointer}/type"
    return Change("replace", pointer, written)
