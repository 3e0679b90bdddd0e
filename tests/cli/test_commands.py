"""Every command: files, arguments, exit code, output."""

import json
from collections import Counter
from pathlib import Path

import pytest
from program import Outcome, invoke
from shop import (
    CUT_OFF,
    KEY,
    KEY_WITH_DOC,
    KEY_WITH_NULL,
    VALUE,
    VALUE_WITH_LONG,
    VALUE_WITHOUT_TIME,
)

from avrotower import __version__
from avrotower.catalogue import RULES

SHOP = {
    "stock/key.avsc": KEY,
    "stock/value.avsc": VALUE,
    "bad/key.avsc": KEY_WITH_NULL.replace("StockKey", "BadKey"),
    "old/stock/value.avsc": VALUE_WITH_LONG,
    "old/stock/key.avsc": KEY_WITH_DOC,
    "weak/value.avsc": VALUE_WITHOUT_TIME.replace('"Stock"', '"Weak"'),
    "cut/value.avsc": CUT_OFF,
    "empty/readme.txt": "nothing here",
    "idl/price.avdl": "protocol P {}",
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in SHOP.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def tell(outcome: Outcome) -> str:
    return outcome.out + outcome.err


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("lint stock", 0, "2 documents, no findings"),
        ("lint stock/key.avsc", 0, "1 document, no findings"),
        ("lint stock stock/key.avsc ./stock", 0, "2 documents, no findings"),
        ("lint bad", 1, "bad/key.avsc:6:31: error KEY001 key-optional-field"),
        ("lint stock bad", 1, "1 error in 1 of 3 documents"),
        ("lint", 1, "in 3 of 7 documents"),
        ("lint weak", 0, "in 1 of 1 document"),
        ("lint cut", 1, "error AVR001 invalid-json"),
        ("lint empty", 0, "no documents found: nothing was judged"),
        ("lint stock --format json", 0, '"documents":2'),
        ("lint bad --format json", 1, '"code":"KEY001"'),
        ("lint stock --jobs 2", 0, "2 documents, no findings"),
        ("lint nowhere", 3, "nowhere: not read: there is no such file"),
        ("lint stokc", 3, "did you mean stock?"),
        ("lint bad/kye.avsc", 3, "did you mean bad/key.avsc?"),
        ("lint nowhere bad", 3, "1 error in 1 of 1 document, 1 file not read"),
        ("lint idl/price.avdl", 3, "compile it to .avsc with avro-tools"),
        ("breaking --against dir:old stock", 1, "KEY009 key-schema-changed"),
        ("breaking --against dir:old stock/value.avsc", 1, "int cannot read long"),
        ("breaking --against dir:stock stock", 0, "2 documents, no findings"),
        ("breaking --against dir:old stock/value.avsc --level NONE", 0, "no findings"),
        ("breaking --against dir:old stock/value.avsc --level none", 0, "no findings"),
        ("breaking --against dir:empty stock", 0, "2 documents, no findings"),
        ("breaking --against dir:stock nowhere", 3, "nowhere: not read"),
        (
            "breaking stock",
            2,
            "there is nothing to compare with; name it with --against",
        ),
        ("breaking --against dir:nowhere stock", 2, "'nowhere' does not exist"),
        ("breaking --against dir:idl/price.avdl stock", 2, "is no directory"),
        ("breaking --against old stock", 2, "did you mean dir:old?"),
        ("breaking --against main stock", 2, "write dir:PATH, git:REF"),
        ("breaking --against git: stock", 2, "write dir:PATH, git:REF"),
        ("breaking --against git:main stock", 3, "in no git repository"),
        ("breaking --against dir:old --level FUL stock", 2, "is not one of"),
        ("explain KEY001", 0, "# KEY001 key-optional-field"),
        ("explain key001", 0, "# KEY001 key-optional-field"),
        ("explain key-optional-field", 0, "# KEY001 key-optional-field"),
        ("explain KEY01", 2, "did you mean KEY001"),
        ("explain key-optionl-field", 2, "did you mean key-optional-field?"),
        ("explain", 2, "Missing argument"),
        ("explain bad/key.avsc:6:31", 0, "# KEY001 key-optional-field"),
        ("explain ./bad/key.avsc:6", 0, "# KEY001 key-optional-field"),
        ("explain bad/key.avsc:6:30", 2, "there is no finding bad/key.avsc:6:30"),
        ("explain bad/key.avsc:7", 2, "there is no finding"),
        ("explain stock/key.avsc:1 --against dir:old stock", 0, "# KEY009"),
        ("explain v1:abc", 2, "too short"),
        ("explain v1:00000000", 2, "there is no finding v1:00000000"),
        ("rules", 0, "KEY001"),
        ("rules --family KEY", 0, "KEY009"),
        ("rules --family key", 0, "KEY009"),
        ("rules --family KYE", 2, "there are AVR, CMP, "),
        ("rules extra", 2, "unexpected extra argument"),
        ("--version", 0, f"avrotower {__version__}"),
        ("lnit", 2, "there is no command 'lnit'; did you mean lint or init?"),
        ("frobnicate", 2, "there is no command 'frobnicate'"),
        ("lint --fromat json", 2, "Did you mean '--format'?"),
        ("--verison", 2, "Did you mean '--version'?"),
        ("lint --format jsn", 2, "'text', 'json'"),
        ("lint --jobs 0", 2, "0 is not in the range"),
        ("lint --jobs two", 2, "'two' is not a valid integer"),
        ("lint --stdin-filename x.avsc stock", 2, "needs the path - for standard"),
        ("", 2, "Commands:"),
    ],
    ids=lambda value: value if isinstance(value, str) else str(value),
)
def test_a_command_answers(line: str, code: int, says: str) -> None:
    outcome = invoke(*line.split())

    assert outcome.code == code, tell(outcome)
    assert says in tell(outcome)
    assert "Traceback" not in tell(outcome)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("arguments", "text", "code", "says"),
    [
        (["-"], KEY_WITH_NULL.replace("Stock", "Lonely"), 0, "stdin.avsc"),
        (["-", "--stdin-filename", "stock/key.avsc"], KEY_WITH_NULL, 1, "KEY001"),
        (["-", "--stdin-filename", "a/stock-key.avsc"], KEY, 0, "no findings"),
        (["-", "stock"], KEY, 0, "3 documents"),
        (["-"], "", 1, "the text is empty"),
        (["-"], " " * 1_100_000, 1, "more than 1,048,576 bytes"),
    ],
    ids=["named-by-us", "named", "clean", "beside-files", "empty", "huge"],
)
def test_standard_input_is_judged_like_a_file(
    arguments: list[str], text: str, code: int, says: str
) -> None:
    outcome = invoke("lint", *arguments, stdin=text.encode())

    assert outcome.code == code, tell(outcome)
    assert says in tell(outcome)


