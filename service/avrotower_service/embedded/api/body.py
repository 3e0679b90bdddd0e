"""Bodies of requests: one JSON object, of which every known part has its type."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn, TypeVar

from avrotower.schema.model import JSON, is_array, is_object
from avrotower_service.embedded.api.fault import bad_request
from avrotower_service.embedded.registry.metadata import INTS, whole
from avrotower_service.embedded.registry.refusal import RefusedError

T = TypeVar("T")
_DIGITS: Final = 1000


def object_of(body: bytes, missing: str) -> dict[str, JSON] | None:
    """Return the one JSON object in *body*, None for an empty body or `null`.

    *missing* is what is said then.

    Raises:
        RefusedError: 400 if it is none; 422/42201 if a key is in it twice.
    """
    value = _parsed(body) if body.strip() else None
    if value is None:
        if missing:
            raise RefusedError(422, f"{missing} must not be null (was null)")
        return None
    if not is_object(value):
        raise bad_request("the body is JSON, but no object")
    return value


def _parsed(body: bytes) -> JSON:
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise bad_request(f"the body is no UTF-8, at byte {error.start}") from None
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        place = len(text[: error.pos].encode())
        raise bad_request(
            f"the body is no JSON: {error.msg}, at byte {place}"
        ) from None
    except RecursionError:
        raise bad_request("the body nests too deep") from None
    except ValueError as error:
        raise bad_request(f"the body is no JSON: {error}") from None


def _pairs(pairs: list[tuple[str, JSON]]) -> dict[str, JSON]:
    found = {whole(key): value for key, value in pairs}
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise RefusedError(42201, f'the body has the key "{key}" twice')
            seen.add(key)
    return found


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _integer(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise ValueError("a number is too long")
    return int(digits)


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_constant=_refuse, parse_int=_integer
)


class Fields:
    """The parts of an object; *code* is what a value of a wrong type is refused with."""

    def __init__(self, data: Mapping[str, JSON], code: int, where: str = "") -> None:
        self._data = data
        self._code = code
        self._where = where

    def text(self, name: str) -> str | None:
        """Return a text."""
        found: str | None = self._scalar(name, str, "a string")
        return found if found is None else whole(found)

    def flag(self, name: str) -> bool | None:
        """Return a boolean."""
        found: bool | None = self._scalar(name, bool, "a boolean")
        return found

    def number(self, name: str) -> int | None:
        """Return a number of 32 bits."""
        value = self._data.get(name)
        if isinstance(value, bool):
            raise self._wrong(name, "a number")
        found: int | None = self._scalar(name, int, "a number")
        if found is not None and found not in INTS:
            raise bad_request(f'"{self._where}{name}" is out of range')
        return found

    def word(self, name: str, words: Sequence[str]) -> str | None:
        """Return one of *words*."""
        found = self.text(name)
        if found is not None and found not in words:
            raise bad_request(
                f'"{self._where}{name}" must be one of {", ".join(words)}'
            )
        return found

    def objects(self, name: str) -> list[Fields] | None:
        """Return a list of objects."""
        found = self._data.get(name)
        if found is None:
            return None
        if not is_array(found) or not all(is_object(part) for part in found):
            raise bad_request(f'"{self._where}{name}" must be a list of objects')
        return [
            Fields(part, self._code, f"{self._where}{name}[{place}].")
            for place, part in enumerate(found)
        ]

    def object(self, name: str) -> Fields | None:
        """Return an object."""
        found = self._data.get(name)
        if found is None:
            return None
        if not is_object(found):
            raise bad_request(f'"{self._where}{name}" must be an object')
        return Fields(found, self._code, f"{self._where}{name}.")

    def texts(self, name: str) -> list[str] | None:
        """Return a list of texts."""
        found = self._data.get(name)
        if found is None:
            return None
        if not is_array(found):
            raise bad_request(f'"{self._where}{name}" must be a list of strings')
        return [self._text_in(part, name) for part in found]

    def mapping(self, read: Callable[[Fields, str], T | None]) -> dict[str, T]:
        """Return what *read* makes of every part; parts that are null are left out."""
        made = {name: read(self, name) for name in self._data}
        return {name: part for name, part in made.items() if part is not None}

    def _text_in(self, part: JSON, name: str) -> str:
        if isinstance(part, str):
            return whole(part)
        if is_array(part) or is_object(part):
            raise bad_request(f'"{self._where}{name}" must be a list of strings')
        raise self._wrong(name, "a list of strings")

    def _scalar(self, name: str, kind: type[Any], told: str) -> Any:
        found = self._data.get(name)
        if found is None or isinstance(found, kind):
            return found
        if is_array(found) or is_object(found):
            raise bad_request(f'"{self._where}{name}" must be {told}')
        raise self._wrong(name, told)

    def _wrong(self, name: str, told: str) -> RefusedError:
        return RefusedError(self._code, f'"{self._where}{name}" must be {told}')
