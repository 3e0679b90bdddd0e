"""What a policy declares of topics and kinds, from the file to the finding."""

import json
from pathlib import Path
from typing import Any

import pytest

from avrotower.engine.evolution import breaking
from avrotower.engine.result import Judgement, Report
from avrotower.engine.run import lint


def record(name: str, *fields: str, **attributes: Any) -> str:
    written = [{"name": field, "type": "long"} for field in fields]
    return json.dumps({"type": "record", "name": name, "fields": written, **attributes})


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def write(**texts: str) -> None:
    for name, text in texts.items():
        Path(f"{name.replace('_', '-')}.avsc").write_text(text, encoding="utf-8")


def policy(text: str) -> None:
    Path("avrotower.toml").write_text(text, encoding="utf-8")


def judgements(report: Report) -> dict[str, Judgement]:
    found = {judgement.document: judgement for judgement in report}
    assert report.summary.failures == []
    return found


def codes(report: Report, document: str) -> set[str]:
    return {finding.code for finding in judgements(report)[document].findings}


def test_an_id_in_the_key_is_looked_for_there() -> None:
    write(stock_value=record("Stock", "pieces"), stock_key=record("StockKey", "item"))
    topic = '[topics.stock]\nkind = "entity"\nid-in = "key"\n'

    policy(f'{topic}[rules.VAL001]\npaths = ["key:item"]\n')
    assert "VAL001" not in codes(lint(["."]), "stock-value.avsc")

    policy(f'{topic}[rules.VAL001]\npaths = ["key:sku"]\n')
    found = judgements(lint(["."]))["stock-value.avsc"].findings
    (missing,) = [finding for finding in found if finding.code == "VAL001"]
    assert "stock has it in the key, says id-in, and the key has no sku" in (
        missing.message
    )


def test_an_entity_is_found_by_its_key_unless_it_has_none() -> None:
    write(stock_value=record("Stock", "pieces"))

    policy('[topics.stock]\nkind = "entity"\n')
    assert "VAL001" not in codes(lint(["."]), "stock-value.avsc")

    policy('[topics.stock]\nkind = "entity"\nkey = "none"\n')
    assert "VAL001" in codes(lint(["."]), "stock-value.avsc")


def test_two_topics_of_one_kind_may_keep_their_ids_elsewhere() -> None:
    write(
        stock_value=record("Stock", "pieces"),
        price_value=record("Price", "net"),
    )
    policy(
        '[topics.stock]\nkind = "event"\nid-in = "header"\n'
        '[topics.price]\nkind = "event"\n'
    )
    found = judgements(lint(["."]))

    by_code = {
        path: {finding.code for finding in judgement.findings}
        for path, judgement in found.items()
    }
    assert "VAL001" not in by_code["stock-value.avsc"]
    assert "VAL001" in by_code["price-value.avsc"]


def compare(before: str, after: str) -> Judgement:
    Path("old").mkdir()
    Path("old/stock-key.avsc").write_text(before, encoding="utf-8")
    write(stock_key=after)
    report = breaking(["stock-key.avsc"], against=["dir:old"])
    return judgements(report)["stock-key.avsc"]


THAWED = "[topics.stock]\nfrozen-key = false\n"
BEFORE = record("StockKey", "item")


def test_a_key_that_is_not_frozen_may_change_its_text() -> None:
    policy(THAWED)

    judgement = compare(BEFORE, record("StockKey", "item", doc="Where stock lies"))

    assert judgement.findings == ()


def test_such_a_key_owes_readers_the_strictest_level() -> None:
    policy(THAWED)

    judgement = compare(BEFORE, record("StockKey", "item", "store"))

    (finding,) = judgement.findings
    assert finding.code == "CMP001"
    assert "level FULL_TRANSITIVE" in finding.message


def test_keys_of_other_topics_stay_frozen() -> None:
    policy("[topics.price]\nfrozen-key = false\n")

    judgement = compare(BEFORE, record("StockKey", "item", doc="Where stock lies"))

    assert [finding.code for finding in judgement.findings] == ["KEY009"]


def test_the_freeze_is_not_applicable_to_a_key_without_it() -> None:
    policy(THAWED)
    Path("old").mkdir()
    Path("old/stock-key.avsc").write_text(BEFORE, encoding="utf-8")
    write(stock_key=BEFORE)
    report = breaking(["stock-key.avsc"], against=["dir:old"])

    (judgement,) = report

    at = [rule.code for rule in report.rules].index("KEY009")
    assert judgement.state(at) == "not applicable"


OVERRIDE = "[[overrides]]\ntopics = ['stok']\nfail-on = 'warning'\n"


def unmatched(*paths: str) -> list[str]:
    found = judgements(lint(paths)).values()
    return [
        f"{finding.location.document}: {finding.message}"
        for judgement in found
        for finding in judgement.findings
        if finding.code == "LNT006"
    ]


def test_a_pattern_without_match_is_told_by_a_run_over_the_whole_project() -> None:
    write(stock_value=record("Stock", "id"))
    policy(OVERRIDE)

    assert unmatched(".") == [
        'avrotower.toml: "stok" matches no topic; did you mean "stock"?'
    ]
    assert unmatched("stock-value.avsc") == []


def test_a_pattern_that_matches_is_not_told() -> None:
    write(stock_value=record("Stock", "id"))
    policy(OVERRIDE.replace("stok", "st*k"))

    assert unmatched(".") == []


def test_a_pattern_of_an_extended_policy_is_not_told() -> None:
    write(stock_value=record("Stock", "id"))
    Path("base.toml").write_text(OVERRIDE, encoding="utf-8")
    policy("extends = ['base.toml']\n")

    assert unmatched(".") == []


def test_a_document_that_cannot_be_read_leaves_the_pattern_open() -> None:
    write(stock_value=record("Stock", "id"))
    Path("stok-value.avsc").symlink_to("nowhere.avsc")
    policy(OVERRIDE)

    assert unmatched(".") == []


def test_a_rule_that_is_off_tells_no_pattern() -> None:
    write(stock_value=record("Stock", "id"))
    policy(f"{OVERRIDE}[lint]\nextend-ignore = ['LNT006']\n")

    assert unmatched(".") == []
