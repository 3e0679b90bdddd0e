"""Whole runs over real files."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from avrotower.engine.result import Judgement, Report, Unread
from avrotower.engine.run import lint


def record(name: str, *fields: dict[str, Any], **attributes: Any) -> str:
    return json.dumps(
        {
            "type": "record",
            "name": name,
            "namespace": "shop",
            "doc": "Of the shop.",
            "fields": [{"doc": "As printed.", **field} for field in fields],
            **attributes,
        }
    )


ID = {"name": "id", "type": {"type": "string", "logicalType": "uuid"}}
TIME = {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}}
VALUE = record("Price", ID, TIME)
STORE = {"name": "store", "type": "string"}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def codes(judgement: Judgement) -> list[str]:
    return [finding.code for finding in judgement.findings]


def judged(report: Report) -> dict[str, Judgement]:
    return {judgement.document: judgement for judgement in report}


def test_a_clean_value_is_clean_and_says_what_was_skipped(shop: Path) -> None:
    (shop / "price-value.avsc").write_text(VALUE)

    report = lint(["."])
    (judgement,) = judged(report).values()

    assert codes(judgement) == []
    assert {skip.input for skip in judgement.skipped} == {"history"}
    assert "CMP001" in {skip.code for skip in judgement.skipped}
    assert len(judgement.states) == len(report.rules)


def test_every_rule_has_exactly_one_state(shop: Path) -> None:
    (shop / "price-key.avsc").write_text(record("Key", {**STORE, "default": ""}))

    report = lint(["."])
    (judgement,) = judged(report).values()
    states = dict(zip((r.code for r in report.rules), judgement.states, strict=True))

    assert states["KEY002"] == "f"
    assert states["KEY001"] == "c"
    assert states["VAL001"] == "n"
    assert states["KEY009"] == "s"


def test_a_finding_has_a_place_in_its_text(shop: Path) -> None:
    (shop / "price-key.avsc").write_text(record("Key", {**STORE, "default": "7"}))

    (judgement,) = lint(["."])
    (finding,) = judgement.findings
    span = finding.location.span

    assert span is not None
    assert judgement.texts[finding.location.document][span.start : span.end] == '"7"'


def test_a_type_that_others_use_need_not_have_an_id(shop: Path) -> None:
    (shop / "money.avsc").write_text(record("Money", {"name": "a", "type": "long"}))
    price = record("Price", ID, TIME, {"name": "m", "type": "Money"})
    (shop / "price-value.avsc").write_text(price)

    found = judged(lint(["."]))

    assert codes(found["money.avsc"]) == []
    assert found["money.avsc"].subject.kind == "shared"
    assert codes(found["price-value.avsc"]) == []


def test_a_clean_guess_is_told_too(shop: Path) -> None:
    (shop / "price.avsc").write_text(VALUE)
    (shop / "money.avsc").write_text(record("MoneyKey", {"name": "a", "type": "long"}))
    uses = record("Total", ID, TIME, {"name": "m", "type": "MoneyKey"})
    (shop / "total.avsc").write_text(uses)

    found = judged(lint(["."]))

    assert {name: judgement.subject.kind for name, judgement in found.items()} == {
        "price.avsc": "unknown",
        "money.avsc": "shared",
        "total.avsc": "unknown",
    }


def test_a_protocol_is_judged_type_by_type(shop: Path) -> None:
    types = [json.loads(record("Money", {"name": "a-b", "type": "long"}))]
    protocol = {"protocol": "Shop", "namespace": "shop", "types": types}
    (shop / "shop.avpr").write_text(json.dumps(protocol))

    (judgement,) = lint(["."])

    assert codes(judgement) == ["AVR004"]
    assert judgement.subject.name == "shop.Shop"


def test_a_file_that_disappears_in_between_is_told(shop: Path) -> None:
    (shop / "a.avsc").write_text(record("A", {"name": "b", "type": "B"}))
    (shop / "c.avsc").write_text(VALUE)
    report = lint(["."], jobs=1)
    judgements = iter(report)
    # The first look is over when the first judgement comes.
    first = next(judgements)
    (shop / "a.avsc").unlink()

    assert first.document == "c.avsc"
    assert list(judgements) == []
    assert [item.document for item in report.summary.unread] == ["a.avsc"]


def test_a_report_can_be_watched(shop: Path) -> None:
    (shop / "price.avsc").write_text(VALUE)
    seen: list[str] = []
    report = lint(["."])

    def watch(judgements: Iterator[Judgement | Unread]) -> Iterator[Judgement | Unread]:
        for judgement in judgements:
            seen.append(judgement.document)
            yield judgement

    report.watch(watch)

    assert len(list(report)) == 1
    assert seen == ["price.avsc"]


def test_one_file_gets_the_findings_that_it_gets_among_all(shop: Path) -> None:
    (shop / ".git").mkdir()
    (shop / "money.avsc").write_text(record("Money", {"name": "a", "type": "long"}))
    price = record("Price", ID, TIME, {"name": "m", "type": "Money"})
    (shop / "price-value.avsc").write_text(price)
    (shop / "lonely.avsc").write_text(record("Lonely", {"name": "a", "type": "long"}))

    whole = judged(lint(["."]))

    for name in ("money.avsc", "price-value.avsc", "lonely.avsc"):
        (alone,) = judged(lint([name])).values()
        assert alone.findings == whole[name].findings


def test_several_processes_say_the_same_as_one(shop: Path) -> None:
    for number in range(40):
        text = record(f"K{number}", {**STORE, "default": "x"}) if number % 3 else VALUE
        (shop / f"t{number}-key.avsc").write_text(text)

    one = list(lint(["."], jobs=1))
    two = list(lint(["."], jobs=2))

    assert one == two
    assert any(judgement.findings for judgement in one)


@pytest.mark.usefixtures("shop")
def test_standard_input_is_judged_under_the_name_it_stands_for() -> None:
    text = record("Key", {**STORE, "default": "x"}).encode()

    report = lint(["-"], stdin=(text, "price-key.avsc"))
    (judgement,) = report

    assert codes(judgement) == ["KEY002"]
    assert judgement.document == "price-key.avsc"


def test_what_cannot_be_read_is_told_and_the_rest_is_judged(shop: Path) -> None:
    (shop / "price-value.avsc").write_text(VALUE)
    (shop / "loop.avsc").symlink_to("loop.avsc")
    (shop / "gone.avsc").symlink_to("nowhere.avsc")
    os.mkfifo(shop / "pipe.avsc")

    report = lint([".", "missing.avsc"])
    found = judged(report)
    unread = {item.document: item for item in report.summary.unread}

    assert codes(found["price-value.avsc"]) == []
    assert {"loop.avsc", "gone.avsc", "missing.avsc"} <= set(unread)
    assert all(item.reason and item.remedy for item in unread.values())


def test_a_fingerprint_survives_other_orders_of_keys_and_of_definitions(
    shop: Path,
) -> None:
    inner = record("A", {"name": "x-y", "type": "long", "default": "0"})
    first = {"name": "a", "type": json.loads(inner)}
    second = {"name": "b", "type": ["string", "null"], "default": None}
    (shop / "r.avsc").write_text(record("R", first, second))
    (before,) = lint(["r.avsc"])
    turned = json.loads(record("R", second, first))
    turned = dict(reversed(turned.items()))
    turned["fields"] = [dict(reversed(field.items())) for field in turned["fields"]]
    (shop / "r.avsc").write_text(json.dumps(turned, indent=1))
    (after,) = lint(["r.avsc"])

    def prints(judgement: Judgement) -> set[tuple[str, str]]:
        return {(f.code, f.fingerprint) for f in judgement.findings}

    assert {code for code, _ in prints(before)} == {
        *("AVR004", "AVR008", "AVR009", "VAL001", "VAL003")
    }
    assert prints(before) == prints(after)


def test_a_fingerprint_does_not_survive_another_name(shop: Path) -> None:
    text = record("Lonely", {"name": "a-b", "type": "long"})
    prints: set[str] = set()
    for changed in (text, text.replace("a-b", "b-a"), text.replace("Lonely", "Other")):
        (shop / "r.avsc").write_text(changed)
        (judgement,) = lint(["r.avsc"])
        (print_,) = (f.fingerprint for f in judgement.findings if f.code == "AVR004")
        prints.add(print_)

    assert len(prints) == 3


def test_a_fingerprint_survives_layout_and_a_new_file_name(shop: Path) -> None:
    text = record("Lonely", {"name": "a", "type": "long"})
    (shop / "a.avsc").write_text(text)
    (first,) = lint(["a.avsc"])
    (shop / "a.avsc").rename(shop / "b.avsc")
    (shop / "b.avsc").write_text(json.dumps(json.loads(text), indent=4))
    (second,) = lint(["b.avsc"])

    assert first.findings
    assert [f.fingerprint for f in first.findings] == [
        f.fingerprint for f in second.findings
    ]


@pytest.mark.parametrize("word", ["info", "warning", "error"])
def test_a_policy_lowers_and_raises_a_severity(shop: Path, word: str) -> None:
    (shop / "avrotower.toml").write_text(f"lint.severity = {{ DOC002 = '{word}' }}\n")
    (shop / "price-value.avsc").write_text(VALUE.replace('"As printed."', '""'))

    (judgement,) = judged(lint(["."])).values()

    assert {it.severity.word for it in judgement.findings} == {word}
