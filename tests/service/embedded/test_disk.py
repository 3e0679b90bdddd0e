"""A registry as a process, on a disk that is full, read-only, or spoilt."""

import contextlib
import json
import resource
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Final, NamedTuple

import httpx
import pytest
from program import PROGRAM, program
from running import Running, running
from spoilt import damaged, newer

SMALL: Final = 400_000
"""Bytes that a file, or the disk, may have."""
MOUNT: Final = ("unshare", "-rm", "sh", "-c")


class Full(NamedTuple):
    """A registry whose disk gets full."""

    registry: Running
    file: Path
    make_room: Callable[[], object]


@contextlib.contextmanager
def limited(directory: Path) -> Generator[Full]:
    """Give a registry that may not make any file larger: it sees an I/O error."""
    with running("r.db", cwd=directory) as registry:
        pid = registry.process.pid
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (SMALL, most))
        yield Full(
            registry,
            directory / "r.db",
            lambda: resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most)),
        )


@contextlib.contextmanager
def small(directory: Path) -> Generator[Full]:
    """Give a registry on a disk of its own, of which others take a part."""
    mount = f'mount -t tmpfs -o size={2 * SMALL} none . && cd . && exec "$0" "$@"'
    _skip_without_mounts(mount, directory)
    with running("r.db", cwd=directory, within=(*MOUNT, mount)) as registry:
        disk = Path(f"/proc/{registry.process.pid}/cwd")
        other = disk / "other"
        other.write_bytes(bytes(SMALL))
        yield Full(registry, disk / "r.db", other.unlink)


def _skip_without_mounts(mount: str, directory: Path) -> None:
    try:
        tried = subprocess.run(
            [*MOUNT, mount, "true"], cwd=directory, capture_output=True, check=False
        )
    except FileNotFoundError:
        pytest.skip("no unshare: no disk can be mounted here")
    if tried.returncode:
        pytest.skip(f"no disk can be mounted here: {tried.stderr.decode().strip()}")


def schema(number: int) -> str:
    name = f"F{number}"
    return json.dumps({"type": "fixed", "name": name, "size": 1, "doc": "x" * 5000})


def register(client: httpx.Client, number: int) -> httpx.Response:
    path = f"/subjects/s{number}/versions"
    return client.post(path, json={"schema": schema(number)})


@pytest.mark.parametrize("place", [limited, small], ids=["limit", "disk"])
def test_it_goes_on_when_there_is_room_again(
    tmp_path: Path,
    place: Callable[[Path], contextlib.AbstractContextManager[Full]],
) -> None:
    made: dict[int, int] = {}
    with place(tmp_path) as full, httpx.Client(base_url=full.registry.url) as client:
        number = 1
        while (answer := register(client, number)).status_code == 200:
            made[answer.json()["id"]] = number
            number += 1
        refused = [answer, register(client, 900)]
        # What was not asked for yet comes from the file.
        texts = {id_: by_id(client, id_) for id_ in made}
        listed = client.get("/subjects").json()
        full.make_room()
        later = [register(client, number) for number in (900, 901)]
        checked = integrity(full.file, tmp_path / "copy.db")
        code = full.registry.end(signal.SIGTERM)

    assert len(made) > 5
    for one in refused:
        assert (one.status_code, set(one.json())) == (500, {"error_code", "message"})
        assert one.json()["error_code"] == 50001
    assert texts == {id_: schema(number) for id_, number in made.items()}
    assert sorted(listed) == sorted(f"s{number}" for number in made.values())
    assert [one.json()["id"] for one in later] == [len(made) + 1, len(made) + 2]
    assert checked == [("ok",)]
    assert code == 0


def by_id(client: httpx.Client, id_: int) -> Any:
    text = json.loads(client.get(f"/schemas/ids/{id_}").json()["schema"])
    return json.dumps({name: text[name] for name in ("type", "name", "size", "doc")})