@pytest.mark.usefixtures("shop")
def test_errors_go_to_standard_error_and_reports_to_standard_output() -> None:
    wrong, right = invoke("lint", "--nope"), invoke("lint", "bad")

    assert (wrong.out, right.err) == ("", "")


@pytest.mark.usefixtures("shop")
def test_a_finding_is_explained_by_the_beginning_of_its_fingerprint() -> None:
    report = json.loads(invoke("lint", "bad", "--format", "json").out)
    (finding,) = report["documents"][0]["findings"]

    outcome = invoke("explain", finding["fingerprint"][:9], "bad")

    assert outcome.code == 0
    assert outcome.out.startswith("bad/key.avsc:6:31: error KEY001")
    assert f"  fingerprint: {finding['fingerprint']}\n" in outcome.out
    assert "# KEY001 key-optional-field" in outcome.out


def test_two_findings_that_fit_a_beginning_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for number in range(1000):  # of 65,536 beginnings, two are the same
        text = KEY_WITH_NULL.replace("StockKey", f"K{number}")
        (tmp_path / f"t{number}-key.avsc").write_text(text)
    report = json.loads(invoke("lint", "--format", "json").out)
    prints = [f["fingerprint"] for d in report["documents"] for f in d["findings"]]
    by_start = Counter(each[:7] for each in prints)
    start, count = by_start.most_common(1)[0]

    outcome = invoke("explain", start)

    assert count > 1
    assert outcome.code == 2
    assert f"{start} fits {start}" in outcome.err


@pytest.mark.usefixtures("shop")
def test_the_list_of_rules_is_the_catalogue() -> None:
    listed = json.loads(invoke("rules", "--format", "json").out)
    lines = invoke("rules").out.splitlines()

    assert [rule["code"] for rule in listed] == [rule.code for rule in RULES]
    assert [line.split()[0] for line in lines] == [rule.code for rule in RULES]


def test_a_path_with_a_colon_and_a_number_is_a_place_and_not_a_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a:1-key.avsc").write_text(KEY_WITH_NULL)

    assert invoke("explain", "a:1-key.avsc:6:31").code == 0
