"""AVR: what examples cannot show."""

import json
from typing import Any

import pytest
from rule_run import findings, messages

from avrotower.catalogue.specification.default_value import misfit
from avrotower.schema.document import References
from avrotower.schema.parse import parse


def record(*fields: dict[str, Any], **attributes: Any) -> str:
    return json.dumps(
        {"type": "record", "name": "R", "fields": list(fields), **attributes}
    )


def test_every_slip_is_told() -> None:
    text = '{"type": "record", "name": "R", "fields": [{"name": "a" "type": oops}, {]}'

    told = [
        (f.location.span.column, f.message)
        for f in findings("AVR001", text)
        if f.location.span
    ]

    assert [column for column, _ in told] == [57, 65, 72]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\ufeff" + '"string"', "byte order mark"),
        ("[" * 201 + "]" * 201, "200"),
        ('"' + "x" * 1_048_576 + '"', "1"),
    ],
    ids=["byte order mark", "too deep", "too large"],
)
def test_what_is_too_much_for_others_is_no_json(text: str, says: str) -> None:
    (message,) = messages("AVR001", text)

    assert message.startswith("not JSON: ")
    assert says in message


def test_more_errors_than_anybody_reads_are_counted() -> None:
    slips = "[" + "oops, " * 150 + '"int"]'
    twice = json.dumps(["int"] * 150)

    assert messages("AVR001", slips)[-1] == "and 50 more"
    assert messages("AVR007", twice)[-1] == "and 49 more"


def test_a_damaged_name_of_an_alias_is_told_once() -> None:
    assert messages("AVR007", record(aliases="R2")) == []
    assert messages("AVR007", record(aliases=[7, 7])) == []


def test_a_type_inside_one_of_its_own_name_is_the_first() -> None:
    inner: dict[str, Any] = {"type": "record", "name": "R", "fields": []}

    (found,) = findings("AVR006", record({"name": "a", "type": inner}))

    assert found.location.pointer == "/name"
    assert "(first inside it)" in found.message
    assert found.related[0].location.pointer == "/fields/0/type/name"


def test_a_type_defined_elsewhere_is_shown_there() -> None:
    other = parse('{"type": "fixed", "name": "Ean", "size": 13}', name="ean.avsc")
    references = References(other.schema.names, frozenset({"Ean"}))
    ean = {"type": "fixed", "name": "Ean", "size": 13}

    same = findings("AVR006", record({"name": "a", "type": ean}), references=references)
    different = findings(
        "AVR006",
        record({"name": "a", "type": {**ean, "size": 8}}),
        references=references,
    )

    for (finding,) in (same, different):
        assert [note.location.document for note in finding.related] == ["ean.avsc"]
    assert same[0].fix is not None
    assert same[0].fix.applicability == "safe"
    assert different[0].fix is None


def test_a_definition_with_another_doc_is_no_safe_fix() -> None:
    ean = {"type": "fixed", "name": "Ean", "size": 13}
    text = record(
        {"name": "a", "type": ean}, {"name": "b", "type": {**ean, "doc": "GTIN"}}
    )

    (finding,) = findings("AVR006", text)

    assert finding.fix is not None
    assert finding.fix.applicability == "display"


def default(type_: Any, value: Any) -> str | None:
    document = parse(record({"name": "a", "type": type_}))
    (field,) = (f for f in document.schema.fields if f.owner.name == "R")
    return misfit(field.type, value)


def test_a_default_is_cut_where_it_is_long() -> None:
    text = record({"name": "a", "type": "int", "default": "x" * 100})

    (message,) = messages("AVR008", text)

    assert message.startswith('default "' + "x" * 59 + "… is not an integer")


def test_symbols_are_cut_where_they_are_many() -> None:
    enum = {"type": "enum", "name": "E", "symbols": [f"S{n}" for n in range(12)]}

    assert default(enum, "x") == (
        "one of S0, S1, S2, S3, S4, S5, S6, S7, S8, S9 and 2 more"
    )


def test_words_of_words_do_not_double() -> None:
    inner: Any = "int"
    value: Any = "x"
    for number in range(40):
        name = f"Q{number}"
        one = {"type": "record", "name": name, "fields": [{"name": "a", "type": inner}]}
        inner, value = ["null", one, {"type": "map", "values": "int"}], {"a": value}

    word = default(inner, value)

    assert word is not None
    assert len(word) < 300


def test_a_wide_union_in_a_default_is_told_in_few_words() -> None:
    fixed = [{"type": "fixed", "name": f"F{n}", "size": n} for n in range(40)]

    word = default(fixed, 7)

    assert word == " or ".join(f"F{n}" for n in range(10))


def test_nothing_fits_an_empty_union() -> None:
    assert default([], None) == "possible"


def test_a_value_that_fits_a_map_at_any_depth_is_right() -> None:
    assert default({"type": "map", "values": "int"}, {"a": 1, "b": 2}) is None


