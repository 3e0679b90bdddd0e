"""Whether a list of versions allows a release."""

import re
from collections.abc import Callable, Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final, TypeAlias

Version: TypeAlias = tuple[int, ...]

_PART: Final = re.compile(r"\s*(>=|<=|==|!=|>|<)\s*(\d+(?:\.\d+)*)\s*")
_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    ">=": ge,
    "<=": le,
    "==": eq,
    "!=": ne,
    ">": gt,
    "<": lt,
}


def allows(wanted: str, release: str) -> bool | None:
    """Whether *wanted*, such as `>=1.0,<2`, allows *release*; None where it is no list."""
    own = _version(release)
    fits = True
    for part in wanted.split(","):
        found = _PART.fullmatch(part)
        if found is None:
            return None
        other = _version(found[2])
        length = max(len(own), len(other))
        fits = fits and _COMPARE[found[1]](_padded(own, length), _padded(other, length))
    return fits


def _version(text: str) -> Version:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])


def _padded(version: Version, length: int) -> Version:
    return version + (0,) * (length - len(version))
