"""What stands in front of the endpoints: raw paths, hot reads, headers of answers."""

import logging
import re
from collections.abc import Iterable, Sequence
from random import getrandbits
from typing import Any, Final, NamedTuple, TypeAlias

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from avrotower_service.embedded.api import media
from avrotower_service.embedded.api.answer import dumps
from avrotower_service.embedded.api.call import Call
from avrotower_service.embedded.api.fault import bad_request
from avrotower_service.embedded.api.path import Target, target_of
from avrotower_service.embedded.api.query import Query
from avrotower_service.embedded.api.setup import Setup
from avrotower_service.embedded.registry.reading import alias_of
from avrotower_service.embedded.registry.refusal import RefusedError
from avrotower_service.embedded.storage.error import BusyError, WriteError

_KEPT_BYTES: Final = 64 << 20
IDS: Final = b"/schemas/ids/"
"""How the paths of reads by id begin."""
_SUBJECTS: Final = b"/subjects/"
_OK: Final = 200
_BUSY: Final = 503
_ID: Final = re.compile(rb"[!-~]{1,128}")
"""What may be the id of a request."""
_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})
_Key: TypeAlias = tuple[bytes, bytes, bool, bytes | None, bytes]
"""Path, query, whether the answer is extended, type of the body, body."""
_log = logging.getLogger("avrotower.registry")


class Front:
    """An ASGI application that answers hot reads itself and prepares all others.

    *inner* gets the path spelled anew, and the call as its state.
    """

    def __init__(self, inner: ASGIApp, setup: Setup) -> None:
        self._inner = inner
        self._setup = setup
        self._kept: dict[_Key, bytes] = {}
        self._kept_bytes = 0
        self._generation = -1
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        head = _head_of(scope["headers"])
        answer = _Answer(send, head.request_id, is_head=scope["method"] == "HEAD")
        if self._running >= self._setup.max_requests:
            said = f"avrotower: {self._running} requests are being answered, try again"
            await self._refuse(answer, head, RefusedError(50301, said))
            return
        self._running += 1
        try:
            await self._answer(scope, receive, head, answer)
        finally:
            self._running -= 1

    async def _answer(
        self, scope: Scope, receive: Receive, head: "_Head", answer: "_Answer"
    ) -> None:
        extended = self._extended(asks_all=head.asks_all)
        body, is_hot = b"", _is_by_id(scope)
        if _is_lookup(scope):
            body, receive = await _ahead(receive)
            is_hot = body != b""
        key: _Key = scope["raw_path"], scope["query_string"], extended, head.kind, body
        if is_hot and head.wanted is not None:
            found = self._hot(key)
            if found is not None:
                await answer.give(_OK, found, head.wanted)
                return
        try:
            call, target = self._prepared(scope, head, extended=extended)
            await self._inner(_anew(scope, target, call), receive, answer.send)
        except Exception as error:  # noqa: BLE001  nothing leaves without both keys
            if answer.has_begun:
                # The framework answers a bug first, and raises it then.
                return
            await self._refuse(answer, head, error)
        else:
            if is_hot and answer.status == _OK:
                self._keep(key, answer.body)

    async def _refuse(self, answer: "_Answer", head: "_Head", error: Exception) -> None:
        """Answer with *error*, in whatever type if the client takes none of ours."""
        status, code, message = told(error, self._setup)
        body = dumps({"error_code": code, "message": message})
        await answer.give(status, body, head.wanted or media.TYPES[0].encode())

    def _prepared(
        self, scope: Scope, head: "_Head", *, extended: bool
    ) -> tuple[Call, Target]:
        """Return the call, and what it is about."""
        if head.wanted is None:
            raise RefusedError(406, "HTTP 406 Not Acceptable")
        target = self._target(scope)
        if scope["method"] in _WITH_BODY and head.kind is not None:
            if not media.is_type(head.kind):
                raise bad_request("Bad Request")
            if not media.is_readable(head.kind):
                raise RefusedError(415, "HTTP 415 Unsupported Media Type")
        call = Call(self._setup, target.query, media=head.wanted, extended=extended)
        return call, target

    def _extended(self, *, asks_all: bool) -> bool:
        wanted = self._setup.settings.extended_fields
        return wanted == "always" or (wanted == "header" and asks_all)

    def _target(self, scope: Scope) -> Target:
        """Return what the request is about; aliases are followed."""
        raw_path: bytes = scope.get("raw_path") or scope["path"].encode()
        target = target_of(
            raw_path.split(b"?")[0],
            Query.of(scope["query_string"]),
            double=self._setup.double_encoding,
        )
        segments = list(target.segments)
        place = _name_at(segments)
        is_by_id = segments[:2] == ["schemas", "ids"]
        subject = target.query.text("subject") if is_by_id else ""
        if place is None and not subject:
            return target
        with self._setup.shelf() as shelf:
            if place is None:
                alias = alias_of(shelf.view, subject)
                return target._replace(query=target.query.replaced("subject", alias))
            segments[place] = alias_of(shelf.view, segments[place])
        return target._replace(segments=segments)

    def ready(
        self, url: bytes, headers: Iterable[tuple[bytes, bytes]]
    ) -> "Ready | None":
        """Return the answer to a `GET` of *url*, if it is kept."""
        head = _head_of(headers)
        if head.wanted is None:
            return None
        path, _, query = url.partition(b"?")
        extended = self._extended(asks_all=head.asks_all)
        body = self._hot((path, query, extended, head.kind, b""))
        return None if body is None else Ready(head.wanted, head.request_id, body)

    # Answers by id and of lookups are kept as bytes until something is written.

    def _hot(self, key: "_Key") -> bytes | None:
        """Return what was kept, unless something was written since."""
        generation = self._setup.storage.generation
        if self._generation != generation:
            self._kept.clear()
            self._kept_bytes = 0
            self._generation = generation
        return self._kept.get(key)

    def _keep(self, key: "_Key", body: bytes) -> None:
        if (
            self._generation == self._setup.storage.generation
            and self._kept_bytes < _KEPT_BYTES
        ):
            self._kept[key] = body
            self._kept_bytes += len(body) + len(key[0]) + len(key[-1]) + 400


