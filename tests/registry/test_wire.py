"""One question: what is sent, what is asked again, and what every failure says."""

import gzip
import json
import logging
import math
import socket
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from held_registry import URL, Held, Waits, refuse, wire
from raw_server import head, raw_server

from avrotower.errors import (
    PolicyError,
    RegistryRefusedError,
    RegistryUnreachableError,
    SourceError,
)
from avrotower.registry.answer import MAX_BYTES
from avrotower.registry.connection import Connection, Rate
from avrotower.registry.credential import NOBODY, basic, bearer
from avrotower.registry.wire import Wire

TOKEN = "s3cr3t-t0ken"  # noqa: S105  not one
GOOD = httpx.Response(200, json=["a"])


def always(response: httpx.Response) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(
        response.status_code, headers=response.headers, content=response.content
    )


def refusal(response: httpx.Response) -> RegistryRefusedError:
    with pytest.raises(RegistryRefusedError) as raised, wire(always(response)) as asked:
        asked.get("/subjects")
    return raised.value


def failure(
    answer: Callable[[httpx.Request], httpx.Response],
) -> RegistryUnreachableError:
    with pytest.raises(RegistryUnreachableError) as raised, wire(answer) as asked:
        asked.get("/subjects")
    return raised.value


def test_a_question_says_who_asks_and_what_it_understands() -> None:
    held = Held()
    with wire(held, credentials=bearer(TOKEN)) as asked:
        asked.get("/subjects", {"deleted": True, "limit": 5})

    request = held.asked[0]
    assert str(request.url) == f"{URL}/subjects?deleted=true&limit=5"
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.headers["User-Agent"].startswith("avrotower/")
    assert request.headers["Accept-Encoding"] == "gzip"


def test_without_credentials_none_are_sent() -> None:
    held = Held()
    with wire(held) as asked:
        asked.get("/subjects")

    assert "Authorization" not in held.asked[0].headers


def test_a_base_path_stays_and_segments_stay_encoded() -> None:
    held = Held()
    with (
        pytest.raises(RegistryRefusedError),
        wire(held, url=f"{URL}/apis/ccompat/v7") as asked,
    ):
        asked.get("/subjects/a%2Fb%2E%2E/versions")

    assert held.paths == ["/apis/ccompat/v7/subjects/a%2Fb%2E%2E/versions"]


# What a registry says


def test_a_refusal_keeps_the_words_of_the_registry() -> None:
    error = refusal(refuse(404, 40401, "Subject 'x' not found."))

    assert (error.status, error.error_code) == (404, 40401)
    assert error.message == "Subject 'x' not found."
    assert str(error) == (
        "the registry answered 404/40401, \"Subject 'x' not found.\" (GET /subjects)"
    )
    assert isinstance(error, SourceError)


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        (401, "set AVROTOWER_REGISTRY__USERNAME"),
        (403, "let this user read it"),
        (404, "it ends where `/subjects` begins"),
        (429, "lower `rate` in [registry]"),
        (500, "look into its log"),
    ],
)
def test_a_refusal_says_what_helps(status: int, remedy: str) -> None:
    assert remedy in str(refusal(httpx.Response(status, text="no")))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"detail": "no route"}', "no route"),
        (b'{"error_code": "x", "message": ["a", "b"]}', '["a", "b"]'),
        (b"", ""),
        (b'"Not Found"', '"Not Found"'),
        (b"[" * 100_000, "[" * 200 + "\N{HORIZONTAL ELLIPSIS}"),
    ],
)
def test_a_body_of_another_shape_is_an_error_all_the_same(
    body: bytes, message: str
) -> None:
    error = refusal(httpx.Response(404, content=body))

    assert error.message == message
    assert error.error_code == 404


def test_of_a_page_only_the_beginning_is_repeated() -> None:
    page = "<html>\n  <body>\x1b[31mBad   Gateway" + "x" * 10_000

    error = refusal(httpx.Response(502, html=page))

    assert error.message.startswith("<html> <body>\x1b[31mBad Gatewayxxx")
    assert len(error.message) == 201
    assert "\x1b" not in str(error)


def test_an_error_with_an_endless_body_keeps_its_status() -> None:
    error = refusal(httpx.Response(418, content=b"x" * (2 << 20)))

    assert (error.status, error.message) == (418, "")


# What is asked again


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_asked_again_three_times(status: int) -> None:
    held, waits = Held(), Waits()
    held.instead["/x"] = always(httpx.Response(status))

    with pytest.raises(RegistryRefusedError), wire(held, waits=waits) as asked:
        asked.get("/x")

    assert len(held.asked) == 4
    assert waits.waited == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 501])
