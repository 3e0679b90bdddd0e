"""What every answer has, whatever is asked."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Generator
from pathlib import Path
from typing import Any

import httpx
import pytest

from avrotower.policy.document.service import Embedded, Limits
from avrotower_service.embedded.api.app import create_app
from avrotower_service.embedded.storage import Storage

V1 = "application/vnd.schemaregistry.v1+json"
INT = {"schema": '"int"'}


class Client:
    """Asks an application in this process; each call has a loop of its own."""

    def __init__(self, storage: Storage, **more: Any) -> None:
        kept = {key.replace("_", "-"): value for key, value in more.items()}
        limits = Limits.model_validate(kept.pop("limits", {}))
        self.app = create_app(storage, Embedded.model_validate(kept), limits)

    def ask(
        self, method: str, path: str, body: Any = None, **more: Any
    ) -> httpx.Response:
        if body is not None and "content" not in more:
            more["json"] = body
        return asyncio.run(self._ask(method, path, **more))

    async def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://registry"
        ) as client:
            return await client.request(method, path, **more)


@pytest.fixture
def storage() -> Generator[Storage]:
    storage = Storage(None)
    yield storage
    storage.close()


@pytest.fixture
def client(storage: Storage) -> Client:
    return Client(storage)


def test_a_schema_goes_in_and_comes_out(client: Client) -> None:
    made = client.ask("POST", "/subjects/a/versions", INT)
    by_id = client.ask("GET", "/schemas/ids/1")

    assert made.json()["id"] == 1
    assert by_id.json()["schema"] == '"int"'
    assert by_id.headers["content-type"] == V1


def test_a_read_by_id_is_forgotten_when_something_is_written(client: Client) -> None:
    client.ask("POST", "/subjects/a/versions", INT)
    before = [client.ask("GET", "/schemas/ids/1").json() for _ in range(3)]
    client.ask("DELETE", "/subjects/a")
    after = client.ask("GET", "/schemas/ids/1").json()

    assert [body["deleted"] for body in before] == [False] * 3
    assert after["deleted"] is True


def test_the_id_of_a_request_is_given_back(client: Client) -> None:
    given_id = client.ask("GET", "/subjects", headers={"X-Request-ID": "mine-1"})
    bad = client.ask("GET", "/nothing", headers={"X-Request-ID": "x" * 200})

    assert given_id.headers["x-request-id"] == "mine-1"
    assert len(bad.headers["x-request-id"]) == 36


def test_head_is_get_without_a_body(client: Client) -> None:
    answer = client.ask("HEAD", "/subjects")

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == "2"


def test_another_method_is_told_which_there_are(client: Client) -> None:
    answer = client.ask("PATCH", "/subjects/a/versions", {})

    assert answer.status_code == 405
    assert answer.json() == {
        "error_code": 405,
        "message": "HTTP 405 Method Not Allowed",
    }
    assert answer.headers["allow"] == "HEAD,GET,POST,OPTIONS"


@pytest.mark.parametrize(
    ("body", "code", "says"),
    [
        (b'{"schema": NaN}', 400, "NaN is no number"),
        (b"\xef\xbb\xbf{}", 400, "no JSON"),
        (b'{"schema": "\xff"}', 400, "no UTF-8, at byte 12"),
        (b'{"a": 1} x', 400, "at byte 9"),
        (b"[]", 400, "no object"),
        (b'{"schema": "a", "schema": "b"}', 42201, 'the key "schema" twice'),
        (b'{"schema": 5}', 42201, '"schema" must be a string'),
        (b'{"version": true}', 42201, '"version" must be a number'),
        (b'{"version": 99999999999}', 400, "out of range"),
        (b'{"references": [1]}', 400, '"references" must be a list of objects'),
        (
            b'{"metadata": {"properties": {"a": 1}}}',
            42201,
            '"metadata.properties.a" must be a string',
        ),
        (b'{"a": ' + b"9" * 5000 + b"}", 400, "too long"),
        (b'{"a": ' + b"[" * 100_000, 400, "nests too deep"),
        (b"", 422, "must not be null"),
        (b" null ", 422, "must not be null"),
    ],
    ids=str,
)
def test_a_body_that_is_no_request_is_told_why(
    client: Client, body: bytes, code: int, says: str
) -> None:
    answer = client.ask("POST", "/subjects/a/versions", content=body)

    assert answer.status_code == int(str(code)[:3])
    assert answer.json()["error_code"] == code
    assert says in answer.json()["message"]


def test_a_body_may_be_packed(client: Client) -> None:
    packed = gzip.compress(json.dumps(INT).encode())
    headers = {"Content-Encoding": "gzip"}
    path = "/subjects/a/versions"

    good = client.ask("POST", path, content=packed, headers=headers)
    cut = client.ask("POST", path, content=packed[:-9], headers=headers)
    none = client.ask("POST", path, content=b"x", headers=headers)
    bomb = client.ask(
        "POST", path, content=gzip.compress(b" " * (3 << 20)), headers=headers
    )
    other = client.ask("POST", path, content=packed, headers={"Content-Encoding": "br"})

    codes = [a.status_code for a in (good, cut, none, bomb, other)]
    assert codes == [200, 400, 400, 413, 415]


def test_a_body_has_a_limit(storage: Storage) -> None:
    client = Client(storage, limits={"body": "1KiB"})

    answer = client.ask("POST", "/subjects/a/versions", content=b" " * 2000)

    assert answer.json() == {
        "error_code": 413,
        "message": "HTTP 413 Request Entity Too Large",
    }


@pytest.mark.parametrize(
    "more",
    [
        {"metadata": {"properties": {"a": "é" * 600}}},
        {"ruleSet": {"domainRules": [{"name": "a", "type": "CEL", "doc": "é" * 600}]}},
    ],
)
def test_metadata_have_a_limit(storage: Storage, more: dict[str, Any]) -> None:
    large, small = (Client(storage, limits={"metadata": s}) for s in ("2KiB", "1KiB"))

    refused = small.ask("POST", "/subjects/a/versions", INT | more)
    accepted = large.ask("POST", "/subjects/a/versions", INT | more)

    assert refused.status_code == 422
    assert refused.json() == {
        "error_code": 42209,
        "message": "Register operation failed because schema is too large",
    }
    assert accepted.status_code == 200


def test_metadata_have_a_limit_where_a_version_gets_them_from_a_config(
    storage: Storage,
) -> None:
    client = Client(storage, limits={"metadata": "1KiB"})
    default = {"defaultMetadata": {"properties": {"a": "x" * 1024}}}

    client.ask("PUT", "/config/a", default)
    answer = client.ask("POST", "/subjects/a/versions", INT)

    assert answer.json()["error_code"] == 42209


def test_requests_at_the_same_time_have_a_limit(storage: Storage) -> None:
    client = Client(storage, limits={"requests": 2})
    statuses: list[int] = []

    async def ask(bodies: httpx.AsyncByteStream | None) -> httpx.Response:
        transport = httpx.ASGITransport(client.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://registry"
        ) as asking:
            if bodies is None:
                return await asking.get("/subjects")
            return await asking.put("/config", content=bodies)

    async def crowd() -> httpx.Response:
        go_on = asyncio.Event()

        class Slow(httpx.AsyncByteStream):
            async def __aiter__(self) -> AsyncIterator[bytes]:
                await go_on.wait()
                yield b'{"compatibility": "NONE"}'

        slow = [asyncio.ensure_future(ask(Slow())) for _ in range(2)]
        await asyncio.sleep(0.1)
        third = await ask(None)
        go_on.set()
        statuses.extend(answer.status_code for answer in await asyncio.gather(*slow))
        statuses.append((await ask(None)).status_code)
        return third

    third = asyncio.run(crowd())

    assert third.status_code == 503
    assert third.json() == {
        "error_code": 50301,
        "message": "avrotower: 2 requests are being answered, try again",
    }
    assert third.headers["retry-after"] == "1"
    assert third.headers["x-request-id"]
    assert statuses == [200, 200, 200]


def test_a_schema_that_is_too_large_has_a_code_of_its_own(client: Client) -> None:
    text = json.dumps(
        {"type": "enum", "name": "E", "symbols": ["a"], "doc": "x" * (1 << 20)}
    )

    answer = client.ask("POST", "/subjects/a/versions", {"schema": text})

    assert answer.json()["error_code"] == 42209


@pytest.mark.parametrize(
    ("wanted", "header", "keys"),
    [
        ("never", "true", {"id"}),
        ("header", "false", {"id"}),
        ("header", "true", {"id", "version", "guid", "schemaType", "schema"}),
    ],
)
def test_old_clients_get_what_they_know(
    storage: Storage, wanted: str, header: str, keys: set[str]
) -> None:
    client = Client(storage, extended_fields=wanted)
    headers = {"Confluent-Accept-Unknown-Properties": header}

    made = client.ask("POST", "/subjects/a/versions", INT, headers=headers)
    read = client.ask("GET", "/subjects/a/versions/1")
    by_id = client.ask("GET", "/schemas/ids/1")

    assert set(made.json()) == keys
    assert set(read.json()) == {"subject", "version", "id", "schema"}
    assert by_id.json() == INT


def test_the_code_of_an_incompatible_schema_can_be_the_old_one(
    storage: Storage,
) -> None:
    client = Client(storage, incompatible_code=409)
    client.ask("POST", "/subjects/a/versions", INT)

    answer = client.ask("POST", "/subjects/a/versions", {"schema": '"string"'})

    assert (answer.status_code, answer.json()["error_code"]) == (409, 409)


def test_half_a_surrogate_pair_stays_escaped(client: Client) -> None:
    text = '{"type":"fixed","name":"F","size":1,"doc":"\\ud800"}'

    made = client.ask("POST", "/subjects/a/versions", {"schema": text})

    assert made.json()["schema"].endswith('"doc":"\\uD800","size":1}')
    assert client.ask("GET", "/schemas/ids/1/schema").status_code == 200


def test_a_full_disk_is_answered_and_survived(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "registry.db")
    client = Client(storage)
    connection = storage._connection  # pyright: ignore[reportPrivateUsage]
    connection.execute("PRAGMA max_page_count = 20")
    large = {
        "schema": json.dumps(
            {"type": "fixed", "name": "F", "size": 1, "doc": "x" * 99_999}
        )
    }

    full = client.ask("POST", "/subjects/a/versions", large)
    read = client.ask("GET", "/subjects")
    connection.execute("PRAGMA max_page_count = 1000")
    again = client.ask("POST", "/subjects/a/versions", large)
    storage.close()

    assert (full.status_code, full.json()["error_code"]) == (500, 50001)
    assert (read.status_code, read.json()) == (200, [])
    assert (again.status_code, again.json()["id"]) == (200, 1)


def test_emptying_has_to_be_allowed(storage: Storage) -> None:
    Client(storage).ask("POST", "/subjects/a/versions", INT)
    refused = Client(storage).ask("POST", "/-/embedded/reset")
    done = Client(storage, allow_reset=True).ask("POST", "/-/embedded/reset")

    assert (refused.status_code, done.status_code) == (404, 204)
    assert Client(storage).ask("GET", "/subjects").json() == []
