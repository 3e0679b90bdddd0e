"""A plan made from real registries, and applied to them."""

from collections.abc import Callable, Generator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from avrotower.catalogue import RULES
from avrotower.engine.demand import Demands
from avrotower.engine.plan import Plan
from avrotower.engine.policies import governed
from avrotower.policy.load import inspect
from avrotower.registry.applying import Application
from avrotower.registry.client import Registry
from avrotower.registry.connection import Connection
from avrotower.registry.planning import planned
from avrotower.registry.subject import segment

pytestmark = pytest.mark.integration

WITH_MODES: Final = ("axonops", "confluent", "apicurio")
NAMES: Final = (*WITH_MODES, "karapace")
_NUMBER: Final = count()


class Shop:
    """One registry, and a policy about topics that no other test has."""

    def __init__(self, url: str, root: Path) -> None:
        self.registry = Registry.open(Connection(url, rate=None, timeout_s=30))
        self.root = root
        self.entity = f"price-{next(_NUMBER)}"
        self.event = f"stock ä+{next(_NUMBER)}"
        for name in ("key", "value"):
            self.register(f"{self.entity}-{name}")
            self.register(f"{self.event}-{name}")

    def register(self, subject: str) -> None:
        name = segment(subject, self.registry.capabilities.raw)
        body = {"schema": '"string"', "schemaType": "AVRO"}
        self.registry.wire.send("POST", f"/subjects/{name}/versions", body)

    def plan(self, profile: str = "recommended") -> Plan:
        (self.root / "avrotower.toml").write_text(
            f'extends = ["profile:{profile}"]\n'
            f'[topics."{self.entity}"]\nkind = "entity"\n'
            f'[topics."{self.event}"]\nkind = "event"\ncompatibility = "BACKWARD"\n',
            encoding="utf-8",
        )
        seen = inspect(str(self.root), RULES, today="2026-06-01")
        assert seen is not None
        demands = Demands(seen, governed(seen.loaded, "2026-06-01"), {})
        return planned(self.registry, demands, {"policy": "p", "policy_hash": "h"})

    def apply(self, plan: Plan) -> list[str]:
        application = Application(self.registry, plan.changes)
        return [outcome.state for outcome in application.run()]


@pytest.fixture
def shop(
    tmp_path: Path, upstream: Callable[[str], str]
) -> Generator[Callable[[str], Shop]]:
    with ExitStack() as opened:

        def give(name: str) -> Shop:
            made = Shop(upstream(name), tmp_path)
            opened.enter_context(made.registry)
            return made

        yield give


@pytest.mark.parametrize("name", NAMES)
def test_levels_that_lack_are_written_and_nothing_else(
    shop: Callable[[str], Shop], name: str
) -> None:
    here = shop(name)
    here.registry.put_config(f"{here.event}-value", {"compatibility": "FORWARD"})
    before = here.registry.config(f"{here.entity}-key")

    plan = here.plan()
    states = here.apply(plan)

    assert [(c.subject, c.after) for c in plan.changes] == [
        (f"{here.entity}-value", "FULL_TRANSITIVE"),
        (f"{here.event}-value", "FULL"),
    ]
    assert states == ["done", "done"]
    assert here.registry.config(f"{here.entity}-key") == before
    assert not here.plan().lacks


@pytest.mark.parametrize("name", WITH_MODES)
def test_modes_are_written_where_the_policy_wants_it(
    shop: Callable[[str], Shop], name: str
) -> None:
    here = shop(name)
    here.registry.put_mode(f"{here.event}-value", "IMPORT", force=True)

    plan = here.plan("strict")
    states = here.apply(plan)

    modes = {c.subject: c.after for c in plan.changes if c.setting == "mode"}
    assert modes == {
        f"{here.entity}-key": "READONLY",
        f"{here.event}-key": "READONLY",
        f"{here.event}-value": "READWRITE",
    }
    assert set(states) == {"done"}
    assert not here.plan("strict").lacks


def test_karapace_is_told_that_it_cannot_set_modes(shop: Callable[[str], Shop]) -> None:
    blocked = shop("karapace").plan("strict").blocked

    assert {entry.setting for entry in blocked} == {"mode"}
    assert {entry.reason for entry in blocked} == {"karapace cannot set modes"}


def test_a_level_that_changed_after_the_plan_stops_it(
    shop: Callable[[str], Shop],
) -> None:
    here = shop("axonops")
    plan = here.plan()
    here.registry.put_config(f"{here.entity}-value", {"compatibility": "NONE"})

    assert here.apply(plan) == ["changed meanwhile"]
    level = here.registry.config(f"{here.entity}-value")
    assert level is not None
    assert level.level == "NONE"


def test_a_subject_that_is_read_only_is_told_and_not_written(
    shop: Callable[[str], Shop],
) -> None:
    here = shop("confluent")
    here.registry.put_mode(f"{here.entity}-value", "READONLY")

    plan = here.plan()

    assert [entry.subject for entry in plan.blocked] == [f"{here.entity}-value"]
    assert f"{here.entity}-value" not in {change.subject for change in plan.changes}