def test_what_does_not_pass_is_asked_once(status: int) -> None:
    held = Held()
    held.instead["/x"] = always(httpx.Response(status))

    with pytest.raises(RegistryRefusedError), wire(held) as asked:
        asked.get("/x")

    assert len(held.asked) == 1


def test_a_second_answer_may_be_the_good_one() -> None:
    held = Held()
    held.instead["/x"] = [always(httpx.Response(503)), always(GOOD)]

    with wire(held) as asked:
        assert asked.get("/x") == ["a"]


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ({"Retry-After": "7"}, [7.0]),
        ({"Retry-After": "0"}, [0.0]),
        (
            {
                "Retry-After": "Sat, 28 Nov 2026 10:00:05 GMT",
                "Date": "Sat, 28 Nov 2026 10:00:00 GMT",
            },
            [5.0],
        ),
        ({"Retry-After": "soon"}, [1.0]),
        ({"Retry-After": "Sat, 28 Nov 2026 10:00:05 GMT"}, [1.0]),
    ],
)
def test_a_registry_may_say_how_long_to_wait(
    headers: dict[str, str], waited: list[float]
) -> None:
    held, waits = Held(), Waits()
    held.instead["/x"] = [always(httpx.Response(429, headers=headers)), always(GOOD)]

    with wire(held, waits=waits) as asked:
        asked.get("/x")

    assert waits.waited == waited


def test_nobody_waits_for_an_hour() -> None:
    held, waits = Held(), Waits()
    held.instead["/x"] = always(httpx.Response(503, headers={"Retry-After": "3600"}))

    with pytest.raises(RegistryRefusedError), wire(held, waits=waits) as asked:
        asked.get("/x")

    assert waits.waited == []


def test_a_question_is_not_asked_again_after_three_time_outs() -> None:
    waits = Waits()

    def slow(_: httpx.Request) -> httpx.Response:
        waits.now += 10
        raise httpx.ReadTimeout("")

    with (
        pytest.raises(RegistryUnreachableError) as raised,
        wire(slow, waits=waits) as w,
    ):
        w.get("/x")

    assert waits.now <= 40
    assert raised.value.kind == "slow"
    assert "did not answer within 10 s" in str(raised.value)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_a_write_is_never_sent_twice(method: str) -> None:
    held = Held()
    held.instead["/x"] = [always(httpx.Response(503)), always(GOOD)]

    with pytest.raises(RegistryRefusedError), wire(held) as asked:
        asked.send(method, "/x", {})

    assert len(held.asked) == 1


def test_a_write_is_not_redirected() -> None:
    held = Held()
    held.instead["/x"] = always(httpx.Response(307, headers={"Location": "/y"}))

    with pytest.raises(RegistryRefusedError, match="answered 307"), wire(held) as asked:
        asked.send("PUT", "/x", {})

    assert len(held.asked) == 1


# Where we are sent


def test_a_redirect_is_followed_where_credentials_belong() -> None:
    held = Held()
    held.instead["/x"] = always(httpx.Response(301, headers={"Location": "/y?z=1"}))
    held.instead["/y"] = always(GOOD)

    with wire(held, credentials=bearer(TOKEN)) as asked:
        assert asked.get("/x") == ["a"]

    assert held.paths == ["/x", "/y?z=1"]
    assert held.asked[1].headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    "target",
    [
        "http://elsewhere.test/y",
        "https://registry.test/y",
        "http://registry.test:8080/y",
        "//elsewhere.test/y",
        "http://registry.test@elsewhere.test/",
        "http://[broken",
    ],
)
def test_credentials_never_go_elsewhere(target: str) -> None:
    held = Held()
    held.instead["/x"] = always(httpx.Response(302, headers={"Location": target}))

    with (
        pytest.raises(RegistryUnreachableError, match="credentials do not belong"),
        wire(held, credentials=bearer(TOKEN)) as asked,
    ):
        asked.get("/x")

    assert len(held.asked) == 1


def test_a_redirect_does_not_change_who_we_are() -> None:
    held = Held()
    target = "http://eve:other@registry.test/y"
    held.instead["/x"] = always(httpx.Response(302, headers={"Location": target}))
    held.instead["/y"] = always(GOOD)

    with wire(held, credentials=bearer(TOKEN)) as asked:
        asked.get("/x")

    assert held.asked[1].headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_circle_of_redirects_ends() -> None:
    error = failure(always(httpx.Response(302, headers={"Location": "/subjects"})))

    assert "sends us around in a circle" in str(error)


# What is no answer


