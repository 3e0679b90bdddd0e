"""Real servers on this machine, by the scripts that start them."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

SCRIPTS: Final = Path(__file__).parent.parent / "integration" / "upstreams"
START_S: Final = 600
"""The first start of a server builds it."""


def run(script: str, *arguments: str) -> str:
    """Return what *script* prints, or skip with the first line of its complaint."""
    done = subprocess.run(
        [sys.executable, SCRIPTS / script, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=START_S,
    )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        pytest.skip(f"{' '.join(arguments[:2])}: {lines[0] if lines else 'failed'}")
    return done.stdout.strip()
