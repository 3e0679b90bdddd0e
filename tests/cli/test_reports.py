"""Several reports of one run, and how much they tell."""

import json
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from program import PROGRAM, environment, invoke, on_terminal
from shop import KEY, KEY_WITH_NULL

from avrotower.catalogue import RULES

SHELF = '{"name": "shelf", "type": "int", "default": 0},\n    '
TWO = KEY_WITH_NULL.replace('{"name": "store"', SHELF + '{"name": "store"')
"""KEY002 and KEY001."""
ALL = "KEY001,KEY002"


@pytest.fixture
def bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stock-key.avsc").write_text(TWO)
    return tmp_path


def codes(text: str) -> list[str]:
    """Return the codes of the findings that a text report tells."""
    return re.findall(r"^\S+: \w+ ([A-Z]{3}\d{3}) ", text, re.MULTILINE)


def test_one_run_writes_several_reports(bad: Path) -> None:
    alone = invoke("lint")

    outcome = invoke(
        *("lint", "--output", "sarif=r.sarif", "--output", "junit=r.xml"),
        *("--output", "json=r.json"),
    )

    assert outcome == alone
    assert json.loads((bad / "r.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((bad / "r.json").read_text())["format"] == 1
    assert ET.parse(bad / "r.xml").getroot().tag == "testsuites"  # noqa: S314  our own text


def test_the_main_report_may_have_a_file_too(bad: Path) -> None:
    outcome = invoke(
        *("lint", "--select", ALL, "--format", "gitlab", "--output", "a.json"),
        *("--output", "text=a.txt"),
    )

    assert outcome == (1, "", "")
    assert len(json.loads((bad / "a.json").read_text())) == 2
    assert codes((bad / "a.txt").read_text()) == ["KEY002", "KEY001"]


def test_a_file_name_may_have_an_equals_sign(bad: Path) -> None:
    invoke("lint", "--output", "./a=b")

    assert (bad / "a=b").is_file()


@pytest.mark.usefixtures("bad")
def test_devices_may_be_named_more_than_once() -> None:
    outputs = ("--output", "sarif=/dev/null", "--output", "junit=/dev/null")

    assert invoke("lint", *outputs).code == 1


@pytest.mark.parametrize(
    ("outputs", "says"),
    [
        (["sraif=x"], "--output sraif=x: there is no format 'sraif'"),
        (["sraif=x"], "did you mean sarif?"),
        (["a", "b"], "--output a and b: one report has one file"),
        (["json=-"], "--output json=-: name a file; --format json writes to the"),
        (["json="], "--output json=: name a file"),
        (["json=a", "sarif=./a"], "two reports for one file"),
        (["a", "sarif=a"], "two reports for one file"),
        (["sarif=nowhere/a"], "--output nowhere/a: no such file or directory"),
        (["sarif=/dev/full"], "--output /dev/full: no space left on device"),
    ],
)
def test_a_report_that_cannot_be_written_is_wrong_use(
    bad: Path, outputs: list[str], says: str
) -> None:
    options = [word for output in outputs for word in ("--output", output)]

    outcome = invoke("lint", *options)

    assert outcome.code == 2
    assert says in outcome.err
    assert [path.name for path in bad.iterdir()] == ["stock-key.avsc"]


def test_a_screen_that_is_full_is_not_blamed_on_another_file(bad: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [PROGRAM, "lint", "--output", "sarif=r.sarif"],
            cwd=bad,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )

    assert done.returncode == 2
    says = "avrotower: the report cannot be written: No space left on device\n"
    assert done.stderr == says


def test_a_reader_that_goes_away_ends_a_run_with_several_reports(bad: Path) -> None:
    line = f"{PROGRAM} lint --output sarif=r.sarif | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=bad,
        env=environment(),
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.stderr == ""
    assert done.stdout.strip() in {"1", "141"}  # the reader may be late


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--select", "KEY001"], ["KEY001"]),
        (["--select", "key-field-default"], ["KEY002"]),
        (["--select", "key001,key002"], ["KEY002", "KEY001"]),
        (["--select", "KEY001", "--select", "KEY002"], ["KEY002", "KEY001"]),
        (["--select", "KEY", "--ignore", "KEY002"], ["KEY001"]),
        (["--select", "ALL", "--ignore", "KEY001"], ["KEY002"]),
        (["--select", "AVR"], []),
        (["--ignore", "ALL"], []),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("bad")
def test_rules_are_chosen_on_the_command_line(
    options: list[str], found: list[str]
) -> None:
    outcome = invoke("lint", *options)

    assert [code for code in codes(outcome.out) if code in ALL] == found
    assert outcome.code == (1 if found else 0)


def test_a_rule_that_the_policy_leaves_out_can_be_asked_for(bad: Path) -> None:
    policy = 'edition = "2026"\n[lint]\nextend-ignore = ["KEY001"]\n'
    (bad / "avrotower.toml").write_text(policy)

    assert "KEY001" not in codes(invoke("lint").out)
    assert codes(invoke("lint", "--select", "KEY001").out) == ["KEY001"]
    assert codes(invoke("lint", "--select", "KEY", "--ignore", "KEY002").out) == [
        "KEY001"
    ]
    assert "KEY002" not in codes(invoke("lint", "--ignore", "KEY002").out)


def test_breaking_takes_rules_too(bad: Path) -> None:
    for name in ("old", "new"):
        (bad / name).mkdir()
    (bad / "old" / "key.avsc").write_text(KEY)
    (bad / "new" / "key.avsc").write_text(KEY_WITH_NULL)
    run = ("breaking", "--against", "dir:old", "new")

    assert codes(invoke(*run, "--select", "KEY009").out) == ["KEY009"]
    assert codes(invoke(*run, "--ignore", "KEY009,CMP").out) == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--select", "KEY01"], "--select KEY01: there is no such rule or family"),
        (["--ignore", "KYE001"], "did you mean KEY001"),
        (["--select", "kye-optional-field"], "did you mean key-optional-field?"),
        (["--select", "KEY001,"], "--select : there is no such rule or family"),
    ],
)
def test_a_rule_that_does_not_exist_is_wrong_use(options: list[str], says: str) -> None:
    outcome = invoke("lint", *options)

    assert outcome.code == 2
    assert says in outcome.err


