"""`avrotower.testing`: what a customer's own tests stand on."""

import subprocess
import sys
from pathlib import Path

import pytest
from own import ENTRY, PLUGIN

from avrotower.catalogue import find
from avrotower.errors import PolicyError
from avrotower.rule import Subject
from avrotower.testing import check_examples, findings, own_rules

SALE = """{"type": "record", "name": "Sale", "fields": [
    {"name": "a_name_of_24_characters_", "type": "int"}]}"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "avrotower.toml").write_text(f"plugins = ['acme.py']\n{ENTRY}", "utf-8")
    (tmp_path / "acme.py").write_text(PLUGIN, "utf-8")
    return tmp_path


def test_own_rules_are_those_of_the_policy(project: Path) -> None:
    assert [rule.code for rule in own_rules(str(project))] == ["SHOP001", "ACME001"]


def test_own_rules_are_none_where_there_is_no_policy(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    assert own_rules(str(tmp_path)) == ()


def test_a_policy_that_cannot_be_used_raises(project: Path) -> None:
    (project / "acme.py").write_text("1 / 0\n", "utf-8")

    with pytest.raises(PolicyError, match=r"at acme\.py:1"):
        own_rules(str(project))


def test_examples_of_all_of_them_pass(project: Path) -> None:
    for rule in own_rules(str(project)):
        check_examples(rule)


def test_a_declared_rule_may_find_several_things_in_a_bad_example(
    project: Path,
) -> None:
    one = '{"type": "record", "name": "Sale", "fields": []}'
    two = f"[{one}, {one.replace('Sale', 'Sold')}]"
    text = ENTRY.replace(f"['{one}']", f"['{two}']")
    (project / "avrotower.toml").write_text(text, "utf-8")

    (rule,) = own_rules(str(project))

    check_examples(rule)
    assert len(findings(rule, two)) == 2


def test_findings_takes_options_and_a_subject(project: Path) -> None:
    _, rule = own_rules(str(project))
    subject = Subject("stock-value", "stock", "value", "entity", confidence="certain")

    assert [it.message for it in findings(rule, SALE)] == [
        "a_name_of_24_characters_ is too long"
    ]
    assert findings(rule, SALE, longest=24) == ()
    assert findings(rule, SALE, subject=subject)[0].subject == "stock-value"


def test_findings_takes_an_earlier_version() -> None:
    old = '{"type": "record", "name": "K", "fields": []}'
    rule = find("KEY009")

    assert findings(rule, old, before=old) == ()
    assert len(findings(rule, old.replace('"K"', '"L"'), before=old)) == 1


def test_a_rule_is_asked_about_a_kind_that_it_speaks_of(project: Path) -> None:
    text = ENTRY.replace("top-level = true", "kind = ['changelog'], role = ['key']")
    (project / "avrotower.toml").write_text(text, "utf-8")

    (rule,) = own_rules(str(project))

    check_examples(rule)
    assert findings(rule, SALE)[0].subject == "example-key"


def test_it_needs_no_pytest() -> None:
    code = "import sys, avrotower.testing; sys.exit('pytest' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
