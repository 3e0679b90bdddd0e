"""Rules of one's own on the command line: listed, explained, asked for, reported."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from own import ENTRY, PLUGIN
from program import invoke, program

from avrotower_cli.delivery import FORMATS

SALE = '{"type": "record", "name": "SaleEvent", "doc": "A sale.", "fields": []}'
POLICY = f"plugins = ['acme.py']\n{ENTRY}"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "avrotower.toml").write_text(POLICY, "utf-8")
    (tmp_path / "acme.py").write_text(PLUGIN, "utf-8")
    (tmp_path / "sale-value.avsc").write_text(SALE, "utf-8")
    return tmp_path


def test_rules_lists_them_behind_ours(project: Path) -> None:
    del project

    lines = invoke("rules").out.splitlines()

    assert lines[0].startswith("AVR001 ")
    assert [line.split()[:3] for line in lines[-2:]] == [
        ["SHOP001", "till-required", "warning"],
        ["ACME001", "long-field-name", "warning"],
    ]
    assert len(invoke("rules", "--family", "SHOP").out.splitlines()) == 1
    assert json.loads(invoke("rules", "--format", "json").out)[-1]["code"] == "ACME001"


def test_rules_are_listed_although_the_policy_is_wrong(project: Path) -> None:
    (project / "avrotower.toml").write_text("[lint]\nselect = ['KEY0001']\n", "utf-8")

    done = invoke("rules", "--family", "KEY")

    assert done.code == 0
    assert "KEY001" in done.out
    assert 'unknown rule "KEY0001"' in done.err
    assert "rules of your own are left out" in done.err


@pytest.mark.parametrize(
    ("named", "parts"),
    [
        ("SHOP001", ["# SHOP001 till-required", "A rule of your own, in `avrotower.toml:3`.",
                     "Found at `/name`: … Sale does not say which till"]),
        ("Till-Required", ["# SHOP001 till-required"]),
        ("ACME001", ["# ACME001 long-field-name", "The warehouse cuts longer ones.",
                     "A rule of your own, in `acme.py`.", "* `longest` = `20`: Characters.",
                     "With `longest` = `2`:"]),
    ],
)  # fmt: skip
def test_explain_tells_them(project: Path, named: str, parts: list[str]) -> None:
    del project

    done = invoke("explain", named)

    assert done.code == 0
    for part in parts:
        assert part in done.out


def test_explain_tells_a_finding_of_theirs_with_its_page(project: Path) -> None:
    del project

    done = invoke("explain", "sale-value.avsc:1:28")

    assert "SaleEvent does not say which till it comes from" in done.out
    assert "# SHOP001 till-required" in done.out


def test_a_word_that_names_none_has_proposals_with_them(project: Path) -> None:
    del project

    for arguments in (("explain", "SHOP01"), ("lint", "--select", "SHOP01")):
        done = invoke(*arguments)
        assert done.code == 2
        assert "did you mean SHOP001" in done.err


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (("--select", "SHOP"), {"SHOP001"}),
        (("--select", "till-required,ACME"), {"SHOP001"}),
        (("--select", "ALL", "--ignore", "VAL,DOC,NAM"), {"SHOP001"}),
        (("--select", "ALL", "--ignore", "VAL,DOC,NAM,shop001"), set[str]()),
        (("--ignore", "SHOP"), {"VAL001", "VAL003", "NAM004"}),
    ],
)
def test_a_run_asks_for_them_by_code_name_or_family(
    project: Path, arguments: tuple[str, ...], codes: set[str]
) -> None:
    del project

    report = json.loads(invoke("lint", "--format", "json", *arguments).out)

    assert set(report["summary"]["by-code"]) == codes


def test_without_the_policy_there_are_none(project: Path) -> None:
    del project

    assert "SHOP001" not in invoke("lint", "--no-config").out
    assert invoke("lint", "--no-config", "--select", "SHOP001").code == 2


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_their_findings(project: Path, form: str) -> None:
    del project

    out = invoke("lint", "--format", form).out

    assert "SHOP001" in out
    assert "which till it comes from" in out


def test_a_shell_completes_them(project: Path) -> None:
    env = {
        "_AVROTOWER_COMPLETE": "bash_complete",
        "COMP_WORDS": "avrotower lint --select SHO",
        "COMP_CWORD": "3",
    }

    assert "SHOP001" in program(cwd=project, env=env).out


def test_config_shows_where_they_are_written(project: Path) -> None:
    del project

    lines = invoke("config", "show", "sale-value.avsc").out.splitlines()
    rows = {line.split()[0]: line.split()[1:] for line in lines}

    assert rows["SHOP001"] == ["warning", "avrotower.toml:3"]
    assert rows["ACME001"] == ["warning", "acme.py"]


def test_the_json_schema_knows_their_options(project: Path) -> None:
    del project

    validator: Any = Draft202012Validator(json.loads(invoke("config", "schema").out))

    assert validator.is_valid({"rules": {"ACME001": {"longest": 3}}})
    assert not validator.is_valid({"rules": {"ACME001": {"longst": 3}}})


def test_check_runs_the_examples_of_plug_ins(project: Path) -> None:
    assert invoke("config", "check").code == 0
    wrong = PLUGIN.replace("abc is too long", "abc is short")
    (project / "acme.py").write_text(wrong, "utf-8")

    done = invoke("config", "check")

    assert done.code == 2
    assert done.err == (
        "acme.py: ACME001, bad example 1, says 'abc is too long', not 'abc is short'\n"
    )


def test_a_plug_in_that_raises_while_it_judges_is_named(project: Path) -> None:
    text = PLUGIN.replace("    for field", "    1 / 0\n    for field")
    (project / "acme.py").write_text(text, "utf-8")

    done = invoke("lint")

    assert done.code == 70
    assert "rule ACME001 failed: ZeroDivisionError: division by zero" in done.out
    assert "this is a bug in acme.py; the other rules went on" in done.out
    assert "warning SHOP001" in done.out
    assert invoke("config", "check").err.startswith(
        "acme.py: ACME001 fails: ZeroDivisionError: division by zero\n"
    )


def test_a_plug_in_that_cannot_be_imported_judges_nothing(project: Path) -> None:
    (project / "acme.py").write_text("\n1 / 0\n", "utf-8")

    for command in (("lint",), ("breaking", "--against", "dir:."), ("config", "check")):
        done = program(*command, cwd=project)
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            'avrotower.toml:1:12: plug-in "acme.py" cannot be used: it raises '
            "ZeroDivisionError: division by zero, at acme.py:2\n"
        )
