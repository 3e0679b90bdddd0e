"""Whatever is sent: no answer is a 500, no error lacks a key, nobody waits for ever."""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import Generator, Sequence
from typing import Final

import pytest
from embedded import embedded
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from odd_requests import METHODS, Odd, requests
from starlette.types import ASGIApp, Message

from avrotower.policy.document.service import Embedded
from avrotower_service.embedded.api.app import create_app
from avrotower_service.embedded.storage import Storage

EXAMPLES: Final = int(os.environ.get("AVROTOWER_FUZZ_EXAMPLES", "150"))
PATIENCE_S: Final = 20
JSON: Final = ((b"content-type", b"application/json"),)
SEEDED: Final = (
    Odd("POST", b"/subjects/a/versions", JSON, b'{"schema":"\\"int\\""}'),
    Odd("POST", b"/subjects/:.c:a/versions", JSON, b'{"schema":"\\"int\\""}'),
    Odd("POST", b"/subjects/a", JSON, b'{"schema":"\\"int\\""}'),
)


@given(st.lists(requests(), min_size=1, max_size=5))
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@example([Odd("GET", b"/schemas/ids/1?subject=%ff", (), b"")])
def test_nothing_that_is_sent_is_our_fault(sent: Sequence[Odd]) -> None:
    storage = Storage(None)
    try:
        app = create_app(storage, Embedded.model_validate({"allow-reset": True}))
        asyncio.run(all_of(app, [*SEEDED, *sent]))
    finally:
        storage.close()


async def all_of(app: ASGIApp, sent: Sequence[Odd]) -> None:
    for odd in sent:
        status, headers, body = await asyncio.wait_for(ask(app, odd), PATIENCE_S)
        check(odd.method, status, headers, body)


def check(method: str, status: int, headers: dict[bytes, bytes], body: bytes) -> None:
    assert 200 <= status < 500, body
    if method == "HEAD":
        assert body == b""
    elif status >= 400:
        told = json.loads(body)
        assert set(told) == {"error_code", "message"}
        assert str(told["error_code"]).startswith(str(status))
        assert told["message"]
        assert b"json" in headers[b"content-type"]
    if method != "HEAD" and b"content-length" in headers:
        assert int(headers[b"content-length"]) == len(body)


async def ask(app: ASGIApp, odd: Odd) -> tuple[int, dict[bytes, bytes], bytes]:
    """Send what no client library would, its body in two pieces."""
    path, _, query = odd.target.partition(b"?")
    scope = {
        "type": "http",
        "method": odd.method,
        "path": path.decode("utf-8", "replace"),
        "raw_path": path,
        "query_string": query,
        "headers": list(odd.headers),
        "http_version": "1.1",
        "scheme": "http",
        "server": ("registry", 80),
    }
    half = len(odd.body) // 2
    pieces = [odd.body[:half], odd.body[half:]] if half > 5 else [odd.body]
    status, headers, sent = 0, dict[bytes, bytes](), b""

    async def receive() -> Message:
        await asyncio.sleep(0)
        if not pieces:
            return {"type": "http.disconnect"}
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: Message) -> None:
        nonlocal status, headers, sent
        await asyncio.sleep(0)
        status = message.get("status", status)
        headers |= dict(message.get("headers", ()))
        sent += message.get("body", b"")

    await app(scope, receive, send)
    return status, headers, sent


@pytest.fixture(scope="module")
def address() -> Generator[tuple[str, int]]:
    with embedded() as url:
        host, _, port = url.removeprefix("http://").partition(":")
        yield host, int(port)


LINES: Final = st.sampled_from(
    [
        b"Host: x",
        b"Content-Length: 5",
        b"Content-Length: -1",
        b"Content-Length: x",
        b"Content-Length: 99999999999999999999999",
        b"Transfer-Encoding: chunked",
        b"Transfer-Encoding: x",
        b"Expect: 100-continue",
        b"Connection: close",
        b"Connection: upgrade",
        b"Upgrade: websocket",
        b"Upgrade: h2c",
        b"Content-Type: application/json",
        b"Content-Encoding: gzip",
        b": x",
        b"no colon",
        b"A: \x00",
        b"\xff: \xff",
        b" folded",
        b"Long: LONG",
    ]
)
FIRST: Final = st.tuples(
    st.sampled_from(
        [*(m.encode() for m in METHODS), b"TRACE", b"CONNECT", b"get", b"\x16\x03"]
    ),
    requests().map(lambda odd: odd.target)
    | st.sampled_from([b"*", b"http://x/subjects", b"subjects", b"//x", b"/LONG"]),
    st.sampled_from(
        [b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/0.9", b"HTTP/x", b""]
    ),
).map(b" ".join)
BODY: Final = st.sampled_from(
    [
        b"",
        b"12345",
        b"5\r\n12345\r\n0\r\n\r\n",
        b"zz\r\n",
        b"-1\r\n\r\n",
        b"ffffffffffffffffff\r\n",
    ]
)


@given(FIRST, st.lists(LINES, max_size=4), BODY)
@settings(
    max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_bytes_that_are_no_request_are_answered_or_dropped(
    address: tuple[str, int], first: bytes, lines: list[bytes], body: bytes
) -> None:
    sent = b"\r\n".join([first, *lines, b"", body]).replace(b"LONG", b"a" * 70_000)

    answer = exchange(address, sent)

    for head, told in answers(answer):
        status = int(head.split()[1])
        assert status < 500, answer
        if status >= 400 and told:
            assert set(json.loads(told)) == {"error_code", "message"}
        assert status < 400 or told or first.startswith(b"HEAD"), answer
    assert exchange(address, ALIVE).endswith(b'\r\n\r\n["AVRO"]')


ALIVE: Final = b"GET /schemas/types HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def exchange(address: tuple[str, int], sent: bytes) -> bytes:
    """Send all and no more; return what came until the server closed, too."""
    answer = b""
    # Who is refused in the middle of sending may find the connection closed.
    with (
        contextlib.suppress(ConnectionError),
        socket.create_connection(address, timeout=PATIENCE_S) as connection,
    ):
        connection.sendall(sent)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        while piece := connection.recv(65536):
            answer += piece
    return answer


def answers(data: bytes) -> Generator[tuple[bytes, bytes]]:
    """Yield head and body of each answer in *data*."""
    while data:
        head, _, data = data.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 "), head
        lengths = [
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ]
        length = lengths[0] if lengths else 0
        if not data.startswith(b"HTTP/1.1 "):
            yield head, data[:length]
            data = data[length:]
        else:
            yield head, b""


def test_what_is_no_http_is_not_told_to_a_log_that_nobody_reads(
    address: tuple[str, int],
) -> None:
    """Standard error is a pipe of 64 KiB here; when it is full, a server stands still."""
    answer = [exchange(address, b"\x16\x03 x\r\n\r\n") for _ in range(3000)][-1]

    assert b'"error_code":400' in answer
    assert exchange(address, ALIVE).endswith(b'\r\n\r\n["AVRO"]')
