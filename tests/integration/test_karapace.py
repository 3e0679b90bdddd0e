"""Karapace's own tests of its API, run against the embedded registry.

AVROTOWER_KARAPACE names a checkout of Karapace, and AVROTOWER_KARAPACE_PYTHON a Python
that can import it and pytest; without it that of the environment `venv` there.
"""

import os
import re
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Final

import pytest
from embedded import embedded

pytestmark = pytest.mark.integration

KNOWN: Final = Path(__file__).parent / "known_failures" / "karapace.txt"
SUPPORT: Final = Path(__file__).parent.parent / "support"
CHECKOUT, PYTHON = "AVROTOWER_KARAPACE", "AVROTOWER_KARAPACE_PYTHON"
MODULES: Final = (
    "test_schema.py",
    "test_schema_avro_references.py",
    "test_schema_compatibility.py",
    "test_client.py",
)
BY_CHANCE: Final = "test_schema.py::test_schema_versions_multiple_subjects_same_schema"
"""Expects subjects with random names in the order of their making; they are sorted."""
LEAST: Final = 50
"""So many tests pass at least; the rest is in `KNOWN`."""
SETTINGS: Final = """
version = 1
[service.embedded]
allow-reset = true
extended-fields = "never"
incompatible-code = 409
"""
OUTCOME: Final = re.compile(
    r"^(PASSED|FAILED|ERROR) tests/integration/(\S+)", re.MULTILINE
)


@pytest.fixture
def checkout() -> Path:
    if not os.environ.get(CHECKOUT):
        pytest.skip(f"{CHECKOUT} is not set")
    return Path(os.environ[CHECKOUT]).absolute()


@pytest.fixture
def url(tmp_path: Path) -> Generator[str]:
    config = tmp_path / "avrotower.toml"
    config.write_text(SETTINGS)
    with embedded(":memory:", "--config", str(config)) as url:
        yield url


def test_the_tests_of_karapace_pass(checkout: Path, url: str) -> None:
    python = os.environ.get(PYTHON) or str(checkout / "venv" / "bin" / "python")
    paths = [str(checkout), str(SUPPORT), os.environ.get("PYTHONPATH", "")]
    options = "-rA --tb=no --noconftest --import-mode=importlib -p no:cacheprovider"
    plugins = ("-p", "aiohttp.pytest_plugin", "-p", "karapace_plugin")
    done = subprocess.run(
        [
            *(python, "-m", "pytest", "-c", os.devnull, "--rootdir", str(checkout)),
            *options.split(),
            *plugins,
            *("--deselect", f"tests/integration/{BY_CHANCE}"),
            *(f"tests/integration/{module}" for module in MODULES),
        ],
        cwd=checkout,
        env=os.environ
        | {
            "KARAPACE_TESTS_URL": url,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        },
        capture_output=True,
        text=True,
        check=False,
    )

    outcomes = {name: word for word, name in OUTCOME.findall(done.stdout)}
    passed = {name for name, word in outcomes.items() if word == "PASSED"}
    assert outcomes, done.stdout + done.stderr
    assert outcomes.keys() - passed == _known()
    assert len(passed) >= LEAST


def _known() -> set[str]:
    lines = KNOWN.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_every_known_failure_stands_below_a_reason() -> None:
    groups = KNOWN.read_text(encoding="utf-8").strip().split("\n\n")[1:]

    for group in groups:
        reason, *tests = group.splitlines()
        assert reason.startswith("# ")
        assert tests
        assert all(test.startswith(MODULES) for test in tests)
