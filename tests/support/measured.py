"""Servers whose lines count in the coverage of the tests that start them."""

import sys
from pathlib import Path

from processes import environment

_PROJECT = Path(__file__).resolve().parents[2]


def measured() -> dict[str, str]:
    """Return an environment; where coverage is measured, it starts in the process, too."""
    found = environment()
    coverage = sys.modules.get("coverage")
    if coverage is not None and coverage.Coverage.current() is not None:
        found["COVERAGE_PROCESS_START"] = str(_PROJECT / "pyproject.toml")
        found["COVERAGE_FILE"] = str(_PROJECT / ".coverage")
    return found
