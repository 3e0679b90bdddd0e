"""What the report for people says beside findings, and how it closes."""

import io
from collections.abc import Iterable
from typing import Any

import pytest

from avrotower.engine.result import Failure, Judgement, Report, Skipped, Unread
from avrotower.finding import (
    Cause,
    Explanation,
    Finding,
    Fix,
    Location,
    Related,
    Severity,
    Span,
    Version,
    Witness,
)
from avrotower.report.breakage import explained
from avrotower.report.paint import Paint
from avrotower.report.text import summarised, told, write
from avrotower.rule import Subject

PLAIN = Paint(is_on=False)
SUBJECT = Subject("stock-key", "stock", "key")
FINDING = Finding("KEY001", "n", Severity.ERROR, "it may be null", Location("a.avsc"))
NEW = Location("new.avsc", "/fields/0", "a.R", span=Span(1, 2, 1, 2, 1, 3))
OLD = Location("old.avsc", "/fields/0", "a.R")
BREAK = Explanation(
    "TYPE_MISMATCH",
    "CMP003",
    "old reads new",
    (Version("1", "old.avsc"),),
    "int cannot read long",
    OLD,
    NEW,
)


def judgement(*findings: Finding, **changes: Any) -> Judgement:
    made = Judgement(SUBJECT, "a.avsc", findings, "f")
    return made._replace(**changes)


def closing(*judgements: Judgement | Unread) -> list[str]:
    out = io.StringIO()
    write(report(judgements), out)
    return out.getvalue().splitlines()[1:]


def report(judgements: Iterable[Judgement | Unread]) -> Report:
    return Report(command="lint", policy="the policy", rules=(), judgements=judgements)


def told_lines(finding: Finding) -> list[str]:
    return list(told(finding, {"a.avsc": "[1]", "b.avsc": "[1]"}, PLAIN))


@pytest.mark.parametrize(
    ("judgements", "line"),
    [
        ([], "no documents found: nothing was judged"),
        ([judgement()], "1 document, no findings"),
        ([judgement(), judgement()], "2 documents, no findings"),
        ([judgement(FINDING)], "1 error in 1 of 1 document"),
        (
            [
                judgement(FINDING, FINDING._replace(severity=Severity.WARNING)),
                judgement(),
            ],
            "1 error, 1 warning in 1 of 2 documents",
        ),
        (
            [judgement(*[FINDING._replace(severity=Severity.INFO)] * 2)],
            "2 info in 1 of 1 document",
        ),
        (
            [judgement(), Unread("b", "gone", "look")],
            "1 document, no findings, 1 file not read",
        ),
        (
            [Unread("b", "gone", "look"), Unread("c", "gone", "look")],
            "no documents found: nothing was judged, 2 files not read",
        ),
    ],
)
def test_the_last_line_counts(judgements: list[Judgement | Unread], line: str) -> None:
    assert closing(*judgements)[-1] == line


def test_a_rule_that_fails_is_our_bug_and_is_shown_with_its_traceback() -> None:
    failure = Failure("KEY001", "a.avsc", "KeyError: 'x'", "Traceback …\n  line")

    lines = closing(judgement(failures=(failure,)))

    assert lines[1:] == [
        "a.avsc: rule KEY001 failed: KeyError: 'x'",
        "  this is a bug in avrotower; the other rules went on",
        "  | Traceback …",
        "  |   line",
        "1 document, no findings",
    ]


def test_checks_that_lack_an_input_are_counted_and_named() -> None:
    skips = tuple(
        Skipped(code, "history", "no history is given")
        for code in ("CMP001", "CMP002", "CMP003", "KEY009")
    )

    lines = closing(judgement(skipped=skips), judgement(skipped=skips[:1]))

    assert lines[-2:] == [
        "skipped: 5 checks without history (CMP001\u2013CMP003, KEY009)",
        "  no history is given",
    ]


def test_notes_follow_the_findings_that_they_concern() -> None:
    assert "  note: versions 1-3 left out" in closing(
        judgement(FINDING, notes=("versions 1-3 left out",))
    )
    assert not any(
        "left out" in line for line in closing(judgement(notes=("left out",)))
    )


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([], ""),
        (["KEY001"], "KEY001"),
        (["KEY001", "KEY002"], "KEY001, KEY002"),
        (["KEY001", "KEY002", "KEY003"], "KEY001\u2013KEY003"),
        (["CMP009", "KEY010", "KEY011"], "CMP009, KEY010, KEY011"),
        (["ACMEX", "ACMEY"], "ACMEX, ACMEY"),
        (["SHOP001", "SHOP002", "SHOP003"], "SHOP001\u2013SHOP003"),
    ],
)
def test_neighbours_are_a_range(codes: list[str], words: str) -> None:
    assert summarised(codes) == words


