"""HTTP/1.1 over one connection: kept answers at once, all others through the application."""

import asyncio
from typing import Any, Final, cast

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import (
    HttpToolsProtocol,
    RequestResponseCycle,
)
from uvicorn.server import ServerState

from avrotower_service.embedded.api import media
from avrotower_service.embedded.api.answer import dumps
from avrotower_service.embedded.api.front import IDS, Front

_MOST_HEAD: Final = 64 << 10
_NOT_PLAIN: Final = frozenset(
    {b"connection", b"content-length", b"expect", b"transfer-encoding", b"upgrade"}
)
"""Headers of requests that are more than a question."""


class Protocol(HttpToolsProtocol):
    """Answers what is kept before a task is made for it, and errors with both keys."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        front = cast("object", config.loaded_app)  # pyright: ignore[reportUnknownMemberType]  # any application
        assert isinstance(front, Front)  # noqa: S101  the server has no other
        self._front = front
        self._is_in_head = True
        self._has_ended = False
        """Whether what was read last ends a head or a body."""
        self._head_bytes = 0
        self._is_answered = False

    def data_received(self, data: bytes) -> None:
        """Read a part of a request; a head without an end is refused."""
        self._has_ended = False
        super().data_received(data)
        # What ends a head or a body is no head without an end, whatever follows it.
        if self._is_in_head and not self._has_ended:
            self._head_bytes += len(data)
            if self._head_bytes > _MOST_HEAD:
                self._refuse(431, "HTTP 431 Request Header Fields Too Large")

    def on_message_begin(self) -> None:
        """Begin with the next request of the connection."""
        super().on_message_begin()
        self._is_answered = False

    def on_headers_complete(self) -> None:
        """Answer, or let the application do that."""
        self._is_in_head = False
        self._has_ended = True
        self._head_bytes = 0
        if not (self.url.startswith(IDS) and self._answer()):
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Read a part of a body."""
        if not self._is_answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Note that a request is whole."""
        self._is_in_head = True
        self._has_ended = True
        if not self._is_answered:
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse(400, f"HTTP 400 Bad Request: {msg}")

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: to ask for another protocol is no fault, and goes unheard."""

    def _answer(self) -> bool:
        """Answer a plain `GET` whose answer is kept, unless another one is on its way."""
        cycle = self._last()
        is_idle = cycle is None or cycle.response_complete
        if not is_idle or self.flow.write_paused:
            return False
        for name, _ in self.headers:
            if name in _NOT_PLAIN:
                return False
        parser: Any = self.parser
        if parser.get_method() != b"GET" or parser.get_http_version() != "1.1":
            return False
        ready = self._front.ready(self.url, self.headers)
        if ready is None:
            return False
        told = b"".join(
            b"%s: %s\r\n" % header for header in self.server_state.default_headers
        )
        self.transport.write(
            b"HTTP/1.1 200 OK\r\n%scontent-type: %s\r\ncontent-length: %d\r\n"
            b"x-request-id: %s\r\n\r\n%s"
            % (told, ready.kind, len(ready.body), ready.request_id, ready.body)
        )
        self._is_answered = True
        self.server_state.total_requests += 1
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )
        return True

    def _last(self) -> RequestResponseCycle | None:
        """Return the request that the application got last, None before the first one."""
        return cast("RequestResponseCycle | None", self.cycle)

    def _refuse(self, status: int, message: str) -> None:
        """Answer with an error and close, unless an answer has begun already."""
        if self.transport.is_closing():
            return
        cycle = self._last()
        if cycle is None or cycle.response_complete or not cycle.response_started:
            body = dumps({"error_code": status, "message": message})
            self.transport.write(
                b"HTTP/1.1 %d \r\ncontent-type: %s\r\ncontent-length: %d\r\n"
                b"connection: close\r\n\r\n%s"
                % (status, media.TYPES[0].encode(), len(body), body)
            )
        self.transport.close()
