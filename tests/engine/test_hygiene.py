"""What is accepted is judged itself: waivers, the baseline, notes in documents."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from git_program import git

from avrotower.acceptance import Entry, Note, Review
from avrotower.catalogue import find
from avrotower.engine.hygiene import POLICY, ask, noted
from avrotower.engine.run import lint
from avrotower.engine.unit import Unit
from avrotower.finding import Finding, Location
from avrotower.policy.baseline import as_text
from avrotower.policy.choice import Chosen, Policy
from avrotower.rule import Bad, Context, Good, Options, Rule, Subject
from avrotower.schema.model import Schema
from avrotower.schema.parse import parse

KEY = """{"type": "record", "name": "OrderKey", "namespace": "shop", "doc": "An order.",
"fields": [{"name": "number", "type": ["null", "long"], "doc": "As printed."}]}"""
CLEAN_KEY = KEY.replace('["null", "long"]', '"long"')
WAIVER = """
[[waivers]]
rule = "key-optional-field"
subject = "order-key"
at = "shop.OrderKey.number"
reason = "the topic ends with this year"
owner = "team-orders"
expires = {}
"""
FAR = "2300-01-01"
POLICY_FILE = 'version = 1\n[lint]\nmax-waiver = "200000d"\n'


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "order-key.avsc").write_text(KEY)
    (tmp_path / "avrotower.toml").write_text(POLICY_FILE)
    return tmp_path


def waive(shop: Path, text: str) -> None:
    (shop / "avrotower.toml").write_text(POLICY_FILE + text)


def counting(*paths: str) -> list[tuple[str, str]]:
    """Return code and channel of what a run finds."""
    return [(finding.code, finding.accepted) for finding in findings(*paths)]


def findings(*paths: str) -> Iterator[Finding]:
    for judgement in lint(paths or (".",)):
        assert judgement.failures == ()
        yield from judgement.findings


def baseline(shop: Path, *more: Entry, only: tuple[str, ...] = ()) -> None:
    """Write a baseline with what there is, or with *only* some codes of it, and *more*."""
    entries = [
        Entry(finding.fingerprint, finding.code, finding.subject, judgement.document)
        for judgement in lint(["."])
        for finding in judgement.findings
        if not only or finding.code in only
    ]
    (shop / "avrotower-baseline.json").write_text(as_text([*entries, *more]))


def test_a_waiver_of_the_policy_file_accepts_its_finding(shop: Path) -> None:
    waive(shop, WAIVER.format(FAR))

    report = lint(["."])

    assert [f.accepted for judgement in report for f in judgement.findings] == [
        "waiver"
    ]
    assert report.summary.accepted == {"waiver": 1}
    assert not report.summary.severities
    assert (report.summary.stops, report.summary.subjects_with_findings) == (0, 0)
    assert report.summary.states["found"] == 1


def test_a_waiver_that_is_over_is_a_finding_beside_the_one_that_counts_again(
    shop: Path,
) -> None:
    waive(shop, WAIVER.format("2026-01-01"))

    first, second = findings()

    assert (first.code, first.accepted) == ("KEY001", "")
    assert (second.code, second.location.document) == ("LNT003", "avrotower.toml")
    assert "expired on 2026-01-01; owner team-orders" in second.message
    assert second.location.span is not None
    assert second.location.span.line == 5


def test_a_waiver_without_a_finding_is_unused(shop: Path) -> None:
    waive(shop, WAIVER.format(FAR))
    (shop / "order-key.avsc").write_text(CLEAN_KEY)

    (finding,) = findings()

    assert finding.code == "LNT001"
    assert "key-optional-field finds nothing at shop.OrderKey.number" in finding.message


def test_a_waiver_for_a_rule_that_lacks_its_input_is_not_called_unused(
    shop: Path,
) -> None:
    waive(shop, WAIVER.format(FAR).replace("key-optional-field", "key-schema-changed"))
    (shop / "order-key.avsc").write_text(CLEAN_KEY)

    assert counting() == []


def test_a_waiver_for_a_rule_that_is_off_is_not_called_unused(shop: Path) -> None:
    lint_table = POLICY_FILE + 'ignore = ["KEY001"]\n'
    (shop / "avrotower.toml").write_text(lint_table + WAIVER.format(FAR))

    assert counting() == []


def test_a_link_is_known_by_its_own_name(shop: Path) -> None:
    (shop / "order-key.avsc").rename(shop / "text")
    (shop / "order-key.avsc").symlink_to("text")

    assert counting() == [("KEY001", "")]


def test_a_part_of_the_project_says_nothing_about_the_rest(shop: Path) -> None:
    waive(shop, WAIVER.format(FAR))
    (shop / "order-key.avsc").write_text(CLEAN_KEY)
    (shop / "stock-key.avsc").write_text(CLEAN_KEY.replace("OrderKey", "StockKey"))
    entry = Entry("v1:" + "0" * 32, "KEY001", "order-key", "order-key.avsc")
    (shop / "avrotower-baseline.json").write_text(as_text([entry]))

    assert counting("stock-key.avsc") == []
    assert counting(".") == [("LNT004", ""), ("LNT001", "")]
    assert counting(str(shop)) == [("LNT004", ""), ("LNT001", "")]
    assert counting("order-key.avsc") == [("LNT004", "")]


def test_a_file_that_cannot_be_read_leaves_acceptances_alone(shop: Path) -> None:
    waive(shop, WAIVER.format(FAR))
    (shop / "order-key.avsc").unlink()
    (shop / "order-key.avsc").symlink_to("nowhere")
    (shop / "stock-key.avsc").write_text(CLEAN_KEY)

    assert counting() == []


def test_a_baseline_accepts_what_it_has_and_nothing_new(shop: Path) -> None:
    baseline(shop)
    assert counting() == [("KEY001", "baseline")]

    (shop / "order-key.avsc").write_text(KEY.replace('"doc": "An order.",', ""))

    assert sorted(counting()) == [("DOC001", ""), ("KEY001", "baseline")]


def test_a_baseline_with_entries_of_deleted_files_is_stale(shop: Path) -> None:
    (shop / "stock-key.avsc").write_text(KEY.replace("OrderKey", "StockKey"))
    baseline(shop)
    (shop / "stock-key.avsc").unlink()

    first, second = findings()

    assert (first.code, first.accepted) == ("KEY001", "baseline")
    assert second.message.startswith("1 baseline entry matches nothing")
    assert second.location.span is not None
    assert second.location.span.line == 3


def test_what_rules_about_history_accepted_is_not_stale_for_lint(shop: Path) -> None:
    entry = Entry("v1:" + "0" * 32, "KEY009", "order-key", "order-key.avsc")
    baseline(shop, entry)

    assert counting() == [("KEY001", "baseline")]


CHANGES: dict[str, Callable[[str], str]] = {
    "another layout": lambda text: json.dumps(json.loads(text), indent=4),
    "another order of keys": lambda text: json.dumps(
        dict(reversed(json.loads(text).items()))
    ),
    "a field before": lambda text: text.replace(
        '"fields": [', '"fields": [{"name": "a", "type": "int", "doc": "One."}, '
    ),
    "another doc": lambda text: text.replace("An order.", "The number of an order."),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_accepted_finding_stays_accepted_after(name: str, shop: Path) -> None:
    baseline(shop)
    (shop / "order-key.avsc").write_text(CHANGES[name](KEY))

    assert counting() == [("KEY001", "baseline")]


def test_an_accepted_finding_stays_accepted_when_the_file_moves(shop: Path) -> None:
    (shop / "avrotower.toml").write_text(
        f'{POLICY_FILE}\n[[subjects]]\nfiles = "**/*.avsc"\nsubject = "all-{{name}}-key"\nrole = "key"\ntopic = "all"\n'
    )
    baseline(shop)
    (shop / "keys").mkdir()
    (shop / "order-key.avsc").rename(shop / "keys" / "renamed.avsc")

    assert counting() == [("KEY001", "baseline")]


def test_an_accepted_finding_stays_accepted_when_its_type_is_moved(shop: Path) -> None:
    line = '{"type": "record", "name": "Line", "fields": [{"name": "n", "type": "int", "defualt": 1}]}'
    one = f'{{"name": "one", "type": {line}}}, {{"name": "two", "type": "Line"}}'
    two = f'{{"name": "two", "type": {line}}}, {{"name": "one", "type": "Line"}}'
    outer = '{{"type": "record", "name": "Order", "namespace": "shop", "fields": [{}]}}'
    (shop / "order-value.avsc").write_text(outer.format(one))
    baseline(shop)
    before = sorted(counting())

    (shop / "order-value.avsc").write_text(outer.format(two))

    assert sorted(counting()) == before
    assert ("AVR013", "baseline") in before


@pytest.mark.parametrize(
    "change",
    [("number", "digits"), ("OrderKey", "SaleKey"), ("shop", "store")],
    ids=["the field", "the type", "the namespace"],
)
def test_another_name_is_another_finding(change: tuple[str, str], shop: Path) -> None:
    baseline(shop)
    (shop / "order-key.avsc").write_text(KEY.replace(*change))

    assert counting() == [("KEY001", ""), ("LNT004", "")]


def test_what_was_added_to_a_baseline_is_told(shop: Path) -> None:
    git(shop, "init", "-q", "-b", "main")
    (shop / "avrotower-baseline.json").write_text(as_text([]))
    git(shop, "add", "-A")
    git(shop, "commit", "-q", "-m", "One")
    baseline(shop)

    assert counting() == [("KEY001", "baseline"), ("LNT007", "")]
    assert counting("order-key.avsc") == [("KEY001", "baseline")]


def test_outside_of_git_growth_is_skipped_and_not_clean(shop: Path) -> None:
    baseline(shop)

    *_, last = lint(["."])

    assert last.subject == POLICY
    assert not last.is_document
    assert [(skip.code, skip.input) for skip in last.skipped] == [("LNT007", "history")]
    assert "in no git repository" in last.skipped[0].reason


def test_a_finding_about_the_policy_counts_but_is_no_document(shop: Path) -> None:
    waive(shop, WAIVER.format("2026-01-01"))
    (shop / "order-key.avsc").write_text(CLEAN_KEY)

    report = lint(["."])
    list(report)

    assert report.summary.documents == 1
    assert report.summary.subjects_with_findings == 0
    assert report.summary.by_code == {"LNT003": 1}
    assert report.summary.stops == 1


def noted_in(text: str) -> list[str]:
    """Return what `lint -` says about a document with notes."""
    (judgement,) = lint(["-"], stdin=(text.encode(), "order-value.avsc"))
    return [f"{f.code} {f.accepted}".strip() for f in judgement.findings]


NOTED = """{{"type": "enum", "name": "Unit", "doc": "A unit.", "namespace": "shop", "default": "A",
{}
"symbols": ["A"], "defualt": "A"}}"""


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("// avrotower:allow AVR013 -- an old loader reads it", ["AVR013 inline"]),
        ("// avrotower:allow AVR013", ["AVR013 inline", "LNT002"]),
        ("// avrotower:allow AVR013 -- legacy", ["AVR013 inline", "LNT002"]),
        ("// avrotower:allow AVR01 -- an old loader reads it", ["AVR013", "LNT005"]),
        ("// avrotower:allow TYP003 -- an old loader reads it", ["AVR013", "LNT001"]),
        ("// avrotower:allow AVR003 -- an old loader reads it", ["AVR013", "LNT001"]),
        ("// avrotower:allow CMP001 -- an old loader reads it", ["AVR013"]),
        ("// avrotower:allow -- an old loader reads it", ["AVR013", "LNT005"]),
        (
            "// avrotower:allow-file AVR013 -- an old loader reads it",
            ["AVR013", "LNT001"],
        ),
    ],
)
def test_a_note_is_judged_with_its_document(note: str, found: list[str]) -> None:
    all_found = noted_in(NOTED.format(note))

    assert sorted(
        it for it in all_found if it[:3] != "VAL" and it != "AVR014"
    ) == sorted(found)


def test_a_rule_about_the_policy_that_raises_is_a_failure_of_that_rule() -> None:
    def check(schema: Schema, context: Context[Options]) -> NoReturn:
        raise ZeroDivisionError(schema, context)

    wrong = Rule(
        code="LNT999",
        name="wrong",
        inputs={"project"},
        place="policy",
        check=check,
        good=[Good("")],
        bad=[Bad("", "", "")],
    )
    reason = find("LNT002")
    policy = Policy(
        "test", (Chosen(wrong, Options()), Chosen(reason, reason.options()))
    )
    note = Note("AVR013", "AVR013", "", Location("x.avsc"), "used")

    asked = ask(policy, POLICY, parse(""), Review(notes=(note,)))

    assert [failure.code for failure in asked.failures] == ["LNT999"]
    assert [finding.code for finding in asked.findings] == ["LNT002"]
    assert asked.states == {0: "x", 1: "f"}


def test_a_document_that_only_speaks_of_notes_is_as_it_was() -> None:
    text = '{"type": "string", "doc": "avrotower:allow AVR013 // or not"}'
    unit = Unit(Subject("s-value", "s", "value"), parse(text, name="x.avsc"), "s-value")

    assert noted([], unit, Policy("test", ()), []) == ([], [])


def test_a_note_for_a_rule_of_keys_is_not_judged_in_a_type_that_keys_may_use(
    shop: Path,
) -> None:
    note = "// avrotower:allow KEY001 -- the key of the old world\n"
    store = (
        '{"type": "record", "name": "Store", "namespace": "shop", "doc": "A store.",\n'
    )
    fields = '"fields": [{"name": "n", "type": "int", "doc": "As printed."}]}'
    use = KEY.replace('["null", "long"]', '"shop.Store"')
    (shop / "order-key.avsc").write_text(use)
    (shop / "store.avsc").write_text(f"{note}{store}{fields}")

    assert "LNT001" not in dict(counting())


def test_a_rule_about_the_policy_can_be_switched_off(shop: Path) -> None:
    (shop / "avrotower.toml").write_text(POLICY_FILE + 'ignore = ["LNT002"]\n')
    (shop / "order-value.avsc").write_text(NOTED.format("// avrotower:allow AVR013"))

    found = dict(counting("order-value.avsc"))

    assert found["AVR013"] == "inline"
    assert "LNT002" not in found


def test_an_attribute_accepts_where_the_policy_allows_it(shop: Path) -> None:
    text = NOTED.format('"avrotower:allow": {"AVR013": "an old loader reads it"},')
    (shop / "order-value.avsc").write_text(text)

    off = dict(counting("order-value.avsc"))
    (shop / "avrotower.toml").write_text(f"{POLICY_FILE}inline-property = true\n")
    on = dict(counting("order-value.avsc"))

    assert (off["AVR013"], "LNT001" in off) == ("", True)
    assert (on["AVR013"], "LNT001" in on) == ("inline", False)


def test_a_waiver_in_pyproject_is_placed_there(shop: Path) -> None:
    (shop / "avrotower.toml").unlink()
    waiver = WAIVER.format("2026-01-01").replace("waivers", "tool.avrotower.waivers")
    (shop / "pyproject.toml").write_text(f"[tool.avrotower]\nversion = 1\n{waiver}")

    *_, last = findings()

    assert last.code == "LNT003"
    assert last.location.document == "pyproject.toml"
    assert last.location.span is not None
    assert last.location.span.line == 4


def test_a_waiver_whose_file_was_changed_meanwhile_is_told_without_a_line(
    shop: Path,
) -> None:
    waive(shop, WAIVER.format("2026-01-01"))
    report = lint(["."])
    (shop / "avrotower.toml").write_text("= no TOML")

    *_, last = (finding for judgement in report for finding in judgement.findings)

    assert (last.code, last.location.span) == ("LNT003", None)