@pytest.mark.parametrize(
    ("fix", "lines"),
    [
        (Fix("safe", "sort it"), ["  fix (safe): sort it"]),
        (Fix("unsafe", "drop it"), ["  fix (unsafe): drop it"]),
        (Fix("display", "add it", "{\n}"), ["  fix: add it", "      {", "      }"]),
        (Fix("display", 'write "uuid"', '"uuid"'), ['  fix: write "uuid"']),
        (Fix("display", "be null"), []),
    ],
    ids=["safe", "unsafe", "display", "snippet-in-title", "said-already"],
)
def test_a_fix_is_told_once_on_its_own_line(fix: Fix, lines: list[str]) -> None:
    assert told_lines(FINDING._replace(fix=fix))[2:] == lines


def test_a_note_in_the_same_document_does_not_repeat_its_path() -> None:
    here = Location("a.avsc", span=Span(1, 2, 1, 2, 1, 3))
    note = Related("the first one", here)

    assert told_lines(FINDING._replace(related=(note,)))[2:] == [
        "  note: the first one",
        "    1 | [1]",
        "      |  ^",
    ]


@pytest.mark.parametrize(
    ("document", "line"),
    [("b.avsc", "  --> b.avsc:1:2"), ("unknown.avsc", "  --> unknown.avsc:1:2")],
)
def test_a_note_in_another_document_names_it(document: str, line: str) -> None:
    there = Location(document, span=Span(1, 2, 1, 2, 1, 3))

    assert told_lines(FINDING._replace(related=(Related("n", there),)))[3] == line


def test_that_a_field_is_part_of_its_own_document_needs_no_note() -> None:
    inner = FINDING._replace(location=Location("a.avsc", "/fields/0"))
    whole = Related("part of this key", Location("a.avsc", "/name"))
    other = Related("part of this key", Location("b.avsc", "/name"))

    assert told_lines(inner._replace(related=(whole,)))[2:] == []
    assert told_lines(inner._replace(related=(other,)))[2:] == [
        "  note: part of this key",
        "  --> b.avsc:/name",
    ]


def test_a_note_without_a_place_to_show_names_what_it_knows() -> None:
    note = Related("n", Location("a.avsc", "/doc"))

    assert told_lines(FINDING._replace(related=(note,)))[2:] == [
        "  note: n",
        "  --> a.avsc:/doc",
    ]


def break_lines(explanation: Explanation) -> list[str]:
    return list(explained(explanation, {"new.avsc": "[1]"}, PLAIN, "red"))


def test_a_break_shows_the_new_document_first_and_who_reads() -> None:
    assert break_lines(BREAK) == [
        "    1 | [1]",
        "      |  ^ writer, new",
        "  --> old.avsc:/fields/0",
    ]
    turned = BREAK._replace(direction="new reads old", reader=NEW, writer=OLD)
    assert break_lines(turned)[1] == "      |  ^ reader, new"


def test_a_break_tells_ways_causes_proof_repairs_and_javas_line() -> None:
    inner = Cause("its size", NEW._replace(document="third.avsc"))
    causes = (Cause("not a.B", OLD, None, (inner,)), Cause("not null"))
    witness = Witness("found", '"\\u0000\\u0000\\u0000\\u0000\\u0000"', "", "too long")

    lines = break_lines(
        BREAK._replace(
            via="a.Root.r",
            places=(NEW,),
            causes=causes,
            witness=witness,
            proposals=(Fix("display", "add a default", "{}"),),
            advice=("keep it",),
            wire="{errorType}",
        )
    )

    assert lines[3:] == [
        "  reached by a.Root.r",
        "  also at new.avsc:1:2",
        "  because not a.B",
        "    because its size (reader, third.avsc:1:2)",
        "  because not null",
        '  proof: the writer can write "\\u0000\u2026"',
        "         and the reader answers: too long",
        "  fix: add a default",
        "      {}",
        "  advice: keep it",
        "  java: {errorType}",
    ]


@pytest.mark.parametrize(
    ("witness", "lines"),
    [
        (Witness("endless", note="no datum ends"), ["  proof: no datum ends"]),
        (Witness("budget"), []),
        (
            Witness("found", "1", "", "no", note="others read it"),
            [
                "  proof: the writer can write 1",
                "         and the reader answers: no",
                "         others read it",
            ],
        ),
    ],
    ids=["none-ends", "silent", "with-note"],
)
def test_a_proof_is_told_or_why_there_is_none(
    witness: Witness, lines: list[str]
) -> None:
    assert break_lines(BREAK._replace(witness=witness))[3:] == lines
