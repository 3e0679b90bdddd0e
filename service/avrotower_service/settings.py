"""`[service]`, as its file, the environment and the command say it (CONFIG, 16 and 17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from avrotower.errors import PolicyError
from avrotower.policy.document.service import Service
from avrotower.policy.variable import JOINT, PREFIX, SERVICE
from avrotower.schema.model import JSON, is_object


def settings(
    table: Mapping[str, JSON],
    environment: Mapping[str, str],
    given: Mapping[tuple[str, str], JSON],
) -> Service:
    """Return the settings; *given* wins over *environment*, and that over *table*.

    *given* is by table and key.

    Raises:
        PolicyError: If a value cannot be used.
    """
    data = _copy(table)
    names: dict[tuple[str, str], str] = {}
    for words, keys in SERVICE.items():
        for key in keys.split():
            name = f"{PREFIX}{words}{JOINT}{key}"
            if name in environment and JOINT not in words:
                place = words.lower(), key.lower().replace("_", "-")
                names[place] = name
                data.setdefault(place[0], {})[place[1]] = _value(environment[name])
    for (name, key), value in given.items():
        data.setdefault(name, {})[key] = value
        names.pop((name, key), None)
    try:
        return Service.model_validate(data)
    except ValidationError as error:
        raise PolicyError.of(
            [_told(fault, names) for fault in error.errors()]
        ) from None


def _told(fault: Any, names: Mapping[tuple[str, str], str]) -> str:
    place = tuple(str(part) for part in fault["loc"])
    name = names.get(place[:2], f"[service] {'.'.join(place)}")  # type: ignore[arg-type]  # two of them
    return f"{name}: {fault['msg'][:1].lower()}{fault['msg'][1:]}"


def _copy(table: Mapping[str, JSON]) -> dict[str, Any]:
    return {
        key: _copy(value) if is_object(value) else value for key, value in table.items()
    }


def _value(text: str) -> JSON:
    """Return what a variable says: a number, a boolean, or a text."""
    if text in {"true", "false"}:
        return text == "true"
    return int(text) if text.isascii() and text.isdecimal() else text
