"""Where the labelled corpora are, for every test that wants them."""

import functools
import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# A machine that is slow, or counts branches, is no fault of a property.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

Rows = Callable[[str], list[dict[str, Any]]]

HERE = Path(__file__).parent
CARRIED = HERE / "corpus"
"""`compat_generated` is carried along, so that a bare checkout tests resolution."""


def corpora() -> Path:
    """Return the directory of the corpora: AVROTOWER_CORPORA, or the one beside us."""
    named = os.environ.get("AVROTOWER_CORPORA")
    if named:
        directory = Path(named)
        if not directory.is_dir():
            pytest.fail(f"AVROTOWER_CORPORA names {named!r}, which is no directory")
        return directory
    return HERE.parent.parent / "shared" / "corpora"


@functools.cache
def _read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def rows() -> Rows:
    """Give the rows of a corpus by its name, or skip, naming the missing file."""

    def read(name: str) -> list[dict[str, Any]]:
        path = corpora() / f"{name}.jsonl.gz"
        if not path.is_file():
            carried = CARRIED / path.name
            if not carried.is_file() or os.environ.get("AVROTOWER_CORPORA"):
                pytest.skip(f"no corpus {path.name} in {path.parent.name}/")
            path = carried
        return _read(path)

    return read


@pytest.fixture(scope="session")
def realworld() -> Path:
    """Give the directory of real schemas, or skip."""
    directory = corpora() / "realworld"
    if not directory.is_dir():
        pytest.skip("no corpus realworld/")
    return directory


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one flag that writes what `tests/golden` expects."""
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write tests/golden anew from today's outputs",
    )
