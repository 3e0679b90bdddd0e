"""The layout of every labelled and every real text: stable, and nothing is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from avrotower.schema.canonical import canonical_text
from avrotower.schema.document import Document
from avrotower.schema.format import formatted
from avrotower.schema.format.token import tokens
from avrotower.schema.parse import parse

Rows = Callable[[str], list[dict[str, Any]]]


def written(text: str) -> list[str]:
    """Return all tokens that stay, comments among them."""
    signs = {",", ":"}
    return [token.text.rstrip() for token in tokens(text) if token.text not in signs]


def documents(rows: Rows, realworld: Path) -> Iterator[Document]:
    for row in rows("validity"):
        yield parse(row["schema_text"], name=row["id"])
    for path in sorted(realworld.rglob("*.avsc")):
        yield parse(path.read_bytes(), name=path.name)


def test_a_layout_is_stable_and_loses_nothing(rows: Rows, realworld: Path) -> None:
    wrong: list[str] = []
    count = refused = 0
    for document in documents(rows, realworld):
        count += 1
        text, refusal = formatted(document)
        if refusal:
            refused += 1
            continue
        again = parse(text)
        is_same = (
            again.value == document.value
            and written(text) == written(document.text)
            and [e.reason for e in again.errors] == [e.reason for e in document.errors]
            and formatted(again).text == text
        )
        if is_same and document.is_valid:
            is_same = canonical_text(again) == canonical_text(document)
        if not is_same:
            wrong.append(document.name)

    print(f"\nlayouts: {count} documents, {refused} without one, {len(wrong)} wrong")
    assert wrong == []
    assert refused < count / 50
