"""Machine formats, read back by readers that are not ours."""

import io
import json
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from junitparser import JUnitXml
from program import invoke

from avrotower.catalogue import RULES
from avrotower.engine.result import Failure, Judgement, Report, Unread
from avrotower.finding import Change, Finding, Fix, Location, Related, Severity, Span
from avrotower.report.format import View, written
from avrotower.rule import Subject

SCHEMAS: Final = Path(__file__).parent / "schemas"
GOLDEN: Final = Path(__file__).parent.parent / "golden"
CASES: Final = sorted(
    path.parent.name
    for path in GOLDEN.glob("*/arguments")
    if not path.read_text(encoding="utf-8").startswith("explain")
)
HOSTILE: Final = (
    "<b>&amp;\"'`|@team ::error::%0A,:\x1b[31m\x00\r\n\u202e\ud800\uffff]]>-->"
)
"""What a name, a message or a path may hold."""


def valid(name: str, text: str) -> Any:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    value = json.loads(text)
    jsonschema.Draft202012Validator(schema).validate(value)  # pyright: ignore[reportUnknownMemberType]  half-typed stubs
    return value


def finding(
    severity: Severity = Severity.ERROR,
    *,
    number: int = 0,
    message: str = "it is wrong",
    document: str = "a.avsc",
    accepted: Any = "",
) -> Finding:
    return Finding(
        code="KEY001",
        name="key-optional-field",
        severity=severity,
        message=message,
        location=Location(document, "/x", "shop.X", span=Span(0, 1, 1, 1, 1, 2)),
        fingerprint=f"v1:{number:032x}",
        accepted=accepted,
    )


def report(
    *findings: Finding,
    text: str = "{}",
    document: str = "a.avsc",
    failures: Sequence[Failure] = (),
    unread: Sequence[Unread] = (),
) -> Report:
    judgement = Judgement(
        Subject("a-value", "a", "value"),
        document,
        findings,
        "f" + "c" * (len(RULES) - 1),
        failures=tuple(failures),
        texts={document: text},
    )
    return Report(
        command="lint", policy="P", rules=RULES, judgements=[judgement, *unread]
    )


def shown(form: str, of: Report, view: View | None = None) -> str:
    out = io.StringIO()
    writer = import_module(f"avrotower.report.{form}").Writer
    written(of, [writer(of, out, view or View())])
    return out.getvalue()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """Run a golden case in another format."""

    def told(case: str, form: str) -> str:
        monkeypatch.chdir(GOLDEN / case / "input")
        arguments = (GOLDEN / case / "arguments").read_text(encoding="utf-8").split()
        return invoke(*arguments, "--format", form).out

    return told


def counts(case: str) -> int:
    """Return how many findings the JSON report of *case* has."""
    text = (GOLDEN / case / "json.out").read_text(encoding="utf-8")
    return sum(json.loads(text)["summary"]["severities"].values())


def unread(case: str) -> int:
    text = (GOLDEN / case / "json.out").read_text(encoding="utf-8")
    return len(json.loads(text)["summary"]["unread"])


@pytest.mark.parametrize("case", CASES)
def test_gitlab_gets_all_findings(case: str, run: Callable[[str, str], str]) -> None:
    entries = valid("gitlab", run(case, "gitlab"))

    assert len(entries) == counts(case) + unread(case)
    fingerprints = [entry["fingerprint"] for entry in entries]
    assert len(set(fingerprints)) == len(fingerprints)


