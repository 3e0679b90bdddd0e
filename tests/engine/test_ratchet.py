"""Findings that the latest version has already, and inputs that a policy demands."""

import json
from pathlib import Path
from typing import Any

import pytest
from program import invoke

from avrotower.engine.evolution import breaking
from avrotower.engine.result import Judgement

RATCHET = '[lint]\nratchet = "history"\n'


def record(name: str, *fields: dict[str, Any], **attributes: Any) -> str:
    return json.dumps(
        {"type": "record", "name": name, "fields": list(fields), **attributes}
    )


def field(name: str, type_: Any = "long", **attributes: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, **attributes}


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def judged(policy: str, name: str, *versions: str) -> Judgement:
    """Return what `breaking` says of the last of *versions* under *policy*."""
    write("avrotower.toml", policy)
    *earlier, now = versions
    for number, text in enumerate(earlier, start=1):
        write(f"v{number}/{name}", text)
    write(f"now/{name}", now)
    against = [f"dir:v{number}" for number in range(1, len(versions))]
    report = breaking(["now"], against=against)
    (judgement,) = report
    assert report.summary.failures == []
    return judgement


def told(judgement: Judgement) -> list[tuple[str, str]]:
    return [(finding.code, finding.accepted) for finding in judgement.findings]


TRANSITIVE = '[compat]\nlevel = "BACKWARD_TRANSITIVE"\n'
BROKEN = (
    record("Price", field("net")),
    record("Price", field("net"), field("tax")),
)


def test_a_break_that_the_latest_version_has_is_inherited() -> None:
    now = record("Price", field("net"), field("tax"), doc="A price.")

    counting = judged(TRANSITIVE, "price-value.avsc", *BROKEN, now)
    assert told(counting) == [("CMP001", "")]

    ratchet = judged(RATCHET + TRANSITIVE, "price-value.avsc", *BROKEN, now)
    assert told(ratchet) == [("CMP001", "inherited")]


def test_a_new_break_counts_beside_an_inherited_one() -> None:
    now = record("Price", field("net"), field("tax"), field("fee"))

    found = judged(RATCHET + TRANSITIVE, "price-value.avsc", *BROKEN, now)

    assert told(found) == [("CMP001", "inherited"), ("CMP001", "")]


def enum(*symbols: str) -> dict[str, Any]:
    return {"type": "enum", "name": "Unit", "symbols": [*symbols]}


def test_a_break_with_the_latest_version_is_new_whatever_was_broken_before() -> None:
    versions = [
        record("Price", field("unit", enum(*symbols))) for symbols in ("ABC", "AB", "A")
    ]

    found = judged(RATCHET + TRANSITIVE, "price-value.avsc", *versions)

    counting = [finding for finding in found.findings if not finding.accepted]
    assert any("dir:v2" in finding.message for finding in counting)
    assert {finding.code for finding in found.findings} == {"CMP004"}


def test_each_change_of_a_key_is_new() -> None:
    versions = [record("StockKey", field("item", doc=str(n))) for n in range(3)]

    found = judged(RATCHET, "stock-key.avsc", *versions)

    assert told(found) == [("KEY009", "")]


def test_a_fault_of_the_text_is_inherited_and_a_new_one_is_not() -> None:
    had = record("Price", field("a"), field("a"))
    now = record("Price", field("a"), field("a"), field("b"), field("b"))

    found = judged(RATCHET, "price-value.avsc", had, now)

    assert ("AVR007", "inherited") in told(found)
    assert ("AVR007", "") in told(found)


def test_complaints_about_names_are_inherited_too() -> None:
    had = record("Price", field("net-sum"))
    now = record("Price", field("net-sum"), field("tax", default=0))

    found = judged(RATCHET, "price-value.avsc", had, now)

    assert told(found) == [("AVR004", "inherited")]


def test_a_text_that_is_no_schema_is_never_inherited() -> None:
    text = '{"type": "record", "name": "Price"}'

    found = judged(RATCHET, "price-value.avsc", text, text)

    assert told(found) == [("AVR003", "")]


def test_inherited_findings_are_shown_and_do_not_count() -> None:
    now = record("Price", field("net"), field("tax"), doc="A price.")
    judged(RATCHET + TRANSITIVE, "price-value.avsc", *BROKEN, now)
    against = ("--against", "dir:v1", "--against", "dir:v2")

    done = invoke("breaking", *against, "--show-accepted", "now")

    assert done.code == 0
    assert "(inherited: the latest version has it)" in done.out
    assert "1 accepted (1 inherited)" in done.out
    report = json.loads(invoke("breaking", *against, "now", "--format", "json").out)
    assert report["summary"]["accepted"]["inherited"] == 1


# Required inputs

REQUIRING = '[lint]\nrequire-inputs = ["history"]\n'


def test_a_required_input_that_is_missing_fails_the_run() -> None:
    write("avrotower.toml", REQUIRING)
    write("price-value.avsc", record("PriceEvent", field("id")))

    done = invoke("lint", "--quiet")

    assert done.code == 3
    assert "avrotower.toml: not judged: " in done.out
    assert "without history, which [lint] require-inputs demands" in done.out
    assert "no history is given" in done.out


def test_it_fails_no_run_that_has_it() -> None:
    write("avrotower.toml", REQUIRING)
    write("now/price-value.avsc", record("PriceEvent", field("id")))
    write("old/price-value.avsc", record("PriceEvent", field("id")))

    assert invoke("breaking", "--against", "dir:old", "now").code == 0


def test_it_fails_no_run_whose_rules_need_it_not() -> None:
    write("avrotower.toml", REQUIRING)
    write("stock-key.avsc", record("StockKey", field("item")))

    assert invoke("lint", "--select", "KEY001").code == 0


def test_findings_do_not_hide_that_an_input_is_missing() -> None:
    write("avrotower.toml", REQUIRING)
    write("stock-key.avsc", record("StockKey", field("item", ["null", "long"])))

    assert invoke("lint").code == 3
    assert invoke("lint", "--no-config").code == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("json", '"what":"not judged"'),
        ("jsonl", '"what":"not judged"'),
        ("github", "::error file=avrotower.toml"),
        ("sarif", '"executionSuccessful":false'),
        ("junit", "not judged: "),
        ("markdown", "require-inputs demands"),
        ("html", "require-inputs demands"),
    ],
)
def test_every_format_says_so(form: str, words: str) -> None:
    write("avrotower.toml", REQUIRING)
    write("price-value.avsc", record("PriceEvent", field("id")))

    done = invoke("lint", "--format", form)

    assert done.code == 3
    assert words in done.out.replace('": ', '":')
