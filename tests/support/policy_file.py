"""Policy files, written and loaded for tests."""

from pathlib import Path

import pytest

from avrotower.catalogue import RULES
from avrotower.errors import PolicyError
from avrotower.policy.load import Loaded, load

TODAY = "2026-06-01"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def loaded(directory: Path, config: str | None = None) -> Loaded:
    found = load(str(directory), RULES, config=config, today=TODAY)
    assert found is not None
    return found


def faults(directory: Path) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        load(str(directory), RULES, today=TODAY)
    return [str(fault) for fault in caught.value.errors]
