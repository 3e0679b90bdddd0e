"""The catalogue checks itself."""

import inspect
import json
from pathlib import Path

import pytest
from rule_run import findings

import avrotower.catalogue
from avrotower.catalogue import RULES, find
from avrotower.errors import UnknownRuleError
from avrotower.policy.relaxation import cap
from avrotower.report.rule_page import pages
from avrotower.rule import KINDS, Rule, option_key, option_names
from avrotower.testing import found_in

FAMILIES = {
    "AVR": "specification",
    "KEY": "key",
    "VAL": "value",
    "CMP": "evolution",
    "NAM": "naming",
    "DOC": "documentation",
    "TYP": "types",
    "STR": "structure",
    "STM": "streams",
    "REG": "registry_state",
    "LNT": "hygiene",
}
DOCS = Path(__file__).parent.parent / "docs" / "rules"

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


@each_rule
def test_code_name_and_module_agree(rule: Rule) -> None:
    module = inspect.getmodule(rule.check)
    assert module is not None
    family, name = module.__name__.split(".")[-2:]

    assert name == rule.name.replace("-", "_")
    assert family == FAMILIES[rule.family]
    assert (module.__doc__ or "").startswith(f"{rule.code} {rule.name}.")


@each_rule
def test_a_rule_that_judges_no_document_has_no_role(rule: Rule) -> None:
    judges_documents = rule.place in {"document", "versions", "policy"}

    assert judges_documents or not rule.roles


@each_rule
def test_a_rule_says_what_holds_and_why(rule: Rule) -> None:
    summary, _, reason = inspect.cleandoc(rule.check.__doc__ or "").partition("\n\n")

    assert summary.endswith(".")
    assert "\n" not in summary
    assert reason.rstrip().endswith(".")
    assert rule.sources


@each_rule
def test_every_option_is_documented_and_can_be_written_as_json(rule: Rule) -> None:
    names = option_names(rule.options)
    page = pages([rule])[f"{rule.code}.md"]
    for name in names:
        json.dumps(getattr(rule.options(), name))
        (line,) = (
            x for x in page.splitlines() if x.startswith(f"* `{option_key(name)}`")
        )
        assert line.endswith("."), line


@each_rule
def test_messages_start_lower_case_and_have_no_full_stop(rule: Rule) -> None:
    for example in rule.bad:
        for finding in found_in(rule, example):
            first = finding.message.split()[0]
            # What is written in the schema stands as it is.
            is_name = first in str(example) or "." in first
            assert finding.message[0] in '"$' or first.islower() or is_name
            assert not finding.message.endswith(".")


@each_rule
def test_a_repair_claims_no_more_than_its_rule(rule: Rule) -> None:
    strength = ("none", "display", "unsafe", "safe")
    for example in rule.bad:
        for finding in found_in(rule, example):
            claimed = finding.fix.applicability if finding.fix else "none"
            assert strength.index(claimed) <= strength.index(rule.fix)


def test_no_repair_of_a_key_is_safe() -> None:
    text = """{"type": "record", "name": "StockKey", "fields": [
        {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 13}},
        {"name": "store", "type": {"type": "Ean"}}]}"""

    (of_value,) = findings("AVR017", text)
    (of_key,) = findings("AVR017", text, role="key")

    assert of_value.fix is not None
    assert of_key.fix is not None
    assert (of_value.fix.applicability, of_key.fix.applicability) == ("safe", "unsafe")


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_the_relaxations_speak_of_every_kind() -> None:
    for rule in RULES:
        for kind in KINDS:
            assert cap(rule.code, kind, "none") is not None


def test_a_rule_is_found_by_code_and_by_name() -> None:
    assert find("key001") is find("Key-Optional-Field")


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(UnknownRuleError, match="did you mean KEY00"):
        find("KEY0001")


def test_an_unknown_option_is_refused() -> None:
    rule = find("KEY001")

    with pytest.raises(TypeError, match="no option 'alow'"):
        rule.options(alow=())


def test_the_pages_of_the_rules_are_what_the_rules_say() -> None:
    written = {
        path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")
    }

    assert written == pages(RULES), "run make docs"


def test_the_catalogue_lists_every_module() -> None:
    root = Path(avrotower.catalogue.__file__).parent
    modules = {path.stem for path in root.glob("*/*.py")}
    listed = {rule.name.replace("-", "_") for rule in RULES}
    shared = {"__init__", "breakage", "complaint", "default_value"}

    assert modules - listed - shared == {
        "declared",
        "deletion",
        "demand",
        "generated",
        "mandatory",
        "own",
        "parts",
        "reach",
        "reserved_word",
        "retraction",
        "style",
        "unlike",
    }
