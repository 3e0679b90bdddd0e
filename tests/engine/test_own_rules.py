"""Rules of one's own in whole runs: they are rules like any other."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from own import ENTRY, PLUGIN

from avrotower.catalogue import RULES
from avrotower.engine.evolution import breaking
from avrotower.engine.policies import Choice
from avrotower.engine.result import Judgement, Report
from avrotower.engine.run import lint
from avrotower.finding import Finding

SALE: dict[str, Any] = {
    "type": "record",
    "name": "SaleEvent",
    "namespace": "shop",
    "doc": "What was sold.",
    "fields": [
        {"name": "event_id", "doc": "Identifies it.",
         "type": {"type": "string", "logicalType": "uuid"}},
        {"name": "occurred_at", "doc": "When.",
         "type": {"type": "long", "logicalType": "timestamp-millis"}},
    ],
}  # fmt: skip
"""SHOP001 finds it, and nothing else does."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    write(tmp_path / "sale-value.avsc", json.dumps(SALE))
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def policy(project: Path, text: str, entry: str = ENTRY) -> None:
    write(project / "avrotower.toml", f"{text}\n{entry}")


def judged(report: Report) -> dict[str, Judgement]:
    return {judgement.document: judgement for judgement in report}


def found(choice: Choice | None = None) -> list[Finding]:
    """Return what a run over the directory finds, not counting what is about policies."""
    report = lint(["."], choice=choice or Choice())
    return [
        finding
        for judgement in judged(report).values()
        for finding in judgement.findings
        if finding.code[:-3] not in {"LNT", "AVR", "DOC"}
    ]


def words(findings: list[Finding]) -> list[str]:
    return [f"{it.code} {it.severity.word} {it.accepted}".strip() for it in findings]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["SHOP001 warning"]),
        ("extends = ['profile:minimal']", ["SHOP001 warning"]),
        ("lint.severity = { SHOP001 = 'error' }", ["SHOP001 error"]),
        ("lint.severity = { till-required = 'info' }", ["SHOP001 info"]),
        ("lint.severity = { SHOP001 = 'off' }", []),
        ("lint.ignore = ['SHOP']", []),
        ("lint.extend-ignore = ['till-required']", []),
        ("lint.select = ['KEY']", []),
        ("lint.select = ['SHOP']", ["SHOP001 warning"]),
        ("lint.select = ['ALL']", ["SHOP001 warning"]),
        ("roles.value.severity = { SHOP001 = 'error' }", ["SHOP001 error"]),
        ("kinds.event.ignore = ['SHOP001']", []),
        ("[[overrides]]\nsubjects = ['sale-*']\nseverity = { SHOP001 = 'error' }",
         ["SHOP001 error"]),
        (("[[waivers]]\nrule = 'SHOP001'\nsubject = 'sale-value'\nat = 'shop.SaleEvent'\n"
         "reason = 'the till is elsewhere'\nowner = 'a'\nexpires = 2027-01-01\n"),
         ["SHOP001 warning waiver"]),
    ],
)  # fmt: skip
def test_a_policy_speaks_of_them_as_of_others(
    project: Path, text: str, told: list[str]
) -> None:
    soon = datetime.now(tz=UTC).date() + timedelta(days=200)
    policy(project, text.replace("2027-01-01", str(soon)))

    assert words(found()) == told


def test_a_run_may_ask_for_them_alone_or_without_them(project: Path) -> None:
    policy(project, "")
    write(project / "sale-key.avsc", '["null", "string"]')

    assert words(found(Choice(select=("SHOP001",)))) == ["SHOP001 warning"]
    assert "SHOP001" not in {it.code for it in found(Choice(ignore=("SHOP001",)))}


def test_a_baseline_accepts_them(project: Path) -> None:
    policy(project, "")
    (finding,) = found()
    entry = {
        "fingerprint": finding.fingerprint,
        "rule": "SHOP001",
        "subject": "sale-value",
        "path": "sale-value.avsc",
    }
    line = json.dumps(entry)
    write(
        project / "avrotower-baseline.json",
        f'{{"version": 1, "findings": [\n{line}\n]}}\n',
    )

    assert words(found()) == ["SHOP001 warning baseline"]


def test_a_note_accepts_them(project: Path) -> None:
    policy(project, "")
    note = "// avrotower:allow-file till-required -- sold without a till"
    write(project / "sale-value.avsc", f"{note}\n{json.dumps(SALE)}")

    report = lint(["."])
    codes = {
        finding.code: finding.accepted
        for judgement in judged(report).values()
        for finding in judgement.findings
    }

    assert codes["SHOP001"] == "inline"
    assert "LNT005" not in codes


@pytest.mark.parametrize("code", ["STREAM001", "KEYS001", "VALUES001", "DOCS001"])
@pytest.mark.parametrize("kind", ["cdc", "changelog", "dlq", "unknown"])
def test_a_prefix_that_begins_like_ours_is_another(
    project: Path, code: str, kind: str
) -> None:
    text = f"topics.sale.kind = '{kind}'\nproject.foreign-types = ['shop.*']\n"
    policy(project, text, ENTRY.replace("SHOP001", code))

    assert f"{code} warning" in words(found())


