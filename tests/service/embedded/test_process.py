"""The registry as a process: its start, its end, and what survives a bad one."""

import contextlib
import json
import re
import signal
import socket
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest
from killing import kill_again_and_again
from program import program
from running import running


def schema(number: int) -> dict[str, str]:
    return {"schema": f'{{"type":"fixed","name":"F{number}","size":1}}'}


def test_it_says_where_it_is_and_ends_in_order(tmp_path: Path) -> None:
    with running("r.db", "--level", "full", cwd=tmp_path) as registry:
        level = httpx.get(f"{registry.url}/config").json()
        code = registry.end(signal.SIGTERM)

    assert registry.line == f"avrotower: registry on {registry.url}, kept in 'r.db'\n"
    assert level == {"compatibilityLevel": "FULL"}
    assert code == 0


def test_a_second_signal_ends_at_once(tmp_path: Path) -> None:
    with running(":memory:", cwd=tmp_path) as registry:
        host = httpx.URL(registry.url)
        # A request that never ends keeps the first signal waiting.
        with contextlib.closing(_half_a_request(host.host, host.port or 0)):
            registry.process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            assert registry.process.poll() is None
            code = registry.end(signal.SIGTERM)

    assert code == 130


def _half_a_request(host: str, port: int) -> socket.socket:
    connection = socket.create_connection((host, port))
    connection.sendall(
        b"POST /subjects/a/versions HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{"
    )
    time.sleep(0.2)
    return connection


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name what to serve: --embedded"),
        (("--embedded", "none/r.db"), "its directory is missing"),
        (
            ("--embedded", ":memory:", "--host", "192.0.2.1"),
            "cannot listen on 192.0.2.1",
        ),
    ],
)
def test_a_start_that_fails_says_why(
    tmp_path: Path, arguments: Sequence[str], says: str
) -> None:
    more = () if "--host" in arguments or not arguments else ("--host", "127.0.0.1")
    outcome = program("serve", *arguments, *more, cwd=tmp_path)

    assert outcome.code == 2
    assert says in outcome.err


def test_settings_come_from_file_environment_and_command(tmp_path: Path) -> None:
    (tmp_path / "avrotower.toml").write_text(
        'version = 1\n[service.embedded]\nlevel = "NONE"\nincompatible-code = 409\n'
        'path = "other.db"\n'
    )
    outcome = program(
        *("serve", "--embedded", "--host", "127.0.0.1"),
        cwd=tmp_path,
        env={"AVROTOWER_EMBEDDED__PATH": "none/x.db", "AVROTOWER_LISTEN__PORT": "0"},
    )
    bad = program(
        *("serve", "--embedded", ":memory:"),
        cwd=tmp_path,
        env={"AVROTOWER_LISTEN__PORT": "many"},
    )

    assert "'none/x.db' cannot be made" in outcome.err
    assert (bad.code, bad.err) == (
        2,
        "AVROTOWER_LISTEN__PORT: input should be a valid integer\n",
    )


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [("WRITES", "10/s", "writes"), ("REQUESTS_PER_CALLER", "5", "requests-per-caller")],
)
def test_a_limit_that_cannot_be_kept_is_refused(
    tmp_path: Path, name: str, value: str, key: str
) -> None:
    outcome = program(
        *("serve", "--embedded", ":memory:", "--host", "127.0.0.1", "--port", "0"),
        cwd=tmp_path,
        env={f"AVROTOWER_LIMITS__{name}": value},
    )

    told = f"[service.limits] {key} cannot be kept by the embedded registry"
    assert outcome.code == 2
    assert outcome.err.startswith(f"avrotower: {told}")
    assert "leave it out" in outcome.err


@pytest.mark.parametrize(
    "table",
    ["[service.auth]\nanonymous-reads = true", "[service.tls]\ncert = 'server.pem'"],
)
def test_protection_that_it_does_not_have_is_refused(
    tmp_path: Path, table: str
) -> None:
    (tmp_path / "avrotower.toml").write_text(f"edition = '2026'\n{table}\n")

    outcome = program(
        *("serve", "--embedded", ":memory:", "--host", "127.0.0.1", "--port", "0"),
        cwd=tmp_path,
    )

    told = f"{table.splitlines()[0]} cannot be kept by the embedded registry"
    assert (outcome.code, outcome.err.startswith(f"avrotower: {told}")) == (2, True)


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    acknowledged = kill_again_and_again(tmp_path / "r.db", rounds=2, clients=8)

    assert acknowledged > 2


