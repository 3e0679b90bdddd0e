"""Whole runs of `breaking` against directories."""

import json
from pathlib import Path
from typing import Any

import pytest
from git_program import git

from avrotower.engine.evolution import breaking
from avrotower.engine.result import Judgement, Report
from avrotower.engine.run import lint
from avrotower.errors import PolicyError, ProjectError
from avrotower.finding import Severity


def record(name: str, *fields: str, **attributes: Any) -> str:
    written = [{"name": field, "type": "long"} for field in fields]
    return json.dumps({"type": "record", "name": name, "fields": written, **attributes})


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(directory: str, **texts: str) -> None:
    for name, text in texts.items():
        path = Path(directory, name.replace("_", "-") + ".avsc")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def judged(report: Report) -> dict[str, Judgement]:
    found = {judgement.document: judgement for judgement in report}
    assert report.summary.failures == []
    return found


def messages(judgement: Judgement) -> list[str]:
    return [f"{finding.code} {finding.message}" for finding in judgement.findings]


@pytest.mark.usefixtures("shop")
def test_a_break_is_told_with_both_places() -> None:
    write("old", price_value=record("Price", "net"))
    write("new", price_value=record("Price", "net", "tax"))

    (judgement,) = judged(breaking(["new"], against=["dir:old"])).values()
    (finding,) = judgement.findings
    (related,) = finding.related

    assert finding.code == "CMP001"
    assert finding.message.endswith("(new reads old, version dir:old; level BACKWARD)")
    assert finding.location.pointer == "/fields/1"
    assert finding.location.span is not None
    assert related.location.document == "old/price-value.avsc"
    assert related.location.span is not None
    assert set(judgement.texts) == {"new/price-value.avsc", "old/price-value.avsc"}


@pytest.mark.usefixtures("shop")
def test_a_document_without_an_earlier_version_is_clean_and_not_skipped() -> None:
    write("old", other_value=record("Other"))
    write("new", price_value=record("Price"), price_key=record("PriceKey"))

    report = breaking(["new"], against=["dir:old"])
    found = judged(report)

    assert all(judgement.findings == () for judgement in found.values())
    assert report.summary.states["skipped"] == 0
    assert report.summary.skipped == {}


@pytest.mark.usefixtures("shop")
def test_several_states_are_versions_in_their_order() -> None:
    write("v1", price_value=record("Price", "net", "tax"))
    write("v2", price_value=record("Price", "net"))
    write("v3", price_value=record("Price", "net", "fee"))
    write("new", price_value=record("Price", "net", "fee", "tax"))
    against = ["dir:v1", "dir:v2", "dir:v3"]

    (latest,) = judged(breaking(["new"], against=against)).values()
    (every,) = judged(
        breaking(["new"], against=against, level="BACKWARD_TRANSITIVE")
    ).values()

    assert [f.rpartition("(")[2] for f in messages(latest)] == [
        "new reads old, version dir:v3; level BACKWARD)"
    ]
    assert [f.rpartition("(")[2] for f in messages(every)] == [
        "new reads old, versions dir:v1, dir:v2; level BACKWARD_TRANSITIVE)",
        "new reads old, versions dir:v2, dir:v3; level BACKWARD_TRANSITIVE)",
    ]


@pytest.mark.usefixtures("shop")
def test_a_version_that_cannot_be_read_is_skipped_by_name() -> None:
    write("v1", price_value=record("Price", "net"), price_key=record("Key", "item"))
    write("v2", price_value="{", price_key='{"type": "record"}')
    write("new", price_value=record("Price", "tax"), price_key=record("Key", "store"))

    found = judged(
        breaking(["new"], against=["dir:v1", "dir:v2"], level="BACKWARD_TRANSITIVE")
    )
    value, key = found["new/price-value.avsc"], found["new/price-key.avsc"]

    assert [finding.code for finding in value.findings] == ["CMP001"]
    assert [finding.code for finding in key.findings] == ["KEY009"]
    for judgement in found.values():
        assert judgement.skipped
        assert all("not compared: v2/price-" in s.reason for s in judgement.skipped)


