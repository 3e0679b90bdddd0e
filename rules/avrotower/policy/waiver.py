"""Waivers as text: an entry of `[[waivers]]`, and a policy file with one more."""

import json
import tomllib
from typing import Any, Final

from avrotower.acceptance import Waiver
from avrotower.errors import PolicyError
from avrotower.finding import Span
from avrotower.policy.load.fault import KeyPath

_KEYS: Final = ("rule", "subject", "topic", "file", "at", "reason", "owner", "ticket")


def as_toml(waiver: Waiver, header: str = "waivers") -> str:
    """Return *waiver* as an entry of the array of tables *header*."""
    lines = [f"[[{header}]]"]
    for key in _KEYS:
        text: str = getattr(waiver, key)
        if text:
            lines.append(f"{key} = {_quoted(text)}")
    lines.append(f"expires = {waiver.expires}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return *text* as a basic string; JSON's is one but for the character DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def appended(name: str, text: str, waiver: Waiver, header: str = "waivers") -> str:
    """Return *text*, the content of the policy file *name*, with *waiver* at its end.

    All that stands there stays as it is.

    Raises:
        PolicyError: If it is no TOML, or has its waivers in another form.
    """
    before = _parsed(name, text)
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text else end if text.endswith("\n") else end * 2
    entry = as_toml(waiver, header).replace("\n", end)
    longer = f"{text}{gap}{entry}"
    table = before
    *above, last = header.split(".")
    for key in above:
        table = table.get(key, {})
    had = table.get(last, [])
    try:
        after = tomllib.loads(longer)
    except tomllib.TOMLDecodeError:
        raise PolicyError(
            f"{name} has its waivers in one array; write each as a table [[{header}]]"
        ) from None
    for key in above:
        after = after.get(key, {})
    if after.get(last, [])[:-1] != had:
        raise PolicyError(f"{name} cannot take a waiver at its end; add it by hand")
    return longer


def place(name: str, text: str, path: KeyPath, total: int) -> Span | None:
    """Return the place of *path* in *text*, the policy file *name*.

    *path* begins with an array of tables and a position there, which counts among the
    *total* entries of the whole policy; the first ones are those that other files gave.
    None for one of these.
    """
    # To show it only.
    from avrotower.policy.load.place import line_span  # noqa: PLC0415
    from avrotower.policy.load.place import place as look  # noqa: PLC0415

    array, number, *rest = path
    above = ("tool", "avrotower") if name.endswith("pyproject.toml") else ()
    table: Any = _parsed(name, text)
    for key in above:
        table = table.get(key, {})
    own = int(number) - (total - len(table.get(array, [])))
    if own < 0:
        return None
    return line_span(text, look(text, (*above, array, own, *rest)))


def _parsed(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{name} is no TOML: {error}") from None
