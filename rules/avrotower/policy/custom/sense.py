"""Whether an entry of `[[custom-rules]]` makes sense: what its models cannot see."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final, TypeAlias

from avrotower.policy.custom.message import PLACEHOLDERS, unknown
from avrotower.policy.custom.pattern import Pattern, PatternError, glob
from avrotower.schema.logical import BASES
from avrotower.schema.model import JSON, TYPE_NAMES, is_array, is_object

Path: TypeAlias = tuple[str | int, ...]
Said: TypeAlias = tuple[Path, str]
"""Where in the entry, and what."""

_MEANINGLESS: Final[Mapping[str, frozenset[str]]] = {
    "schema": frozenset({"default"}),
    "subject": frozenset({"default"}),
    "type": frozenset({"nullable"}),
    "record": frozenset({"nullable", "default", "symbols"}),
    "enum": frozenset({"nullable", "field"}),
    "fixed": frozenset({"nullable", "field", "default", "symbols"}),
    "field": frozenset(),
}
"""What an element never has, by the word of `on`."""
_PATTERNS: Final = ("doc", "name", "namespace")
_STEPS: Final = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)
_FIXED: Final = re.compile(r"fixed\(\d+\)")
_BASES: Final = TYPE_NAMES[:-1]
"""All types of the specification, without the word for a damaged one."""


def complaints(entry: Mapping[str, JSON]) -> Iterator[Said]:
    """Yield what is wrong with *entry*, which is completed by its model."""
    if not any(_is_said(entry[key]) for key in ("require", "forbid")):
        yield (), 'it needs "require" or "forbid", with an entry'
    for name in unknown(entry["message"]):
        near = get_close_matches(name, PLACEHOLDERS, n=1, cutoff=0.5)
        known = ", ".join(f"{{{word}}}" for word in PLACEHOLDERS)
        hint = f'did you mean "{{{near[0]}}}"?' if near else f"there are {known}"
        yield ("message",), f'unknown placeholder "{{{name}}}" in the message; {hint}'
    for table in ("when", "require", "forbid"):
        said: Mapping[str, JSON] = entry[table] or {}
        for key, value in said.items():
            if value is not None:
                yield from _value((table, key), value, entry["on"])


def _is_said(table: JSON) -> bool:
    return bool(table) and any(value is not None for value in table.values())


def _value(path: Path, value: JSON, on: str) -> Iterator[Said]:
    table, key = path
    if key in _MEANINGLESS[on]:
        told = f'"{key}" means nothing for a rule on "{on}"'
        fit = [
            f'"{word}"'
            for word, not_there in _MEANINGLESS.items()
            if key not in not_there
        ]
        yield path, f"{told}; it does for one on {', '.join(fit)}"
    if is_array(value) and not value:
        yield path, f'"{key}" is empty, so nothing could fit it; name something'
    if key in _PATTERNS or key == "subject":
        try:
            (glob if table == "when" else Pattern)(str(value))
        except PatternError as error:
            yield path, f'"{key}" is {error}'
    if key == "type":
        yield from _types(path, value)
    if key == "field" and is_object(value):
        yield from _types((*path, "type"), value["type"] or ())
        if not _STEPS.fullmatch(value["path"]):
            said = f'"{value["path"]}" is no path; write names of fields with dots'
            yield (*path, "path"), f"{said}: metadata.event_id"


def _types(path: Path, words: Sequence[str]) -> Iterator[Said]:
    for index, word in enumerate(words):
        base, colon, logical = word.partition(":")
        is_known = base in _BASES or _FIXED.fullmatch(base)
        if is_known and (not colon or logical in BASES):
            continue
        if not is_known and not colon and ("." in word or word != word.lower()):
            continue  # the name of a type
        known = [*_BASES, *(f"{base}:{name}" for name in BASES)]
        near = get_close_matches(word, known, n=1, cutoff=0.6)
        hint = (
            f'did you mean "{near[0]}"?' if near else "write string, long:date, a.Name"
        )
        yield (*path, index), f'there is no type "{word}"; {hint}'
