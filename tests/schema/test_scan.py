"""The scanner: the values of `json.loads`, and the place of each."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avrotower.finding import Span
from avrotower.schema.damage import DAMAGED
from avrotower.schema.model import is_array, is_object
from avrotower.schema.read import read
from avrotower.schema.scan import Scan, scan

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=()))
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def spelled(value: Any, data: st.DataObject) -> str:
    """Write `[value]` with white space and comments wherever there is room."""
    gaps = st.sampled_from(["", "", " ", "\n", "\r\n", "\t", "/* , */", "// }\n"])

    def write(part: Any) -> str:
        before, after = data.draw(gaps), data.draw(gaps)
        if is_object(part):
            pairs = [f"{write(key)}:{write(item)}" for key, item in part.items()]
            return f"{before}{{{','.join(pairs)}}}{after}"
        if is_array(part):
            return f"{before}[{','.join(map(write, part))}]{after}"
        return f"{before}{json.dumps(part)}{after}"

    return f"[{write(value)}]"


@given(VALUES, st.sampled_from([True, False]), st.sampled_from([None, 2]))
def test_values_are_those_of_the_standard_library(
    value: Any, ascii_only: object, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=bool(ascii_only), indent=indent)
    text = text.encode("utf-8", "replace").decode()

    found = scan(text)

    assert found.errors == ()
    assert json.dumps(found.value) == json.dumps(json.loads(text))


def cut(text: str, span: Span | None) -> str:
    assert span is not None
    return text[span.start : span.end]


def at(value: Any, pointer: str) -> Any:
    """Return what *pointer* points at, by the words of RFC 6901."""
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if is_array(value) else value[key]
    return value


def pointers(value: Any, above: str = "") -> Iterator[str]:
    yield above
    if is_object(value):
        for key, item in value.items():
            step = key.replace("~", "~0").replace("/", "~1")
            yield from pointers(item, f"{above}/{step}")
    elif is_array(value):
        for index, item in enumerate(value):
            yield from pointers(item, f"{above}/{index}")


@given(VALUES, st.sampled_from([None, 1]))
def test_every_span_cut_out_of_the_text_is_its_value(
    value: Any, indent: int | None
) -> None:
    text = json.dumps(value, indent=indent)
    value = json.loads(text)

    found = scan(text)

    assert list(found.pointers()) == list(pointers(value))
    for pointer in found.pointers():
        assert json.loads(cut(text, found.span(pointer))) == at(value, pointer)
        key = found.span(pointer, "key")
        if pointer and is_object(at(value, pointer.rpartition("/")[0])):
            step = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
            assert json.loads(cut(text, key)) == step
        else:
            assert key is None


@settings(max_examples=25)
@given(VALUES)
def test_a_text_cut_off_anywhere_has_its_places_inside(value: Any) -> None:
    text = json.dumps({"a": [value]})

    for end in range(len(text)):
        part = text[:end]
        found = scan(part)
        assert found.errors, part
        for error in found.errors:
            assert error.pointer in found
            assert error.span is not None
            assert 0 <= error.span.start <= error.span.end <= end


# Places


PLACES = (
    '{"a": 1,\r\n "b/~": ["x", "\U0001f600", "y"],\r "\u2028": null,\n  "": {"0": 2}}'
)


@pytest.mark.parametrize(
    ("pointer", "on", "piece", "line", "column"),
    [
        ("", "value", PLACES, 1, 1),
        ("/a", "value", "1", 1, 7),
        ("/a", "key", '"a"', 1, 2),
        ("/b~1~0", "key", '"b/~"', 2, 2),
        ("/b~1~0/1", "value", '"\U0001f600"', 2, 15),
        ("/b~1~0/2", "value", '"y"', 2, 20),
        ("/\u2028", "value", "null", 3, 7),
        ("/", "key", '""', 4, 3),
        ("//0", "value", "2", 4, 13),
    ],
)
def test_lines_end_as_editors_end_them_and_columns_count_code_points(
    pointer: str, on: Any, piece: str, line: int, column: int
) -> None:
    span = scan(PLACES).span(pointer, on)

    assert cut(PLACES, span) == piece
    assert span is not None
    assert (span.line, span.column) == (line, column)


@pytest.mark.parametrize(
    "pointer",
    ["a", "/x", "/a/0", "/b~1~0/3", "/b~1~0/01", "/b~1~0/-1", "/b~1~0/²", "/b~1~0/x"],
)
def test_what_no_pointer_finds_has_no_span(pointer: str) -> None:
    found = scan(PLACES)

    assert pointer not in found
    assert found.span(pointer) is None


def test_the_root_and_elements_have_no_key() -> None:
    found = scan(PLACES)

    assert found.span("", "key") is None
    assert found.span("/b~1~0/0", "key") is None


# Duplicates, comments, surrogates


def test_of_a_key_written_twice_the_last_value_counts_and_all_are_told() -> None:
    text = '{"x": {"a": 1, "b": 2, "a": [3], "a": {"c": 4}}}'

    found = scan(text)

    assert found.errors == ()
    assert found.value == {"x": {"a": {"c": 4}, "b": 2}}
    assert [
        (again.key, again.pointer, again.first.start, again.again.start)
        for again in found.duplicates
    ] == [("a", "/x/a", 7, 23), ("a", "/x/a", 7, 33)]
    assert list(found.pointers()) == ["", "/x", "/x/a", "/x/a/c", "/x/b"]


def test_an_error_inside_a_replaced_value_moves_to_what_is_left() -> None:
    found = scan('{"a": {"b": [tru]}, "a": 1}')

    (error,) = found.errors
    assert error.pointer == "/a"


def test_an_error_about_a_key_of_a_replaced_value_is_about_what_is_left() -> None:
    found = scan('{"a": {b: 1}, "a": []}')

    (error,) = found.errors
    assert (error.pointer, error.on) == ("/a", "value")


def test_comments_are_kept_with_their_places() -> None:
    text = '// one\n{"a" /* two */: 1 // three\r\n}'

    found = scan(text)

    assert found.errors == ()
    assert found.value == {"a": 1}
    assert [(it.text, it.span.line, it.span.column) for it in found.comments] == [
        ("// one", 1, 1),
        ("/* two */", 2, 6),
        ("// three", 2, 19),
    ]


@given(VALUES, st.data())
def test_comments_and_white_space_change_no_value(
    value: Any, data: st.DataObject
) -> None:
    found = scan(spelled(value, data))

    assert found.errors == ()
    assert json.dumps(found.value) == json.dumps(json.loads(json.dumps([value])))


def test_half_a_surrogate_pair_is_kept_and_told() -> None:
    text = r'{"\ud800": ["\udc00 \ud83d\ude00 \\ud800", "\uDBFF\u0041"]}'

    found = scan(text)

    assert found.errors == ()
    assert found.value == json.loads(text)
    assert [(it.text, it.on, it.span.start) for it in found.surrogates] == [
        (r"\ud800", "key", 2),
        (r"\udc00", "value", 13),
        (r"\uDBFF", "value", 44),
    ]
    assert read(text).has_surrogates
    assert not read(r'["\ud83d\ude00"]').has_surrogates


# Caps


def test_more_than_a_mebibyte_is_not_even_looked_at() -> None:
    for text in (f'"{"a" * (1 << 20)}"', f'"{"é" * (1 << 19)}"', f'"{"€" * 349_526}"'):
        found = scan(text)
        assert [error.reason for error in found.errors] == ["text-too-large"]
        assert found.value is DAMAGED
        assert read(text) == read(text.encode())
        assert read(text).text == ""


def test_a_mebibyte_is_read() -> None:
    for text in (f'"{"a" * ((1 << 20) - 2)}"', f'"{"é" * ((1 << 19) - 1)}"'):
        assert read(text).errors == ()
        assert scan(text).errors == ()


def test_what_is_nested_too_deep_is_left_out() -> None:
    text = f'{"[" * 199}{{"a": [[1, 2], 3], "b": 4}}{"]" * 199}'

    (error,) = scan(text).errors

    assert error.reason == "json-too-deep"
    assert cut(text, error.span) == "["
    assert read(text).errors == (error,)


def test_brackets_in_strings_do_not_nest() -> None:
    text = json.dumps(["[" * 500, '"' * 3 + "{" * 300, "\\" * 3 + "["])

    assert read(text).errors == ()
    assert read(text).scan is None


def test_many_flat_brackets_do_not_nest() -> None:
    text = f"[{'[],' * 300}[]]"

    assert read(text).scan is None


def test_a_hundred_errors_are_told_and_one_counts_the_others() -> None:
    found = scan(f"[{'x,' * 150}x]")

    assert len(found.errors) == 101
    assert found.errors[-1].message == "and 51 more"


def test_a_hundred_errors_are_no_more_than_that() -> None:
    found = scan(f"[{'x,' * 99}x]")

    assert len(found.errors) == 100
    assert "more" not in found.errors[-1].message


def test_a_thousand_duplicates_are_enough() -> None:
    found = scan('{"a":1' + ',"a":1' * 2000 + "}")

    assert len(found.duplicates) == 1000


def test_ten_thousand_comments_are_enough() -> None:
    found = scan("/**/" * 10_050 + "1")

    assert len(found.comments) == 10_000
    assert found.value == 1


def test_an_error_below_very_long_keys_points_as_far_as_is_bearable() -> None:
    key = "k" * 9_000
    text = f'{{"{key}": {{"{key}": [x]}}}}'

    (error,) = scan(text).errors

    assert error.pointer == f"/{key}"
    assert error.span is not None
    assert cut(text, error.span) == "x"


def test_a_scan_gives_the_span_of_any_piece() -> None:
    found: Scan = scan("[1,\n2]")

    assert found.piece(4, 5) == Span(4, 5, 2, 1, 2, 2)
