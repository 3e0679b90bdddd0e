"""Writing what was decided, inside of the transaction that is open."""

import json
import sqlite3
from collections.abc import Iterable
from typing import assert_never

from avrotower_service.embedded.registry.subject import Subject, within
from avrotower_service.embedded.registry.value import Registered
from avrotower_service.embedded.registry.view import (
    Change,
    Mark,
    Put,
    Remove,
    Reserve,
    Set,
    Unlist,
)


class Changer:
    """Applies changes through the one connection that writes."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute
        (last,) = self._run("SELECT MAX(touched) FROM version").fetchone()
        self._touched = last or 0

    def apply(self, changes: Iterable[Change], now_ms: int) -> None:
        """Write *changes*, in order."""
        for change in changes:
            self._touched += 1
            match change:
                case Put(registered):
                    self._put(registered)
                case Mark(subject, version):
                    self._mark(subject, version, now_ms)
                case Remove(subject, version):
                    self._remove(subject, version)
                case Set(kind, subject, document):
                    self._run(
                        "DELETE FROM setting "
                        "WHERE kind = ? AND context = ? AND subject = ?",
                        (kind, *subject),
                    )
                    if document is not None:
                        self._run(
                            "INSERT INTO setting VALUES (?, ?, ?, ?)",
                            (kind, *subject, _json(document)),
                        )
                case Unlist(context):
                    self._run(
                        "UPDATE context SET listed = 0 WHERE name = ?", (context,)
                    )
                case Reserve(context, max_id):
                    self._reserve(context, max_id + 1)
                case _:
                    assert_never(change)

    def _put(self, registered: Registered) -> None:
        subject, version, id_, content, ts, is_deleted = registered
        self._remove(subject, version)
        # Confluent: 1 counts as given as soon as there is any.
        self._reserve(subject.context, max(id_, 1) + 1)
        self._run(
            "INSERT INTO schema VALUES (?, ?, ?, 'AVRO', ?, ?, ?, ?, ?) "
            "ON CONFLICT (context, id) DO UPDATE SET touched = excluded.touched",
            (
                subject.context,
                id_,
                content.digest(),
                content.text,
                _json(content.references) if content.references else None,
                None if content.metadata is None else _json(content.metadata.json()),
                None if content.rule_set is None else _json(content.rule_set.json()),
                self._touched,
            ),
        )
        self._run(
            "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*subject, version, id_, int(bool(is_deleted)), ts, self._touched),
        )
        for reference in content.references:
            self._run(
                "INSERT OR IGNORE INTO ref VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *subject,
                    version,
                    *within(reference.subject or "", subject),
                    reference.version,
                ),
            )

    def _reserve(self, context: str, next_id: int) -> None:
        self._run(
            "INSERT INTO context VALUES (?, ?, 1) ON CONFLICT (name) DO UPDATE "
            "SET next_id = MAX(next_id, excluded.next_id), listed = 1",
            (context, next_id),
        )

    def _mark(self, subject: Subject, version: int, now_ms: int) -> None:
        self._run(
            "UPDATE version SET deleted = 1, ts = ?, touched = ? "
            "WHERE context = ? AND subject = ? AND version = ?",
            (now_ms, self._touched, *subject, version),
        )
        self._run(
            "UPDATE schema SET touched = ? WHERE context = ? AND id = "
            "(SELECT id FROM version WHERE context = ? AND subject = ? AND version = ?)",
            (self._touched, subject.context, *subject, version),
        )

    def _remove(self, subject: Subject, version: int) -> None:
        """Remove a version; the schema goes with the last one that has it."""
        row = self._run(
            "DELETE FROM version WHERE context = ? AND subject = ? AND version = ? "
            "RETURNING id",
            (*subject, version),
        ).fetchone()
        if row is None:
            return
        self._run(
            "DELETE FROM ref WHERE context = ? AND subject = ? AND version = ?",
            (*subject, version),
        )
        self._run(
            "DELETE FROM schema WHERE context = ?1 AND id = ?2 AND NOT EXISTS "
            "(SELECT 1 FROM version WHERE context = ?1 AND id = ?2)",
            (subject.context, row[0]),
        )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
