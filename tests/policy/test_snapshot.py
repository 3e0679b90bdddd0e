"""Snapshots of a broker."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from avrotower.errors import PolicyError
from avrotower.policy.snapshot import parsed, snapshot

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TEXT = """{"taken": "2026-11-20T06:00:00Z", "cluster": "prod",
  "topics": {"price": {"partitions": 48, "config": {"cleanup.policy": "compact"}},
             "stock": {}},
  "groups": ["engine-v4"]}"""


def test_topics_groups_and_configuration_are_read(tmp_path: Path) -> None:
    file = tmp_path / "broker.json"
    file.write_text(TEXT, encoding="utf-8")

    found = snapshot(str(file), "24h", NOW)

    assert found.missing == ""
    assert found.broker is not None
    assert found.broker.topics["price"].partitions == 48
    assert found.broker.topics["price"].config == {"cleanup.policy": "compact"}
    assert found.broker.topics["stock"].partitions is None
    assert found.broker.groups == {"engine-v4"}
    assert found.broker.cluster == "prod"


@pytest.mark.parametrize(
    ("max_age", "told"),
    [("6h", ""), ("359m", "old"), ("infinite", ""), ("1d", ""), ("500ms", "old")],
)
def test_an_old_snapshot_is_missing(tmp_path: Path, max_age: str, told: str) -> None:
    file = tmp_path / "broker.json"
    file.write_text(TEXT, encoding="utf-8")

    found = snapshot(str(file), max_age, NOW)

    assert (found.broker is None) == bool(told)
    assert told in found.missing
    assert ("take a new one" in found.missing) == bool(told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "s.json:1:1: the broker snapshot is no JSON"),
        ("[" * 100_000, "s.json"),
        ("[]", 'a broker snapshot has an object "topics"; write {"taken"'),
        ('{"topics": []}', 'a broker snapshot has an object "topics"'),
        ('{"topics": {"a": 1}}', "topics.a must be an object"),
        (
            '{"topics": {"a": {"partitions": 0}}}',
            "topics.a.partitions must be a number",
        ),
        ('{"topics": {"a": {"partitions": true}}}', "topics.a.partitions must be"),
        ('{"topics": {"a": {"config": []}}}', None),
        ('{"topics": {"a": {"config": [1]}}}', "topics.a.config must be an object"),
        ('{"topics": {}, "groups": {}}', '"groups" must be a list of names'),
        ('{"topics": {}, "groups": [1]}', '"groups" must be a list of names'),
    ],
)
def test_what_is_no_snapshot_says_what_is_missing(text: str, told: str | None) -> None:
    if told is None:
        assert parsed(text, "s.json").topics["a"].config == {}
        return
    with pytest.raises(PolicyError) as caught:
        parsed(text, "s.json")

    assert told in str(caught.value)


@pytest.mark.parametrize("taken", ["", "yesterday", 7])
def test_a_snapshot_says_when_it_was_taken(tmp_path: Path, taken: object) -> None:
    file = tmp_path / "broker.json"
    file.write_text(f'{{"topics": {{}}, "taken": "{taken}"}}', encoding="utf-8")

    with pytest.raises(PolicyError, match='"taken" must say when'):
        snapshot(str(file), "24h", NOW)


def test_a_time_without_zone_is_utc(tmp_path: Path) -> None:
    file = tmp_path / "broker.json"
    file.write_text('{"topics": {}, "taken": "2026-11-20T11:00:00"}', encoding="utf-8")

    assert snapshot(str(file), "2h", NOW).broker is not None


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read: No such file"):
        snapshot(str(tmp_path / "none.json"), "24h", NOW)
