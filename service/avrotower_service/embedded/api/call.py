"""One request, as the endpoints see it."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import unquote

from fastapi import Depends, Request, Response

from avrotower.schema.model import JSON
from avrotower_service.embedded.api.answer import dumps
from avrotower_service.embedded.api.body import object_of
from avrotower_service.embedded.api.fault import bad_request
from avrotower_service.embedded.api.query import Query
from avrotower_service.embedded.api.setup import Setup
from avrotower_service.embedded.registry import refusal
from avrotower_service.embedded.registry.lookup import Shelf
from avrotower_service.embedded.registry.refusal import RefusedError
from avrotower_service.embedded.registry.subject import (
    DEFAULT_CONTEXT,
    Subject,
    is_valid,
    subject_of,
)
from avrotower_service.embedded.registry.view import Outcome
from avrotower_service.embedded.storage.error import BusyError

T = TypeVar("T")
_LONG: Final = 16 << 10
"""Bytes of a body from which on it is judged beside the event loop."""
_PATIENCE_S: Final = 10.0


class Call:
    """One request: its query, its body, and the registry that it is for."""

    def __init__(
        self, setup: Setup, query: Query, *, media: bytes, extended: bool
    ) -> None:
        self.setup = setup
        self.query = query
        self.media = media
        self.extended = extended
        """Whether the answer may have the fields that old clients refuse."""

    def answer(self, value: JSON, status: int = 200) -> Response:
        """Return *value* as the answer."""
        return self.raw(dumps(value), status)

    def raw(self, body: bytes, status: int = 200) -> Response:
        """Return *body* as the answer."""
        return Response(body, status, {"content-type": self.media.decode()})

    def shelf(self) -> AbstractContextManager[Shelf]:
        """Give one state of the registry to look at."""
        return self.setup.shelf()

    async def look(self, ask: Callable[[Shelf], T], size: int = 0) -> T:
        """Return what *ask* finds; a body of many bytes is judged in a thread."""

        def work() -> T:
            with self.setup.shelf() as shelf:
                return ask(shelf)

        return await asyncio.to_thread(work) if size > _LONG else work()

    async def write(
        self, decide: Callable[[Shelf, int], Outcome[T]], size: int = 0
    ) -> T:
        """Decide once to see whether it is refused, and then for good.

        What the first decision has parsed and compared costs the second one nothing.
        """
        now_ms = time.time_ns() // 1_000_000
        first = await self.look(lambda shelf: decide(shelf, now_ms), size)
        if not first.changes:
            return first.answer
        setup = self.setup
        future = setup.storage.write(
            lambda view, now: decide(Shelf(view, setup.texts, setup.defaults), now)
        )
        try:
            answer: T = await asyncio.wait_for(asyncio.wrap_future(future), _PATIENCE_S)
        except TimeoutError:
            raise BusyError from None
        return answer


# What is no coroutine would be called in a thread.


async def _call(request: Request) -> Call:
    found: Call = request.state.call
    return found


async def _subject(request: Request) -> Subject:
    return subject_of(name_in(request))


async def _scope(request: Request) -> Subject:
    """Return what settings are for; without a name that is the default context."""
    return await _subject(request) if request.path_params else DEFAULT_CONTEXT


def _segment(name: str) -> Callable[[Request], Awaitable[str]]:
    """Return what decodes the segment *name* of a path."""

    async def segment(request: Request) -> str:
        return unquote(request.path_params[name])

    return segment


async def _paging(request: Request) -> tuple[int, int]:
    """Return offset and limit; what is no number is refused before anything else."""
    query = request.state.call.query
    return query.number("offset", 0), query.number("limit", -1)


Asked = Annotated[Call, Depends(_call)]
Paging = Annotated[tuple[int, int], Depends(_paging)]
Named = Annotated[Subject, Depends(_subject)]
Scope = Annotated[Subject, Depends(_scope)]
VersionText = Annotated[str, Depends(_segment("version"))]
IdText = Annotated[str, Depends(_segment("schema_id"))]
Guid = Annotated[str, Depends(_segment("guid"))]
ContextName = Annotated[str, Depends(_segment("context"))]


def name_in(request: Request) -> str:
    """Return the subject as the request names it."""
    return unquote(request.path_params["subject"])


def check_name(request: Request, *, of_setting: bool = False) -> None:
    """Refuse a name that no subject may have, in the words of the request.

    Raises:
        RefusedError: 42208.
    """
    text = name_in(request)
    if not is_valid(text, of_setting=of_setting):
        raise refusal.subject_invalid(text)


async def body_of(request: Request, missing: str) -> dict[str, Any]:
    """Return the object in the body; an empty one is refused with *missing*.

    Raises:
        RefusedError: 400, 413, 415 or 422.
    """
    return object_of(await bytes_of(request), missing) or {}


async def bytes_of(request: Request) -> bytes:
    """Return the bytes of the body, unpacked.

    Raises:
        RefusedError: 413 if there are too many, 415 if they are packed in another way.
    """
    most = request.state.call.setup.max_body
    coding = request.headers.get("content-encoding", "identity").lower()
    if coding not in {"identity", "gzip"}:
        raise RefusedError(415, "HTTP 415 Unsupported Media Type")
    whole = bytearray()
    async for chunk in request.stream():
        whole += chunk
        if len(whole) > most:
            raise too_large()
    if coding == "identity":
        return bytes(whole)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unpacker.decompress(bytes(whole), most + 1)
    except zlib.error:
        raise bad_request("the body is no gzip") from None
    if len(plain) > most:
        raise too_large()
    if not unpacker.eof:
        raise bad_request("the body is gzip that ends too early")
    return plain


def too_large() -> RefusedError:
    """Return the refusal of a body with too many bytes."""
    return RefusedError(413, "HTTP 413 Request Entity Too Large")
