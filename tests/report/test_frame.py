"""The piece of source that a finding shows."""

from unicodedata import east_asian_width

import pytest

from avrotower.finding import Location, Span
from avrotower.report.frame import frame, framed, shown_place
from avrotower.report.paint import Paint, plain

PLAIN = Paint(is_on=False)


def span_of(text: str, token: str) -> Span:
    """Return the span of the first *token* in *text*, which has only \\n."""
    start = text.index(token)
    end = start + len(token)

    def place(offset: int) -> tuple[int, int]:
        before = text[:offset].split("\n")
        return len(before), len(before[-1]) + 1

    return Span(start, end, *place(start), *place(end))


def shown(text: str, token: str) -> list[str]:
    return list(frame(text, span_of(text, token), PLAIN))


def columns(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def test_the_carets_stand_under_the_token() -> None:
    assert shown('{\n  "a": "null",\n}', '"null"') == [
        '    2 |   "a": "null",',
        "      |        ^^^^^^",
    ]


def test_a_token_of_several_lines_shows_three_of_them() -> None:
    text = '{\n  "a": {\n    "b": 1,\n    "c": 2,\n    "d": 3\n  }\n}'

    assert shown(text, text[text.index('{\n    "b"') : -2]) == [
        '    2 |   "a": {',
        "      |        ^ \u2026",
        '    3 |     "b": 1,',
        '    4 |     "c": 2,',
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end_is_one(end: str) -> None:
    text = f'{{{end}  "a": {{{end}    "b": 1{end}  }}{end}}}'
    start = text.index("{", 1)
    stop = text.rindex("}", 0, -1) + 1

    lines = list(frame(text, Span(start, stop, 2, 8, 4, 4), PLAIN))

    assert lines == [
        '    2 |   "a": {',
        "      |        ^ \u2026",
        '    3 |     "b": 1',
        "    4 |   }",
    ]


@pytest.mark.parametrize(
    "before",
    [
        "\t",
        "\t\t\t",
        "店の番号",
        "\U0001f3ea",
        "e\u0301",
        "\x1b[31m",
        "\u202e",
        "\ud800",
    ],
    ids=["tab", "tabs", "wide", "emoji", "combining", "escape", "turned", "surrogate"],
)
def test_what_stands_before_a_token_takes_its_own_columns(before: str) -> None:
    first, carets = shown(f'"{before}": "token"', '"token"')

    column = carets.index("^")
    prefix = first[: first.index('"token"')]
    assert columns(prefix.replace("\u0301", "")) == column
    assert carets.count("^") == len('"token"')


@pytest.mark.parametrize("place", [0, 29, 30, 31, 99, 100, 500, 990])
def test_a_long_line_is_cut_around_the_token(place: int) -> None:
    text = "x" * place + '"token"' + "y" * (1000 - place)

    first, carets = shown(text, '"token"')

    column = carets.index("^")
    assert len(first) <= len("    1 | ") + 102
    assert first[column:].startswith('"token"')
    assert carets.count("^") == len('"token"')


def test_a_long_token_is_cut_too() -> None:
    first, carets = shown("x" * 50 + "t" * 900, "t" * 900)

    assert first.endswith("t\u2026")
    assert carets.count("^") == first.count("t")


def test_a_place_at_the_end_of_a_text_has_a_caret() -> None:
    assert list(frame("{}", Span(2, 2, 1, 3, 1, 3), PLAIN)) == [
        "    1 | {}",
        "      |   ^",
    ]


def test_a_text_that_is_unknown_or_empty_shows_nothing() -> None:
    here = Location("a.avsc", span=Span(0, 0, 1, 1, 1, 1))

    assert list(framed(here, {}, PLAIN, colour="red")) == []
    assert list(framed(here, {"a.avsc": ""}, PLAIN, colour="red")) == []
    assert (
        list(framed(here._replace(span=None), {"a.avsc": "{}"}, PLAIN, colour="red"))
        == []
    )


@pytest.mark.parametrize(
    ("location", "told"),
    [
        (Location("a.avsc", span=Span(0, 1, 2, 3, 2, 4)), "a.avsc:2:3"),
        (Location("a.avsc", "/fields/0"), "a.avsc:/fields/0"),
        (Location("a.avsc"), "a.avsc"),
        (Location("a\x1b.avsc"), "a\\x1b.avsc"),
    ],
)
def test_a_place_is_as_exact_as_it_can_be(location: Location, told: str) -> None:
    assert shown_place(location) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("store", "store"),
        ("größe 店", "größe 店"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("a\nb\r\tc", "a\\x0ab\\x0d\\x09c"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202edcba", "abc\\u202edcba"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("in\u200bvisible\ufeff", "in\\u200bvisible\\ufeff"),
        ("\ud800", "\\ud800"),
        ("\udcff", "\\udcff"),
    ],
)
def test_nothing_that_a_terminal_obeys_gets_through(text: str, told: str) -> None:
    assert plain(text) == told


def test_colours_are_off_where_they_are_off() -> None:
    assert Paint(is_on=True)("red", "x") == "\x1b[31;1mx\x1b[0m"
    assert Paint(is_on=True)("red", "") == ""
    assert PLAIN("red", "x") == "x"
