"""Query parameters (REGISTRY, A.1)."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from avrotower_service.embedded.api.fault import bad_request, not_found
from avrotower_service.embedded.registry.metadata import INTS
from avrotower_service.embedded.registry.subject import is_qualified


def number_of(text: str) -> int:
    """Return the number of 32 bits that *text* writes.

    Raises:
        RefusedError: 404, if it writes none.
    """
    digits = text.removeprefix("-" if text.startswith("-") else "+")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 10:  # noqa: PLR2004
        raise not_found()
    number = int(text)
    if number not in INTS:
        raise not_found()
    return number


class Query:
    """The parameters of one request; of several with one name the first counts."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: Sequence[tuple[str, str]] = ()) -> None:
        self._pairs = pairs

    @classmethod
    def of(cls, raw: bytes) -> "Query":
        """Return the parameters in *raw*.

        Raises:
            RefusedError: 400, if it is not percent-encoded as UTF-8.
        """
        if not raw:
            return cls()
        try:
            return cls(
                parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict")
            )
        except ValueError:
            raise bad_request("the query is not percent-encoded as UTF-8") from None

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter."""
        return next((value for key, value in self._pairs if key == name), default)

    def texts(self, name: str) -> list[str]:
        """Return all values of a parameter."""
        return [value for key, value in self._pairs if key == name]

    def flag(self, name: str) -> bool:
        """Return whether a parameter is true."""
        return self.text(name).lower() == "true"

    def number(self, name: str, default: int) -> int:
        """Return a parameter.

        Raises:
            RefusedError: 404, if it is no number.
        """
        text = self.text(name)
        if not text:
            return default
        return number_of(text)

    def prefixed(self, name: str, prefix: str) -> "Query":
        """Return these with *prefix* before each value of a parameter that lacks one."""
        values = self.texts(name) or [""]
        others = [pair for pair in self._pairs if pair[0] != name]
        return Query(
            [
                *others,
                *((name, v if is_qualified(v) else prefix + v) for v in values),
            ]
        )

    def replaced(self, name: str, value: str) -> "Query":
        """Return these with *value* for a parameter."""
        others = [pair for pair in self._pairs if pair[0] != name]
        return Query([*others, (name, value)])

    def only(self, name: str) -> "Query":
        """Return these without all but one parameter."""
        return Query([pair for pair in self._pairs if pair[0] == name])
