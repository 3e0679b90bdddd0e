"""The embedded registry beside nginx serving a file, and beside the disk; prints ratios.

Reads need `nginx` and `wrk`; without them the test says so and measures the rest.
Server and load have a core each, so the load shows what one core can do; processor
time per request is printed beside each rate, because neighbours do not change it.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

import httpx
import pytest
from processes import environment
from running import running
from shelf import Desk

from avrotower.compat.levels import Level
from avrotower_service.embedded.registry.subject import Subject
from avrotower_service.embedded.registry.value import Content, Registered
from avrotower_service.embedded.registry.view import Outcome, Put, View
from avrotower_service.embedded.storage import Storage

pytestmark = pytest.mark.bench

ROUNDS: Final = 5
SECONDS: Final = 2
CLIENTS: Final = 64
REGISTRATIONS: Final = 3_000
SYNCS: Final = 300
FIELDS: Final = ",".join(
    f'{{"name":"field_{number}","type":["null","string"],"default":null}}'
    for number in range(6)
)
SCHEMA: Final = f'{{"type":"record","name":"Order","fields":[{FIELDS}]}}'
MEDIA_TYPE: Final = "application/vnd.schemaregistry.v1+json"
CONFIG: Final = """
daemon off; master_process off; worker_processes 1; pid nginx.pid; error_log stderr;
events {{ worker_connections 512; }}
http {{
  access_log off; keepalive_requests 100000000; sendfile on; tcp_nopush on;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi; scgi_temp_path scgi; default_type application/json;
  server {{ listen 127.0.0.1:{port}; root files; }}
}}
"""
LOOKUP: Final = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "{media_type}"
wrk.body = [==[{body}]==]
"""


class Load(NamedTuple):
    """What a server did under a load."""

    rate: float
    p50_us: float
    processor_us: float
    """For each request."""


class Asked(NamedTuple):
    """What is asked of a process, and how."""

    pid: int
    url: str
    more: tuple[str, ...] = ()


def pinned(core: int) -> tuple[str, ...]:
    cores = sorted(os.sched_getaffinity(0))
    return ("taskset", "-c", str(cores[core % len(cores)]))


