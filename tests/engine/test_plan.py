"""What counts in a registry, held against what a policy demands."""

import pytest

from avrotower.compat.levels import Level
from avrotower.engine.plan import (
    Able,
    Blocked,
    Change,
    Kept,
    Present,
    Told,
    Wanted,
    compare,
)

ABLE = Able("confluent", modes=True)


def told(wanted: Wanted, present: Present, able: Able = ABLE) -> list[Told]:
    return list(compare(wanted, present, able))


def level(demanded: str | None, now: str, mode: str = "READWRITE") -> list[Told]:
    return told(Wanted("s", demanded, "entity"), Present(now, mode))


@pytest.mark.parametrize(
    ("demanded", "now", "after"),
    [
        ("BACKWARD", "NONE", "BACKWARD"),
        ("FULL_TRANSITIVE", "BACKWARD", "FULL_TRANSITIVE"),
        ("BACKWARD_TRANSITIVE", "BACKWARD", "BACKWARD_TRANSITIVE"),
        ("BACKWARD", "", "BACKWARD"),
        ("BACKWARD", "FORWARD", "FULL"),
        ("FULL", "BACKWARD_TRANSITIVE", "FULL_TRANSITIVE"),
    ],
)
def test_a_level_is_raised_to_the_demanded_one_and_loses_nothing(
    demanded: str, now: str, after: str
) -> None:
    (change,) = level(demanded, now)

    assert isinstance(change, Change)
    assert (change.before, change.after, change.setting) == (
        now,
        after,
        "compatibility",
    )


@pytest.mark.parametrize("now", list(Level))
@pytest.mark.parametrize("demanded", list(Level))
def test_no_change_ever_allows_more_than_the_level_before(
    demanded: Level, now: Level
) -> None:
    for entry in level(demanded, now):
        if isinstance(entry, Change):
            assert Level(entry.after).at_least(now)
            assert Level(entry.after).at_least(demanded)
        else:
            assert isinstance(entry, Kept)
            assert now.at_least(demanded)


def test_a_level_that_is_raised_further_than_demanded_says_why() -> None:
    (change,) = level("BACKWARD", "FORWARD")

    assert isinstance(change, Change)
    assert change.why == "entity (demands BACKWARD; FORWARD is kept)"


def test_a_stronger_level_stays_and_is_told() -> None:
    assert level("BACKWARD", "FULL") == [
        Kept("s", "compatibility", "FULL", "BACKWARD", "entity")
    ]


@pytest.mark.parametrize("demanded", ["FULL", None])
def test_nothing_is_told_where_nothing_lacks(demanded: str | None) -> None:
    assert level(demanded, "FULL") == []


def test_a_level_that_nobody_knows_is_not_replaced() -> None:
    (blocked,) = level("BACKWARD", "SEMANTIC")

    assert isinstance(blocked, Blocked)
    assert "SEMANTIC" in blocked.reason


def test_a_level_cannot_be_written_while_the_subject_is_read_only() -> None:
    (blocked,) = level("BACKWARD", "NONE", "READONLY")

    assert isinstance(blocked, Blocked)
    assert "READONLY" in blocked.reason


def test_a_record_of_its_own_that_would_lose_something_is_not_planned() -> None:
    wanted = Wanted("s", "FULL", "entity")
    (blocked,) = told(wanted, Present("NONE", "READWRITE", ("defaultRuleSet",)))

    assert isinstance(blocked, Blocked)
    assert "lose defaultRuleSet" in blocked.reason


@pytest.mark.parametrize(
    ("mode", "is_locked", "may_import", "after"),
    [
        ("READWRITE", True, False, "READONLY"),
        ("", True, False, "READONLY"),
        ("READONLY", True, False, None),
        ("READONLY_OVERRIDE", True, False, None),
        ("READWRITE", False, False, None),
        ("READONLY", False, False, None),
        ("IMPORT", False, False, "READWRITE"),
        ("FORWARD", False, False, "READWRITE"),
        ("IMPORT", True, False, "READONLY"),
        ("IMPORT", False, True, None),
        ("IMPORT", True, True, None),
        ("READWRITE", True, True, None),
    ],
)
def test_a_mode_is_changed_where_the_policy_says_so(
    mode: str, after: str | None, *, is_locked: bool, may_import: bool
) -> None:
    wanted = Wanted("s", None, "", is_locked, "frozen key", may_import)
    found = told(wanted, Present("", mode))

    assert [entry.after for entry in found if isinstance(entry, Change)] == (
        [] if after is None else [after]
    )


def test_a_mode_past_all_rules_is_told_as_dangerous() -> None:
    (change,) = told(Wanted("s", None), Present("", "IMPORT"))

    assert isinstance(change, Change)
    assert change.danger.startswith("in mode IMPORT validation")


@pytest.mark.parametrize(
    ("vendor", "reason"),
    [
        ("karapace", "karapace cannot set modes"),
        ("unknown", "nobody knows whether this registry can set modes"),
    ],
)
def test_a_registry_that_cannot_set_modes_is_told_as_such(
    vendor: str, reason: str
) -> None:
    wanted = Wanted("s", None, "", is_locked=True)
    (blocked,) = told(wanted, Present("", "READWRITE"), Able(vendor, modes=False))

    assert isinstance(blocked, Blocked)
    assert blocked.reason.startswith(reason)


def test_nothing_is_said_of_a_mode_that_could_not_be_read() -> None:
    assert told(Wanted("s", None, "", is_locked=True), Present("", None)) == []


def test_the_level_is_raised_before_the_mode_lets_anybody_write() -> None:
    found = told(Wanted("s", "FULL", "event"), Present("NONE", "IMPORT"))

    settings = [entry.setting for entry in found if isinstance(entry, Change)]
    assert settings == ["compatibility", "mode"]
