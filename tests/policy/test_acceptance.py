"""Which findings a policy accepts, and which nobody can."""

import os
from pathlib import Path
from typing import Any

import pytest

from avrotower.acceptance import UNACCEPTABLE, Entry, Waiver
from avrotower.finding import Finding, Location, Severity
from avrotower.policy.acceptance import Acceptance
from avrotower.policy.baseline import as_text, parse
from avrotower.rule import Subject

SUBJECT = Subject("orders-key", "orders", "key", confidence="certain")
PRINT = "v1:" + "1" * 32
FINDING = Finding(
    "KEY001",
    "key-optional-field",
    Severity.ERROR,
    "told",
    Location("schemas/orders-key.avsc", "/fields/0", "shop.Key.store"),
    "orders-key",
    fingerprint=PRINT,
)
WAIVER = Waiver(
    "KEY001",
    "fixed by law since long ago",
    "team-orders",
    "2026-12-01",
    subject="orders-key",
    at="shop.Key.store",
)


def channel(waiver: Waiver, finding: Finding = FINDING, **given: Any) -> str:
    defaults: dict[str, Any] = {"today": "2026-11-30", "waivers": [waiver]}
    acceptance = Acceptance(**(defaults | given))
    (marked,) = acceptance.marked([finding], SUBJECT)
    assert marked._replace(accepted="") == finding
    return marked.accepted


FITTING = {
    "subject": WAIVER,
    "name of the rule": WAIVER._replace(rule="key-optional-field"),
    "code in lower case": WAIVER._replace(rule="key001"),
    "name in upper case": WAIVER._replace(rule="Key-Optional-Field"),
    "topic": WAIVER._replace(subject="", topic="orders"),
    "file": WAIVER._replace(subject="", file="schemas/orders-key.avsc"),
}


@pytest.mark.parametrize("name", FITTING)
def test_a_waiver_accepts_the_finding_that_it_names(name: str) -> None:
    assert channel(FITTING[name]) == "waiver"


OTHERS = {
    "another rule": WAIVER._replace(rule="KEY002"),
    "another place": WAIVER._replace(at="shop.Key.shelf"),
    "no place": WAIVER._replace(at=""),
    "a part of the place": WAIVER._replace(at="shop.Key"),
    "another subject": WAIVER._replace(subject="orders-value"),
    "a glob over subjects": WAIVER._replace(subject="orders-*"),
    "another topic": WAIVER._replace(subject="", topic="orders-key"),
    "another file": WAIVER._replace(subject="", file="orders-key.avsc"),
    "a glob over files": WAIVER._replace(subject="", file="schemas/*.avsc"),
    "a family": WAIVER._replace(rule="KEY"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_waiver_accepts_nothing_else(name: str) -> None:
    assert channel(OTHERS[name]) == ""


@pytest.mark.parametrize(
    ("today", "accepted"),
    [("2026-11-30", "waiver"), ("2026-12-01", ""), ("2026-12-02", "")],
    ids=["the day before", "the day", "the day after"],
)
def test_on_the_day_that_a_waiver_names_the_finding_counts_again(
    today: str, accepted: str
) -> None:
    assert channel(WAIVER, today=today) == accepted


def test_files_are_named_from_the_root_of_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shop" / "schemas").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "shop" / "schemas")
    location = FINDING.location._replace(document="orders-key.avsc")
    finding = FINDING._replace(location=location)
    waiver = WAIVER._replace(subject="", file="schemas/orders-key.avsc")

    assert channel(waiver, finding, root=os.pardir) == "waiver"
    assert channel(waiver, finding, root=".") == ""


def baseline() -> Any:
    entries = [Entry(PRINT, "KEY001", "orders-key", "schemas/orders-key.avsc")]
    return parse("b.json", as_text(entries).encode())


def test_a_baseline_goes_by_fingerprints() -> None:
    other = FINDING._replace(fingerprint="v1:" + "2" * 32)
    acceptance = Acceptance(baseline=baseline())

    marked = acceptance.marked([FINDING, other], SUBJECT)

    assert [finding.accepted for finding in marked] == ["baseline", ""]


def test_a_waiver_comes_before_the_baseline() -> None:
    assert channel(WAIVER, baseline=baseline()) == "waiver"
    over = WAIVER._replace(expires="2026-01-01")
    assert channel(over, baseline=baseline()) == "baseline"


@pytest.mark.parametrize("code", sorted(UNACCEPTABLE))
def test_some_findings_nobody_can_accept(code: str) -> None:
    finding = FINDING._replace(code=code)

    assert channel(WAIVER._replace(rule=code), finding, baseline=baseline()) == ""


def test_nothing_is_accepted_where_nothing_is_said() -> None:
    acceptance = Acceptance()

    assert acceptance.is_empty
    assert acceptance.marked([FINDING], SUBJECT) == [FINDING]
    assert acceptance.waivers_of(FINDING, SUBJECT) == []
