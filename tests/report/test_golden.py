"""Whole outputs: what `tests/golden` expects is what the command prints today."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from program import invoke

from avrotower import __version__

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = sorted(path.parent.name for path in GOLDEN.glob("*/arguments"))
NO_REPORT = "explain"
FORMATS = (
    "jsonl",
    "github",
    "gitlab",
    "sarif",
    "junit",
    "checkstyle",
    "rdjson",
    "markdown",
    "html",
)
IN_ALL_FORMATS = (
    "several-findings",
    "proof-and-proposal",
    "break-under-union",
    "unread",
)
"""Findings of one document, breaks with all that explains them, and files unread."""

Expect = Callable[[Path, str], None]


@pytest.fixture
def expect(request: pytest.FixtureRequest) -> Expect:
    """Compare a text with a golden file, or write the file where that is asked."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--rewrite-golden"):
            path.write_text(text, encoding="utf-8", newline="")
        assert path.read_text(encoding="utf-8") == text

    return compare


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Go into a copy of the input of a case; give the directory of the case."""

    def enter(case: str) -> Path:
        shutil.copytree(GOLDEN / case / "input", tmp_path / "input")
        monkeypatch.chdir(tmp_path / "input")
        return GOLDEN / case

    return enter


def arguments(case: str) -> list[str]:
    return (GOLDEN / case / "arguments").read_text(encoding="utf-8").split()


def laid_out(report: dict[str, Any]) -> str:
    """Return *report* for reading, without what every new rule would change."""
    kept = {k: v for k, v in report.items() if k not in {"avrotower", "rules"}}
    for document in kept["documents"]:
        del document["states"]
    del kept["summary"]["states"]
    return json.dumps(kept, indent=2) + "\n"


@pytest.mark.parametrize("case", CASES)
def test_the_text_is_the_golden_one(
    case: str, place: Callable[[str], Path], expect: Expect
) -> None:
    directory = place(case)

    outcome = invoke(*arguments(case))

    assert outcome.err == ""
    expect(directory / "text.out", outcome.out.replace("\x1b", "\u241b"))


@pytest.mark.parametrize(
    "case", [case for case in CASES if arguments(case)[0] != NO_REPORT]
)
def test_the_json_is_the_golden_one(
    case: str, place: Callable[[str], Path], expect: Expect
) -> None:
    directory = place(case)

    outcome = invoke(*arguments(case), "--format", "json")

    assert outcome.err == ""
    expect(directory / "json.out", laid_out(json.loads(outcome.out)))


def settled(form: str, text: str) -> str:
    """Return the report *text* without what every rule, or every version, changes."""
    text = text.replace(__version__, "VERSION")
    if form == "sarif":
        text = re.sub(r'"rules":\[.*\]\}\},', '"rules":[RULES]}},', text)
        text = re.sub(r'"ruleIndex":\d+', '"ruleIndex":INDEX', text)
    if form == "jsonl":
        text = re.sub(r'"rules":\[[^\]]*\]', '"rules":[RULES]', text)
        text = re.sub(r'"states":\{[^}]*\}', '"states":{STATES}', text)
    if form == "junit":
        text = re.sub(r'"\d+ rules without', '"COUNT rules without', text)
    if form == "html":
        text = re.sub(
            r"<style>.*</style>", "<style>STYLE</style>", text, flags=re.DOTALL
        )
    return text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("case", IN_ALL_FORMATS)
def test_the_report_in_another_format_is_the_golden_one(
    case: str, form: str, place: Callable[[str], Path], expect: Expect
) -> None:
    directory = place(case)

    outcome = invoke(*arguments(case), "--format", form)

    assert outcome.err == ""
    expect(directory / f"{form}.out", settled(form, outcome.out))


def test_every_golden_file_belongs_to_a_case() -> None:
    always = {"arguments", "input", "text.out"}
    for case in CASES:
        forms = [*(FORMATS if case in IN_ALL_FORMATS else ())]
        forms += ["json"] if arguments(case)[0] != NO_REPORT else []
        names = {path.name for path in (GOLDEN / case).iterdir()}
        assert names == always | {f"{form}.out" for form in forms}

    assert {p.name for p in GOLDEN.iterdir() if p.is_dir()} == set(CASES)