def integrity(path: Path, copy: Path) -> list[tuple[str]]:
    """Return what SQLite says of the file as it is, with its log."""
    for end in ("", "-wal"):
        copy.with_name(copy.name + end).write_bytes(
            path.with_name(path.name + end).read_bytes()
        )
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall()


def fill(directory: Path) -> None:
    with (
        running("r.db", cwd=directory) as registry,
        httpx.Client(base_url=registry.url) as client,
    ):
        assert register(client, 1).status_code == 200
        assert registry.end(signal.SIGTERM) == 0


def serve(directory: Path, *within: str) -> tuple[int, str]:
    ended = subprocess.run(
        [*within, PROGRAM, "serve", "--embedded", "r.db", "--port", "0"],
        cwd=directory,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ended.returncode, ended.stderr


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (damaged, "avrotower: 'r.db' is damaged"),
        (newer, "avrotower: 'r.db' was written by a newer avrotower (layout 99"),
    ],
    ids=["damaged", "newer"],
)
def test_a_file_that_cannot_be_used_ends_the_start(
    tmp_path: Path, spoil: Callable[[Path], None], says: str
) -> None:
    fill(tmp_path)
    path = tmp_path / "r.db"
    spoil(path)
    before = path.read_bytes()

    code, told = serve(tmp_path)

    assert (code, told.startswith(says)) == (2, True), told
    assert path.read_bytes() == before


def test_a_disk_that_is_read_only_ends_the_start(tmp_path: Path) -> None:
    mount = 'mount --bind . . && mount -o remount,bind,ro "$PWD" && cd "$PWD" && exec "$0" "$@"'
    _skip_without_mounts(mount, tmp_path)
    fill(tmp_path)
    before = (tmp_path / "r.db").read_bytes()

    code, told = serve(tmp_path, *MOUNT, mount)

    assert (code, told.startswith("avrotower: 'r.db' is read-only")) == (2, True), told
    assert (tmp_path / "r.db").read_bytes() == before


@pytest.mark.parametrize("is_new", [True, False], ids=["new", "old"])
def test_a_full_disk_ends_the_start(tmp_path: Path, is_new: bool) -> None:  # noqa: FBT001  a parameter
    if not is_new:
        fill(tmp_path)
    path = tmp_path / "r.db"
    before = b"" if is_new else path.read_bytes()

    code, told = serve(tmp_path, "sh", "-c", 'ulimit -f 0; exec "$0" "$@"')

    assert (code, told.startswith("avrotower: 'r.db' cannot be used")) == (2, True)
    assert len(told.splitlines()) == 1
    assert path.read_bytes() == before
    fill(tmp_path)


def test_a_second_process_is_told_who_has_the_file(tmp_path: Path) -> None:
    with running("r.db", cwd=tmp_path) as registry:
        second = program("serve", "--embedded", "r.db", "--port", "0", cwd=tmp_path)
        with httpx.Client(base_url=registry.url) as client:
            made = register(client, 1)

    assert second.code == 2
    assert f"in use by another registry (process {registry.process.pid})" in second.err
    assert made.json()["id"] == 1


def test_a_file_that_is_spoilt_while_it_serves_takes_nothing_else_down(
    tmp_path: Path,
) -> None:
    with (
        running("r.db", cwd=tmp_path) as registry,
        httpx.Client(base_url=registry.url) as client,
    ):
        for number in range(1, 4):
            register(client, number)
        (tmp_path / "r.db").write_bytes(b"x" * 100_000)
        (tmp_path / "r.db-wal").write_bytes(b"")
        answers = [
            client.get("/subjects/s1/versions/1"),
            client.get("/subjects"),
            register(client, 9),
        ]
        types = client.get("/schemas/types")

    for one in answers:
        if one.status_code != 200:
            assert (one.status_code, one.json()["error_code"]) == (500, 50001)
    assert answers[-1].status_code == 500
    assert types.json() == ["AVRO"]
