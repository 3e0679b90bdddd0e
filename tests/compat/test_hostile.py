"""Huge, wide, deep and recursive schemas: an answer, an explanation, no crash."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from breaks import array, document, enum, field, record

from avrotower.compat.check import compatible, incompatibilities, soundly_compatible
from avrotower.compat.exact import MOST_PAIRS
from avrotower.compat.explain import explain
from avrotower.compat.levels import Comparison, Level, Stored, compare
from avrotower.compat.outcome import MOST as LISTED
from avrotower.compat.pairs import MOST_PAIRS as SOUND_PAIRS
from avrotower.compat.pairs import Pairs
from avrotower.finding import Explanation, Version
from avrotower.schema.document import Document, References
from avrotower.schema.model import Schema

MOST_SECONDS = 30
"""Far beyond what any case needs; it tells a hang from a loaded machine."""


def chain(last: str, count: int = 150, *, is_optional: bool = False) -> Any:
    """Return a union of records, each with the one before it as a field."""
    types: list[Any] = []
    for number in range(count):
        below: Any = f"R{number - 1}" if number else last
        below = ["null", below] if is_optional and number else below
        types.append(record(f"R{number}", field("n", below), field("v", last)))
    return types


def wide(last: str, prefix: str = "R", count: int = 150) -> Any:
    return [record(f"{prefix}{n}", field("v", last)) for n in range(count)]


def cycle(last: str, length: int) -> Any:
    """Return records in a ring; two of them with no common factor make many pairs."""

    def link(number: int) -> Any:
        below: Any = "R0" if number + 1 == length else link(number + 1)
        return record(f"R{number}", field("n", ["null", below]), field("v", last))

    return link(0)


CASES: dict[str, Callable[[str], Any]] = {
    "a chain": chain,
    "a chain of unions": lambda last: chain(last, is_optional=True),
    "a wide union": wide,
    "a wide union of others": lambda last: wide(last, "R" if last == "int" else "S"),
    "a wide record": lambda last: record(
        "R", *(field(f"f{n}", last) for n in range(1_000))
    ),
    "renamed fields": lambda last: record(
        "R", *(field(f"net_{last}_{n}", "int") for n in range(80))
    ),
    "rings": lambda last: cycle(last, 40 if last == "int" else 41),
    "a type used often": lambda last: record(
        "Q",
        field("f", record("R", field("v", last))),
        *(field(f"f{n}", ["null", "R"]) for n in range(1_000)),
    ),
    "a type used often in unions only": lambda last: record(
        "Q",
        field("f", ["null", record("R", field("v", last))]),
        *(field(f"f{n}", ["null", "R"]) for n in range(1_000)),
    ),
    "many unions": lambda last: record(
        "Q",
        *(
            field(f"f{n}", ["null", record(f"R{n}", field("v", last))])
            for n in range(500)
        ),
    ),
    "a wide enum": lambda last: enum("E", *(f"{last}{n}" for n in range(5_000))),
    "long names": lambda last: record("R" * 10_000, field("f" * 10_000, last)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_break_is_explained_in_bounded_time(case: str) -> None:
    start = time.monotonic()

    comparison = stepped(CASES[case]("int"), CASES[case]("string"))
    explanations = explain(comparison)
    lines = comparison.wire(closing=True)

    assert not comparison.compatible
    assert explanations != ()
    assert lines != []
    assert time.monotonic() - start < MOST_SECONDS
    assert sum(map(size, explanations)) < 50_000_000


def stepped(new: Any, old: Any) -> Comparison:
    earlier = document(json.dumps(old) if isinstance(old, dict) else old, "s@1")
    candidate = document(json.dumps(new) if isinstance(new, dict) else new)
    assert (candidate.errors, earlier.errors) == ((), ())
    return compare(Level.FULL, candidate, [Stored(Version("1", "s@1", 1), earlier)])


def size(explanation: Explanation) -> int:
    return len(repr(explanation))


def schema(text: Any) -> Schema:
    return document(text).schema


def test_the_answer_does_not_depend_on_the_length_of_a_chain() -> None:
    same, other = schema(chain("int", 5_000)), schema(chain("string", 5_000))

    assert compatible(same, schema(chain("int", 5_000)))
    assert soundly_compatible(same, schema(chain("int", 5_000)))
    assert not compatible(same, other)
    assert not soundly_compatible(same, other)
    assert incompatibilities(same, schema(chain("int", 5_000))).compatible


def test_a_list_ends_where_nobody_reads_on() -> None:
    reader = schema(record("R", *(field(f"f{n}", "int") for n in range(LISTED + 1))))

    outcome = incompatibilities(reader, schema(record("R")))

    assert len(outcome.incompatibilities) == LISTED


def test_a_list_ends_where_its_locations_grow_too_long() -> None:
    reader, writer = linked("int", "new"), linked("string", "s@1")

    outcome = incompatibilities(reader.schema, writer.schema)

    assert 0 < len(outcome.incompatibilities) < LINKS


LINKS = 1_500


def linked(last: str, name: str) -> Document:
    """Return a document that refers to a chain of types in another one."""
    types = document(chain(last, LINKS), f"types of {name}").schema.names
    root = array(f"R{LINKS - 1}")
    return document(root, name, References(types, frozenset()))


def test_the_list_of_a_union_wider_than_anybody_waits_for_is_a_beginning() -> None:
    count = int(MOST_PAIRS**0.5) + 10

    outcome = incompatibilities(
        schema(wide("int", "R", count)), schema(wide("string", "S", count))
    )

    assert 0 < len(outcome.incompatibilities) < count


def test_a_wide_union_in_a_record_has_at_least_one_incompatibility() -> None:
    count = int(MOST_PAIRS**0.5) + 10
    reader = record("Q", field("f", wide("int", "R", count), aliases=["g"]))
    writer = record("Q", field("f", wide("string", "S", count)))
    good = record("Q", field("f", wide("int", "R", count)))

    broken = incompatibilities(schema(reader), schema(writer))
    fine = incompatibilities(schema(reader), schema(good))

    assert [entry.type for entry in broken.incompatibilities] == ["TYPE_MISMATCH"]
    assert fine.compatible


def test_a_schema_nested_as_deep_as_may_be_is_explained() -> None:
    new: Any = "int"
    old: Any = "string"
    for _ in range(190):
        new, old = array(new), array(old)

    explanations = explain(stepped(new, old))

    assert [e.rule for e in explanations] == ["CMP003", "CMP003"]


def test_beyond_a_thousand_steps_no_way_is_told() -> None:
    version = Version("1", "s@1", 1)
    history = [Stored(version, linked("string", "s@1"))]

    explanations = explain(
        compare(Level.BACKWARD, linked("int", "new"), history), with_proposals=False
    )

    far, *_, near = explanations
    assert (near.reader.path, near.via) == (f"R{LINKS - 1}.v", "$[].v")
    assert (far.reader.path, far.via) == ("R0.n", "")
    assert near.witness is not None
    assert far.witness is not None
    assert "too deeply nested" in near.witness.note
    assert "too deeply nested" in far.witness.note
    assert far.wire != ""


def test_a_chain_too_deep_for_a_stack_is_answered_soundly() -> None:
    reader, writer = linked("int", "new").schema, linked("string", "s@1").schema

    assert not soundly_compatible(reader, writer)
    assert soundly_compatible(reader, linked("int", "s@1").schema)


def test_what_lies_beyond_the_most_pairs_is_taken_as_read() -> None:
    def ring(last: str, length: int, name: str) -> Document:
        types = [
            record(f"R{n}", field("n", f"R{(n + 1) % length}"), field("v", last))
            for n in range(length)
        ]
        names = document(types, f"types of {name}").schema.names
        return document(array("R0"), name, References(names, frozenset()))

    pairs = Pairs(ring("int", 449, "a").schema.root, ring("long", 450, "b").schema.root)

    assert len(list(pairs)) == SOUND_PAIRS + 1
    assert pairs.root.fails


def test_a_break_beyond_the_end_of_javas_list_has_no_line_of_it() -> None:
    new = record("R", *(field(f"f{n}", "int") for n in range(LISTED + 1)))
    history = [Stored(Version("1", "s@1", 1), document(record("R"), "s@1"))]

    explanations = explain(
        compare(Level.BACKWARD, document(new), history), with_proposals=False
    )

    assert [explanations[at].wire == "" for at in (0, -1)] == [False, True]
