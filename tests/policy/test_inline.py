"""Notes in the text of a document: what they cover, and what becomes of them."""

from __future__ import annotations

from time import monotonic
from typing import Any

import pytest

from avrotower.acceptance import Note
from avrotower.catalogue import RULES
from avrotower.finding import Finding, Location, Severity
from avrotower.policy.acceptance import Acceptance
from avrotower.policy.inline import inline
from avrotower.rule import Role
from avrotower.schema.parse import parse

NAME = "x.avsc"
RECORD = """\
{
  "type": "record",
  "name": "R",
  "fields": [
    {"name": "a", "type": "int"},
    {
      "name": "b",
      "type": "int",
      "x": 1
    },
    {"name": "c", "type": "int"}
  ]
}
"""
A, B, C = (f"/fields/{number}" for number in range(3))


def finding(pointer: str, text: str, code: str = "DOC002") -> Finding:
    place = Location(NAME, pointer, "R", span=parse(text, name=NAME).span(pointer))
    return Finding(code, "name", Severity.WARNING, "told", place)


def looked(
    text: str, *findings: Finding, role: Role | None = "value", **given: Any
) -> tuple[list[Finding], tuple[Note, ...]]:
    return inline(
        findings,
        parse(text, name=NAME),
        role=role,
        acceptance=Acceptance(**given),
        rules=RULES,
        is_judged=lambda code: code != "CMP001",
    )


def accepted(text: str, *pointers: str, **given: Any) -> list[str]:
    """Return those of *pointers* at which a finding of DOC002 is accepted."""
    findings, _ = looked(
        text, *(finding(pointer, text) for pointer in pointers), **given
    )
    return [f.location.pointer for f in findings if f.accepted == "inline"]


def with_line(number: int, line: str) -> str:
    lines = RECORD.splitlines()
    return "\n".join([*lines[: number - 1], line, *lines[number - 1 :], ""])


def at_end(number: int, note: str) -> str:
    lines: list[str] = [*RECORD.splitlines()]
    lines[number - 1] += f" {note}"
    return "\n".join([*lines, ""])


NOTE = "// avrotower:allow DOC002 -- told elsewhere, in the wiki"
INNER, ATTRIBUTE = f"{B}/type", f"{B}/x"

COVERS: dict[str, tuple[str, list[str]]] = {
    "the next line": (with_line(5, NOTE), [A]),
    "its own line": (at_end(5, NOTE), [A]),
    "all of a field that begins on the next line": (
        with_line(6, NOTE),
        [B, INNER, ATTRIBUTE],
    ),
    "an attribute on its own line": (at_end(9, NOTE), [ATTRIBUTE]),
    "nothing behind an empty line": (with_line(5, f"{NOTE}\n"), []),
    "the line behind other comments": (with_line(5, f"{NOTE}\n// and more"), [A]),
    "a block of several lines": (
        with_line(5, "/* avrotower:allow DOC002 -- told\n   in the wiki */"),
        [A],
    ),
    "a block before a field": (
        RECORD.replace('{"name": "a"', f'/*{NOTE[2:]}*/ {{"name": "a"'),
        [A],
    ),
    "a name": (with_line(5, NOTE.replace("DOC002", "field-doc-missing")), [A]),
    "lower case": (with_line(5, NOTE.replace("DOC002", "doc002")), [A]),
    "a list": (with_line(5, NOTE.replace("DOC002", "DOC001,DOC002")), [A]),
    "a list with blanks": (with_line(5, NOTE.replace("DOC002", "DOC001, DOC002")), [A]),
    "another rule": (with_line(5, NOTE.replace("DOC002", "DOC001")), []),
    "a family": (with_line(5, NOTE.replace("DOC002", "DOC")), []),
    "no rule": (with_line(5, NOTE.replace("DOC002 ", "")), []),
    "without reason": (with_line(5, "// avrotower:allow DOC002"), [A]),
    "another word": (with_line(5, NOTE.replace("allow", "allowed")), []),
    "a word before": (with_line(5, NOTE.replace("avrotower", "see avrotower")), []),
    "the file": (
        with_line(1, NOTE.replace("allow", "allow-file")),
        [A, B, INNER, ATTRIBUTE, C],
    ),
    "the file, in the middle": (with_line(5, NOTE.replace("allow", "allow-file")), []),
    "the file, behind another comment": (
        with_line(1, f"// R\n{NOTE.replace('allow', 'allow-file')}"),
        [A, B, INNER, ATTRIBUTE, C],
    ),
    "no comment but a text": (
        RECORD.replace('"R"', '"R", "doc": "avrotower:allow DOC002"'),
        [],
    ),
    "in a text with slashes": (RECORD.replace('"R"', f'"R", "doc": "{NOTE}"'), []),
    "lines as on Windows": (with_line(5, NOTE).replace("\n", "\r\n"), [A]),
}


