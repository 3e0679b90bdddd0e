"""Real reports are what `schemas/report.schema.json` says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pytest
from program import invoke

from avrotower.report.json_schema import of_type, report_schema

PROJECT = Path(__file__).parent.parent.parent
ESTATE = PROJECT / "schemas" / "estate"
GOLDEN = PROJECT / "tests" / "golden"
PROPOSALS = sorted(
    path.name for path in (ESTATE / "proposals").iterdir() if path.is_dir()
)
CASES = sorted(
    path.parent.name
    for path in GOLDEN.glob("*/arguments")
    if not path.read_text(encoding="utf-8").startswith("explain")
)


def validate(text: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(text)
    schema = json.loads(
        (PROJECT / "schemas" / "report.schema.json").read_text(encoding="utf-8")
    )
    jsonschema.Draft202012Validator(schema).validate(report)  # pyright: ignore[reportUnknownMemberType]  half-typed stubs
    return report


def test_the_schema_is_a_schema_and_the_one_that_is_generated() -> None:
    schema = report_schema()

    jsonschema.Draft202012Validator.check_schema(schema)
    written = (PROJECT / "schemas" / "report.schema.json").read_text(encoding="utf-8")
    assert json.loads(written) == schema


def test_every_definition_is_used() -> None:
    schema = report_schema()
    text = json.dumps(schema)

    for name in schema["$defs"]:
        assert f'"#/$defs/{name}"' in text


@pytest.mark.parametrize("name", PROPOSALS)
def test_a_report_about_a_proposal_is_valid(name: str) -> None:
    proposal = str(ESTATE / "proposals" / name)
    against = f"dir:{ESTATE / 'current'}"

    validate(invoke("lint", proposal, "--format", "json").out)
    validate(invoke("breaking", "--against", against, proposal, "--format", "json").out)


@pytest.mark.parametrize("case", CASES)
def test_a_report_of_a_golden_case_is_valid(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(GOLDEN / case / "input")
    arguments = (GOLDEN / case / "arguments").read_text(encoding="utf-8").split()

    report = validate(invoke(*arguments, "--format", "json").out)

    counted = sum(len(document["findings"]) for document in report["documents"])
    assert counted == sum(report["summary"]["severities"].values())
    assert report["summary"]["documents"] == len(report["documents"])
    codes = sorted(rule["code"] for rule in report["rules"])
    for document in report["documents"]:
        told = [code for listed in document["states"].values() for code in listed]
        assert sorted(told) == codes


def damages() -> Iterator[tuple[str, Any]]:
    text = (GOLDEN / "key-finding" / "json.out").read_text(encoding="utf-8")
    for path in (
        "summary.documents",
        "documents.0.findings.0.fingerprint",
        "documents.0.findings.0.location.span.line",
        "documents.0.role",
    ):
        report = json.loads(text)
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        here: Any = report
        for step in way:
            here = here[step]
        del here[last]
        yield path, report


@pytest.mark.parametrize(
    "report", [pytest.param(report, id=path) for path, report in damages()]
)
def test_a_report_that_lacks_something_is_not_valid(report: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        validate(json.dumps(report))


def test_a_type_that_json_does_not_have_is_refused() -> None:
    assert of_type(Literal["a", "b"]) == {"enum": ["a", "b"]}
    with pytest.raises(TypeError):
        of_type(bytes)