def test_a_page_of_html_is_no_registry() -> None:
    error = failure(always(httpx.Response(200, html="<html>Sign in</html>")))

    assert str(error) == (
        "the registry answered 200 with text/html, which is no JSON: "
        "'<html>Sign in</html>' (GET /subjects); look at the address: it ends where "
        "`/subjects` begins, as in https://HOST/apis/ccompat/v7"
    )
    assert error.kind == "strange"


def test_a_wrong_content_type_does_not_matter() -> None:
    answer = httpx.Response(
        200, content=b'["a"]', headers={"Content-Type": "text/html"}
    )

    with wire(always(answer)) as asked:
        assert asked.get("/x") == ["a"]


def test_an_empty_body_is_nothing() -> None:
    with wire(always(httpx.Response(200))) as asked:
        assert asked.get("/x") is None


def test_a_compressed_body_is_read() -> None:
    body = gzip.compress(b'["a"]')
    answer = httpx.Response(200, content=body, headers={"Content-Encoding": "gzip"})

    with wire(lambda _: answer) as asked:
        assert asked.get("/x") == ["a"]


def test_a_small_body_that_becomes_enormous_is_refused() -> None:
    body = gzip.compress(b" " * (MAX_BYTES + 1))
    headers = {"Content-Encoding": "gzip"}

    error = failure(lambda _: httpx.Response(200, stream=Pieces(body), headers=headers))

    assert "sent more than 64 MiB at once" in str(error)


