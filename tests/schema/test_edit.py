"""Changes of JSON become edits of the text; all else stays byte for byte."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrotower.finding import Change
from avrotower.schema.edit import Plan, TextEdit, applied
from avrotower.schema.edit.plan import CLASH
from avrotower.schema.parse import parse


def edited(text: str, *changes: Change) -> str:
    plan = Plan(parse(text))
    assert plan.add(changes) == ""
    return applied(text, plan.edits())


def refused(text: str, *changes: Change) -> str:
    return Plan(parse(text)).add(changes)


REMOVED = [
    ("first", '{"a": 1, "b": 2, "c": 3}', "/a", '{"b": 2, "c": 3}'),
    ("middle", '{"a": 1, "b": 2, "c": 3}', "/b", '{"a": 1, "c": 3}'),
    ("last", '{"a": 1, "b": 2}', "/b", '{"a": 1}'),
    ("only", '{ "a": 1 }', "/a", "{  }"),
    ("element", "[1, 2, 3]", "/1", "[1, 3]"),
    ("line", '{\n  "a": 1,\n  "b": 2\n}\n', "/b", '{\n  "a": 1\n}\n'),
    ("first line", '{\n  "a": 1,\n  "b": 2\n}\n', "/a", '{\n  "b": 2\n}\n'),
    ("CRLF", '{\r\n  "a": 1,\r\n  "b": 2\r\n}', "/b", '{\r\n  "a": 1\r\n}'),
    ("escaped", '{"a/b": 1, "c": 2}', "/a~1b", '{"c": 2}'),
    ("note after", '{"a": 1, // one\n "b": 2}', "/a", '{ // one\n "b": 2}'),
    ("note before", '{"a": 1, // one\n "b": 2}', "/b", '{"a": 1 // one\n }'),
    ("comma in note", '{"a": 1 /* , */, "b": 2}', "/b", '{"a": 1 /* , */ }'),
    ("middle, noted", "[1, /* x */ 2, 3]", "/1", "[1 /* x */ , 3]"),
]


@pytest.mark.parametrize(
    ("text", "pointer", "left"),
    [row[1:] for row in REMOVED],
    ids=[row[0] for row in REMOVED],
)
def test_what_is_removed_goes_with_its_comma(
    text: str, pointer: str, left: str
) -> None:
    assert edited(text, Change("remove", pointer)) == left


PUT = [
    ("behind", '{"a": 1}', '{"a": 1, "k": null}'),
    ("compact", '{"a":1,"b":2}', '{"a":1,"b":2,"k":null}'),
    ("empty", "{}", '{"k": null}'),
    ("there already", '{"k": 1, "b": 2}', '{"k": null, "b": 2}'),
    ("lines", '{\n\t"a": 1\n}', '{\n\t"a": 1,\n\t"k": null\n}'),
    ("CRLF", '{\r\n  "a": 1\r\n}', '{\r\n  "a": 1,\r\n  "k": null\r\n}'),
    (
        "blank lines",
        '{\n  "a": 1,\n\n  "b": 2\n}',
        '{\n  "a": 1,\n\n  "b": 2,\n  "k": null\n}',
    ),
    (
        "note behind the last",
        '{\n  "a": 1 // one\n}',
        '{\n  "a": 1, // one\n  "k": null\n}',
    ),
    (
        "note below the last",
        '{\n  "a": 1\n  // end\n}',
        '{\n  "a": 1,\n  "k": null\n  // end\n}',
    ),
    ("note in a line", '{"a": 1 // one\n}', '{"a": 1, "k": null // one\n}'),
    ("note at the colon", '{"a" /* x */ : 1}', '{"a" /* x */ : 1, "k": null}'),
]


@pytest.mark.parametrize(
    ("text", "after"), [row[1:] for row in PUT], ids=[row[0] for row in PUT]
)
def test_a_new_member_is_laid_out_like_its_neighbours(text: str, after: str) -> None:
    assert edited(text, Change("put", "", "null", "k")) == after


PUT_BETWEEN = [
    ("in a line", '{"a": 1, "b": 2}', '{"a": 1, "k": null, "b": 2}'),
    ("lines", '{\n  "a": 1,\n  "b": 2\n}', '{\n  "a": 1,\n  "k": null,\n  "b": 2\n}'),
    ("last", '{"b": 2, "a": 1}', '{"b": 2, "a": 1, "k": null}'),
    ("missing", '{"b": 2}', '{"b": 2, "k": null}'),
    (
        "note",
        '{\n  "a": 1, // one\n  "b": 2\n}',
        '{\n  "a": 1, // one\n  "k": null,\n  "b": 2\n}',
    ),
    (
        "note of the next",
        '{\n  "a": 1,\n  // two\n  "b": 2\n}',
        '{\n  "a": 1,\n  "k": null,\n  // two\n  "b": 2\n}',
    ),
]


@pytest.mark.parametrize(
    ("text", "after"),
    [row[1:] for row in PUT_BETWEEN],
    ids=[row[0] for row in PUT_BETWEEN],
)
def test_a_new_member_comes_where_it_wants_to_be(text: str, after: str) -> None:
    assert edited(text, Change("put", "", "null", "k", after="a")) == after


def test_a_new_member_comes_last_where_its_neighbour_goes() -> None:
    changes = [Change("remove", "/a"), Change("put", "", "4", "d", after="a")]

    assert edited('{"a": 1, "b": 2}', *changes) == '{"b": 2, "d": 4}'


OTHER = [
    ("replace", '{"a": [1]}', Change("replace", "/a", '"x"'), '{"a": "x"}'),
    ("replace all", " 1 ", Change("replace", "", "2"), " 2 "),
    ("rename", '{"doks": "x"}', Change("rename", "/doks", key="doc"), '{"doc": "x"}'),
    ("front", "[1,\n 2, [3]]", Change("front", "/2"), "[[3],\n 1, 2]"),
    ("front of itself", "[1, 2]", Change("front", "/0"), "[1, 2]"),
    ("lift", '{"a": [null,  {"b":1}]}', Change("lift", "/a", "/a/1"), '{"a": {"b":1}}'),
    ("restore", '{"a": 1}', Change("restore", text="[]\n"), "[]\n"),
]


@pytest.mark.parametrize(
    ("text", "change", "after"),
    [row[1:] for row in OTHER],
    ids=[row[0] for row in OTHER],
)
def test_a_change_touches_its_place_alone(
    text: str, change: Change, after: str
) -> None:
    assert edited(text, change) == after


ERASED = [
    ("own line", "[1,\n  // x\n  2]", "[1,\n  2]"),
    ("own lines", "[1,\n  /* x\n  */\n  2]", "[1,\n  2]"),
    ("end of a line", "[1, // x\n  2]", "[1,\n  2]"),
    ("inside", "[1, /* x */ 2]", "[1, 2]"),
    ("before a bracket", "[1 /* x */]", "[1]"),
    ("before a comma", "[1 /* x */, 2]", "[1, 2]"),
    ("begin of a line", "[1,\n /* x */ 2]", "[1,\n 2]"),
    ("first line", "// x\n[1]", "[1]"),
    ("CRLF", "[1, // x\r\n2]", "[1,\r\n2]"),
]


@pytest.mark.parametrize(
    ("text", "after"), [row[1:] for row in ERASED], ids=[row[0] for row in ERASED]
)
def test_a_comment_goes_with_the_blanks_around_it(text: str, after: str) -> None:
    start = min(at for at in (text.find("//"), text.find("/*")) if at >= 0)

    assert edited(text, Change("erase", start=start)) == after


REFUSED = [
    ("no JSON", "{", Change("remove", "/a"), "the text is no sound JSON"),
    ("mark", "\ufeff[1]", Change("remove", "/0"), "the text is no sound JSON"),
    ("twice", '{"a": 1, "a": 2}', Change("remove", "/a"), "an object has a key twice"),
    ("gone", "{}", Change("remove", "/a"), "its place is gone"),
    ("all", "{}", Change("remove", ""), "the whole text cannot be removed"),
    ("no object", "[1]", Change("put", "/0", "1", "k"), "its place is no object"),
    ("no array", '{"0": 1}', Change("front", "/0"), "its place is no array"),
    ("no key", "[1]", Change("rename", "/0", key="k"), "its place is gone"),
    ("no comment", "[1]", Change("erase", start=1), "its place is gone"),
    (
        "taken",
        '{"a": 1, "b": 2}',
        Change("rename", "/a", key="b"),
        'there is a "b" already',
    ),
    (
        "note lost",
        "[[1, /* x */ 2]]",
        Change("lift", "/0", "/0/1"),
        "a comment would be lost",
    ),
]


@pytest.mark.parametrize(
    ("text", "change", "reason"),
    [row[1:] for row in REFUSED],
    ids=[row[0] for row in REFUSED],
)
def test_a_change_that_does_not_fit_is_refused(
    text: str, change: Change, reason: str
) -> None:
    assert refused(text, change) == reason


def test_a_text_with_more_comments_than_are_kept_is_not_changed() -> None:
    assert refused("// x\n" * 10_001 + "[1]", Change("remove", "/0")) == (
        "the text has too many comments"
    )


def test_changes_of_one_container_are_made_together() -> None:
    plan = Plan(parse('{"a": 1, "b": 2, "c": 3}'))

    assert plan.add([Change("remove", "/a"), Change("put", "", "4", "d")]) == ""
    assert plan.add([Change("remove", "/b")]) == ""
    assert applied('{"a": 1, "b": 2, "c": 3}', plan.edits()) == '{"c": 3, "d": 4}'


def test_new_members_take_the_place_of_all_that_go() -> None:
    changes = [Change("remove", "/a"), Change("put", "", "4", "d")]

    assert edited('{ "a": 1 }', *changes) == '{ "d": 4 }'


def test_runs_of_parts_go_together() -> None:
    text = "[1, 2, 3, 4, 5, 6]"

    assert edited(text, *(Change("remove", f"/{n}") for n in (0, 1, 3, 5))) == "[3, 5]"


def test_fixes_of_one_place_clash_and_leave_the_first() -> None:
    plan = Plan(parse('{"a": [1, 2], "b": 3}'))

    assert plan.add([Change("front", "/a/1")]) == ""
    assert plan.add([Change("replace", "/a/0", "5"), Change("remove", "/b")]) == CLASH
    assert plan.add([Change("replace", "/a", "5")]) == CLASH
    assert applied('{"a": [1, 2], "b": 3}', plan.edits()) == '{"a": [2, 1], "b": 3}'


def test_edits_say_where_the_text_changes() -> None:
    plan = Plan(parse('{"a": 1}'))
    plan.add([Change("replace", "/a", "22")])

    assert plan.edits() == (TextEdit(6, 7, "22"),)


KEYS = st.text("ab/~\u00e9\U0001f600 ", max_size=2)
VALUES = st.recursive(
    st.none() | st.integers(0, 9) | KEYS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(KEYS, VALUES, min_size=1, max_size=5),
    st.sampled_from((None, 2, "\t")),
    st.data(),
)
def test_removing_and_putting_do_to_the_text_what_they_do_to_the_value(
    value: dict[str, Any], indent: int | str | None, data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from(sorted(value))))
    new = data.draw(st.dictionaries(KEYS, VALUES, max_size=3))
    come = {key: item for key, item in new.items() if key not in value}
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    pointers = [key.replace("~", "~0").replace("/", "~1") for key in gone]

    after = edited(
        text,
        *(Change("remove", f"/{pointer}") for pointer in pointers),
        *(Change("put", "", json.dumps(item), key) for key, item in come.items()),
    )

    kept = {key: item for key, item in value.items() if key not in gone}
    assert list(json.loads(after).items()) == list({**kept, **come}.items())
