"""Every labelled pair: the answer, and the list in Java's order and words."""

from collections.abc import Callable
from typing import Any

import pytest

from avrotower.compat.check import Outcome, compatible, incompatibilities
from avrotower.schema.document import Document
from avrotower.schema.parse import parse

Rows = Callable[[str], list[dict[str, Any]]]


def documents(row: dict[str, Any]) -> tuple[Document, Document]:
    reader = parse(row["reader"], "lenient", name="reader")
    writer = parse(row["writer"], "lenient", name="writer")
    return reader, writer


def told(outcome: Outcome) -> dict[str, Any]:
    """Return *outcome* as the rows tell it."""
    if outcome.exception is not None:
        return {"exception": f"AvroRuntimeException: {outcome.exception}"}
    return {
        "incompatibilities": [
            {"type": kind, "location": location, "message": message}
            for kind, location, message, *_ in outcome.incompatibilities
        ]
    }


@pytest.mark.parametrize("name", ["compat_pairs", "compat_generated"])
def test_every_pair_is_answered_as_java_does(rows: Rows, name: str) -> None:
    pairs = rows(name)

    wrong = {
        row["id"]: row["compatible"]
        for row in pairs
        if compatible(*(d.schema for d in documents(row))) != row["compatible"]
    }

    print(f"\n{name}: {len(pairs)} answers, {len(wrong)} mismatches")
    assert wrong == {}


@pytest.mark.parametrize("name", ["compat_pairs", "compat_generated"])
def test_every_list_is_javas_message_by_message(rows: Rows, name: str) -> None:
    pairs = rows(name)
    wrong: dict[str, object] = {}

    for row in pairs:
        reader, writer = documents(row)
        outcome = incompatibilities(reader.schema, writer.schema)
        keys = "exception" if "exception" in row else "incompatibilities"
        if told(outcome) != {keys: row[keys]}:
            wrong[row["id"]] = (told(outcome), row[keys])

    print(f"\n{name}: {len(pairs)} lists, {len(wrong)} mismatches")
    assert wrong == {}
