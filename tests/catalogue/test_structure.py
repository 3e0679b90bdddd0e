"""STR: what examples cannot show."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from avrotower.catalogue.structure.unlike import unlike
from avrotower.engine.elsewhere import Elsewhere
from avrotower.engine.run import lint
from avrotower.finding import Finding
from avrotower.project.library import Library
from avrotower.rule import Subject
from avrotower.schema.model import Named
from avrotower.schema.parse import parse


def record(*fields: dict[str, Any], **attributes: Any) -> dict[str, Any]:
    return {"type": "record", "name": "Money", "fields": list(fields), **attributes}


def field(name: str, type_: Any = "long", **attributes: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, **attributes}


def enum(*symbols: str, **attributes: Any) -> dict[str, Any]:
    return {"type": "enum", "name": "Money", "symbols": list(symbols), **attributes}


def fixed(size: int, **attributes: Any) -> dict[str, Any]:
    return {"type": "fixed", "name": "Money", "size": size, **attributes}


def node(raw: Any) -> Named:
    root = parse(raw if isinstance(raw, str) else json.dumps(raw)).schema.root
    assert isinstance(root, Named)
    return root


DECIMAL = {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}


@pytest.mark.parametrize(
    ("here", "there", "told"),
    [
        (record(), fixed(8), "it is a fixed there and a record here"),
        (fixed(8), enum("A"), "it is an enum there and a fixed here"),
        (record(), record(type="error"), "it is an error there"),
        (record(type="error"), record(), "it is a record there"),
        (record(field("a")), record(), 'field "a" is missing there'),
        (record(), record(field("a")), 'field "a" is missing here'),
        (
            record(field("a"), field("b")),
            record(field("b"), field("a")),
            "the fields are in another order",
        ),
        (
            record(field("a")),
            record(field("a", ["null", "long"])),
            'field "a" is [null, long] there and long here',
        ),
        (
            record(field("a", {"type": "array", "items": "int"})),
            record(field("a", {"type": "map", "values": "int"})),
            'field "a" is map of int there and array of int here',
        ),
        (
            record(field("a", "bytes")),
            record(field("a", DECIMAL)),
            'field "a" is bytes:decimal(9, 2) there and bytes here',
        ),
        (
            record(field("a", {"type": "long", "logicalType": "timestamp-millis"})),
            record(field("a", {"type": "long", "logicalType": "timestamp-micros"})),
            'field "a" is long:timestamp-micros there and long:timestamp-millis here',
        ),
        (
            record(field("a", {"type": "fixed", "name": "F", "size": 1})),
            record(field("a", {"type": "fixed", "name": "G", "size": 1})),
            'field "a" is G there and F here',
        ),
        (
            record(field("a", {"type": "fixed", "name": "F" * 100, "size": 1})),
            record(field("a", {"type": "fixed", "name": "G" * 100, "size": 1})),
            'field "a" has another type there',
        ),
        (
            record(field("a")),
            record(field("a", default=1)),
            'field "a" has a default there',
        ),
        (
            record(field("a", default=1)),
            record(field("a")),
            'field "a" has no default there',
        ),
        (
            record(field("a", default=1)),
            record(field("a", default=2)),
            'field "a" has another default there',
        ),
        (
            record(field("a")),
            record(field("a", aliases=["b"])),
            'field "a" has other aliases there',
        ),
        (
            record(field("a")),
            record(field("a", order="ignore")),
            'field "a" is ordered in another way there',
        ),
        (record(), record(aliases=["Cash"]), "it has other aliases there"),
        (enum("A", "B"), enum("A"), "B missing there"),
        (enum("A"), enum("A", "B"), "B missing here"),
        (enum("A", "B", "C", "D"), enum(), "A, B, C, … missing there"),
        (enum("A", "B"), enum("B", "A"), "the symbols are in another order"),
        (enum("A"), enum("A", default="A"), "its default is A there"),
        (enum("A", default="A"), enum("A"), "its default is missing there"),
        (fixed(8), fixed(16), "it has 16 bytes there and 8 here"),
        (fixed(16), fixed(16, logicalType="uuid"), "its logical type is uuid there"),
        (fixed(16, logicalType="uuid"), fixed(16), "its logical type is none there"),
    ],
)
def test_two_definitions_differ_in_one_thing(here: Any, there: Any, told: str) -> None:
    assert unlike(node(here), node(there)) == told


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (record(field("a")), record(field("a", doc="An amount."), doc="Money.")),
        (record(field("a", doc="A.")), record(field("a", **{"x-team": "pricing"}))),
        (enum("A"), enum("A", doc="One.")),
        (fixed(8), fixed(8, logicalType="unheard-of")),
        (record(field("a", "Lost")), record(field("a", "int"))),
        (record(field("a")), record(field("a", {"type": "array", "items": "Lost"}))),
        (
            record(field("a", ["null", {"type": "map", "values": "Lost"}])),
            record(field("a")),
        ),
        (record(field("a")), json.dumps(record(field("a"), field("b")))[:-3]),
        (enum("A"), json.dumps(enum("A", "B"))[:-3]),
        (fixed(8), json.dumps(fixed(16))[:-1]),
    ],
    ids=lambda value: json.dumps(value)[:60],
)
def test_docs_and_what_is_lost_make_no_difference(here: Any, there: Any) -> None:
    assert unlike(node(here), node(there)) is None
    assert unlike(node(there), node(here)) is None


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: Path, raw: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(raw), encoding="utf-8")


def conflicts(*paths: str) -> list[Finding]:
    return [
        found
        for judgement in lint(paths or ["."])
        for found in judgement.findings
        if found.code == "STR004"
    ]


def told(found: Sequence[Finding]) -> list[tuple[str, str]]:
    """Return document and pointer of each finding, in their order."""
    return [(f.location.document, f.location.pointer) for f in found]


def price(**inner: Any) -> dict[str, Any]:
    money = record(field("amount", **inner))
    return {"type": "record", "name": "Price", "fields": [field("net", money)]}


def test_a_conflict_stands_at_each_definition_but_the_first(shop: Path) -> None:
    put(shop / "a" / "value.avsc", record(field("amount")))
    put(shop / "b" / "value.avsc", price(type_="double"))
    put(shop / "c" / "value.avsc", record(field("amount", "float")))

    found = conflicts()

    assert told(found) == [("b/value.avsc", "/fields/0/type"), ("c/value.avsc", "")]
    assert found[0].message == (
        "Money is defined differently in a/value.avsc: "
        'field "amount" is long there and double here'
    )
    (first,) = found[0].related
    assert (first.location.document, first.location.pointer) == (
        "a/value.avsc",
        "/name",
    )
    assert first.location.span is not None


def test_the_same_definition_in_other_texts_is_no_conflict(shop: Path) -> None:
    put(shop / "a" / "value.avsc", record(field("amount")))
    put(shop / "b" / "value.avsc", price())
    put(shop / "c" / "value.avsc", record(field("amount")))

    assert conflicts() == []


def test_versions_of_one_subject_do_not_conflict(shop: Path) -> None:
    put(shop / "v1" / "stock" / "value.avsc", record(field("amount")))
    put(shop / "v2" / "stock" / "value.avsc", record(field("amount", "double")))

    assert conflicts() == []


def test_what_is_referred_to_is_not_told_twice(shop: Path) -> None:
    unit = field("unit", {"type": "fixed", "name": "Unit", "size": 3})
    put(shop / "a.avsc", record(unit, namespace="shop"))
    uses = [field("unit", "shop.Unit"), field("gross", record(namespace="shop"))]
    put(shop / "b" / "value.avsc", {"type": "record", "name": "P", "fields": uses})

    codes = {f.code for judgement in lint(["."]) for f in judgement.findings}

    assert "AVR006" in codes
    assert "STR004" not in codes


def test_documents_beside_the_run_count_where_the_project_is_looked_at(
    shop: Path,
) -> None:
    (shop / ".git").mkdir()
    put(shop / "a" / "value.avsc", record(field("amount"), field("unit", "Unit")))
    put(shop / "unit.avsc", {"type": "fixed", "name": "Unit", "size": 3})
    put(shop / "b" / "value.avsc", record(field("amount"), field("unit", "Unit")))
    put(shop / "c" / "value.avsc", record(field("unit", "Unit")))

    assert told(conflicts("c/value.avsc")) == [("c/value.avsc", "")]
    assert conflicts("a/value.avsc") == []


def test_several_processes_find_the_conflicts_of_one(shop: Path) -> None:
    for number in range(40):
        put(shop / f"t{number}" / "value.avsc", price(default=number % 3))

    one = list(lint(["."], jobs=1))
    two = list(lint(["."], jobs=2))

    assert one == two
    assert sum(f.code == "STR004" for j in one for f in j.findings) > 20


def test_projects_with_policies_of_their_own_do_not_conflict(shop: Path) -> None:
    for name, type_ in (("one", "long"), ("two", "double")):
        put(shop / name / "a" / "value.avsc", record(field("amount", type_)))
        (shop / name / "avrotower.toml").write_text('edition = "2026"\n')

    assert conflicts() == []


class Shelf:
    """A tree that gives each of its documents a few times, then loses it."""

    label = "shelf"

    def __init__(self, reads: int, **texts: Any) -> None:
        self._texts = {f"{name}.avsc": json.dumps(raw) for name, raw in texts.items()}
        self._left = dict.fromkeys(self._texts, reads)

    def paths(self) -> Sequence[str]:
        return tuple(self._texts)

    def name(self, path: str) -> str:
        return path

    def read(self, path: str) -> bytes:
        if not self._left[path]:
            raise KeyError(path)
        self._left[path] -= 1
        return self._texts[path].encode()


def elsewhere(reads: int, **texts: Any) -> Elsewhere:
    library = Library(Shelf(reads, **texts), "strict")
    return Elsewhere(library, (), lambda path, _: Subject(path, "", None))


def test_a_document_that_is_gone_defines_nothing() -> None:
    before = elsewhere(1, a=record()).before("b.avsc", Subject("b", "", None))

    assert before("Money") is None


def test_a_document_that_disappears_in_between_defines_nothing() -> None:
    texts = {f"d{number:02}": record(name=f"T{number:02}") for number in range(40)}
    others = elsewhere(1, **texts)
    for path in sorted(texts):
        others.subject(f"{path}.avsc")  # so many that the first is no longer kept

    assert others.before("x.avsc", Subject("x", "", None))("T00") is None
    assert others.before("x.avsc", Subject("x", "", None))("T39") is not None


def test_only_what_stands_before_counts() -> None:
    others = elsewhere(9, a=record(), b=record())

    assert others.before("a.avsc", Subject("a", "", None))("Money") is None
    found = others.before("b.avsc", Subject("b", "", None))("Money")
    assert found is not None
    assert found.document == "a.avsc"