def test_a_version_that_is_gone_is_a_source_that_does_not_answer(shop: Path) -> None:
    write("v1", price_value=record("Price", "net"))
    write("new", price_value=record("Price", "tax"), other=record("Other"))
    (shop / "v2").mkdir()
    (shop / "v2" / "price-value.avsc").symlink_to("nowhere")

    report = breaking(["new"], against=["dir:v1", "dir:v2"])

    assert set(judged(report)) == {"new/other.avsc"}
    (unread,) = report.summary.unread
    assert unread.document == "new/price-value.avsc"
    assert "v2/price-value.avsc: " in unread.reason


@pytest.mark.usefixtures("shop")
def test_a_key_may_not_change_and_nothing_else_is_said() -> None:
    write("old", price_key=record("Key", "item"))
    write("new", price_key=record("Key", "item", "store"))

    (judgement,) = judged(breaking(["new"], against=["dir:old"])).values()

    assert [finding.code for finding in judgement.findings] == ["KEY009"]


@pytest.mark.usefixtures("shop")
def test_a_type_that_others_use_is_held_to_more_than_a_value() -> None:
    money, price = record("Money", "amount"), record("Price", "net")
    uses = record("Price", "net").replace('"long"', '"Money"')
    write("old", money=record("Money", "amount", "cents"), price=price)
    write("new", money=money, price=uses)
    write("alone/old", money=record("Money", "amount", "cents"))
    write("alone/new", money=money)

    shared = judged(breaking(["new"], against=["dir:old"]))["new/money.avsc"]
    (value,) = judged(breaking(["alone/new"], against=["dir:alone/old"])).values()

    assert shared.subject.kind == "shared"
    assert [finding.code for finding in shared.findings] == ["CMP002"]
    assert value.subject.kind == "unknown"
    assert value.findings == ()


@pytest.mark.usefixtures("shop")
def test_a_subject_is_the_same_at_both_gates() -> None:
    uses = record("PriceEvent", "net").replace('"long"', '"TaxEvent"')
    other = record("Price", "net").replace('"long"', '"StockKey"')
    for directory in ("old", "new"):
        write(
            directory,
            a=uses,
            b=record("TaxEvent", "net"),
            c=other,
            d=record("StockKey", "item"),
            e=record("Lonely", "net"),
            f_key=record("F", "net"),
            g=record("H", "net", **{"connect.name": "h"}),
        )

    at_lint = {name: j.subject for name, j in judged(lint(["new"])).items()}
    at_breaking = {
        name: j.subject
        for name, j in judged(breaking(["new"], against=["dir:old"])).items()
    }

    assert at_lint == at_breaking
    assert at_lint["new/b.avsc"].kind == at_lint["new/d.avsc"].kind == "shared"


@pytest.mark.usefixtures("shop")
def test_both_gates_say_the_same_of_what_both_judge() -> None:
    wrong = record("Price", "net").replace('"long"', '"Undefined"')
    alias = json.dumps(
        {
            "type": "record",
            "name": "Tax",
            "fields": [
                {"name": "net", "type": "long", "default": "", "aliases": ["net"]}
            ],
        }
    )
    write("new", price=wrong, tax=alias, cut="[")
    write("old", price=wrong, tax=alias)

    linted, compared = lint(["new"]), breaking(["new"], against=["dir:old"])
    both = {rule.code for rule in compared.rules}
    ours = {f.fingerprint: f for j in judged(linted).values() for f in j.findings}
    theirs = [f for j in judged(compared).values() for f in j.findings]

    assert {found.code for found in theirs} == {"AVR001", "AVR005", "AVR008", "AVR015"}
    assert theirs == [f for f in ours.values() if f.code in both]


@pytest.mark.usefixtures("shop")
def test_a_moved_namespace_is_a_warning_in_the_document_that_moved() -> None:
    for version in ("v1", "v2"):
        price = record("Price", "net", namespace=version)
        write(
            version,
            price_value=price.replace('"long"', f'"{version}.Money"'),
            money=record("Money", "amount", namespace=version),
        )

    found = judged(breaking(["v2"], against=["dir:v1"], level="FULL"))
    told = [(name, f) for name, j in found.items() for f in j.findings]

    assert [(name, f.code, f.severity) for name, f in told] == [
        ("v2/money.avsc", "CMP009", Severity.WARNING),
        ("v2/price-value.avsc", "CMP009", Severity.WARNING),
    ]