@pytest.mark.parametrize(
    ("severity", "code"), [("error", 0), ("warning", 1), ("info", 1)]
)
def test_the_threshold_is_chosen_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, severity: str, code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    text = KEY.replace('"type": "string"', '"type": "string", "dfault": 1')
    (tmp_path / "stock-key.avsc").write_text(text)
    warning = ("lint", "--select", "AVR013")

    assert invoke(*warning).code == 0
    assert invoke(*warning, "--fail-on", severity).code == code
    failing = invoke(*warning, "--fail-on", severity, "--format", "junit").out
    assert failing.count("<failure") == code


def test_statistics_count_by_rule(bad: Path) -> None:
    del bad
    rules = {rule.code: rule.name for rule in RULES}

    lines = invoke("lint", "--select", ALL, "--statistics").out.splitlines()

    told = [f"1  {code} {rules[code]}" for code in ALL.split(",")]
    start = lines.index(told[0])
    assert lines[start : start + 3] == [*told, ""]
    assert lines[start + 3] == "2 errors in 1 of 1 document"


@pytest.mark.parametrize("option", ["-q", "--quiet"])
def test_a_quiet_run_says_findings_only(bad: Path, option: str) -> None:
    lines = invoke("lint", "--select", ALL, option).out.splitlines()

    assert lines[0].startswith("stock-key.avsc:6:")
    assert lines[-1].endswith("| " + " " * 30 + "^" * len('["null", "string"]'))
    (bad / "stock-key.avsc").write_text(KEY)
    assert invoke("lint", "--select", ALL, option) == (0, "", "")


@pytest.mark.usefixtures("bad")
def test_a_quiet_run_says_what_was_not_read() -> None:
    outcome = invoke("lint", "--quiet", "gone.avsc")

    assert outcome.code == 3
    assert outcome.out.startswith("gone.avsc: not read: there is no such file")


def test_accepted_findings_are_counted_and_shown_when_asked(bad: Path) -> None:
    later = datetime.now(UTC).date() + timedelta(days=30)
    policy = f"""edition = "2026"
[[waivers]]
rule = "KEY001"
at = "shop.StockKey.store"
file = "stock-key.avsc"
reason = "older than the rule"
owner = "shop"
expires = {later}
"""
    (bad / "avrotower.toml").write_text(policy)
    run = ("lint", "--select", ALL)

    hidden, shown = invoke(*run), invoke(*run, "--show-accepted")

    assert codes(hidden.out) == ["KEY002"]
    assert "1 error in 1 of 1 document, 1 accepted (1 waiver)" in hidden.out
    assert codes(shown.out) == ["KEY002", "KEY001"]
    assert "KEY001 key-optional-field (accepted: waiver)" in shown.out
    assert hidden.code == shown.code == 1
    assert invoke("lint", "--select", "KEY001").code == 0


def test_a_terminal_gets_colours_and_a_file_beside_it_none(bad: Path) -> None:
    _, shown = on_terminal("lint", "--output", "text=a.txt", cwd=bad)

    assert "\x1b[" in shown
    assert "\x1b[" not in (bad / "a.txt").read_text()
