"""A registry of 100,000 schemas in 10,000 subjects: time and memory, told by hand.

`AVROTOWER_MANY=100000` says how many; without it the test is small and only looks
whether everything is found.
"""

import os
import time
from collections.abc import Callable
from concurrent.futures import wait
from pathlib import Path
from typing import Any

import httpx
import pytest
from running import running

from avrotower_service.embedded.registry.subject import Subject
from avrotower_service.embedded.registry.value import Content, Registered
from avrotower_service.embedded.registry.view import Outcome, Put, View
from avrotower_service.embedded.storage import Storage

pytestmark = pytest.mark.integration

SCHEMAS = int(os.environ.get("AVROTOWER_MANY", "2000"))
VERSIONS = 10
FIELDS = ",".join(
    f'{{"name":"field_{n}","type":"string","default":""}}' for n in range(20)
)


def text(number: int) -> str:
    return f'{{"type":"record","name":"Order{number}","fields":[{FIELDS}]}}'


def fill(path: Path) -> None:
    """Write what registrations would, without judging it."""
    storage = Storage(path)

    def put(number: int) -> Any:
        place, version = divmod(number, VERSIONS)
        made = Registered(
            Subject(".", f"orders-{place:05}"),
            version + 1,
            number + 1,
            Content(text(number)),
            1,
            is_deleted=False,
        )

        def decide(_: View, __: int) -> Outcome[None]:
            return Outcome(None, (Put(made),))

        return storage.write(decide)

    done, _ = wait([put(number) for number in range(SCHEMAS)])
    for one in done:
        one.result()
    storage.close()


def test_much_is_listed_paged_and_found(tmp_path: Path) -> None:
    fill(tmp_path / "r.db")
    with (
        running("r.db", cwd=tmp_path) as registry,
        httpx.Client(base_url=registry.url, timeout=60) as client,
    ):
        pid = registry.process.pid
        print(f"\n{SCHEMAS:,} schemas, {SCHEMAS // VERSIONS:,} subjects")  # noqa: T201  for who runs it by hand
        told("at rest", pid, lambda: None)
        subjects = told("all subjects", pid, lambda: client.get("/subjects").json())
        pages = told("all versions, by pages", pid, lambda: paged(client))
        last = told(
            "a page at the end",
            pid,
            lambda: client.get(f"/schemas?offset={SCHEMAS - 10}").json(),
        )
        latest = told(
            "a page of latest versions",
            pid,
            lambda: client.get("/schemas?latestOnly=true&limit=100").json(),
        )
        some = range(0, SCHEMAS, max(SCHEMAS // 500, 1))
        by_id = told(
            f"{len(some)} schemas by id",
            pid,
            lambda: [client.get(f"/schemas/ids/{n + 1}").json() for n in some],
        )
        found = told(
            f"{len(some)} lookups", pid, lambda: [look_up(client, n) for n in some]
        )

    assert len(subjects) == SCHEMAS // VERSIONS
    assert pages == SCHEMAS
    assert [version["id"] for version in last] == list(range(SCHEMAS - 9, SCHEMAS + 1))
    assert {version["version"] for version in latest} == {VERSIONS}
    assert [one["schema"] for one in by_id] == [text(number) for number in some]
    assert found == [number + 1 for number in some]


def paged(client: httpx.Client) -> int:
    number = 0
    while page := client.get(f"/schemas?offset={number}&limit=1000").json():
        number += len(page)
    return number


def look_up(client: httpx.Client, number: int) -> int:
    path = f"/subjects/orders-{number // VERSIONS:05}"
    id_: int = client.post(path, json={"schema": text(number)}).json()["id"]
    return id_


def told(what: str, pid: int, ask: Callable[[], Any]) -> Any:
    """Return what *ask* gives; print the time, and the memory of the registry after it."""
    start = time.perf_counter()
    answer = ask()
    took_ms = (time.perf_counter() - start) * 1e3
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    memory = int(status.partition("VmRSS:")[2].split()[0]) / 1024
    print(f"  {what:<28} {took_ms:9.1f} ms {memory:7.0f} MiB")  # noqa: T201  as above
    return answer
