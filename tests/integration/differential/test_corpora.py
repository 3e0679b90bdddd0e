"""Every labelled history and document, through the API of both registries."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import pytest
from differential_known import read, unexplained
from differential_pair import Pair
from registry_call import Call, get, post, put, register

pytestmark = pytest.mark.integration

Row = dict[str, Any]
Rows = Callable[[str], list[Row]]
BATCH: Final = 25
"""So many rows share one emptying of both registries."""


def level(subject: str, name: str) -> Call:
    return put(f"/config/{subject}", {"compatibility": name})


def history(row: Row) -> Iterator[Call]:
    """Register a history at its level, and once more at NONE to ask for its messages."""
    subject, texts = row["id"], [*row["previous"], row["new"]]
    yield level(subject, row["level"])
    for text in texts:
        yield register(subject, text)
    subject = f"{subject}-all"
    yield level(subject, "NONE")
    for text in row["previous"]:
        yield register(subject, text)
    yield level(subject, row["level"])
    body = {"schema": row["new"]}
    for version in ("", "/latest"):
        path = f"/compatibility/subjects/{subject}/versions{version}"
        yield post(f"{path}?verbose=true", body)
    yield register(subject, row["new"])


def document(row: Row) -> Iterator[Call]:
    """Register a document as it is and normalized, and read it back."""
    subject = row["id"]
    body = {"schema": row["schema_text"]}
    yield register(subject, row["schema_text"])
    yield get(f"/subjects/{subject}/versions/1")
    yield post(f"/subjects/{subject}", body)
    yield post(f"/subjects/{subject}-normal/versions?normalize=true", body)
    yield get(f"/subjects/{subject}-normal/versions/1/schema")


def differences(
    pair: Pair, rows: Iterable[Row], calls: Callable[[Row], Iterator[Call]]
) -> list[str]:
    found: list[str] = []
    left = iter(rows)
    while batch := list(itertools.islice(left, BATCH)):
        whole = [call for row in batch for call in calls(row)]
        different = pair.run(whole, with_state=False, to_the_end=True)
        found += map(str, unexplained(different, read()))
    return found


def test_every_history_is_answered_as_by_the_reference(pair: Pair, rows: Rows) -> None:
    found = differences(pair, rows("compat_histories"), history)

    assert not found, f"{len(found)} differences\n" + "\n".join(found[:20])


def test_every_document_is_answered_as_by_the_reference(pair: Pair, rows: Rows) -> None:
    found = differences(pair, rows("validity"), document)

    assert not found, f"{len(found)} differences\n" + "\n".join(found[:20])
