"""Fixtures of real servers, started once for all tests and ended with them."""

import os
from collections.abc import Callable, Generator
from typing import Final

import pytest
from upstream import run

ON_KAFKA: Final = frozenset({"confluent", "karapace"})

Upstream = Callable[[str], str]
"""Gives the address of a registry by its name, or skips the test."""


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Generator[Callable[[], str]]:
    """Give what starts a broker when it is first asked for."""
    directory = str(tmp_path_factory.mktemp("kafka"))
    started: list[str] = []

    def start() -> str:
        if not started:
            started.append(run("kafka.py", "start", "--dir", directory))
        return started[0]

    yield start
    if started:
        run("kafka.py", "stop", "--dir", directory)


@pytest.fixture(scope="session")
def kafka(broker: Callable[[], str]) -> str:
    """Give the address of a broker."""
    return broker()


@pytest.fixture(scope="session")
def upstream(
    broker: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Generator[Upstream]:
    """Give what starts a registry when it is first asked for."""
    started: dict[str, str] = {}
    directories: dict[str, str] = {}

    def start(name: str) -> str:
        if name not in started:
            more = ["--kafka", broker()] if name in ON_KAFKA else []
            directories[name] = str(tmp_path_factory.mktemp(name))
            where = ("--dir", directories[name])
            started[name] = run("registries.py", "start", name, *where, *more)
        return started[name]

    yield start
    for name, directory in directories.items():
        run("registries.py", "stop", name, "--dir", directory)


@pytest.fixture(scope="session")
def reference(upstream: Upstream) -> str:
    """Give the address of the reference: AVROTOWER_REFERENCE, or a new one."""
    return os.environ.get("AVROTOWER_REFERENCE") or upstream("confluent")
