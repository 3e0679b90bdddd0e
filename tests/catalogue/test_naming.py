"""NAM: what examples cannot show."""

from __future__ import annotations

import json
from typing import Any

import pytest
from rule_run import findings, messages

from avrotower.catalogue import find
from avrotower.catalogue.naming.style import Style, proposal
from avrotower.engine.judge import Judge
from avrotower.engine.unit import Unit
from avrotower.finding import Finding
from avrotower.policy.choice import without_configuration
from avrotower.rule import Rule, Subject
from avrotower.schema.document import References
from avrotower.schema.parse import parse
from avrotower.schema.parse.protocol import parse_protocol


def record(*fields: dict[str, Any], **attributes: Any) -> str:
    return json.dumps(
        {"type": "record", "name": "Stock", "fields": list(fields), **attributes}
    )


def field(name: str, type_: Any = "string", **attributes: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, **attributes}


def enum(*symbols: Any) -> str:
    return json.dumps({"type": "enum", "name": "State", "symbols": list(symbols)})


def protocol(code: str, **members: Any) -> list[Finding]:
    """Return what the rule *code* finds in a protocol."""
    text = json.dumps({"protocol": "Shop", **members})
    rule: Rule = find(code)
    judge = Judge(without_configuration((rule,)), {})
    unit = Unit(Subject("Shop", "", None, "shared"), parse_protocol(text), "Shop")
    return list(judge(unit).findings)


@pytest.mark.parametrize(
    ("name", "style", "expected"),
    [
        ("item_id", "snake_case", None),
        ("address1", "snake_case", None),
        ("line_2", "snake_case", None),
        ("_id", "snake_case", None),
        ("_", "snake_case", None),
        ("größe", "snake_case", None),
        ("event-id", "snake_case", None),
        ("itemId", "snake_case", "item_id"),
        ("ItemID", "snake_case", "item_id"),
        ("_itemId", "snake_case", "_item_id"),
        ("item__id", "snake_case", "item_id"),
        ("item_", "snake_case", "item"),
        ("ITEM", "snake_case", "item"),
        ("item_Id", "snake_case", "item_id"),
        ("itemId", "camelCase", None),
        ("item", "camelCase", None),
        ("itemID", "camelCase", None),
        ("ItemId", "camelCase", "itemId"),
        ("ID", "camelCase", "id"),
        ("item_id", "camelCase", "itemId"),
        ("StockLevel", "PascalCase", None),
        ("EANCode", "PascalCase", None),
        ("SKU", "PascalCase", None),
        ("_2DCode", "PascalCase", None),
        ("stock", "PascalCase", "Stock"),
        ("Stock_Level", "PascalCase", "StockLevel"),
        ("STOCK_LEVEL", "PascalCase", "StockLevel"),
        ("ON_HOLD", "UPPER_SNAKE_CASE", None),
        ("A4", "UPPER_SNAKE_CASE", None),
        ("_2XX", "UPPER_SNAKE_CASE", None),
        ("onHold", "UPPER_SNAKE_CASE", "ON_HOLD"),
        ("Closed", "UPPER_SNAKE_CASE", "CLOSED"),
        ("ON__HOLD", "UPPER_SNAKE_CASE", "ON_HOLD"),
    ],
)
def test_a_name_is_in_a_style_or_gets_another_one(
    name: str, style: Style, expected: str | None
) -> None:
    assert proposal(name, style) == expected


@pytest.mark.parametrize("style", ["snake_case", "camelCase"])
@pytest.mark.parametrize("name", ["itemId", "ITEM_ID", "Item__Id_", "_ItemID2", "x_1a"])
def test_what_is_proposed_needs_no_proposal(name: str, style: Style) -> None:
    told = proposal(name, style) or name

    assert proposal(told, style) is None


