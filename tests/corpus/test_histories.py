"""Every labelled history: Confluent's answer and its messages, element by element."""

from collections.abc import Callable
from typing import Any

from avrotower.compat.levels import Comparison, Level, Stored, compare
from avrotower.finding import Version
from avrotower.schema.parse import parse

Rows = Callable[[str], list[dict[str, Any]]]


def compared(row: dict[str, Any]) -> Comparison:
    history = [
        Stored(
            Version(str(number), f"s@{number}", number),
            parse(text, "lenient", name=f"s@{number}"),
        )
        for number, text in enumerate(row["previous"], start=1)
    ]
    new = parse(row["new"], "lenient", name="new")
    return compare(Level(row["level"]), new, history)


def test_every_history_is_answered_as_confluent_does(rows: Rows) -> None:
    histories = rows("compat_histories")

    wrong = [
        row["id"] for row in histories if compared(row).compatible != row["compatible"]
    ]

    print(f"\ncompat_histories: {len(histories)} answers, {len(wrong)} mismatches")
    assert wrong == []


def test_every_message_is_confluents(rows: Rows) -> None:
    histories = rows("compat_histories")
    wrong: dict[str, object] = {}

    for row in histories:
        messages = compared(row).wire()
        if messages != row["confluent_messages"]:
            wrong[row["id"]] = messages, row["confluent_messages"]

    print(f"\ncompat_histories: {len(histories)} lists, {len(wrong)} mismatches")
    assert wrong == {}
