"""How SQLite finds things: nothing that is asked often walks through a whole context."""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing

import pytest

from avrotower_service.embedded.registry.subject import Subject
from avrotower_service.embedded.storage.layout import migrate
from avrotower_service.embedded.storage.view import SqliteView

ORDERS = Subject(".", "orders")
ASKED: dict[str, Callable[[SqliteView], object]] = {
    "registered": lambda view: view.registered(ORDERS, 1),
    "latest": lambda view: view.latest(ORDERS),
    "listed": lambda view: view.listed(ORDERS),
    "history": lambda view: view.history(ORDERS),
    "has": lambda view: view.has(ORDERS, deleted=False),
    "id_of": lambda view: view.id_of(".", b"x" * 16),
    "content": lambda view: view.content(".", 1),
    "places": lambda view: view.places(".", 1),
    "max_id": lambda view: view.max_id("."),
    "referring": lambda view: view.referring(ORDERS, 1),
    "setting": lambda view: view.setting("config", ORDERS),
}


@pytest.fixture
def connection() -> Generator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection)
        yield connection


@pytest.mark.parametrize("name", ASKED)
def test_it_is_found_by_more_than_its_context(
    connection: sqlite3.Connection, name: str
) -> None:
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    ASKED[name](SqliteView(connection))
    connection.set_trace_callback(None)

    (statement,) = asked
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]

    assert plan
    assert not [step for step in plan if step.startswith("SCAN")]
    assert not [step for step in plan if step.endswith("(context=?)")], plan