def test_a_renamed_field_keeps_its_names_as_aliases() -> None:
    text = record(field("itemId", aliases=["item_id", "article"]))

    (found,) = findings("NAM002", text)

    assert found.fix is not None
    assert found.fix.title == 'rename it to "item_id" and add the alias "itemId"'
    assert found.fix.snippet == '"name": "item_id", "aliases": ["article", "itemId"]'


def test_a_renamed_type_keeps_its_namespace() -> None:
    (found,) = findings("NAM001", record(name="com.acme.stock_level"))

    assert found.fix is not None
    assert found.fix.snippet == (
        '"name": "com.acme.StockLevel", "aliases": ["stock_level"]'
    )


def test_a_type_is_told_where_it_is_defined_and_not_where_it_is_used() -> None:
    other = parse('{"type": "fixed", "name": "ean_code", "size": 13}', name="ean.avsc")
    references = References(other.schema.names, frozenset({"ean_code"}))
    text = record(field("ean", "ean_code"))

    assert messages("NAM001", text, references=references) == []


def test_a_symbol_that_is_no_text_moves_no_other_one() -> None:
    found = findings("NAM003", enum(7, "Open"))

    assert [f.location.pointer for f in found] == ["/symbols/1"]


def test_each_symbol_is_told_by_itself() -> None:
    found = findings("NAM003", enum("Open", "CLOSED", "Lost"))

    assert [f.message.split()[1] for f in found] == ["Open", "Lost"]
    assert len({f.fingerprint for f in found}) == 2


def test_each_type_of_a_protocol_needs_a_namespace() -> None:
    types = [json.loads(record()), json.loads(enum("OPEN"))]

    assert [f.location.pointer for f in protocol("NAM004", types=types)] == [
        "/types/0",
        "/types/1",
    ]
    assert protocol("NAM004", types=types, namespace="com.acme") == []


@pytest.mark.parametrize(
    "text",
    ['"string"', '["null", "string"]', '{"type": "array", "items": "string"}', "oops"],
)
def test_what_has_no_name_has_no_namespace_either(text: str) -> None:
    assert messages("NAM004", text) == []


def test_a_namespace_that_may_be_lost_is_not_missing() -> None:
    assert messages("NAM004", '{"type": "record", "name": "Stock", "fields": [') == []


def test_a_branch_that_is_defined_elsewhere_is_judged_there() -> None:
    other = parse('{"type": "fixed", "name": "Ean", "size": 13}', name="ean.avsc")
    references = References(other.schema.names, frozenset({"Ean"}))

    assert messages("NAM004", '["null", "Ean"]', references=references) == []


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("java", "synchronized"),
        ("kotlin", "typealias"),
        ("scala", "implicit"),
        ("csharp", "params"),
        ("python", "lambda"),
        ("go", "chan"),
        ("typescript", "function"),
        ("rust", "impl"),
    ],
)
def test_each_language_has_its_words(language: str, word: str) -> None:
    text = record(field(word))

    (only,) = messages("NAM006", text, languages=(language,))
    title = only.removeprefix(f"{word} is a reserved word in ").partition(";")[0]

    assert title.lower().replace("#", "sharp") == language.replace("csharp", "csharp")


def test_case_counts_in_reserved_words() -> None:
    assert messages("NAM006", record(field("Class"), field("none"))) == []


def test_a_reserved_field_gets_the_name_of_its_record() -> None:
    (found,) = findings("NAM006", record(field("class"), name="StockLevel"))

    assert found.fix is not None
    assert found.fix.snippet == ('"name": "stock_level_class", "aliases": ["class"]')


def test_a_reserved_field_is_told_among_others() -> None:
    text = record(field("store"), field("class"), field("item"))

    assert [f.location.pointer for f in findings("NAM006", text)] == ["/fields/1/name"]


def test_what_uses_a_renamed_type_is_renamed_too() -> None:
    inner = {"type": "fixed", "name": "ean", "size": 13}
    uses = [field("b", "ean"), field("c", {"type": "shop.ean"})]
    text = record(field("a", inner), *uses, namespace="shop")

    (found,) = findings("NAM001", text)

    assert found.fix is not None
    assert [(change.pointer, change.text) for change in found.fix.changes[2:]] == [
        ("/fields/1/type", '"Ean"'),
        ("/fields/2/type/type", '"shop.Ean"'),
    ]


