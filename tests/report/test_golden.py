"""Whole outputs: what `tests/golden` expects is what the command prints today."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from program import invoke

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = sorted(path.parent.name for path in GOLDEN.glob("*/arguments"))
NO_REPORT = "explain"

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


def test_every_golden_file_belongs_to_a_case() -> None:
    names = {
        path.name
        for case in CASES
        for path in (GOLDEN / case).iterdir()
        if path.name != "input"
    }

    assert names == {"arguments", "text.out", "json.out"}
    assert {p.name for p in GOLDEN.iterdir() if p.is_dir()} == set(CASES)
