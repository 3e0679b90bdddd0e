"""The hooks as a stranger installs them: from a clone of this repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from shop import KEY_WITH_NULL

PROJECT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.integration


def test_pre_commit_installs_and_runs_a_hook(tmp_path: Path) -> None:
    """Needs a package index: pre-commit builds an environment of its own."""
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "stock-key.avsc").write_text(KEY_WITH_NULL)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    revision = ("--ref", "HEAD", "--all-files", "--verbose")

    done = subprocess.run(
        [
            *(sys.executable, "-m", "pre_commit", "try-repo", PROJECT),
            *("avrotower-lint", *revision),
        ],
        cwd=tmp_path,
        env=os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert "stock-key.avsc:6:31: error KEY001" in done.stdout
