"""Seven levels over a history: what is compared, in which order, and who is left out."""

from typing import Any

import pytest
from breaks import document, field, record, stored

from avrotower.compat.levels import (
    NEW_READS_OLD,
    OLD_READS_NEW,
    Comparison,
    Level,
    Stored,
    compare,
    weakest,
)
from avrotower.finding import Version
from avrotower.schema.parse.protocol import parse_protocol

BOTH = [OLD_READS_NEW, NEW_READS_OLD]
FULL = record("Price", field("net", "int"))
EMPTY = record("Price")


def halves(comparison: Comparison) -> list[tuple[str, str]]:
    return [(h.stored.version.label, h.direction) for h in comparison.halves]


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (Level.NONE, []),
        (Level.BACKWARD, [("3", NEW_READS_OLD)]),
        (Level.FORWARD, [("3", OLD_READS_NEW)]),
        (Level.FULL, [("3", direction) for direction in BOTH]),
        (Level.BACKWARD_TRANSITIVE, [(v, NEW_READS_OLD) for v in "321"]),
        (Level.FORWARD_TRANSITIVE, [(v, OLD_READS_NEW) for v in "321"]),
        (Level.FULL_TRANSITIVE, [(v, direction) for v in "321" for direction in BOTH]),
    ],
)
def test_a_level_says_which_versions_and_directions_are_compared(
    level: Level, expected: list[tuple[str, str]]
) -> None:
    history = [stored(number, EMPTY) for number in (1, 2, 3)]

    comparison = compare(level, document(EMPTY), history)

    assert halves(comparison) == expected
    assert comparison.compatible


def test_an_empty_history_allows_everything() -> None:
    comparison = compare(Level.FULL_TRANSITIVE, document(FULL), [])

    assert (comparison.compatible, comparison.wire()) == (True, [])


def test_the_wire_stops_at_the_newest_break_and_findings_do_not() -> None:
    history = [stored(1, EMPTY), stored(2, EMPTY), stored(3, FULL)]

    comparison = compare(Level.BACKWARD_TRANSITIVE, document(FULL), history)

    assert [half.stored.version.label for half in comparison.breaks] == ["2", "1"]
    assert [line[:20] for line in comparison.wire()] == [
        "{errorType:'READER_F",
        "{oldSchemaVersion: 2",
        '{oldSchema: \'{"type"',
    ]


def test_a_deleted_version_takes_part_unless_it_is_left_out() -> None:
    history = [stored(1, FULL), stored(2, EMPTY, is_deleted=True)]

    kept = compare(Level.BACKWARD, document(FULL), history)
    left_out = compare(Level.BACKWARD, document(FULL), history, include_deleted=False)

    assert (kept.compatible, halves(kept)) == (False, [("2", NEW_READS_OLD)])
    assert (left_out.compatible, halves(left_out)) == (True, [("1", NEW_READS_OLD)])


@pytest.mark.parametrize(
    ("properties", "compared"),
    [({"line": "a"}, "2"), ({"line": "b"}, "3"), ({}, "1")],
    ids=["a", "b", "none"],
)
def test_only_versions_of_one_group_are_compared(
    properties: dict[str, str], compared: str
) -> None:
    history = [
        stored(1, EMPTY),
        stored(2, EMPTY, properties={"line": "a"}),
        stored(3, EMPTY, properties={"line": "b"}),
    ]

    comparison = compare(
        Level.BACKWARD, document(EMPTY), history, group="line", properties=properties
    )

    assert halves(comparison) == [(compared, NEW_READS_OLD)]


RESERVED = "confluent:reserved"


@pytest.mark.parametrize(
    ("new", "properties", "latest", "lines"),
    [
        pytest.param(FULL, {}, {}, [], id="nothing reserved"),
        pytest.param(FULL, {RESERVED: "tax"}, {RESERVED: "tax"}, [], id="kept"),
        pytest.param(
            FULL,
            {RESERVED: "tax"},
            {RESERVED: "tax, gross,tax,"},
            [
                (
                    "The new schema has reserved field gross removed from its metadata"
                    " which is present in the old schema's metadata."
                )
            ],
            id="removed",
        ),
        pytest.param(
            FULL,
            {RESERVED: "net"},
            {},
            ["The new schema has field that conflicts with the reserved field net."],
            id="conflicting",
        ),
        pytest.param("int", {RESERVED: "net"}, {}, [], id="no record"),
    ],
)
def test_reserved_fields_are_looked_at_where_fields_are_validated(
    new: Any, properties: dict[str, str], latest: dict[str, str], lines: list[str]
) -> None:
    history = [stored(1, new, properties=latest)]

    comparison = compare(
        Level.BACKWARD,
        document(new),
        history,
        properties=properties,
        validate_fields=True,
    )

    assert comparison.wire() == lines
    assert comparison.compatible == (not lines)