@pytest.mark.parametrize("case", CASES)
def test_sarif_has_all_findings_each_with_its_rule(
    case: str, run: Callable[[str, str], str]
) -> None:
    (sarif,) = valid("sarif", run(case, "sarif"))["runs"]

    assert len(sarif["results"]) == counts(case)
    rules = sarif["tool"]["driver"]["rules"]
    for result in sarif["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert sarif["columnKind"] == "unicodeCodePoints"
    (invocation,) = sarif["invocations"]
    assert invocation["executionSuccessful"] == (unread(case) == 0)


@pytest.mark.parametrize("case", CASES)
def test_reviewdog_gets_all_findings(case: str, run: Callable[[str, str], str]) -> None:
    told = valid("rdjson", run(case, "rdjson"))

    assert len(told["diagnostics"]) == counts(case) + unread(case)


@pytest.mark.parametrize("case", CASES)
def test_checkstyle_has_all_findings(case: str, run: Callable[[str, str], str]) -> None:
    root = ET.fromstring(run(case, "checkstyle"))  # noqa: S314  our own text

    assert root.tag == "checkstyle"
    errors = root.findall("./file/error")
    assert len(errors) == counts(case) + unread(case)
    assert {error.attrib["severity"] for error in errors} <= {
        "error",
        "warning",
        "info",
    }
    assert all(int(error.attrib["line"]) >= 1 for error in errors)


@pytest.mark.parametrize("case", CASES)
def test_junit_counts_what_it_holds(case: str, run: Callable[[str, str], str]) -> None:
    text = run(case, "junit")
    told = json.loads((GOLDEN / case / "json.out").read_text(encoding="utf-8"))

    suites = JUnitXml.fromstring(text.encode())

    root = ET.fromstring(text)  # noqa: S314  our own text
    assert len(list(suites)) == told["summary"]["documents"] + unread(case)
    for suite in root.findall("testsuite"):
        for name, tag in (
            ("tests", "testcase"),
            ("failures", "testcase/failure"),
            ("errors", "testcase/error"),
            ("skipped", "testcase/skipped"),
        ):
            assert int(suite.attrib[name]) == len(suite.findall(tag))
    failed = {
        found["code"]
        for document in told["documents"]
        for found in document["findings"]
        if found["severity"] == "error"
    }
    names = {case.attrib["name"][:6] for case in root.findall(".//testcase[failure]")}
    assert names == failed


@pytest.mark.parametrize("case", CASES)
def test_every_line_of_jsonl_is_an_object_with_a_type(
    case: str, run: Callable[[str, str], str]
) -> None:
    lines = [json.loads(line) for line in run(case, "jsonl").splitlines()]

    kinds = [line["type"] for line in lines]
    assert kinds[0] == "run"
    assert kinds[-1] == "summary"
    assert kinds.count("finding") == counts(case)
    assert kinds.count("unread") == unread(case)


def test_sarif_helps_with_each_rule_by_its_page() -> None:
    (sarif,) = valid("sarif", shown("sarif", report()))["runs"]

    rule = next(r for r in sarif["tool"]["driver"]["rules"] if r["id"] == "KEY001")
    assert rule["name"] == "KeyOptionalField"
    assert "## Bad" in rule["help"]["markdown"]
    assert rule["defaultConfiguration"] == {"level": "error"}


@pytest.mark.parametrize(
    ("document", "uri"),
    [
        ("./a b.avsc", "a%20b.avsc"),
        ("c:d.avsc", "c%3Ad.avsc"),
        ("/x/größe.avsc", "file:///x/gr%C3%B6%C3%9Fe.avsc"),
        ("\udcff.avsc", "%FF.avsc"),
    ],
    ids=["space", "colon", "absolute", "no-utf-8"],
)
def test_sarif_names_files_by_references(document: str, uri: str) -> None:
    told = valid("sarif", shown("sarif", report(finding(document=document))))

    (result,) = told["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == uri


def test_sarif_gives_an_earlier_version_in_git_no_file() -> None:
    note = Related("before", Location("git:main:a.avsc", path="shop.X"))

    told = valid("sarif", shown("sarif", report(finding()._replace(related=(note,)))))

    (related,) = told["runs"][0]["results"][0]["relatedLocations"]
    assert related["logicalLocations"][0]["name"] == "git:main:a.avsc"
    assert "physicalLocation" not in related


@pytest.mark.parametrize(
    ("accepted", "kind"),
    [("waiver", "external"), ("baseline", "external"), ("inline", "inSource")],
)
def test_sarif_suppresses_what_is_accepted(accepted: str, kind: str) -> None:
    told = valid("sarif", shown("sarif", report(finding(accepted=accepted))))

    (result,) = told["runs"][0]["results"]
    assert [entry["kind"] for entry in result["suppressions"]] == [kind]


def test_reviewdog_counts_bytes() -> None:
    text = '{"größe": "x"}'
    place = Span(10, 13, 1, 11, 1, 14)
    found = finding()
    found = found._replace(location=found.location._replace(span=place))

    told = valid("rdjson", shown("rdjson", report(found, text=text)))

    assert told["diagnostics"][0]["location"]["range"] == {
        "start": {"line": 1, "column": 13},
        "end": {"line": 1, "column": 16},
    }


@pytest.mark.parametrize(
    ("fail_on", "failures"),
    [(None, 1), (Severity.WARNING, 1), (Severity.INFO, 1)],
    ids=["policy", "warning", "info"],
)
def test_junit_fails_what_fails_the_run(
    fail_on: Severity | None, failures: int
) -> None:
    text = shown("junit", report(finding()), View(fail_on=fail_on))

    assert text.count("<failure") == failures


def test_junit_tells_findings_below_the_threshold_in_a_case_that_passes() -> None:
    text = shown("junit", report(finding(Severity.WARNING)))

    case = ET.fromstring(text).find(".//testcase")  # noqa: S314  our own text
    assert case is not None
    assert [inner.tag for inner in case] == ["system-out"]
    assert "it is wrong" in (case[0].text or "")
    assert "<failure" in shown(
        "junit", report(finding(Severity.WARNING)), View(fail_on=Severity.WARNING)
    )


def annotations(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("::")]


@pytest.mark.parametrize(
    ("errors", "infos", "words", "last"),
    [
        (10, 10, {"error": 10, "notice": 10}, "it is wrong"),
        (11, 0, {"error": 10, "notice": 1}, "1 more error:"),
        (10, 11, {"error": 10, "notice": 10}, "2 more notices:"),
        (12, 10, {"error": 10, "notice": 10}, "2 more errors, 1 more notice:"),
    ],
    ids=["what-fits", "an-error-more", "a-notice-more", "errors-take-a-notice"],
)
def test_github_gets_what_it_shows_and_a_count_of_the_rest(
    errors: int, infos: int, words: dict[str, int], last: str
) -> None:
    found = [finding(number=number) for number in range(errors)]
    found += [finding(Severity.INFO, number=100 + number) for number in range(infos)]

    lines = annotations(shown("github", report(*found)))

    told = [line.split(" ", 1)[0].removeprefix("::") for line in lines]
    assert {word: told.count(word) for word in dict.fromkeys(told)} == words
    assert last in lines[-1]


def test_github_is_told_no_more_of_a_message_than_it_keeps() -> None:
    whole = finding(message="x" * 4_096)
    cut = finding(message="y" * 4_097, number=1)

    first, second = annotations(shown("github", report(whole, cut)))

    assert first.endswith("x" * 4_096)
    text = second.rpartition("::")[2].replace("%0A", "\n")
    assert len(text) == 4_096
    assert text.endswith(
        "y\n\u2026 avrotower explain, and the other formats, tell the rest"
    )


def test_github_annotations_have_the_place_of_the_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(GOLDEN / "key-finding" / "input")
    (line,) = annotations(
        invoke("lint", "--format", "github", "--select", "KEY001").out
    )

    place = "file=stock/key.avsc,line=6,endLine=6,col=31,endColumn=49,"
    assert line.startswith(f"::error {place}title=KEY001 key-optional-field::")


FORMATS: Final = (
    "text", "json", "jsonl", "github", "gitlab", "sarif", "junit", "checkstyle", "rdjson",
    "markdown", "html",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_texts_stay_texts(form: str) -> None:
    found = finding(message=HOSTILE, document=HOSTILE)
    made = report(found, text=f'"{HOSTILE}"', document=HOSTILE)

    text = shown(form, made)

    text.encode()
    if form in {"json", "sarif", "gitlab", "rdjson"}:
        json.loads(text)
    elif form in {"junit", "checkstyle"}:
        ET.fromstring(text)  # noqa: S314  our own text
    elif form == "jsonl":
        assert len([json.loads(line) for line in text.splitlines()]) == 3
    elif form == "github":
        assert len(annotations(text)) == 1
    else:
        assert not set("\x1b\x00\u202e\r") & set(text)
    if form in {"html", "junit", "checkstyle"}:
        assert "<b>" not in text


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_not_read_and_rules_that_failed_are_told(form: str) -> None:
    failure = Failure("KEY002", "a.avsc", "ValueError: oh no", "Trace")
    lost = Unread("gone.avsc", "is a directory", "name files")

    text = shown(form, report(failures=[failure], unread=[lost]))

    for word in ("KEY002", "oh no", "gone.avsc", "is a directory"):
        assert word in text


@pytest.mark.parametrize(
    "form", [f for f in FORMATS if f not in {"json", "jsonl", "sarif"}]
)
@pytest.mark.parametrize("channel", ["waiver", "baseline", "inline"])
def test_an_accepted_finding_is_told_marked_where_that_is_asked(
    form: str, channel: str
) -> None:
    def accepted() -> Report:
        return report(finding(accepted=channel))

    assert "it is wrong" not in shown(form, accepted())
    told = shown(form, accepted(), View(accepted=True))
    assert "it is wrong" in told
    assert channel in told
    assert "<failure" not in told
    assert "::error" not in told


def test_an_accepted_finding_is_in_json_always() -> None:
    for form in ("json", "jsonl", "sarif"):
        assert "it is wrong" in shown(form, report(finding(accepted="waiver")))


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_writes_alone_what_it_writes_beside_others(form: str) -> None:
    alone, beside, other = io.StringIO(), io.StringIO(), io.StringIO()
    module = import_module(f"avrotower.report.{form}")

    summary = module.write(report(finding()), alone)
    made = report(finding())
    text = import_module("avrotower.report.text")
    written(made, [module.Writer(made, beside), text.Writer(made, other)])

    assert summary.severities == {Severity.ERROR: 1}
    assert alone.getvalue() == beside.getvalue()
    assert "KEY001" in other.getvalue()


def offset(text: str, line: int, column: int, *, in_bytes: bool) -> int:
    """Return where *line* and *column* stand, in bytes or in code points."""
    lines = text.split("\n")
    before = sum(len(each) + 1 for each in lines[: line - 1])
    here = lines[line - 1]
    if in_bytes:
        return before + len(here.encode()[: column - 1].decode())
    return before + column - 1


KEYS = """{"type": "record", "name": "K", "doc": "größe", "fields": [
  {"name": "a", "doc": "größe", %s}]}
"""


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("KEY002", '"type": "int", "default": 1', '"type": "int"'),
        (
            "AVR009",
            '"type": ["null",\n  "int"], "default": 1',
            '"type": ["int",\n  "null"], "default": 1',
        ),
    ],
    ids=["removed", "moved-over-two-lines"],
)
def test_a_fix_can_be_applied_by_who_reads_the_report(
    code: str,
    before: str,
    after: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    before, after = KEYS % before, KEYS % after
    (tmp_path / "stock-key.avsc").write_text(before, encoding="utf-8")
    run = ("lint", "--select", code, "--format")

    (diagnostic,) = valid("rdjson", invoke(*run, "rdjson").out)["diagnostics"]
    (result,) = valid("sarif", invoke(*run, "sarif").out)["runs"][0]["results"]

    (suggestion,) = diagnostic["suggestions"]
    places = [suggestion["range"][end] for end in ("start", "end")]
    start, end = (
        offset(before, at["line"], at["column"], in_bytes=True) for at in places
    )
    assert before[:start] + suggestion["text"] + before[end:] == after
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "stock-key.avsc"
    text = before
    for new in reversed(change["replacements"]):
        at = new["deletedRegion"]
        start = offset(before, at["startLine"], at["startColumn"], in_bytes=False)
        end = offset(before, at["endLine"], at["endColumn"], in_bytes=False)
        text = text[:start] + new["insertedContent"]["text"] + text[end:]
    assert text == after


def test_a_fix_that_says_no_change_is_told_in_words_only() -> None:
    found = finding()._replace(fix=Fix("display", "turn it round"))

    (result,) = valid("sarif", shown("sarif", report(found)))["runs"][0]["results"]

    assert "fixes" not in result
    assert "fix: turn it round" in result["message"]["text"]


def test_a_fix_that_does_not_fit_the_text_is_told_in_words_only() -> None:
    change = Change("replace", "/gone", "1")
    found = finding()._replace(fix=Fix("unsafe", "turn it round", changes=(change,)))

    told = valid("rdjson", shown("rdjson", report(found)))

    (diagnostic,) = told["diagnostics"]
    assert "suggestions" not in diagnostic
    assert "fix (unsafe): turn it round" in diagnostic["message"]
