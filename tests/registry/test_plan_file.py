"""A plan in a file: read as it was written, or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest

from avrotower.engine.plan import Change, Plan
from avrotower.errors import PolicyError
from avrotower.registry.plan_file import document, read, write

CHANGE = Change("a-value", "compatibility", "BACKWARD", "FULL", "event")
PLAN = Plan("http://r", "confluent", "avrotower.toml", "00", changes=(CHANGE,))


def edited(tmp_path: Path, **values: Any) -> str:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({**document(PLAN), **values}), encoding="utf-8")
    return str(path)


def test_a_plan_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = str(tmp_path / "plan.json")

    write(path, PLAN)

    assert read(path) == PLAN
    assert [file.name for file in tmp_path.iterdir()] == ["plan.json"]


def signed(**values: Any) -> dict[str, Any]:
    plan = PLAN._replace(changes=(CHANGE._replace(**values),))
    return document(plan)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"registry": "http://other"}, "is not as avrotower has written it"),
        ({"changes": []}, "is not as avrotower has written it"),
        (signed(after="LOWEST"), "is not as avrotower has written it"),
        (signed(setting="mode", after="IMPORT"), "is not as avrotower has written it"),
        (signed(setting="alias"), "is not as avrotower has written it"),
        (signed(before=None), "is not as avrotower has written it"),
        ({"format": 2}, "written by a newer avrotower"),
        ({"format": "x"}, "is no plan"),
    ],
)
def test_what_was_changed_by_hand_is_not_applied(
    tmp_path: Path, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(PolicyError, match=said):
        read(edited(tmp_path, **values))


@pytest.mark.parametrize("text", ["", "[]", "{}", "{", "[" * 100_000])
def test_another_file_is_no_plan(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(PolicyError, match="is no plan"):
        read(str(path))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read: No such file"):
        read(str(tmp_path / "none.json"))
