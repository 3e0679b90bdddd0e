"""A whole registry held against a policy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from held_registry import Held, refuse, registry

from avrotower.catalogue import RULES
from avrotower.engine.demand import Demands
from avrotower.engine.plan import Plan
from avrotower.engine.policies import governed
from avrotower.errors import RegistryRefusedError, RegistryUnreachableError
from avrotower.policy.load import inspect
from avrotower.registry.planning import planned

SHOP = """
[topics.price]
kind = "entity"
[topics.stock]
kind = "event"
"""
Ask = Callable[..., Plan]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Give what holds a registry against a policy."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def give(held: Held, text: str = SHOP, **more: Any) -> Plan:
        Path("avrotower.toml").write_text(text, encoding="utf-8")
        seen = inspect(".", RULES, today="2026-06-01")
        assert seen is not None
        demands = Demands(seen, governed(seen.loaded, "2026-06-01"), {})
        with registry(held, **more) as asked:
            return planned(asked, demands, {"policy": "p", "policy_hash": "h"})

    return give


def shop() -> Held:
    held = Held()
    for name in ("price-key", "price-value", "stock-value", "other-value"):
        held.add(name)
    return held


def named(plan: Plan) -> list[tuple[str, str]]:
    return [(change.subject, change.after) for change in plan.changes]


def test_declared_subjects_are_compared_and_others_only_named(ask: Ask) -> None:
    held = shop()
    held.records["/config/stock-value"] = {"compatibilityLevel": "FULL"}

    plan = ask(held)

    assert named(plan) == [("price-value", "FULL_TRANSITIVE")]
    assert (plan.known, plan.guessed) == (3, ("other-value",))
    assert (plan.vendor, plan.registry) == ("confluent", "http://registry.test")
    assert {request.method for request in held.asked} == {"GET"}


def test_a_subject_that_cannot_be_read_hides_no_other(ask: Ask) -> None:
    held = shop()
    held.instead["/config/price-value"] = lambda _: refuse(403, 40301, "no")

    plan = ask(held)

    assert named(plan) == [("stock-value", "FULL")]
    assert [unasked.subject for unasked in plan.unasked] == ["price-value"]
    assert "403/40301" in plan.unasked[0].reason


def test_a_mode_that_cannot_be_read_hides_no_level(ask: Ask) -> None:
    held = shop()
    held.instead["/mode/price-value"] = lambda _: refuse(403, 40301, "no")

    plan = ask(held, f"extends = ['profile:strict']\n{SHOP}")

    assert ("price-value", "FULL_TRANSITIVE") in named(plan)
    assert ("price-key", "READONLY") in named(plan)
    assert [unasked.subject for unasked in plan.unasked] == ["price-value"]
    assert "/mode/price-value" in plan.unasked[0].reason


def test_a_schema_that_cannot_be_read_hides_no_other_subject(ask: Ask) -> None:
    held = shop()
    held.instead["/subjects/other-value/versions/latest"] = lambda _: refuse(
        404, 40402, "gone"
    )

    plan = ask(held, f"{SHOP}[topics.other]\n")

    assert [unasked.subject for unasked in plan.unasked] == ["other-value"]
    assert len(plan.changes) == 2


def test_the_registered_schema_tells_the_kind(ask: Ask) -> None:
    held = Held()
    held.add("line-value", '{"type": "record", "name": "LineEvent", "fields": []}')
    held.add("page-value", '{"type": "object"}', schemaType="JSON")

    assert named(ask(held, "[topics.line]\n[topics.page]\n")) == [
        ("line-value", "FULL")
    ]


def test_a_registry_that_lets_nobody_in_is_an_error(ask: Ask) -> None:
    held = shop()
    held.instead["/config/price-value"] = lambda _: refuse(401, 401, "who?")

    with pytest.raises(RegistryRefusedError, match="401"):
        ask(held)


def test_a_registry_that_goes_away_is_an_error(ask: Ask) -> None:
    held = shop()

    def gone(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    for name in ("price-key", "price-value", "stock-value"):
        held.instead[f"/mode/{name}"] = gone

    with pytest.raises(RegistryUnreachableError):
        ask(held)


def test_modes_are_planned_only_where_they_can_be_written(ask: Ask) -> None:
    held = shop()
    held.records["/mode/stock-value"] = {"mode": "IMPORT"}

    modes = [change for change in ask(held).changes if change.setting == "mode"]
    elsewhere = ask(held, vendor="karapace")

    assert [(c.subject, c.before, c.after) for c in modes] == [
        ("stock-value", "IMPORT", "READWRITE")
    ]
    assert all(change.setting == "compatibility" for change in elsewhere.changes)
    (blocked,) = elsewhere.blocked
    assert blocked.reason.startswith("karapace cannot set modes")


def test_a_registry_that_is_open_as_a_whole_is_told(ask: Ask) -> None:
    held = shop()
    held.records["/mode"] = {"mode": "IMPORT"}

    plan = ask(held)

    assert plan.registry_mode == "IMPORT"
    assert "other-value" not in {change.subject for change in plan.changes}


@pytest.mark.parametrize(
    ("records", "is_blocked"),
    [
        ({"/config": {"compatibilityLevel": "NONE", "defaultRuleSet": {"a": 1}}}, True),
        ({"/config": {"compatibilityLevel": "NONE", "normalize": True}}, False),
        ({"/config": {"compatibilityLevel": "NONE", "defaultRuleSet": None}}, False),
        (
            {"/config/a-value": {"compatibilityLevel": "NONE", "alias": "b"}},
            False,
        ),
    ],
)
def test_what_a_record_of_its_own_would_lose_is_noticed(
    ask: Ask, records: dict[str, dict[str, Any]], *, is_blocked: bool
) -> None:
    held = Held()
    held.add("a-value")
    held.records.update(records)

    plan = ask(held, "[topics.a]\nkind = 'event'\n")

    assert bool(plan.blocked) == is_blocked
    assert bool(plan.changes) != is_blocked


def test_subjects_of_other_contexts_are_others(ask: Ask) -> None:
    held = Held()
    held.add("price-value")
    held.add(":.eu:price-value")

    plan = ask(held)

    assert named(plan) == [("price-value", "FULL_TRANSITIVE")]
    assert plan.guessed == (":.eu:price-value",)
