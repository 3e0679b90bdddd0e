"""The Gherkin features of the AxonOps registry, run against the embedded one.

AVROTOWER_AXONOPS names the directory of its features, `tests/bdd/features` there,
and AVROTOWER_AXONOPS_RUNNER the program that runs them without Go, `axonops_bdd.py`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from embedded import embedded

pytestmark = pytest.mark.integration

KNOWN: Final = Path(__file__).parent / "known_failures" / "axonops.txt"
FEATURES, RUNNER = "AVROTOWER_AXONOPS", "AVROTOWER_AXONOPS_RUNNER"
LEAST: Final = {"confluent": 810, "contexts": 150, "import": 65, "data-contracts": 50}
"""So many scenarios of a profile are passed at least; the rest is in `KNOWN`."""
TOTAL: Final = re.compile(r"(\d+) passed, \d+ failed \((\d+) new, (\d+) known now pass")


@pytest.fixture(scope="module")
def command() -> list[str]:
    for name in (FEATURES, RUNNER):
        if not os.environ.get(name):
            pytest.skip(f"{name} is not set")
    where = ("--features", os.environ[FEATURES], "--known-failures", str(KNOWN))
    return [sys.executable, os.environ[RUNNER], "--types", "AVRO", *where]


@pytest.mark.parametrize("profile", LEAST)
def test_the_scenarios_of_a_profile_pass(command: list[str], profile: str) -> None:
    with embedded() as url:
        done = subprocess.run(
            [*command, "--url", url, "--profile", profile],
            capture_output=True,
            text=True,
            check=False,
        )

    total = TOTAL.search(done.stdout)
    assert total, done.stdout + done.stderr
    assert (total[2], total[3]) == ("0", "0"), done.stdout
    assert int(total[1]) >= LEAST[profile]


def test_every_known_failure_stands_below_a_reason() -> None:
    groups = KNOWN.read_text(encoding="utf-8").strip().split("\n\n")[1:]

    for group in groups:
        reason, *scenarios = group.splitlines()
        assert reason.startswith("# ")
        assert scenarios
        assert all("::" in scenario for scenario in scenarios)
