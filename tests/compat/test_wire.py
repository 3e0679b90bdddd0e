"""Confluent's words, to the letter."""

from typing import Any

import pytest
from breaks import compared, enum, field, fixed, record

BACKWARD = ("new", "old")
FORWARD = ("old", "new")


@pytest.mark.parametrize("level", ["BACKWARD", "FORWARD"])
@pytest.mark.parametrize(
    ("reader", "writer", "line"),
    [
        pytest.param(
            fixed("F", 4),
            fixed("F", 8),
            "{errorType:'FIXED_SIZE_MISMATCH', description:'The size of FIXED type field"
            " at path '/size' in the R schema does not match with the W schema',"
            " additionalInfo:'expected: 8, found: 4'}",
            id="size",
        ),
        pytest.param(
            record("A", field("a", "int")),
            record("A", field("a", "long")),
            "{errorType:'TYPE_MISMATCH', description:'The type (path '/fields/0/type')"
            " of a field in the R schema does not match with the W schema',"
            " additionalInfo:'reader type: INT not compatible with writer type: LONG'}",
            id="type",
        ),
        pytest.param(
            fixed("F", 4),
            fixed("G", 4),
            "{errorType:'NAME_MISMATCH', description:'The name of the schema has changed"
            " (path '/name')', additionalInfo:'expected: G'}",
            id="name",
        ),
        pytest.param(
            enum("E", "A"),
            enum("E", "C", "A", "B"),
            "{errorType:'MISSING_ENUM_SYMBOLS', description:'The R schema is missing"
            " enum symbols '[B, C]' at path '/symbols' in the W schema',"
            " additionalInfo:'[B, C]'}",
            id="symbols",
        ),
        pytest.param(
            ["null"],
            ["null", "int"],
            "{errorType:'MISSING_UNION_BRANCH', description:'The R schema is missing a"
            " type inside a union field at path '/1' in the W schema',"
            " additionalInfo:'reader union lacking writer type: INT'}",
            id="branch",
        ),
        pytest.param(
            record("A", field("a", "int")),
            record("A"),
            "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field"
            " 'a' at path '/fields/0' in the R schema has no default value and is"
            " missing in the W schema', additionalInfo:'a'}",
            id="missing",
        ),
        pytest.param(
            record("A", field("a", "int", aliases=["b"])),
            record("A", field("a", "int"), field("b", "int")),
            "Unexpected exception during compatibility check: Reader record field a"
            " type:INT pos:0 matches multiple fields in writer record schema"
            ' {"type":"record","name":"A","fields":[{"name":"a","type":"int"},'
            '{"name":"b","type":"int"}]}',
            id="ambiguous",
        ),
    ],
)
def test_an_incompatibility_is_told_in_confluents_words(
    reader: Any, writer: Any, line: str, level: str
) -> None:
    reads_old = level == "BACKWARD"
    new, old = (reader, writer) if reads_old else (writer, reader)
    words = ("new", "old") if reads_old else ("old", "new")

    first, version, schema = compared(new, old, level=level).wire()

    for letter, word in zip("RW", words, strict=True):
        line = line.replace(f"the {letter} schema", f"the {word} schema")
        line = line.replace(f"The {letter} schema", f"The {word} schema")
    assert first == line
    assert version == "{oldSchemaVersion: 1}"
    assert schema.startswith("{oldSchema: '")


@pytest.mark.parametrize(
    ("new", "old", "endings"),
    [
        pytest.param(
            record("A", field("a", "int")), record("A"), ["missing", "suffix"], id="new"
        ),
        pytest.param(
            record("A"), record("A", field("a", "int")), ["missing"], id="old"
        ),
        pytest.param(
            record("A", field("a", "int")),
            record("A", field("b", "int")),
            ["missing", "missing", "suffix"],
            id="both",
        ),
    ],
)
def test_of_two_halves_only_the_second_tells_the_old_schema(
    new: Any, old: Any, endings: list[str]
) -> None:
    lines = compared(new, old, level="FULL").wire()

    kinds = ["missing" if "READER_FIELD" in line else "suffix" for line in lines]
    assert kinds[: len(endings)] == endings
    assert len(kinds) == len(endings) + ("suffix" in endings)


def test_the_last_line_names_the_level() -> None:
    comparison = compared("int", "string", level="FULL_TRANSITIVE")

    assert comparison.wire(closing=True)[-1] == (
        "{validateFields: 'false', compatibility: 'FULL_TRANSITIVE'}"
    )


def test_where_nothing_is_wrong_there_is_no_last_line() -> None:
    assert compared("int", "int").wire(closing=True) == []


@pytest.mark.parametrize(
    ("filling", "units"),
    [("x", 10_240), ("x", 10_241), ("é", 10_241), ("😀", 10_242)],
    ids=["10240", "10241", "10241 letters", "surrogates"],
)
def test_a_long_old_schema_is_cut(filling: str, units: int) -> None:
    frame = '{"type":"record","name":"A","doc":"","fields":[]}'
    room = units - len(frame)
    size = len(filling.encode("utf-16-le")) // 2
    doc = "y" * (room % size) + filling * (room // size)

    line = compared("int", record("A", doc=doc), level="BACKWARD").wire()[-1]

    text = frame.replace('"doc":""', f'"doc":"{doc}"')
    if units <= 10_240:
        assert line == f"{{oldSchema: '{text}'}}"
    else:
        cut = text.encode("utf-16-le")[: 2 * 10_240].decode("utf-16-le", "ignore")
        assert line == f"{{oldSchema: <truncated> '{cut}...'}}"


def test_a_version_without_a_number_is_not_numbered() -> None:
    comparison = compared("int", "string", level="BACKWARD")
    (stored,) = comparison.covered
    unnumbered = stored._replace(version=stored.version._replace(number=None))
    half = comparison.halves[0]
    half.stored = unnumbered

    lines = comparison._replace(covered=(unnumbered,)).wire()

    assert [line[:12] for line in lines] == ["{errorType:'", "{oldSchema: "]