@pytest.mark.parametrize("name", COVERS)
def test_a_note_covers(name: str) -> None:
    text, covered = COVERS[name]

    assert accepted(text, A, B, INNER, ATTRIBUTE, C) == covered


def test_a_note_at_the_end_of_a_line_leaves_the_next_one_alone() -> None:
    text = RECORD.replace(
        '"int"},\n    {\n', '"int"},\n    {"name": "z", "type": "int"},\n    {\n'
    )
    note = text.replace('"a", "type": "int"},', f'"a", "type": "int"}}, {NOTE}')

    assert accepted(note, A, "/fields/1") == [A]


def test_a_note_covers_nothing_in_another_document() -> None:
    text = with_line(1, NOTE.replace("allow", "allow-file"))
    found = finding(A, text)
    elsewhere = found._replace(location=found.location._replace(document="y.avsc"))

    (marked,), _ = looked(text, elsewhere)

    assert marked.accepted == ""


def uses(text: str, *findings: Finding, **given: Any) -> list[tuple[str, str]]:
    _, notes = looked(text, *findings, **given)
    return [(note.rule, note.use) for note in notes]


def test_what_became_of_each_rule_of_a_note_is_told() -> None:
    rules = "DOC002, doc001 CMP001, nonsense, AVR003, LNT002"
    text = with_line(5, NOTE.replace("DOC002", rules))

    assert uses(text, finding(A, text)) == [
        ("DOC002", "used"),
        ("doc001", "unused"),
        ("CMP001", "not judged"),
        ("nonsense", "unknown rule"),
        ("AVR003", "unacceptable"),
        ("LNT002", "unacceptable"),
    ]


def test_a_note_in_a_key_does_nothing_and_says_so() -> None:
    text = with_line(5, NOTE)

    assert accepted(text, A, role="key") == []
    assert uses(text, finding(A, text), role="key") == [("DOC002", "in a key")]


def test_notes_that_are_switched_off_do_nothing_and_say_so() -> None:
    text = with_line(5, NOTE)

    assert accepted(text, A, inline_comments=False) == []
    assert uses(text, inline_comments=False) == [("DOC002", "switched off")]


@pytest.mark.parametrize("word", ["DOC002", "field-doc-missing", "Field-Doc-Missing"])
def test_a_note_for_a_rule_that_the_policy_locks_does_nothing(word: str) -> None:
    text = with_line(5, NOTE)

    assert accepted(text, A, locked=[word]) == []
    assert uses(text, finding(A, text), locked=[word]) == [("DOC002", "locked")]


def test_a_note_for_the_file_that_comes_too_late_says_so() -> None:
    text = with_line(5, NOTE.replace("allow", "allow-file"))

    assert uses(text) == [("DOC002", "too late")]


@pytest.mark.parametrize("code", ["AVR003", "LNT002"])
def test_what_nobody_can_accept_a_note_cannot_either(code: str) -> None:
    text = with_line(1, NOTE.replace("allow", "allow-file").replace("DOC002", code))

    (marked,), _ = looked(text, finding(A, text, code))

    assert marked.accepted == ""


