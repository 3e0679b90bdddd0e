"""References between files."""

import json
from pathlib import Path
from typing import Any

import pytest

from avrotower.project.library import Facts, Library
from avrotower.project.tree import DirectoryTree


def record(name: str, **fields: Any) -> str:
    listed = [{"name": key, "type": of} for key, of in fields.items()]
    full = {"type": "record", "name": name, "namespace": "shop", "fields": listed}
    return json.dumps(full)


def library(directory: Path, **texts: str) -> Library:
    for name, text in texts.items():
        path = directory / f"{name.replace('__', '/')}.avsc"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return Library(DirectoryTree(str(directory)), "strict")


def test_a_type_of_another_file_is_found(tmp_path: Path) -> None:
    shelf = library(tmp_path, price=record("Price", m="Money"), money=record("Money"))

    document = shelf.document("price.avsc")

    assert document.is_valid
    assert document.references.roots == {"shop.Money"}
    assert shelf.referenced() == {"money.avsc"}


def test_references_of_references_come_along(tmp_path: Path) -> None:
    shelf = library(
        tmp_path,
        a=record("A", b="shop.B"),
        b=record("B", c="C"),
        c=record("C"),
    )

    assert shelf.document("a.avsc").is_valid
    assert shelf.find(str(tmp_path / "b.avsc")) is not None


def test_files_in_a_circle_are_told_the_way(tmp_path: Path) -> None:
    shelf = library(tmp_path, a=record("A", b="B"), b=record("B", a="A"))

    for path in ("a.avsc", "b.avsc"):
        (error,) = shelf.document(path).errors
        assert error.reason == "type-undefined"
        assert "circle" in error.message


def test_a_file_that_needs_a_circle_is_not_part_of_it(tmp_path: Path) -> None:
    shelf = library(
        tmp_path, a=record("A", b="B"), b=record("B", a="A"), c=record("C", a="A")
    )

    assert shelf.document("c.avsc").is_valid


def test_an_unknown_name_is_told_the_nearest_and_its_file(tmp_path: Path) -> None:
    shelf = library(tmp_path, price=record("Price", m="Mony"), money=record("Money"))

    (error,) = shelf.document("price.avsc").errors

    assert 'did you mean "shop.Money", defined in money.avsc' in error.message


def test_of_two_definitions_the_nearest_counts(tmp_path: Path) -> None:
    shelf = library(
        tmp_path,
        v1__price=record("Price", m="Money"),
        v1__money=record("Money", one="int"),
        v2__price=record("Price", m="Money"),
        v2__money=record("Money", two="int"),
    )

    for version, field in (("v1", "one"), ("v2", "two")):
        document = shelf.document(f"{version}/price.avsc")
        (money,) = document.references.names.values()
        assert [f.name for f in money.fields] == [field]  # type: ignore[attr-defined]


def test_a_long_chain_of_files_is_walked(tmp_path: Path) -> None:
    texts = {f"r{i}": record(f"R{i}", next=f"R{i + 1}") for i in range(400)}
    shelf = library(tmp_path, **texts, r400=record("R400"))

    assert shelf.document("r0.avsc").is_valid


def test_a_file_that_is_gone_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        library(tmp_path).document("gone.avsc")


def test_a_protocol_defines_types_for_others(tmp_path: Path) -> None:
    protocol = {
        "protocol": "P",
        "namespace": "shop",
        "types": [json.loads(record("Money"))],
    }
    (tmp_path / "p.avpr").write_text(json.dumps(protocol))
    shelf = library(tmp_path, price=record("Price", m="Money"))

    assert shelf.document("price.avsc").is_valid
    assert shelf.referenced() == {"p.avpr"}


def test_a_document_that_cannot_be_read_defines_nothing(tmp_path: Path) -> None:
    (tmp_path / "gone.avsc").symlink_to("nowhere")
    shelf = library(tmp_path, price=record("Price", m="Money"))

    (error,) = shelf.document("price.avsc").errors
    assert error.reason == "type-undefined"
    assert shelf.root_name("gone.avsc") == ""


def test_other_errors_beside_an_undefined_name_stay_as_they_are(tmp_path: Path) -> None:
    broken = record("Price", m="Money").replace('"Price"', '"Pri-ce"')
    shelf = library(tmp_path, price=broken)

    reasons = [error.reason for error in shelf.document("price.avsc").errors]

    assert sorted(reasons) == ["name-invalid", "type-undefined"]


def test_documents_are_found_by_the_name_of_their_root(tmp_path: Path) -> None:
    shelf = library(
        tmp_path, a=record("A"), b=record("B"), v2__a=record("A"), c='"string"'
    )

    assert shelf.paths_by_root() == {
        "shop.A": ("a.avsc", "v2/a.avsc"),
        "shop.B": ("b.avsc",),
    }
    assert shelf.root_name("b.avsc") == "shop.B"
    assert shelf.root_name("c.avsc") == ""


def test_what_is_noted_first_counts(tmp_path: Path) -> None:
    shelf = library(tmp_path, a=record("A"))
    shelf.note("a.avsc", Facts(("shop.Z",), "shop.Z", (), 1))
    shelf.note("a.avsc", Facts(("shop.A",), "shop.A", (), 2))

    assert shelf.root_name("a.avsc") == "shop.Z"


def test_proposals_are_for_the_first_undefined_names_of_a_project(
    tmp_path: Path,
) -> None:
    numbers = [f"{number:02}" for number in range(60)]
    texts = {f"a{n}": record(f"A{n}", sum=f"Mone{n}", all="Mony") for n in numbers}
    shelf = library(tmp_path, money=record("Money"), **texts)

    errors = [e for n in numbers for e in shelf.document(f"a{n}.avsc").errors]
    proposed = {e.detail for e in errors if "shop.Money" in e.nearest}
    again = [e.nearest for e in errors if "shop.Mony" in e.detail]

    assert len(proposed) == 50
    assert again == [("shop.Money",)] * 60