def test_reserved_fields_need_no_history() -> None:
    comparison = compare(
        Level.NONE,
        document(FULL),
        [],
        properties={RESERVED: "net"},
        validate_fields=True,
    )

    assert comparison.wire(closing=True) == [
        "The new schema has field that conflicts with the reserved field net.",
        "{validateFields: 'true', compatibility: 'NONE'}",
    ]


def test_nothing_can_follow_another_schema_type() -> None:
    stranger = Stored(Version("2", "price@2", 2), None, "JSON")
    history = [stored(1, EMPTY), stranger]

    comparison = compare(Level.BACKWARD_TRANSITIVE, document(EMPTY), history)

    assert not comparison.compatible
    assert comparison.strangers == (stranger,)
    assert comparison.wire() == ["Incompatible because of different schema type"]


@pytest.mark.parametrize(
    ("old", "reason"),
    [
        pytest.param(
            Stored(Version("1", "price@1", 1), None), "there is no text", id="no text"
        ),
        pytest.param(
            Stored(Version("1", "price@1", 1), None, unreadable="404"), "404", id="why"
        ),
        pytest.param(
            stored(1, '{"type": "record"}'), "without a name", id="an invalid schema"
        ),
    ],
)
def test_a_version_that_cannot_be_compared_is_passed_with_its_reason(
    old: Stored, reason: str
) -> None:
    comparison = compare(Level.FULL, document(EMPTY), [old])

    (passed,) = comparison.passed
    assert passed.version == old.version
    assert reason in passed.reason or old.document is not None
    assert (comparison.compatible, comparison.halves) == (True, ())


PROTOCOL = '{"protocol": "P", "types": [%s]}'
CARD = '{"type": "record", "name": "Card", "fields": []}'
FULL_CARD = (
    '{"type": "record", "name": "Card", "fields": [{"name": "a", "type": "int"}]}'
)


def test_the_types_of_two_protocols_are_compared_by_name() -> None:
    new = parse_protocol(PROTOCOL % FULL_CARD, name="new.avpr")
    old = parse_protocol(
        PROTOCOL % (CARD + ', {"type": "fixed", "name": "Id", "size": 1}'),
        "lenient",
        name="old",
    )
    assert (new.errors, old.errors) == ((), ())

    comparison = compare(Level.BACKWARD, new, [Stored(Version("1", "old", 1), old)])

    (half,) = comparison.halves
    assert (half.reader.label, half.compatible) == ("Card", False)


def test_a_protocol_and_a_schema_are_not_compared() -> None:
    schema = document(record("Card"), "price@1")
    protocol = parse_protocol(PROTOCOL % CARD, "lenient", name="new.avpr")

    for new, old in ((schema, protocol), (protocol, schema)):
        history = [Stored(Version("1", "price@1", 1), old)]

        (passed,) = compare(Level.BACKWARD, new, history).passed

        assert passed.reason == "a protocol and a schema cannot be compared"


@pytest.mark.parametrize(
    ("level", "other", "expected"),
    [
        (Level.FULL, Level.BACKWARD, True),
        (Level.BACKWARD, Level.FULL, False),
        (Level.FULL, Level.BACKWARD_TRANSITIVE, False),
        (Level.FULL_TRANSITIVE, Level.FORWARD, True),
        (Level.BACKWARD, Level.NONE, True),
        (Level.FORWARD, Level.BACKWARD, False),
    ],
)
def test_a_level_demands_at_least_another(
    level: Level, other: Level, *, expected: bool
) -> None:
    assert level.at_least(other) is expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (Level.BACKWARD, Level.FORWARD, Level.FULL),
        (Level.BACKWARD, Level.BACKWARD_TRANSITIVE, Level.BACKWARD_TRANSITIVE),
        (Level.BACKWARD_TRANSITIVE, Level.FORWARD, Level.FULL_TRANSITIVE),
        (Level.NONE, Level.NONE, Level.NONE),
    ],
)
def test_the_weakest_level_that_satisfies_both(
    first: Level, second: Level, expected: Level
) -> None:
    assert weakest(first, second) == expected
