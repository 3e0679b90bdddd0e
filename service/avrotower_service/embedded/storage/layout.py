"""The tables, and how a file of an older layout becomes one of today's (REGISTRY, A.18)."""

import sqlite3
from collections.abc import Sequence
from typing import Final
from uuid import uuid4

APPLICATION: Final = 0x41765477
"""Says in the header of the file that it is ours: `AvTw`."""

STEPS: Final[Sequence[str]] = (
    """
    CREATE TABLE meta (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE context (
        name TEXT PRIMARY KEY,
        next_id INTEGER NOT NULL,
        listed INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE schema (
        context TEXT NOT NULL,
        id INTEGER NOT NULL,
        digest BLOB NOT NULL,
        type TEXT NOT NULL,
        text TEXT NOT NULL,
        refs TEXT,
        metadata TEXT,
        rule_set TEXT,
        touched INTEGER NOT NULL,
        PRIMARY KEY (context, id)
    ) WITHOUT ROWID;
    CREATE INDEX schema_digest ON schema (context, digest);
    CREATE TABLE version (
        context TEXT NOT NULL,
        subject TEXT NOT NULL,
        version INTEGER NOT NULL,
        id INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        ts INTEGER NOT NULL,
        touched INTEGER NOT NULL,
        PRIMARY KEY (context, subject, version)
    ) WITHOUT ROWID;
    CREATE INDEX version_id ON version (context, id);
    CREATE TABLE ref (
        context TEXT NOT NULL,
        subject TEXT NOT NULL,
        version INTEGER NOT NULL,
        to_context TEXT NOT NULL,
        to_subject TEXT NOT NULL,
        to_version INTEGER NOT NULL,
        PRIMARY KEY (context, subject, version, to_context, to_subject, to_version)
    ) WITHOUT ROWID;
    CREATE INDEX ref_to ON ref (to_context, to_subject, to_version);
    CREATE TABLE setting (
        kind TEXT NOT NULL,
        context TEXT NOT NULL,
        subject TEXT NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (kind, context, subject)
    ) WITHOUT ROWID;
    INSERT INTO context VALUES ('.', 1, 1);
    """,
)
"""Step n makes layout n out of the one before."""

LAYOUT: Final = len(STEPS)

_RESET: Final = (
    "DELETE FROM context",
    "DELETE FROM schema",
    "DELETE FROM version",
    "DELETE FROM ref",
    "DELETE FROM setting",
    "INSERT INTO context VALUES ('.', 1, 1)",
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file up to today's layout, each step in one transaction."""
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    for number, step in enumerate(STEPS[layout:], start=layout + 1):
        connection.executescript(
            f"BEGIN IMMEDIATE; {step} PRAGMA application_id = {APPLICATION};"
            f"PRAGMA user_version = {number}; COMMIT;"
        )
    connection.execute(
        "INSERT OR IGNORE INTO meta VALUES ('cluster', ?)", (str(uuid4()),)
    )


def reset(connection: sqlite3.Connection) -> None:
    """Empty the registry, inside of the transaction that is open; ids begin with 1."""
    for statement in _RESET:
        connection.execute(statement)
