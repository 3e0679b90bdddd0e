"""Key and value of a topic are judged beside each other."""

import json
import os
from pathlib import Path

import pytest

from avrotower.engine.result import Judgement
from avrotower.engine.run import lint
from avrotower.finding import Finding


def record(name: str, type_: object) -> str:
    field = {"name": "item_id", "type": type_}
    return json.dumps({"type": "record", "name": name, "fields": [field]})


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(shop: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (shop / path).parent.mkdir(parents=True, exist_ok=True)
        (shop / path).write_text(text, encoding="utf-8")


def mismatches(*paths: str) -> list[Finding]:
    found: list[Finding] = []
    for judgement in lint(paths):
        assert isinstance(judgement, Judgement)
        assert judgement.failures == ()
        found += (f for f in judgement.findings if f.code == "KEY007")
    return found


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("price/key.avsc", "price/value.avsc"),
        ("price-key.avsc", "price-value.avsc"),
        ("keys/price.avsc", "values/price.avsc"),
    ],
)
def test_each_is_told_in_its_own_document_with_the_other_beside(
    shop: Path, key: str, value: str
) -> None:
    write(shop, {key: record("Key", "long"), value: record("Price", "string")})

    in_key, in_value = mismatches(".")

    assert os.path.normpath(in_key.location.document) == key
    assert os.path.normpath(in_value.location.document) == value
    for finding, role in ((in_key, "value"), (in_value, "key")):
        (other,) = finding.related
        assert other.message == f"in the {role}"
        assert other.location.span is not None
        assert finding.message.startswith(
            "item_id is long in the key and string in the value of price"
        )


def test_one_file_is_judged_beside_the_other_on_disk(shop: Path) -> None:
    write(
        shop,
        {"p/key.avsc": record("Key", "long"), "p/value.avsc": record("Price", "int")},
    )

    (finding,) = mismatches("p/value.avsc")

    assert finding.location.document == "p/value.avsc"


def test_without_another_document_nothing_differs(shop: Path) -> None:
    write(shop, {"p/key.avsc": record("Key", "long"), "q/x.avsc": record("X", "int")})
    (shop / "r" / "value.avsc").mkdir(parents=True)
    write(shop, {"r/key.avsc": record("Key", "long")})

    assert mismatches(".") == []


def test_documents_that_need_others_are_compared_too(shop: Path) -> None:
    ean = {"type": "fixed", "name": "Ean", "namespace": "shop", "size": 13}
    write(
        shop,
        {
            "p/key.avsc": record("Key", "shop.Ean"),
            "p/value.avsc": record("Price", "string"),
            "q/key.avsc": record("Key", "shop.Ean"),
            "q/value.avsc": record("Price", "shop.Ean"),
            "s/key.avsc": record("Key", "shop.Ean"),
            "ean.avsc": json.dumps(ean),
        },
    )

    (finding,) = mismatches(".")

    assert finding.message == (
        "item_id is fixed(13) in the key and string in the value of p"
    )


def test_a_policy_says_which_files_belong_together(shop: Path) -> None:
    write(
        shop,
        {
            "k/item.avsc": record("Key", "long"),
            "v/price.avsc": record("Price", "string"),
            "x/key.avsc": record("Key", "long"),
            "x/value.avsc": record("Price", "string"),
            "avrotower.toml": 'edition = "2026"\n'
            "[[subjects]]\nfiles = 'x/key.avsc'\nsubject = 'other-key'\n"
            "role = 'key'\n"
            "[topics.prices]\nkey = { file = 'k/item.avsc' }\n"
            "value = { file = 'v/price.avsc' }\n",
        },
    )

    found = mismatches(".")

    assert [os.path.normpath(f.location.document) for f in found] == [
        "k/item.avsc",
        "v/price.avsc",
    ]