def test_nothing_is_found_in_what_is_damaged(project: Path) -> None:
    good = '{"type": "record", "name": "A", "fields": []}'
    bad = good.replace("[]", '[{"name": "a", "type": "int"}]')
    entry = f"""[[custom-rules]]
code = "SHOP001"
name = "field-doc"
on = "field"
require = {{ doc = "." }}
message = "{{name}} says nothing"
good = ['{good}']
bad = ['{bad}']
"""
    policy(project, "", entry)
    text = """{"type": "record", "name": "SaleEvent", "fields": [
        {"name": "a", "type": "int"}, {"name": "b", "type": "int", """
    write(project / "sale-value.avsc", text)

    assert [it.location.pointer for it in found()] == ["/fields/0/name"]


def test_every_rule_has_a_state_where_projects_have_different_rules(
    project: Path,
) -> None:
    policy(project, "")
    other = ENTRY.replace("SHOP001", "STORE001").replace("till-", "other-")
    policy(project / "store", "plugins = ['acme.py']", ENTRY + other)
    write(project / "store/acme.py", PLUGIN)
    write(project / "store/sale-value.avsc", json.dumps(SALE))
    policy(project / "plain", "", "")
    write(project / "plain/sale-value.avsc", json.dumps(SALE))

    report = lint(["."])
    judgements = judged(report)
    own = [rule.code for rule in report.rules[len(RULES) :]]

    assert sorted(own) == ["ACME001", "SHOP001", "STORE001"]
    assert {len(judgement.states) for judgement in judgements.values()} == {
        len(report.rules)
    }
    states = {
        name: {code: it.state(len(RULES) + i) for i, code in enumerate(own)}
        for name, it in judgements.items()
    }
    assert states == {
        "sale-value.avsc": {"SHOP001": "found", "STORE001": "off", "ACME001": "off"},
        "store/sale-value.avsc": {
            "SHOP001": "found",
            "STORE001": "found",
            "ACME001": "clean",
        },
        "plain/sale-value.avsc": dict.fromkeys(own, "off"),
    }


def test_a_run_without_any_of_them_has_our_rules_alone(project: Path) -> None:
    policy(project, "", "")

    assert lint(["."]).rules == RULES


def test_a_rule_that_raises_fails_and_the_others_go_on(project: Path) -> None:
    policy(project, "plugins = ['acme.py']")
    write(
        project / "acme.py", PLUGIN.replace("    for field", "    1 / 0\n    for field")
    )

    (judgement,) = judged(lint(["."])).values()
    (failure,) = judgement.failures

    assert (failure.code, failure.origin) == ("ACME001", "acme.py")
    assert failure.error == "ZeroDivisionError: division by zero"
    assert failure.bug == "this is a bug in acme.py"
    assert [finding.code for finding in judgement.findings] == ["SHOP001"]


def test_large_runs_in_several_processes_have_them_too(project: Path) -> None:
    policy(project, "plugins = ['acme.py']")
    write(project / "acme.py", PLUGIN.replace("= 20", "= 8"))
    for number in range(6):
        write(project / f"sale{number}-value.avsc", json.dumps(SALE))

    report = lint(["."], jobs=2)
    codes = [it.code for judgement in report for it in judgement.findings]

    assert (codes.count("SHOP001"), codes.count("ACME001")) == (7, 7)


HISTORY = '''
from avrotower.rule import Evolution, Rule


def check(schema, context):
    """A record keeps its name.

    Dashboards are bound to it.
    """
    for stored in context.history or ():
        before = stored.document.schema.root.name
        if before != schema.root.name:
            yield context.finding(
                at=schema.root, attribute="name", message=f"it was called {before}"
            )


A = '{"type": "record", "name": "A", "fields": []}'
B = '{"type": "record", "name": "B", "fields": []}'
RULE = Rule(
    code="ACME002",
    name="name-kept",
    inputs={"history"},
    check=check,
    good=[Evolution(A, A)],
    bad=[Evolution(A, B, at="/name", says="it was called A")],
)
'''


def test_a_rule_about_history_is_asked_where_there_is_one(project: Path) -> None:
    policy(project, "plugins = ['acme.py']")
    write(project / "acme.py", HISTORY)
    old = json.dumps(SALE).replace("SaleEvent", "SoldEvent")
    write(project / "old/sale-value.avsc", old)

    report = breaking(["sale-value.avsc"], against=["dir:old"])
    (judgement,) = judged(report).values()

    assert "ACME002" in {finding.code for finding in judgement.findings}
    assert "SHOP001" not in {rule.code for rule in report.rules}
    assert len(judgement.states) == len(report.rules)
    skipped = {it.code for each in lint(["sale-value.avsc"]) for it in each.skipped}
    assert "ACME002" in skipped
