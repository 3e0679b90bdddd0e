"""Calls of a registry's API as values, and a client that sends them to the letter."""

import http.client
import json
import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, Self, cast
from urllib.parse import urlsplit

MEDIA_TYPE: Final = "application/vnd.schemaregistry.v1+json"
TIMEOUT_S: Final = 60
_SYMBOL: Final = re.compile(r"\$(\d+)|\bct[xyz]\b")


class Call(NamedTuple):
    """A request: method, path with query as they go over the wire, body, headers.

    A body that is no bytes is sent as JSON; None sends no body.
    A header that is None is not sent.
    """

    method: str
    path: str
    body: Any = None
    headers: Mapping[str, str | None] = {}

    def __str__(self) -> str:
        if self.body is None:
            return f"{self.method} {self.path}"
        text = self.body if isinstance(self.body, bytes) else json.dumps(self.body)
        return f"{self.method} {self.path} {text!s}"


class Answer(NamedTuple):
    """What came back; *body* is the JSON, or the text where it is none."""

    status: int
    headers: Mapping[str, str]
    body: Any

    def error(self, name: str) -> Any:
        """Return `error_code` or `message`, or None where the body has none."""
        return self.body.get(name) if isinstance(self.body, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  # it is JSON


class Names(NamedTuple):
    """What the symbols of a call stand for on a server that others used before.

    `$3` is the third id that the default context gives from now on; `ctx`, `cty`
    and `ctz` are contexts that nobody has seen, because a server goes on counting
    the ids of a context that it has deleted.
    """

    base: int
    token: str

    def text(self, text: str) -> str:
        return _SYMBOL.sub(self._meaning, text)

    def _meaning(self, symbol: re.Match[str]) -> str:
        if symbol[1] is not None:
            return str(self.base + int(symbol[1]))
        return symbol[0] + self.token

    def value(self, value: Any) -> Any:
        """Return *value* with its symbols resolved; one alone is a number."""
        if isinstance(value, str):
            alone = re.fullmatch(r"\$(\d+)", value)
            return self.base + int(alone[1]) if alone else self.text(value)
        if isinstance(value, dict):
            items = cast("dict[str, Any]", value).items()
            return {self.text(name): self.value(item) for name, item in items}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in cast("list[Any]", value)]
        return value

    def call(self, call: Call) -> Call:
        return call._replace(path=self.text(call.path), body=self.value(call.body))


class Server:
    """A registry at an address, asked over one connection.

    It knows which records of config and mode were written through it, because no
    list of the API names those of a subject without versions.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.settings: set[str] = set()
        parts = urlsplit(url)
        self._base = parts.path.rstrip("/")
        self._connection = http.client.HTTPConnection(
            parts.hostname or "", parts.port, timeout=TIMEOUT_S
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._connection.close()

    def send(self, call: Call) -> Answer:
        """Send *call*; once more where the server had closed a connection at rest."""
        if call.method == "PUT":
            self.settings.add(call.path.partition("?")[0])
        try:
            return self._send(call)
        except (http.client.BadStatusLine, ConnectionError):
            self._connection.close()
            return self._send(call)

    def _send(self, call: Call) -> Answer:
        body = call.body
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        headers = {"Content-Type": MEDIA_TYPE} if body is not None else {}
        told = {
            k: v for k, v in (headers | dict(call.headers)).items() if v is not None
        }
        self._connection.request(call.method, self._base + call.path, body, told)
        answer = self._connection.getresponse()
        return Answer(
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            _json(answer.read()),
        )


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")


def get(path: str, **headers: str) -> Call:
    return Call("GET", path, headers=_headers(headers))


def post(path: str, body: Any, **headers: str) -> Call:
    return Call("POST", path, body, _headers(headers))


def put(path: str, body: Any) -> Call:
    return Call("PUT", path, body)


def delete(path: str) -> Call:
    return Call("DELETE", path)


def register(subject: str, schema: str, **fields: Any) -> Call:
    """Return the registration of *schema*; *subject* is written as in a path."""
    return post(f"/subjects/{subject}/versions", {"schema": schema} | fields)


def lookup(subject: str, schema: str, **fields: Any) -> Call:
    return post(f"/subjects/{subject}", {"schema": schema} | fields)


def _headers(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def without(value: Any, *names: str) -> Any:
    """Return *value* without the properties *names*, at every depth."""
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {n: without(item, *names) for n, item in items if n not in names}
    if isinstance(value, list):
        return [without(item, *names) for item in value]  # pyright: ignore[reportUnknownVariableType]  # it is JSON
    return value
