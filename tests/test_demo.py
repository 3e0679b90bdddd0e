"""The demo does what it says, and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
DEMO_S = 60


def test_the_demo_ends_well_and_leaves_nothing_behind(tmp_path: Path) -> None:
    for module in ("uvicorn", "confluent_kafka.schema_registry"):
        pytest.importorskip(module, reason="the wheel is tested without it")
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"

    done = subprocess.run(
        ["sh", "schemas/demo.sh"],
        cwd=PROJECT,
        env={**os.environ, "PATH": path, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=DEMO_S,
    )

    assert done.returncode == 0, done.stderr
    assert "sales.ticket.v1-value          versions [1, 2, 3]" in done.stdout
    assert "additionalInfo:'reader type: INT not" in done.stdout
    assert list(tmp_path.iterdir()) == []