def _is_by_id(scope: Scope) -> bool:
    raw_path: bytes = scope["raw_path"]
    return scope["method"] == "GET" and raw_path.startswith(IDS)


def _is_lookup(scope: Scope) -> bool:
    raw_path: bytes = scope["raw_path"]
    return (
        scope["method"] == "POST"
        and raw_path.startswith(_SUBJECTS)
        and raw_path.count(b"/") == 2  # noqa: PLR2004  nothing follows the subject
    )


async def _ahead(receive: Receive) -> tuple[bytes, Receive]:
    """Return a body that came in one piece, and what gives it once more."""
    first = await receive()
    is_whole = first["type"] == "http.request" and not first.get("more_body", False)
    given = [first]

    async def again() -> Message:
        return given.pop() if given else await receive()

    return (first.get("body", b"") if is_whole else b""), again


def told(error: Exception, setup: Setup) -> tuple[int, int, str]:
    """Return status, code and message of *error*."""
    if isinstance(error, RefusedError):
        is_incompatible = error.code == 40901  # noqa: PLR2004
        code = setup.settings.incompatible_code if is_incompatible else error.code
        return error.status, code, error.message
    if isinstance(error, BusyError):
        return 500, 50002, "Register operation timed out"
    if isinstance(error, WriteError):
        return 500, 50001, f"the registry's file cannot be written: {error}"
    _log.error("a request failed", exc_info=error)
    return 500, 50001, "Internal Server Error"


class Ready(NamedTuple):
    """An answer that only has to be sent."""

    kind: bytes
    request_id: bytes
    body: bytes


class _Head(NamedTuple):
    """The headers that say how a request is answered."""

    wanted: bytes | None
    """The type of the answer, None where the client takes none of ours."""
    kind: bytes | None
    """The type of the body."""
    asks_all: bool
    request_id: bytes


def _head_of(headers: Iterable[tuple[bytes, bytes]]) -> _Head:
    accept, asks_all = b"", False
    kind: bytes | None = None
    ids: list[bytes] = []
    for name, value in headers:
        if name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"content-type":
            kind = value
        elif name == b"confluent-accept-unknown-properties":
            asks_all = value.lower() == b"true"
        elif name == b"x-request-id":
            ids.append(value)
    given = ids[0] if len(ids) == 1 and _ID.fullmatch(ids[0]) else b""
    return _Head(media.accepted(accept), kind, asks_all, given or _fresh_id())


def _fresh_id() -> bytes:
    """Return a random UUID; `uuid4` would take more time than the rest of a hot read."""
    text = b"%032x" % getrandbits(128)
    return b"-".join(
        (text[:8], text[8:12], b"4" + text[13:16], b"a" + text[17:20], text[20:])
    )


def _name_at(segments: Sequence[str]) -> int | None:
    """Return where the name of a subject stands that may be an alias."""
    for place, segment in enumerate(segments[1:3]):
        if segments[place] == "subjects" and segment:
            return place + 1
    return None


def _anew(scope: Scope, target: Target, call: Call) -> Scope:
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    state: dict[str, Any] = {**scope.get("state", {}), "call": call}
    path = target.path
    return {
        **scope,
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "state": state,
    }


class _Answer:
    """One answer: adds what every answer has, and remembers what it was."""

    def __init__(self, send: Send, request_id: bytes, *, is_head: bool) -> None:
        self._send = send
        self._request_id = request_id
        self._is_head = is_head
        self.has_begun = False
        self.status = 0
        self.body = b""

    async def give(self, status: int, body: bytes, kind: bytes) -> None:
        """Answer with *body*, all at once."""
        headers = [
            (b"content-type", kind),
            (b"content-length", b"%d" % len(body)),
            (b"x-request-id", self._request_id),
        ]
        if status == _BUSY:
            headers.append((b"retry-after", b"1"))
        await self._send(
            {"type": "http.response.start", "status": status, "headers": headers}
        )
        await self._send(
            {"type": "http.response.body", "body": b"" if self._is_head else body}
        )

    async def send(self, message: Message) -> None:
        """Pass on what an endpoint sends."""
        if message["type"] == "http.response.start":
            self.has_begun = True
            self.status = message["status"]
            headers = [*message["headers"], (b"x-request-id", self._request_id)]
            message = {**message, "headers": headers}
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")
            if self._is_head:
                message = {**message, "body": b""}
        await self._send(message)
