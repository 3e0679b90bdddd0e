"""Reading a whole registry beside one request after the other; prints ratios, never fails.

Real servers are started as the integration tests do it (`tests/integration/upstreams`),
filled with 1,000 subjects of 5 versions, and read in turn by both, without `rate`.
"""

import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import httpx
import pytest
from held_registry import schema
from upstream import run

from avrotower.registry.client import Registry
from avrotower.registry.connection import Connection
from avrotower.registry.whole import read_all

pytestmark = pytest.mark.bench

SUBJECTS: Final = 1_000
VERSIONS: Final = 5
ROUNDS: Final = 2
GOALS: Final = {"confluent": 10, "karapace": 3}


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    directory = str(tmp_path_factory.mktemp("kafka"))
    yield run("kafka.py", "start", "--dir", directory)
    run("kafka.py", "stop", "--dir", directory)


@pytest.fixture(scope="module", params=GOALS)
def registry(
    request: pytest.FixtureRequest,
    kafka: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Generator[tuple[str, str]]:
    name = str(request.param)
    directory = str(tmp_path_factory.mktemp(name))
    url = run("registries.py", "start", name, "--dir", directory, "--kafka", kafka)
    fill(url)
    yield name, url
    run("registries.py", "stop", name, "--dir", directory)


def fill(url: str) -> None:
    with httpx.Client(timeout=60) as client, ThreadPoolExecutor(8) as pool:

        def add(number: int) -> None:
            for version in range(VERSIONS):
                fields = (f"field_number_{n}" for n in range(10 + version))
                body = {"schema": schema(f"shop.Stock{number}", *fields)}
                path = f"{url}/subjects/shop.stock-{number:04}-value/versions"
                client.post(path, json=body).raise_for_status()

        list(pool.map(add, range(SUBJECTS)))


def one_after_the_other(url: str) -> int:
    """Return how many versions there are, read as a first script would."""
    count = 0
    with httpx.Client(timeout=60) as client:
        for subject in client.get(f"{url}/subjects").json():
            path = f"{url}/subjects/{subject}/versions"
            for version in client.get(path).json():
                count += bool(client.get(f"{path}/{version}").json()["schema"])
    return count


def all_at_once(url: str, *, include_deleted: bool) -> int:
    with Registry.open(Connection(url, rate=None, timeout_s=60)) as opened:
        found = read_all(opened, include_deleted=include_deleted)
        return sum(len(entry.versions) for entry in found)


def seconds(read: Callable[[], int]) -> float:
    start = time.perf_counter()
    assert read() == SUBJECTS * VERSIONS
    return time.perf_counter() - start


def test_a_whole_registry_beside_one_request_after_the_other(
    registry: tuple[str, str],
) -> None:
    name, url = registry
    plain: list[float] = []
    ours: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(ROUNDS):
        plain.append(seconds(lambda: one_after_the_other(url)))
        for deleted, found in ours.items():
            found.append(
                seconds(lambda d=deleted: all_at_once(url, include_deleted=d))  # type: ignore[misc]  # a default binds it
            )
    print(f"\n{name}, {SUBJECTS:,} subjects x {VERSIONS} versions")
    print(f"  one request after the other {min(plain):6.1f} s")
    for deleted, found in ours.items():
        ratio = min(plain) / min(found)
        told = "with" if deleted else "without"
        print(
            f"  read_all, {told:<7} soft-deleted {min(found):6.1f} s  {ratio:5.1f} x  "
            f"(at least {GOALS[name]} x){'   BELOW' if ratio < GOALS[name] else ''}"
        )
