"""One layout: nothing but white space changes, and it is stable."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import texts

from avrotower.schema.canonical import canonical_text
from avrotower.schema.format import formatted
from avrotower.schema.format.token import tokens
from avrotower.schema.parse import parse


def layout(text: str, line_length: int = 80, indent: int = 2) -> str:
    found = formatted(parse(text), line_length=line_length, indent=indent)
    assert found.refusal == ""
    return found.text


def written(text: str) -> list[str]:
    """Return what must stay: all tokens but commas and colons, comments among them."""
    return [
        token.text.rstrip() if token.kind == "comment" else token.text
        for token in tokens(text)
        if token.kind != "sign" or token.text not in ",:"
    ]


LAYOUTS = [
    ("scalar", ' "int"', '"int"\n'),
    ("fits", '{"type":"string"}', '{"type": "string"}\n'),
    ("empty", "{ }", "{}\n"),
    ("symbols", '["A",\n"B"]', '["A", "B"]\n'),
    (
        "record",
        '{"type": "record", "name": "A", "fields": [{"name": "a", "type": "int"}]}',
        """\
{
  "type": "record",
  "name": "A",
  "fields": [
    {"name": "a", "type": "int"}
  ]
}
""",
    ),
    (
        "record without fields",
        '{"type": "record", "name": "A", "fields": []}',
        '{"type": "record", "name": "A", "fields": []}\n',
    ),
    (
        "around a record",
        '["null", {"fields": [1]}]',
        '[\n  "null",\n  {\n    "fields": [\n      1\n    ]\n  }\n]\n',
    ),
    ("as written", '[1.50, 1E3, "\\u0041", "\\/"]', '[1.50, 1E3, "\\u0041", "\\/"]\n'),
    ("CRLF", "[\r\n// x\r\n1]", "[\r\n  // x\r\n  1\r\n]\r\n"),
    ("CR", "[1,\r2]", "[1, 2]\r"),
    ("comments", "// a\n/* b */ [1]", "// a\n/* b */ [1]\n"),
    ("behind", "[1 // a\n, 2]", "[\n  1, // a\n  2\n]\n"),
    ("behind the comma", "[1, // a\n 2]", "[\n  1, // a\n  2\n]\n"),
    ("before the next", "[1, /* a */ 2]", "[\n  1,\n  /* a */ 2\n]\n"),
    ("two of lines", "[1 // a\n// b\n, 2]", "[\n  1, // a\n  // b\n  2\n]\n"),
    ("behind the last", "[1 /* a */ ]", "[\n  1 /* a */\n]\n"),
    ("at the end", "[1\n/* a */ /* b */\n]", "[\n  1\n  /* a */ /* b */\n]\n"),
    ("in an empty list", "[ /* a */ ]", "[\n  /* a */\n]\n"),
    ("at the colon", '{"a" /* x */: 1}', '{\n  "a": /* x */ 1\n}\n'),
    ("line at the colon", '{"a" // x\n: 1}', '{\n  "a": // x\n    1\n}\n'),
]


@pytest.mark.parametrize(
    ("text", "after"), [row[1:] for row in LAYOUTS], ids=[row[0] for row in LAYOUTS]
)
def test_a_text_gets_its_layout(text: str, after: str) -> None:
    assert layout(text) == after


@pytest.mark.parametrize(
    ("length", "lines"),
    [(11, 4), (12, 1)],
    ids=["too long by one", "as long as the line"],
)
def test_what_fits_on_a_line_stands_on_one(length: int, lines: int) -> None:
    text = '["ab", "cd"]'

    assert len(layout(text, line_length=length).splitlines()) == lines


def test_the_comma_behind_a_part_counts() -> None:
    text = '[["aa", "bb"], ["cc", "dd"]]'

    assert layout(text, line_length=14).splitlines()[1:6] == [
        "  [",
        '    "aa",',
        '    "bb"',
        "  ],",
        '  ["cc", "dd"]',
    ]


def test_what_is_inside_is_indented_as_asked_for() -> None:
    assert layout('["aaaa", "bbbb"]', line_length=9, indent=4) == (
        '[\n    "aaaa",\n    "bbbb"\n]\n'
    )


REFUSED = [
    ("no JSON", b"[1,", "1:1: not JSON: this [ is never closed"),
    ("behind", b"[1] // x", "1:5: not JSON: "),
    ("mark", b"\xef\xbb\xbf[1]", "1:1: not JSON: "),
    ("no UTF-8", b'["\xff"]', "1:3: not JSON: "),
    ("empty", b"", "1:1: not JSON: "),
    ("key twice", b'{"a": 1,\n "a": 2}', '2:2: "a" is written twice'),
]


@pytest.mark.parametrize(
    ("data", "told"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_text_without_a_layout_stays_as_it_is(data: bytes, told: str) -> None:
    document = parse(data)

    text, refusal = formatted(document)

    assert refusal.startswith(told)
    assert text == document.text


def test_a_text_that_would_become_too_large_stays_as_it_is() -> None:
    text = "[" * 150 + ",".join(["1"] * 10_000) + "]" * 150

    assert formatted(parse(text)).refusal == (
        "in its layout it would have more than 1,048,576 bytes"
    )


@given(texts(), st.integers(20, 120), st.sampled_from((None, 1)))
def test_the_canonical_text_stays_and_the_layout_depends_on_the_value_alone(
    text: str, line_length: int, indent: int | None
) -> None:
    document = parse(json.dumps(json.loads(text), indent=indent))

    after = layout(document.text, line_length)

    again = parse(after)
    assert canonical_text(again) == canonical_text(document)
    assert layout(after, line_length) == after
    assert layout(text, line_length) == after


BLANK = st.sampled_from(("", " ", "\n", "\t", "\r\n", "// l\n", "// m \r\n", "/*b*/"))
GAPS = st.lists(BLANK | st.just("/* of\n lines */"), max_size=3).map("".join)
SCALARS = st.sampled_from(("1", "-2.50", "null", '"a // b"', '"\\"/*"'))


@st.composite
def commented(draw: st.DrawFn, depth: int = 0) -> str:
    if depth > 3 or draw(st.integers(0, 3)) == 0:
        return draw(SCALARS)
    is_object = draw(st.booleans())
    parts: list[str] = []
    for key in draw(st.lists(st.sampled_from(("fields", "a", "b")), unique=True)):
        name = f'"{key}"{draw(GAPS)}:{draw(GAPS)}' if is_object else ""
        parts.append(f"{draw(GAPS)}{name}{draw(commented(depth + 1))}{draw(GAPS)}")
    inner = ",".join(parts) or draw(GAPS)
    return f"{{{inner}}}" if is_object else f"[{inner}]"


@given(GAPS, commented(), st.sampled_from((4, 20, 80)))
@example("", '{"a" // x\n/* y */ : 1, // z\n /* q */ "b": 2 /* r */ // s\n}', 80)
def test_every_comment_is_there_and_the_layout_is_stable(
    before: str, text: str, line_length: int
) -> None:
    text = before + text

    after = layout(text, line_length)

    assert written(after) == written(text)
    assert value(after) == value(text)
    assert layout(after, line_length) == after
    assert "\n\n" not in after.replace("\r\n", "\n")


def value(text: str) -> Any:
    return parse(text).value