def test_each_word_has_its_place() -> None:
    text = with_line(5, "  // avrotower:allow DOC001, DOC002 -- told elsewhere")

    _, notes = looked(text)

    spans = [note.location.span for note in notes]
    assert [text[span.start : span.end] for span in spans if span] == [
        "DOC001",
        "DOC002",
    ]
    assert [(span.line, span.column) for span in spans if span] == [(5, 22), (5, 30)]


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("// avrotower:allow DOC002 -- told elsewhere", "told elsewhere"),
        ("/* avrotower:allow DOC002 -- told elsewhere */", "told elsewhere"),
        ("// avrotower:allow DOC002 -- a -- b", "a -- b"),
        ("// avrotower:allow DOC002 --", ""),
        ("// avrotower:allow DOC002", ""),
        ("/*avrotower:allow DOC002*/", ""),
    ],
)
def test_the_reason_is_what_stands_behind_two_dashes(note: str, reason: str) -> None:
    _, (found,) = looked(with_line(5, note))

    assert (found.rule, found.reason) == ("DOC002", reason)


def test_a_rule_that_is_misspelt_has_a_proposal() -> None:
    _, (found,) = looked(with_line(5, NOTE.replace("DOC002", "field-doc-mising")))

    assert (found.code, found.nearest) == ("", ("field-doc-missing",))


PROPERTY = RECORD.replace(
    '"x": 1', '"avrotower:allow": {"field-doc-missing": "same as the ISO list"}'
)


def test_an_attribute_counts_only_where_the_policy_says_so() -> None:
    places = (A, B, INNER)

    assert accepted(PROPERTY, *places) == []
    assert uses(PROPERTY) == [("field-doc-missing", "switched off")]
    assert accepted(PROPERTY, *places, inline_property=True) == [B, INNER]
    assert accepted(PROPERTY, *places, inline_property=True, role="key") == []


def test_an_attribute_says_its_rule_reason_and_place() -> None:
    _, (note,) = looked(PROPERTY, inline_property=True)

    assert (note.code, note.reason) == ("DOC002", "same as the ISO list")
    assert note.location.pointer == f"{B}/avrotower:allow/field-doc-missing"
    assert note.location.span is not None
    assert note.location.span.line == 9


@pytest.mark.parametrize(
    "value", ["1", '"DOC002"', '["DOC002"]', "null", '{"DOC002": 1}', "{}"]
)
def test_an_attribute_of_another_form_is_harmless(value: str) -> None:
    text = RECORD.replace('"x": 1', f'"avrotower:allow": {value}')

    _, notes = looked(text, inline_property=True)

    assert [(note.code, note.reason) for note in notes] in ([], [("DOC002", "")])


@pytest.mark.parametrize(
    "text",
    [
        "// avrotower:allow " + "nonsense" * 100 + " x" * 100_000 + "\n" + RECORD,
        "// avrotower:allow DOC002 -- r\n" * 20_000 + RECORD,
        "//"
        + "/" * 400_000
        + "\n"
        + "/*"
        + "*" * 400_000
        + "avrotower:allo */"
        + RECORD,
        "// avrotower:allow" + " -" * 200_000 + "\n" + RECORD,
    ],
    ids=["words", "comments", "slashes", "dashes"],
)
def test_hostile_notes_take_no_time(text: str) -> None:
    found = [finding(A, RECORD)] * 2_000
    start = monotonic()

    _, notes = looked(text, *found)

    assert len(notes) <= 1_000
    assert monotonic() - start < 10


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (with_line(5, NOTE), [("erase", "", with_line(5, NOTE).index("//"))]),
        (with_line(5, NOTE.replace("DOC002", "DOC001, DOC002")), []),
        (PROPERTY, [("remove", f"{B}/avrotower:allow", 0)]),
        (
            PROPERTY.replace('list"}', 'list", "DOC001": "as well"}'),
            [
                ("remove", f"{B}/avrotower:allow/field-doc-missing", 0),
                ("remove", f"{B}/avrotower:allow/DOC001", 0),
            ],
        ),
    ],
    ids=["a comment", "a comment with two rules", "an attribute", "two attributes"],
)
def test_a_note_knows_how_it_is_taken_out(
    text: str, changes: list[tuple[str, str, int]]
) -> None:
    _, notes = looked(text, inline_property=True)

    found = [(it.do, it.pointer, it.start) for note in notes for it in note.changes]
    assert found == changes
