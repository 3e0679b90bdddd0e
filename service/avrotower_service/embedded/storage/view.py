"""The state of the registry as SQLite holds it."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Final

from avrotower_service.embedded.registry.metadata import metadata_of
from avrotower_service.embedded.registry.rule_set import rule_set_of
from avrotower_service.embedded.registry.subject import DEFAULT, Subject
from avrotower_service.embedded.registry.value import (
    Content,
    Counted,
    Listed,
    Place,
    Reference,
    Registered,
)
from avrotower_service.embedded.registry.view import Document, Kind, Span

_VERSION: Final = (
    "SELECT v.context, v.subject, v.version, v.id, v.deleted, v.ts, "
    "s.text, s.refs, s.metadata, s.rule_set "
    "FROM version v JOIN schema s ON s.context = v.context AND s.id = v.id "
)
# `INDEXED BY`: left alone, SQLite walks through all of a context to find an id.
_LAST: Final = "\U0010ffff"
"""Sorts behind all that begins with what stands before it."""


class SqliteView:
    """Reads through one connection; what it sees is up to the transaction there."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def registered(self, subject: Subject, version: int) -> Registered | None:
        """Return a version, live or soft-deleted."""
        row = self._run(
            f"{_VERSION}WHERE v.context = ? AND v.subject = ? AND v.version = ?",
            (*subject, version),
        ).fetchone()
        return None if row is None else _registered(row)

    def latest(self, subject: Subject) -> Registered | None:
        """Return the highest live version."""
        row = self._run(
            f"{_VERSION}WHERE v.context = ? AND v.subject = ? AND v.deleted = 0 "
            "ORDER BY v.version DESC LIMIT 1",
            subject,
        ).fetchone()
        return None if row is None else _registered(row)

    def listed(self, subject: Subject) -> Sequence[Listed]:
        """Return all versions, ascending, soft-deleted ones included."""
        rows = self._run(
            "SELECT version, id, deleted FROM version "
            "WHERE context = ? AND subject = ? ORDER BY version",
            subject,
        )
        return [Listed(number, id_, bool(deleted)) for number, id_, deleted in rows]

    def history(self, subject: Subject) -> Sequence[Registered]:
        """Return all versions with their contents, ascending."""
        rows = self._run(
            f"{_VERSION}WHERE v.context = ? AND v.subject = ? ORDER BY v.version",
            subject,
        )
        return [_registered(row) for row in rows]

    def has(self, subject: Subject | None, *, deleted: bool) -> bool:
        """Whether the subject, or any in a context, or any at all has a version."""
        where = "1"
        values: tuple[str, ...] = ()
        if subject is not None and subject.is_context:
            where, values = "context = ?", (subject.context,)
        elif subject is not None:
            where, values = "context = ? AND subject = ?", subject
        seen = "" if deleted else " AND deleted = 0"
        return (
            self._run(
                f"SELECT 1 FROM version WHERE {where}{seen} LIMIT 1",  # noqa: S608  ours
                values,
            ).fetchone()
            is not None
        )

    def subjects(self, span: Span) -> Sequence[Counted]:
        """Return the subjects with the number of their versions."""
        where, values = _where(span)
        rows = self._run(
            "SELECT context, subject, SUM(1 - deleted), COUNT(*) "  # noqa: S608  ours
            f"FROM version WHERE {where} GROUP BY context, subject",
            values,
        )
        return [
            Counted(Subject(context, name), live, every)
            for context, name, live, every in rows
        ]

    def id_of(self, context: str, digest: bytes) -> int | None:
        """Return the id of a content; of several the one written last, as Confluent."""
        row = self._run(
            "SELECT id FROM schema INDEXED BY schema_digest "
            "WHERE context = ? AND digest = ? "
            "ORDER BY touched DESC LIMIT 1",
            (context, digest),
        ).fetchone()
        return None if row is None else row[0]

    def content(self, context: str, id_: int) -> Content | None:
        """Return the content of an id."""
        row = self._run(
            "SELECT text, refs, metadata, rule_set FROM schema "
            "WHERE context = ? AND id = ?",
            (context, id_),
        ).fetchone()
        return None if row is None else _content(*row)

    def places(self, context: str, id_: int) -> Sequence[Place]:
        """Return where an id stands, for each subject the version written last."""
        rows = self._run(
            "SELECT subject, version, deleted FROM version INDEXED BY version_id "
            "WHERE context = ? AND id = ? ORDER BY subject, touched",
            (context, id_),
        )
        last = {name: (version, bool(deleted)) for name, version, deleted in rows}
        return [Place(Subject(context, name), *found) for name, found in last.items()]

    def max_id(self, context: str) -> int:
        """Return the highest id ever given or imported, 0 for none."""
        row = self._run(
            "SELECT next_id FROM context WHERE name = ?", (context,)
        ).fetchone()
        return 0 if row is None else row[0] - 1

    def referring(
        self, subject: Subject, version: int
    ) -> Sequence[tuple[str, int, str, bool]]:
        """Return context, id, subject's name and deletedness of what refers to it."""
        rows = self._run(
            "SELECT v.context, v.id, v.subject, v.deleted FROM ref r "
            "JOIN version v USING (context, subject, version) "
            "WHERE r.to_context = ? AND r.to_subject = ? AND r.to_version = ?",
            (*subject, version),
        )
        return [
            (context, id_, name, bool(deleted)) for context, id_, name, deleted in rows
        ]

    def contexts(self) -> Sequence[str]:
        """Return the contexts besides the default one, sorted."""
        rows = self._run(
            "SELECT name FROM context WHERE listed = 1 AND name <> ? ORDER BY name",
            (DEFAULT,),
        )
        return [name for (name,) in rows]

    def setting(self, kind: Kind, subject: Subject) -> Document | None:
        """Return a record."""
        row = self._run(
            "SELECT document FROM setting WHERE kind = ? AND context = ? AND subject = ?",
            (kind, *subject),
        ).fetchone()
        return None if row is None else json.loads(row[0])

    def settings(self, kind: Kind, span: Span) -> Sequence[tuple[Subject, Document]]:
        """Return the records of the subjects."""
        where, values = _where(span)
        rows = self._run(
            "SELECT context, subject, document FROM setting "  # noqa: S608  ours
            f"WHERE kind = ? AND {where}",
            (kind, *values),
        )
        return [
            (Subject(context, name), json.loads(text)) for context, name, text in rows
        ]


def _where(span: Span) -> tuple[str, tuple[str, ...]]:
    """Return the condition of *span*, and its values."""
    parts: list[str] = []
    values: list[str] = []
    if span.context is not None:
        parts.append("context = ?")
        values.append(span.context)
    for column, prefix in (("context", span.context_prefix), ("subject", span.prefix)):
        if prefix:
            parts.append(f"{column} >= ? AND {column} < ?")
            values += [prefix, prefix + _LAST]
    return " AND ".join(parts) or "1", tuple(values)


def _registered(
    row: tuple[str, str, int, int, int, int, str, str, str, str],
) -> Registered:
    context, name, version, id_, deleted, ts, *content = row
    return Registered(
        Subject(context, name), version, id_, _content(*content), ts, bool(deleted)
    )


def _content(
    text: str, refs: str | None, metadata: str | None, rules: str | None
) -> Content:
    if refs is None and metadata is None and rules is None:
        return Content(text)
    return Content(
        text,
        () if refs is None else tuple(Reference(*ref) for ref in json.loads(refs)),
        None if metadata is None else metadata_of(json.loads(metadata)),
        None if rules is None else rule_set_of(json.loads(rules)),
    )