def processor_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def load(asked: Asked, connections: int) -> Load:
    before = processor_s(asked.pid)
    command = ("wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency")
    told = subprocess.run(
        [*pinned(1), *command, *asked.more, asked.url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    used = processor_s(asked.pid) - before
    assert "Non-2xx" not in told, told
    number = int(_found(r"(\d+) requests in", told)[1])
    p50 = _found(r"50%\s+([\d.]+)(us|ms|s)", told)
    unit = {"us": 1, "ms": 1e3, "s": 1e6}[p50[2]]
    return Load(number / SECONDS, float(p50[1]) * unit, used / number * 1e6)


def _found(pattern: str, text: str) -> re.Match[str]:
    found = re.search(pattern, text)
    assert found, text
    return found


def side_by_side(asked: dict[str, Asked], connections: int) -> dict[str, Load]:
    """Return the medians of several rounds, in which each has its turn."""
    loads: dict[str, list[Load]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, one in asked.items():
            loads[name].append(load(one, connections))
    return {
        name: Load(*(statistics.median(part) for part in zip(*found, strict=True)))
        for name, found in loads.items()
    }


@contextmanager
def nginx(directory: Path, content: bytes) -> Generator[Asked]:
    """Give nginx, one worker, serving *content* from a file."""
    port = 18_900 + os.getpid() % 1000
    (directory / "files").mkdir()
    (directory / "files" / "1").write_bytes(content)
    (directory / "nginx.conf").write_text(CONFIG.format(port=port), encoding="utf-8")
    process = subprocess.Popen(
        [*pinned(0), "nginx", "-p", str(directory), "-c", "nginx.conf"],
        stderr=subprocess.DEVNULL,
        env=environment(),
    )
    try:
        url = f"http://127.0.0.1:{port}/1"
        for _ in range(100):
            try:
                assert httpx.get(url).content == content
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield Asked(process.pid, url)
    finally:
        process.terminate()
        process.wait()


def show(
    what: str, ratio: float, goal: float, told: str, *, most: bool = False
) -> None:
    is_missed = ratio > goal if most else ratio < goal
    aim = f"(at {'most' if most else 'least'} {goal} x)"
    print(f"  {what:<40} {ratio:5.2f} x  {aim:<18}{told}{'   MISSED' * is_missed}")


def test_reads_beside_nginx(tmp_path: Path) -> None:
    missing = [name for name in ("nginx", "wrk", "taskset") if not shutil.which(name)]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    body = json.dumps({"schema": SCHEMA})
    script = tmp_path / "lookup.lua"
    script.write_text(LOOKUP.format(media_type=MEDIA_TYPE, body=body), encoding="utf-8")
    with running("r.db", cwd=tmp_path, within=pinned(0)) as registry:
        url = registry.url
        headers = {"Content-Type": MEDIA_TYPE}
        made = httpx.post(
            f"{url}/subjects/orders/versions", content=body, headers=headers
        )
        by_id = f"{url}/schemas/ids/{made.json()['id']}"
        content = httpx.get(by_id).content
        pid = registry.process.pid
        ours = Asked(pid, by_id)
        found = Asked(pid, f"{url}/subjects/orders", ("-s", str(script)))
        with nginx(tmp_path, content) as other:
            at_64 = side_by_side({"nginx": other, "id": ours, "lookup": found}, 64)
            at_8 = side_by_side({"nginx": other, "id": ours}, 8)
            at_1 = side_by_side({"nginx": other, "id": ours}, 1)
    print(
        f"\nbeside nginx serving the same {len(content)} bytes from a file, one core each"
    )
    for what, loads, name, goal in (
        ("GET /schemas/ids/{id}, 64 connections", at_64, "id", 0.50),
        ("GET /schemas/ids/{id}, 8 connections", at_8, "id", 0.42),
        ("POST /subjects/{s}, 64 connections", at_64, "lookup", 0.27),
    ):
        base, one = loads["nginx"], loads[name]
        told = (
            f"{one.rate:,.0f} of {base.rate:,.0f}/s; by processor time "
            f"{base.processor_us / one.processor_us:.2f} x, "
            f"{one.processor_us:.0f} of {base.processor_us:.0f} us"
        )
        show(what, one.rate / base.rate, goal, told)
    show(
        "GET /schemas/ids/{id}, p50 at 1 connection",
        at_1["id"].p50_us / at_1["nginx"].p50_us,
        1.6,
        f"{at_1['id'].p50_us:.0f} of {at_1['nginx'].p50_us:.0f} us",
        most=True,
    )


def syncs(path: Path) -> float:
    """Return how often in a second a page can be written and be on disk."""
    page = os.urandom(4096)
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        os.pwrite(handle, bytes(4096 * SYNCS), 0)
        os.fsync(handle)
        start = time.perf_counter()
        for number in range(SYNCS):
            os.pwrite(handle, page, number * 4096)
            os.fdatasync(handle)
        return SYNCS / (time.perf_counter() - start)
    finally:
        os.close(handle)


def registrations(register: Callable[[int], object]) -> float:
    """Return how many registrations 64 clients have acknowledged in a second."""
    numbers = count()

    def work() -> None:
        while (number := next(numbers)) < REGISTRATIONS:
            register(number)

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        for done in [pool.submit(work) for _ in range(CLIENTS)]:
            done.result()
    return REGISTRATIONS / (time.perf_counter() - start)


def distinct(number: int) -> str:
    return SCHEMA.replace("Order", f"Order{number}")


def in_storage(path: Path) -> float:
    """Return how many versions a second the storage keeps that nobody has to judge."""
    storage = Storage(path)
    left = iter(range(REGISTRATIONS))
    is_over = threading.Semaphore(0)

    def put(number: int, view: View, now_ms: int) -> Outcome[int]:
        subject, content = Subject(".", f"orders-{number}"), Content(distinct(number))
        known = view.id_of(subject.context, content.digest())
        id_ = view.max_id(subject.context) + 1 if known is None else known
        made = Registered(subject, 1, id_, content, now_ms, is_deleted=False)
        return Outcome(id_, (Put(made),))

    def submit(before: Future[int] | None = None) -> None:
        """Be a client, who asks as soon as it was answered."""
        if before is not None:
            before.result()
        number = next(left, None)
        if number is None:
            is_over.release()
        else:
            storage.write(partial(put, number)).add_done_callback(submit)

    start = time.perf_counter()
    for _ in range(CLIENTS):
        submit()
    for _ in range(CLIENTS):
        is_over.acquire()
    rate = REGISTRATIONS / (time.perf_counter() - start)
    storage.close()
    return rate


def judged(path: Path) -> float:
    """Return the same with all that a registration asks of the registry."""
    storage = Storage(path)
    desk = Desk(storage, Level.NONE)
    rate = registrations(lambda n: desk.register(f"orders-{n}", distinct(n)))
    storage.close()
    return rate


def over_http(directory: Path) -> float:
    with running("http.db", cwd=directory) as registry:
        limits = httpx.Limits(max_connections=CLIENTS)
        with httpx.Client(base_url=registry.url, limits=limits) as client:
            return registrations(
                lambda n: client.post(
                    f"/subjects/orders-{n}/versions", json={"schema": distinct(n)}
                ).raise_for_status()
            )


def test_registrations_beside_the_disk(tmp_path: Path) -> None:
    raw: list[float] = []
    ours: list[float] = []
    for number in range(ROUNDS):
        raw.append(syncs(tmp_path / "raw"))
        ours.append(in_storage(tmp_path / f"{number}.db"))
    disk, storage = statistics.median(raw), statistics.median(ours)
    print(f"\n{CLIENTS} clients that register distinct schemas, beside fdatasync")
    show("in the storage", storage / disk, 1.8, f"{storage:,.0f} of {disk:,.0f}/s")
    for what, rate in (
        ("judged, too, for threads that wait", judged(tmp_path / "judged.db")),
        ("over HTTP, the load in Python", over_http(tmp_path)),
    ):
        print(f"  {what:<40} {rate / disk:5.2f} x  {'':<18}{rate:,.0f}/s")