def test_a_slip_in_what_a_later_key_replaces_is_told() -> None:
    assert len(messages("AVR001", '{"type": "string", "a": [oops], "a": 1}')) == 1


@pytest.mark.parametrize(
    "type_",
    [
        "int",
        {"type": "enum", "name": "E", "symbols": ["A"]},
        {"type": "fixed", "name": "F", "size": 1},
        {"type": "array", "items": "int"},
        {"type": "map", "values": "int"},
        {"type": "record", "name": "Q", "fields": [{"name": "x", "type": "int"}]},
        ["null", "int"],
    ],
    ids=str,
)
def test_a_damaged_default_fits_every_type(type_: Any) -> None:
    text = record({"name": "a", "type": type_, "default": "?"}).replace('"?"', "oops")

    assert messages("AVR008", text) == []


def test_a_default_of_a_damaged_type_fits() -> None:
    text = record({"name": "a", "type": "?", "default": 7}).replace('"?"', "oops")

    assert messages("AVR008", text) == []


def test_what_a_damaged_object_lacks_is_not_missing() -> None:
    inner = {"type": "record", "name": "Q", "fields": [{"name": "x", "type": "int"}]}
    text = record({"name": "a", "type": inner, "default": {"?": 1}})

    assert messages("AVR008", text.replace('"?": 1', "oops")) == []


def test_a_default_of_a_type_that_is_not_complete_is_told() -> None:
    inner = ["null", "R"]
    text = record(
        {"name": "a", "type": "E", "default": "A"},
        {"name": "b", "type": {"type": "enum", "name": "E", "symbols": ["A"]}},
        {"name": "c", "type": inner},
    )

    (message,) = messages("AVR008", text)

    assert "not complete" in message


def test_an_object_that_recurs_is_judged_once() -> None:
    tree = {
        "type": "record",
        "name": "T",
        "fields": [
            {"name": "a", "type": ["null", "T", {"type": "map", "values": "T"}]}
        ],
    }
    value: Any = {"a": 7}
    for _ in range(30):
        value = {"a": value}

    assert default(tree, value) is not None


@pytest.mark.parametrize(
    ("type_", "says"),
    [
        ("Ean", 'write "type": "Ean"'),
        ({"type": "record", "name": "Q" * 120, "fields": []}, "move it into the type"),
    ],
    ids=["a name", "a long type"],
)
def test_a_misplaced_attribute_is_told_whatever_the_type(type_: Any, says: str) -> None:
    ean = {"name": "e", "type": {"type": "fixed", "name": "Ean", "size": 13}}
    text = record(ean, {"name": "a", "type": type_, "scale": 2})

    (message,) = messages("AVR010", text)

    assert says in message


def test_logical_types_of_ones_own_can_be_allowed() -> None:
    text = '{"type": "string", "logicalType": "ean-13"}'

    assert messages("AVR012", text, allow=("ean-*",)) == []


def test_a_logical_type_that_is_no_text_is_unknown() -> None:
    assert messages("AVR012", '{"type": "string", "logicalType": 7}') == [
        (
            'unknown logical type "7"; readers will take it for a plain string: '
            "declare it in allow, or remove it"
        )
    ]


def test_every_unknown_attribute_can_be_asked_for() -> None:
    text = '{"type": "string", "owner": "pricing", "x-team": "pricing"}'

    assert messages("AVR013", text, report="all") == [
        (
            '"owner" has no meaning here; '
            "readers ignore it: remove it, or allow it in the policy"
        )
    ]


def test_comments_can_be_allowed() -> None:
    assert messages("AVR014", '// prices\n"string"', allow_comments=True) == []


def test_every_comment_is_told() -> None:
    spans = [f.location.span for f in findings("AVR014", '// a\n/* b */ "string"')]

    assert [span and (span.line, span.column) for span in spans] == [(1, 1), (2, 1)]


def test_text_that_looks_like_a_comment_is_none() -> None:
    assert messages("AVR014", '{"type": "string", "doc": "a // b"}') == []


def test_an_alias_that_is_told_already_is_not_told_as_a_break() -> None:
    text = record(
        {"name": "a", "type": "int", "aliases": ["b"]}, {"name": "b", "type": "int"}
    )

    found = findings("AVR015", text, before=text)

    # The second is what readers on the earlier version meet.
    assert [finding.location.pointer for finding in found] == [
        "/fields/0/aliases/0",
        "/fields/1",
    ]


def test_a_type_of_another_document_is_no_forward_reference() -> None:
    other = parse('{"type": "fixed", "name": "Ean", "size": 13}', name="ean.avsc")
    references = References(other.schema.names, frozenset({"Ean"}))

    text = record({"name": "a", "type": "Ean"})

    assert messages("AVR016", text, references=references) == []