@pytest.mark.usefixtures("shop")
def test_a_file_that_moved_is_compared_with_its_type_and_says_so() -> None:
    write("old", price_v1=record("Price", "net", namespace="v1"))
    write("new", price_v2=record("Price", "tax", namespace="v2"))

    (judgement,) = judged(breaking(["new"], against=["dir:old"])).values()

    assert [finding.code for finding in judgement.findings] == ["CMP009", "CMP001"]
    assert judgement.notes == (
        "compared with old/price-v1.avsc, which defines Price there",
    )


@pytest.mark.usefixtures("shop")
def test_a_name_that_is_not_unique_pairs_nothing() -> None:
    write("old/a", x=record("Price", "net", namespace="a"))
    write("old/b", x=record("Price", "net", namespace="b"))
    write("new", y=record("Price", "tax", namespace="c"))

    (judgement,) = judged(breaking(["new"], against=["dir:old"])).values()

    assert judgement.findings == ()
    assert judgement.notes == ()


@pytest.mark.usefixtures("shop")
def test_what_has_no_name_is_paired_with_nothing() -> None:
    write("old", x=record("Price", "net"))
    write("new", y='["null", "string"]', z=record("Price", "tax"))

    found = judged(breaking(["new"], against=["dir:old"]))

    assert found["new/y.avsc"].findings == ()
    assert [f.code for f in found["new/z.avsc"].findings] == ["CMP001"]


@pytest.mark.usefixtures("shop")
def test_a_break_in_a_type_elsewhere_is_shown_in_both_documents_that_hold_it() -> None:
    uses = record("Price", "net").replace('"long"', '"Money"')
    for version, fields in (("old", ["amount"]), ("new", ["amount", "unit"])):
        write(version, money=record("Money", *fields), price_value=uses)

    found = judged(breaking(["new"], against=["dir:old"]))
    (finding,) = found["new/price-value.avsc"].findings
    (there,) = finding.related

    assert finding.location.document == "new/money.avsc"
    assert there.location.document == "old/money.avsc"
    assert finding.location.span is not None
    assert there.location.span is not None


def test_a_commit_is_an_earlier_state(shop: Path) -> None:
    git(".", "init", "-q")
    write("schemas", price_value=record("Price", "net"))
    git(".", "add", ".")
    git(".", "commit", "-q", "-m", "First")
    write("schemas", price_value=record("Price", "tax"), new_value=record("New"))

    for paths in (["."], ["schemas"], ["schemas/price-value.avsc"], []):
        report = breaking(paths or ["."], against=["git:HEAD"])
        found = judged(report)["schemas/price-value.avsc"]

        assert [finding.code for finding in found.findings] == ["CMP001"]
        assert "version git:HEAD;" in found.findings[0].message
    assert (shop / ".git").is_dir()


@pytest.mark.usefixtures("shop")
def test_a_file_by_itself_is_found_wherever_the_other_tree_begins() -> None:
    write("old/shop", price_value=record("Price", "net"))
    write("repo/new/shop", price_value=record("Price", "tax"))

    path = "repo/new/shop/price-value.avsc"
    (judgement,) = judged(breaking([path], against=["dir:old"])).values()

    assert [finding.code for finding in judgement.findings] == ["CMP001"]


def test_what_cannot_be_read_is_told_and_the_rest_is_compared(shop: Path) -> None:
    write("old", price_value=record("Price", "net"))
    write("new", price_value=record("Price", "tax"))
    (shop / "new" / "gone.avsc").symlink_to("nowhere")
    (shop / "new" / "loop.avsc").symlink_to("loop.avsc")

    report = breaking(["new", "missing.avsc"], against=["dir:old"])
    found = judged(report)

    assert list(found) == ["new/price-value.avsc"]
    unread = {item.document for item in report.summary.unread}
    assert unread == {"new/gone.avsc", "new/loop.avsc", "missing.avsc"}


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("against", "error", "says"),
    [
        ("new", PolicyError, "did you mean dir:new"),
        ("nonsense", PolicyError, "write dir:PATH, git:REF"),
        ("svn:trunk", PolicyError, "write dir:PATH, git:REF"),
        ("dir:", PolicyError, "write dir:PATH, git:REF"),
        ("dir:nowhere", ProjectError, "does not exist"),
    ],
)
def test_what_is_no_earlier_state_is_refused(
    against: str, error: type[Exception], says: str
) -> None:
    write("new", price_value=record("Price", "net"))

    with pytest.raises(error, match=says):
        breaking(["new"], against=[against])
