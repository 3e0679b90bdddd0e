"""Raw paths, as segments (REGISTRY, B.13 and A.3)."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import quote, unquote_to_bytes

from avrotower_service.embedded.api.fault import bad_request, not_found
from avrotower_service.embedded.api.query import Query
from avrotower_service.embedded.registry.subject import (
    DEFAULT,
    ContextNameError,
    is_qualified,
    qualifier_of,
)

_FIRST: Final = frozenset(
    {"-", "compatibility", "config", "contexts", "mode", "schemas", "subjects", "v1"}
)
_BEFORE_NAMES: Final = frozenset(
    {"config", "contexts", "guids", "ids", "mode", "subjects", "versions"}
)
"""Fixed segments that are followed by a name, a number or a text."""
_BAD_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_ESCAPE: Final = re.compile("%[0-9A-Fa-f]{2}")
_SEVERAL: Final = 2


class Target(NamedTuple):
    """What a request is about, its context spelled out."""

    segments: Sequence[str]
    query: Query

    @property
    def path(self) -> str:
        """The path, each segment encoded once."""
        return "/" + "/".join(quote(segment, safe="") for segment in self.segments)


def target_of(raw_path: bytes, query: Query, *, double: bool = False) -> Target:
    """Return what *raw_path* and *query* are about.

    *double* allows segments that are still encoded after they were decoded once.

    Raises:
        RefusedError: 400, if the path says two things; 404, if nobody answers for it.
    """
    segments = _segments(raw_path, double=double)
    if segments and segments[0] == "contexts" and len(segments) > 1:
        try:
            return _seen_from(segments[1], segments[2:], query)
        except ContextNameError as error:
            raise bad_request(str(error)) from None
    return Target(segments, query)


def _segments(raw_path: bytes, *, double: bool) -> list[str]:
    if not raw_path.isascii() or _BAD_ESCAPE.search(raw_path):
        raise bad_request("the path is not percent-encoded as UTF-8")
    if b";" in raw_path or b"\\" in raw_path:
        raise bad_request("the path has a ';' or a '\\'; encode it as %3B or %5C")
    raw = [segment for segment in raw_path.split(b"/") if segment]
    # `.` is the default context, where a context is named.
    places = range(1, 2) if raw[:1] == [b"contexts"] else ()
    segments = [
        DEFAULT
        if segment == b"." and place in places
        else _decoded(segment, double=double)
        for place, segment in enumerate(raw)
    ]
    if segments and segments[0] not in _FIRST:
        raise not_found()
    is_name = False
    for encoded, segment in zip(raw, segments, strict=True):
        if not is_name and b"%" in encoded:
            raise bad_request(f"the path writes '{segment}' percent-encoded")
        is_name = not is_name and segment in _BEFORE_NAMES
    return segments


def _decoded(raw: bytes, *, double: bool) -> str:
    try:
        segment = unquote_to_bytes(raw).decode()
    except UnicodeDecodeError:
        raise bad_request("the path is not percent-encoded as UTF-8") from None
    if segment in {".", ".."}:
        raise bad_request(f"the path has the segment '{segment}'")
    if "\0" in segment:
        raise bad_request("the path has the character U+0000")
    if not double and _ESCAPE.search(segment):
        raise bad_request("the path is percent-encoded twice")
    return segment


def _seen_from(context: str, rest: Sequence[str], query: Query) -> Target:
    """Return *rest* as it is meant in *context*."""
    qualifier = qualifier_of(context)
    if not rest:
        if context == DEFAULT:
            return Target((), query)
        return Target(("contexts", qualifier) if qualifier else ("contexts",), query)
    if rest[0] == "contexts":
        if len(rest) > 1:
            raise bad_request("the path names two contexts")
        return Target(rest, query)
    segments: list[str] = []
    is_name = False
    for place, segment in enumerate(rest):
        if is_name and not is_qualified(segment):
            segments.append(qualifier + segment)
        else:
            segments.append(segment)
        is_setting = place == 0 and segment in {"config", "mode"}
        is_name = not is_name and (segment == "subjects" or is_setting)
    if is_name and rest[0] in {"config", "mode"} and qualifier:
        segments.append(qualifier)
    if rest[:_SEVERAL] == ["schemas", "ids"]:
        query = query.prefixed("subject", qualifier)
    elif list(rest) in (["schemas"], ["subjects"]):
        query = query.prefixed("subjectPrefix", qualifier)
    return Target(segments, query)