def test_another_registry_can_be_copied(tmp_path: Path) -> None:
    with (
        running("a.db", cwd=tmp_path) as first,
        httpx.Client(base_url=first.url) as client,
    ):
        _fill(client)
        with running("b.db", "--import", first.url, cwd=tmp_path) as second:
            # What was copied once is passed over.
            assert second.line == f"avrotower: reading {first.url}\n"
            second.wait_for("registry on")
            with httpx.Client(base_url=second.url) as other:
                assert [_answer(other, p) for p in PATHS] == [
                    _answer(client, p) for p in PATHS
                ]
                made = other.post("/subjects/new/versions", json=schema(99)).json()
        with running("b.db", "--import", first.url, cwd=tmp_path) as again:
            again.wait_for("registry on")
            assert again.end(signal.SIGTERM) == 0

    assert made["id"] == 5


PATHS = (
    "/schemas?subjectPrefix=:*:&deleted=true",
    "/contexts",
    "/config",
    "/config/a",
    "/config/:.c:",
    "/mode/b",
    "/schemas/ids/1",
    "/subjects/b/versions/1/referencedby",
)


def _answer(client: httpx.Client, path: str) -> object:
    text = client.get(path).text
    return json.loads(re.sub(r'"ts":\d+,', "", text))


def _fill(client: httpx.Client) -> None:
    """Register what a copy could lose."""
    client.put("/config", json={"compatibility": "NONE"})
    for subject, body in (
        ("a", schema(1)),
        ("a", {**schema(2), "metadata": {"properties": {"p": "1"}}}),
        ("b", schema(3)),
        (
            "d",
            {
                "schema": '{"type":"array","items":"F3"}',
                "references": [{"name": "F3", "subject": "b", "version": 1}],
            },
        ),
        (":.c:e", schema(1)),
    ):
        client.post(f"/subjects/{subject}/versions", json=body).raise_for_status()
    client.delete("/subjects/a/versions/1").raise_for_status()
    client.put("/config/a", json={"compatibility": "FULL", "compatibilityGroup": "p"})
    client.put("/config/:.c:", json={"compatibility": "FORWARD"})
    client.put("/mode/b", json={"mode": "READONLY"})


def test_a_registry_goes_through_a_file(tmp_path: Path) -> None:
    with (
        running("a.db", cwd=tmp_path) as first,
        httpx.Client(base_url=first.url) as client,
    ):
        _fill(client)
        before = [_answer(client, path) for path in PATHS]
        first.end(signal.SIGTERM)
    out = program("serve", "--embedded", "a.db", "--export", "a.jsonl", cwd=tmp_path)
    with running(":memory:", "--import", "a.jsonl", cwd=tmp_path) as second:
        second.wait_for("registry on")
        with httpx.Client(base_url=second.url) as other:
            after = [_answer(other, path) for path in PATHS]
    bad = program("serve", "--embedded", "b.db", "--import", "a.db", cwd=tmp_path)

    assert (out.code, out.err) == (0, "avrotower: exported 5 versions to 'a.jsonl'\n")
    assert after == before
    assert (bad.code, "is no export of a registry" in bad.err) == (2, True)


def test_a_registry_that_is_not_there_cannot_be_copied(tmp_path: Path) -> None:
    outcome = program(
        *("serve", "--embedded", "c.db", "--host", "127.0.0.1", "--port", "0"),
        *("--import", "http://127.0.0.1:9"),
        cwd=tmp_path,
    )

    assert outcome.code == 3
    assert "the registry" in outcome.err


def test_a_body_that_ends_in_a_large_piece_is_no_head_without_an_end(
    tmp_path: Path,
) -> None:
    text = json.dumps({"type": "string", "doc": "x" * 200_000})
    with running(":memory:", cwd=tmp_path) as registry, httpx.Client() as client:
        answers = [
            client.post(f"{registry.url}/subjects/s/versions", json={"schema": text})
            for _ in range(20)
        ]

    assert {answer.status_code for answer in answers} == {200}