class Pieces(httpx.SyncByteStream):
    """A body that is not looked at before it is sent."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __iter__(self) -> "Pieces":
        return self

    def __next__(self) -> bytes:
        if not self._body:
            raise StopIteration
        part, self._body = self._body[:4096], self._body[4096:]
        return part


def test_an_encoding_that_nobody_asked_for_is_refused() -> None:
    answer = httpx.Response(
        200, stream=Pieces(b"x"), headers={"Content-Encoding": "br"}
    )

    assert "sent a body encoded as 'br'" in str(failure(lambda _: answer))


def test_a_damaged_compression_is_told() -> None:
    answer = httpx.Response(
        200, stream=Pieces(b"no gzip"), headers={"Content-Encoding": "gzip"}
    )

    assert "sent a body that is damaged" in str(failure(lambda _: answer))


def test_a_body_that_nests_without_end_is_no_answer() -> None:
    error = failure(always(httpx.Response(200, content=b"[" * 200_000)))

    assert "which is no JSON" in str(error)


# Who is not there


def real(url: str, **more: float) -> Wire:
    waits = Waits()
    connection = Connection(url, "confluent", rate=None, **more)  # type: ignore[arg-type]  # numbers only
    return Wire(connection, clock=waits.clock._replace(now=time.monotonic))


def test_nobody_listens() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with (
        pytest.raises(RegistryUnreachableError) as raised,
        real(f"http://127.0.0.1:{port}") as asked,
    ):
        asked.get("/subjects")

    assert raised.value.kind == "down"
    assert "cannot be connected to" in str(raised.value)
    assert "is it running" in str(raised.value)


def test_a_registry_that_says_nothing_is_slow() -> None:
    def silent(connection: socket.socket) -> None:
        connection.recv(1)

    with (
        raw_server(silent) as url,
        pytest.raises(RegistryUnreachableError) as raised,
        real(url, timeout_s=0.2) as asked,
    ):
        asked.send("GET", "/subjects")

    assert raised.value.kind == "slow"


def test_a_registry_that_drips_is_slow() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(head(1000))
        for _ in range(100):
            connection.sendall(b" ")
            time.sleep(0.05)

    start = time.monotonic()
    with (
        raw_server(drip) as url,
        pytest.raises(RegistryUnreachableError) as raised,
        real(url, timeout_s=0.3) as asked,
    ):
        asked.send("GET", "/subjects")

    assert raised.value.kind == "slow"
    assert "did not end its answer in time" in str(raised.value)
    assert time.monotonic() - start < 4


def test_a_body_that_is_cut_off_is_asked_for_again() -> None:
    bodies = [b'["a', b'["a"]']

    def cut(connection: socket.socket) -> None:
        connection.sendall(head(5) + bodies.pop(0))

    with raw_server(cut) as url, real(url) as asked:
        assert asked.get("/subjects") == ["a"]


def test_a_body_that_is_always_cut_off_is_told() -> None:
    def cut(connection: socket.socket) -> None:
        connection.sendall(head(5) + b'["a')

    with (
        raw_server(cut) as url,
        pytest.raises(RegistryUnreachableError) as raised,
        real(url) as asked,
    ):
        asked.get("/subjects")

    assert raised.value.kind == "cut"
    assert "went away in the middle of an answer" in str(raised.value)


def test_a_time_out_may_be_endless() -> None:
    def answer(connection: socket.socket) -> None:
        connection.sendall(head(5) + b'["a"]')

    with raw_server(answer) as url, real(url, timeout_s=math.inf) as asked:
        assert asked.get("/subjects") == ["a"]


def test_what_is_no_http_is_told() -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")

    with (
        raw_server(talk) as url,
        pytest.raises(RegistryUnreachableError),
        real(url) as asked,
    ):
        asked.send("GET", "/subjects")


def test_a_server_without_tls_is_told() -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with (
        raw_server(talk) as url,
        pytest.raises(RegistryUnreachableError, match="cannot be connected to"),
        real(url.replace("http:", "https:"), timeout_s=1) as asked,
    ):
        asked.send("GET", "/subjects")


# Secrets


def test_credentials_are_in_no_error_no_repr_no_log_and_no_traceback(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []

    def echo(request: httpx.Request) -> httpx.Response:
        return httpx.Response(422, text=json.dumps(dict(request.headers)))

    def gone(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError(str(dict(request.headers)))

    for credentials in (basic("ann", TOKEN), bearer(TOKEN)):
        for answer in (echo, gone):
            asked = wire(answer, credentials=credentials)
            with pytest.raises(SourceError) as raised, asked:
                asked.get("/x")
            told += traceback.format_exception(raised.value)
            told += [
                repr(raised.value),
                repr(asked.connection),
                repr(vars(raised.value)),
            ]

    shown = "".join([*told, caplog.text])
    assert TOKEN not in shown
    assert basic("ann", TOKEN).header.removeprefix("Basic ") not in shown
    assert "***" in shown


def test_nobody_has_no_secrets() -> None:
    assert not NOBODY
    assert repr(NOBODY) == "Credentials()"
    assert basic("ann", "ab").hide("abc") == "abc"


# Proxies and certificates


def test_an_http_proxy_is_taken_from_the_usual_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(head(5) + b'["a"]')

    with raw_server(talk) as url:
        monkeypatch.setenv("HTTP_PROXY", url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        with real("http://nowhere.invalid") as asked:
            assert asked.get("/subjects") == ["a"]


def test_a_proxy_that_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")

    with raw_server(talk) as url:
        monkeypatch.setenv("HTTPS_PROXY", url.replace("//", f"//ann:{TOKEN}@"))
        monkeypatch.delenv("NO_PROXY", raising=False)
        with (
            real("https://nowhere.invalid") as asked,
            pytest.raises(RegistryUnreachableError) as raised,
        ):
            asked.send("GET", "/subjects")

    assert "behind an HTTP proxy that says '407 Proxy" in str(raised.value)
    assert TOKEN not in str(raised.value)


def test_an_address_of_a_proxy_that_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"nonsense://ann:{TOKEN}@proxy")

    with pytest.raises(PolicyError) as raised:
        real("http://r.test")

    assert "HTTP_PROXY" in str(raised.value)
    assert TOKEN not in str(raised.value)


def test_certificates_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("")
    named = str(empty)

    for more, said in (
        ({"ca_file": "/nowhere"}, "CA_FILE names '/nowhere': No such file"),
        ({"ca_file": named}, "it holds no certificates in PEM"),
        ({"cert_file": named}, "CERT_FILE names"),
        ({"key_file": named}, "KEY_FILE is set without"),
    ):
        with pytest.raises(PolicyError, match=said):
            Wire(Connection("https://r.test", **more))  # type: ignore[arg-type]  # texts only


def test_an_address_that_only_httpx_refuses_is_told() -> None:
    with pytest.raises(PolicyError, match="is no address"):
        Wire(Connection("http://a\x01b"))


# Pace


def test_no_more_questions_leave_than_the_rate_allows() -> None:
    held, waits = Held(), Waits()
    with wire(held, waits=waits, rate=Rate(2, 1.0)) as asked:
        for _ in range(5):
            asked.get("/subjects")

    assert waits.waited == [1.0, 1.0]
    assert waits.now == 2.0


def test_writes_do_not_count() -> None:
    held, waits = Held(), Waits()
    with wire(held, waits=waits, rate=Rate(1, 60.0)) as asked:
        asked.get("/subjects")
        asked.send("PUT", "/config", {})

    assert waits.waited == []


def test_closing_wakes_who_waits() -> None:
    start = time.monotonic()
    answer = always(httpx.Response(503, headers={"Retry-After": "20"}))
    asked = Wire(Connection("http://r.test"), transport=httpx.MockTransport(answer))
    threading.Timer(0.1, asked.close).start()

    with pytest.raises(RegistryRefusedError):
        asked.get("/x")

    assert time.monotonic() - start < 10