def test_a_record_without_words_proposes_no_name() -> None:
    (found,) = findings("NAM006", record(field("class"), name="__"))

    assert found.fix is None


def test_a_reserved_symbol_is_found_beside_one_that_is_no_text() -> None:
    found = findings("NAM006", enum(7, "None", "OPEN"))

    assert [f.location.pointer for f in found] == ["/symbols/1"]


def test_a_namespace_is_told_where_it_is_written() -> None:
    inner = {"type": "fixed", "name": "Ean", "size": 13}
    text = record(field("ean", inner), namespace="com.public.public.acme")

    assert [f.location.pointer for f in findings("NAM006", text)] == ["/namespace"]


@pytest.mark.parametrize(
    ("space", "expected"),
    [("com.public", ["/namespace"]), ("com.acme", []), (7, []), (None, [])],
)
def test_the_namespace_of_a_protocol_is_read_too(
    space: object, expected: list[str]
) -> None:
    members = {} if space is None else {"namespace": space}

    found = protocol("NAM006", types=[json.loads(record())], **members)

    assert [f.location.pointer for f in found] == expected


def test_a_protocol_that_is_no_object_has_no_namespace() -> None:
    judge = Judge(without_configuration((find("NAM006"),)), {})
    unit = Unit(Subject("Shop", "", None, "shared"), parse_protocol("[]"), "Shop")

    assert judge(unit).findings == ()


def test_parameters_of_messages_are_no_fields() -> None:
    members = {"messages": {"count": {"request": [field("itemId")], "response": "int"}}}

    assert protocol("NAM002", **members) == []


def test_the_same_name_twice_is_another_matter() -> None:
    assert messages("NAM007", record(field("store"), field("store"))) == []


def test_each_later_name_is_told_with_the_first() -> None:
    found = findings("NAM007", record(field("store"), field("Store"), field("STORE")))

    assert [f.location.pointer for f in found] == ["/fields/1/name", "/fields/2/name"]
    assert {f.related[0].location.pointer for f in found} == {"/fields/0/name"}


def test_types_and_symbols_are_compared_only_where_that_is_asked() -> None:
    inner = {"type": "fixed", "name": "STOCK", "size": 8}
    text = record(field("level", inner))

    assert messages("NAM007", text, scope=("field", "symbol")) == []
    assert messages("NAM007", enum(7, "OPEN", "Open"), scope=("symbol",)) == [
        "Open and OPEN differ in case only"
    ]


def test_underscores_count_unless_they_are_ignored() -> None:
    text = record(field("item_id"), field("itemid"), field("store"))

    assert messages("NAM007", text) == []
    assert messages("NAM007", text, ignore_underscores=True) == [
        "itemid and item_id differ in case and underscores only"
    ]


def test_types_of_another_document_are_not_told_here() -> None:
    texts = (
        '{"type": "fixed", "name": "EAN", "size": 13}',
        '{"type": "fixed", "name": "Ean", "size": 13}',
    )
    others = [parse(text, name=f"{i}.avsc") for i, text in enumerate(texts)]
    names = {
        name: node for other in others for name, node in other.schema.names.items()
    }

    assert messages("NAM007", record(), references=References(names, frozenset())) == []


@pytest.mark.parametrize(
    ("attributes", "snippet"),
    [
        ({"name": "com.acme.Stock"}, '"namespace": "com.acme", "name": "Stock"'),
        ({"name": ".Stock"}, '"namespace": "", "name": "Stock"'),
    ],
)
def test_a_dotted_name_is_split(attributes: dict[str, Any], snippet: str) -> None:
    (found,) = findings("NAM011", record(**attributes))

    assert found.fix is not None
    assert found.fix.applicability == "safe"
    assert found.fix.snippet == snippet
