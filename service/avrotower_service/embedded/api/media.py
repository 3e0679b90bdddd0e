"""Media types: what clients send, and what they accept (REGISTRY, A.1)."""

import re
from functools import lru_cache
from typing import Final

TYPES: Final = (
    "application/vnd.schemaregistry.v1+json",
    "application/vnd.schemaregistry+json",
    "application/json",
)
"""What answers can be; the first is preferred."""
_PREFERENCES: Final = (1.0, 0.9, 0.5)
_TYPE: Final = re.compile(rb"\s*[\w!#$&^.+*-]+/[\w!#$&^.+*-]+\s*(;|$)")
_READ: Final = frozenset({*TYPES, "application/octet-stream"})


@lru_cache(maxsize=1000)
def accepted(accept: bytes) -> bytes | None:
    """Return the type of the answer, None where the client takes none of ours."""
    if not accept.strip():
        return TYPES[0].encode()
    best, weight = "", 0.0
    ranges = [
        _range(part) for part in accept.decode("latin-1").split(",") if part.strip()
    ]
    for name, preference in zip(TYPES, _PREFERENCES, strict=True):
        quality = _quality(name, ranges) * preference
        if quality > weight:
            best, weight = name, quality
    return best.encode() if best else None


def _quality(name: str, ranges: list[tuple[str, float]]) -> float:
    """Return how much *name* is wanted; the most specific range decides."""
    for wanted in (name, "application/*", "*/*"):
        found = [quality for kind, quality in ranges if kind == wanted]
        if found:
            return max(found)
    return 0.0


def _range(part: str) -> tuple[str, float]:
    kind, *parameters = (word.strip().lower() for word in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                quality = min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                quality = 0.0
    return ("*/*" if kind == "*" else kind), quality


@lru_cache(maxsize=1000)
def is_type(content_type: bytes) -> bool:
    """Whether this is the name of a type at all."""
    return _TYPE.match(content_type) is not None


@lru_cache(maxsize=1000)
def is_readable(content_type: bytes) -> bool:
    """Whether a body of this type is read; parameters make no difference."""
    kind, _, _ = content_type.decode("latin-1").partition(";")
    return kind.strip().lower() in _READ
