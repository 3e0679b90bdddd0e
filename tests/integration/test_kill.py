"""`kill -9` in the middle of registrations: nothing acknowledged is lost or given twice."""

import os
from pathlib import Path

import pytest
from killing import kill_again_and_again

pytestmark = pytest.mark.integration

ROUNDS = int(os.environ.get("AVROTOWER_KILL_ROUNDS", "10"))
CLIENTS = 64


def test_what_was_acknowledged_survives_every_kill(tmp_path: Path) -> None:
    acknowledged = kill_again_and_again(
        tmp_path / "registry.db", rounds=ROUNDS, clients=CLIENTS
    )

    print(f"\n{ROUNDS} kills, {acknowledged:,} versions kept")  # noqa: T201  for who runs 100
    assert acknowledged > 10 * ROUNDS
