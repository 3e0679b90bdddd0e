"""Kills a registry in the middle of registrations, and looks at what it has kept."""

import asyncio
import contextlib
import itertools
import json
import random
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import httpx
from running import Running, running

SUBJECTS: Final = 7
SHARED: Final = 5
"""One registration in so many is of a schema that other clients register, too."""
WINDOW_S: Final = 0.6
"""The longest time between the first registration of a round and its end."""
OLD: Final = 200
"""So many of the older ids are read one by one after each start, besides the new ones."""
PATIENCE_S: Final = 30
PAGE: Final = 1000
"""The longest page of versions that there is."""


class Ledger:
    """What was acknowledged, and by whom; a number given twice is a fault."""

    def __init__(self) -> None:
        self.texts: dict[int, str] = {}
        self.ids: dict[tuple[str, int], int] = {}
        self.fresh: set[int] = set()
        """Ids that are new since the last look."""
        self.faults: list[str] = []
        self.begin = asyncio.Event()
        """Set by the first registration of a round."""
        self.prefix = ""
        """How the subjects of a round begin."""

    def enter(self, subject: str, version: int, id_: int, text: str) -> None:
        """Note a version; the same one may come again, another one may not."""
        if id_ not in self.texts:
            self.fresh.add(id_)
        if self.texts.setdefault(id_, text) != text:
            self.faults.append(f"id {id_} was given twice")
        if self.ids.setdefault((subject, version), id_) != id_:
            self.faults.append(f"version {version} of {subject} was given twice")


def kill_again_and_again(
    path: Path, *, rounds: int, clients: int, seed: int = 1
) -> int:
    """Return how many versions were acknowledged, all of which were there after each start."""
    rng = random.Random(seed)  # noqa: S311  any moment will do
    ledger = Ledger()
    for number in range(rounds + 1):
        with running(str(path), cwd=path.parent) as registry:
            with httpx.Client(base_url=registry.url, timeout=PATIENCE_S) as client:
                client.put("/config", json={"compatibility": "NONE"}).raise_for_status()
                _look(client, ledger, path, rng, is_last=number == rounds)
            if number < rounds:
                asyncio.run(_register_until_killed(registry, clients, ledger, rng))
    return len(ledger.ids)


def _look(
    client: httpx.Client,
    ledger: Ledger,
    path: Path,
    rng: random.Random,
    *,
    is_last: bool,
) -> None:
    found = {
        (version["subject"], version["version"]): version
        for version in _everything(client)
    }
    lost = [place for place in ledger.ids if place not in found]
    assert not lost, f"acknowledged, and gone: {lost[:5]}"
    # What is there without having been acknowledged must not be given to others, either.
    for (subject, version), told in found.items():
        ledger.enter(subject, version, told["id"], told["schema"])
    assert not ledger.faults, ledger.faults[:5]
    _check_gaps(found)
    old = sorted(ledger.texts.keys() - ledger.fresh)
    some = old if is_last else rng.sample(old, min(OLD, len(old)))
    for id_ in (*ledger.fresh, *some):
        assert client.get(f"/schemas/ids/{id_}").json()["schema"] == ledger.texts[id_]
    ledger.fresh.clear()
    with contextlib.closing(
        sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    ) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _everything(client: httpx.Client) -> Iterator[dict[str, Any]]:
    for offset in itertools.count(step=PAGE):
        page = client.get(f"/schemas?offset={offset}&limit={PAGE}").json()
        yield from page
        if not page:
            return


def _check_gaps(found: Iterable[tuple[str, int]]) -> None:
    versions: dict[str, list[int]] = {}
    for subject, version in found:
        versions.setdefault(subject, []).append(version)
    for numbers in versions.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


async def _register_until_killed(
    registry: Running, clients: int, ledger: Ledger, rng: random.Random
) -> None:
    address = httpx.URL(registry.url)
    ledger.begin = asyncio.Event()
    # New subjects each time: comparing with thousands of versions would take the time.
    ledger.prefix = f"r{rng.randrange(1 << 30)}"
    working = [
        asyncio.create_task(
            _register(address.host, address.port or 0, ledger, rng.randrange(1 << 48))
        )
        for _ in range(clients)
    ]
    await asyncio.wait_for(ledger.begin.wait(), PATIENCE_S)
    await asyncio.sleep(rng.uniform(0, WINDOW_S))
    registry.process.kill()
    # A client that hangs is a fault of its own.
    await asyncio.wait_for(asyncio.gather(*working), PATIENCE_S)


async def _register(host: str, port: int, ledger: Ledger, seed: int) -> None:
    """Register until the registry is gone."""
    rng = random.Random(seed)  # noqa: S311  no secret
    reader, writer = await asyncio.open_connection(host, port)
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        while True:
            is_shared = rng.randrange(SHARED) == 0
            number = rng.randrange(50 if is_shared else 1 << 48)
            text = f'{{"type":"fixed","name":"F{number}","size":1}}'
            subject = f"{ledger.prefix}-{rng.randrange(SUBJECTS)}"
            made = await _post(
                reader, writer, f"/subjects/{subject}/versions", {"schema": text}
            )
            ledger.enter(subject, made["version"], made["id"], made["schema"])
            ledger.begin.set()
    writer.close()


async def _post(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, body: Any
) -> dict[str, Any]:
    sent = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: registry\r\n"
        "Content-Type: application/vnd.schemaregistry.v1+json\r\n"
        f"Content-Length: {len(sent)}\r\n\r\n"
    )
    writer.write(head.encode() + sent)
    told = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = int(told.partition("content-length:")[2].partition("\r\n")[0])
    answer: dict[str, Any] = json.loads(await reader.readexactly(length))
    assert told.startswith("http/1.1 200"), answer
    return answer
