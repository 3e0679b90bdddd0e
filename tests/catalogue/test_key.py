"""KEY: what examples cannot show."""

from rule_run import findings, messages

from avrotower.catalogue.key.difference import difference
from avrotower.schema.document import References
from avrotower.schema.parse import parse

KEY = """{"type": "record", "name": "ItemKey", "fields": [
    {"name": "item_id", "type": "string"}]}"""
OPTIONAL = KEY.replace('"string"', '["null", "string"]')


def test_a_part_of_an_old_key_can_be_allowed() -> None:
    assert messages("KEY001", OPTIONAL, role="key", allow=("ItemKey.item*",)) == []


def test_a_null_by_itself_is_no_choice() -> None:
    assert messages("KEY001", '"null"', role="key") == []


def test_the_key_type_is_shown_beside_its_part() -> None:
    (finding,) = findings("KEY001", OPTIONAL, role="key")
    (whole,) = finding.related

    assert whole.message == "part of this key"
    assert whole.location.pointer == "/name"


def test_what_stands_in_another_document_is_told_there() -> None:
    text = """{"type": "record", "name": "Shelf", "fields": [
        {"name": "row", "type": ["null", "int"]},
        {"name": "site", "type": "string", "default": "",  "doc": "Of a shop"},
        {"name": "unit", "type": {"type": "enum", "name": "Unit", "symbols": ["A"],
         "default": "A"}}]}"""
    shelf = parse(text, name="shelf.avsc")
    references = References(shelf.schema.names, frozenset({"Shelf"}))
    key = KEY.replace('"string"', '"Shelf"')

    found = [
        *findings("KEY001", key, role="key", references=references),
        *findings("KEY002", key, role="key", references=references),
    ]

    assert [(f.location.document, f.location.pointer) for f in found] == [
        ("shelf.avsc", "/fields/0/type"),
        ("shelf.avsc", "/fields/1/default"),
        ("shelf.avsc", "/fields/2/type/default"),
    ]
    for finding in found:
        assert [note.location.document for note in finding.related] == ["x.avsc"]


def test_a_type_that_is_used_twice_is_told_once() -> None:
    text = """{"type": "record", "name": "StockKey", "fields": [
        {"name": "a", "type": {"type": "record", "name": "Shelf", "fields": [
         {"name": "row", "type": "int", "default": 0}]}},
        {"name": "b", "type": "Shelf"}]}"""

    assert len(findings("KEY002", text, role="key")) == 1


def test_the_first_difference_is_shown_in_both_documents() -> None:
    now = KEY.replace('"string"', '"long"')

    (finding,) = findings("KEY009", now, role="key", before=KEY)

    assert [(note.message, *note.location[:2]) for note in finding.related] == [
        ("the first difference", "x.avsc", "/fields/0/type"),
        ("version 1", "s@1", "/fields/0/type"),
    ]


def test_what_is_gone_is_shown_where_it_was() -> None:
    two = KEY.replace("]}", ', {"name": "store", "type": "string"}]}')

    (gone,) = findings("KEY009", KEY, role="key", before=two)
    (new,) = findings("KEY009", two, role="key", before=KEY)

    assert '("1" is gone)' in gone.message
    assert [note.location.pointer for note in gone.related] == ["/fields", "/fields/1"]
    assert '("1" is new)' in new.message


def test_a_long_value_is_cut() -> None:
    now = KEY.replace('"string"', '"long", "doc": "' + "x" * 50 + '"')
    old = KEY.replace('"string"', '"long", "doc": "y"')

    (message,) = messages("KEY009", now, role="key", before=old)

    assert '"doc" was "y" and is "' + "x" * 39 + "…" in message


def test_a_schema_of_another_form_differs_as_a_whole() -> None:
    (message,) = messages("KEY009", '"string"', role="key", before='"long"')

    assert 'the schema was "long" and is "string"' in message


def test_a_type_elsewhere_can_be_all_that_changed() -> None:
    def references(size: int) -> References:
        text = f'{{"type": "fixed", "name": "Ean", "size": {size}}}'
        return References(parse(text, name="ean.avsc").schema.names, frozenset())

    key = KEY.replace('"string"', '"Ean"')

    told = difference(
        parse(key, "strict", references(8)), parse(key, "strict", references(13))
    )

    assert told.told == "a type that it refers to changed"


def test_without_an_id_in_the_key_a_doc_may_change() -> None:
    documented = KEY.replace('"string"', '"string", "doc": "Article number"')

    changed = messages("KEY009", documented, role="key", before=KEY)
    same = messages("KEY009", documented, role="key", before=KEY, compare="encoding")

    assert len(changed) == 1
    assert same == []
