"""Where a value has its id and its timestamp: found first, judged then."""

from __future__ import annotations

from functools import lru_cache

from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.rule import Options
from avrotower.schema.damage import has_all
from avrotower.schema.document import Document
from avrotower.schema.model import HOLE, Field, Record, Schema, Union
from avrotower.schema.words import by_words, without_null, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final, Literal


_SUFFIXES: Final = frozenset({"event", "command", "value", "record", "message"})
_IN_KEY: Final = "key:"
_SHOWN: Final = 4
"""Paths that a message names before it says how many more there are."""


class IdPlace(Options):
    """Where an id may be."""

    paths: tuple[str, ...] = (
        "id",
        "event_id",
        "message_id",
        "command_id",
        "eid",
        "uid",
        "uuid",
        "{type}_id",
        "metadata.id",
        "metadata.event_id",
        "metadata.eid",
        "meta.id",
        "meta.event_id",
        "header.id",
        "header.event_id",
        "identity.event_id",
    )
    """Chains of field names, compared by words; the first that leads to a field is the id.
    `{type}` stands for the name of the record without `Event`, `Command`, …."""
    exact: bool = False
    """Compare names of fields letter by letter."""
    id_in: tuple[Literal["value", "key", "header"], ...] = ("value",)
    """Where an id may be, `value` and `key` for the kind `entity` but in profile strict;
    `id-in` of a topic or a kind says it for them alone, and a path that begins with
    `key:` counts where the key is such a place."""


class TimestampPlace(Options):
    """Where a timestamp may be."""

    paths: tuple[str, ...] = (
        "occurred_at",
        "event_time",
        "event_timestamp",
        "timestamp",
        "created_at",
        "updated_at",
        "changed_at",
        "issued_at",
        "time",
        "ts",
        "dt",
        "metadata.occurred_at",
        "metadata.timestamp",
        "metadata.created_at",
        "meta.dt",
        "meta.timestamp",
        "header.timestamp",
        "identity.created",
    )
    """Chains of field names, compared by words; the first that leads to a field is the
    timestamp."""
    exact: bool = False
    """Compare names of fields letter by letter."""
    timestamp_in: tuple[Literal["value", "header", "record"], ...] = ("value",)
    """Where a timestamp may be, `record` for the timestamp of the Kafka record;
    `timestamp-in` of a topic or a kind says it for them alone."""


class ActivationPlace(Options):
    """Where an activation date may be."""

    paths: tuple[str, ...] = (
        "effective_from",
        "effective_at",
        "valid_from",
        "active_from",
        "applies_from",
        "activation_date",
        "activation_time",
    )
    """Chains of field names, compared by words; the first that leads to a field is the
    activation date, unless `effective-dated` of the topic names another path."""
    exact: bool = False
    """Compare names of fields letter by letter."""


class Way(NamedTuple):
    """The fields from the top-level record to a mandatory field."""

    fields: tuple[Field, ...]

    @property
    def field(self) -> Field:
        """The field itself."""
        return self.fields[-1]

    @property
    def path(self) -> str:
        """The chain of names, as options write it."""
        return ".".join(field.name for field in self.fields)

    @property
    def is_mandatory(self) -> bool:
        """Whether every writer states it: no step may be null or has a default."""
        return not any(f.has_default or is_nullable(f) for f in self.fields)


def is_nullable(field: Field) -> bool:
    """Whether *field* may be null."""
    return isinstance(field.type, Union) and field.type.has_null


def tops(schema: Schema) -> Iterator[Record]:
    """Yield the top-level record, or each record of a top-level union."""
    root = schema.root
    if isinstance(root, Record):
        yield root
    elif isinstance(root, Union):
        for branch in root.branches:
            if isinstance(branch, Record):
                yield branch


def way(record: Record, paths: Sequence[str], *, exact: bool) -> Way | None:
    """Return the way that the first fitting entry of *paths* leads, None if none does.

    Steps through optional records count, and so does a damaged type: what is there is
    not missing.
    """
    return _way(record, tuple(paths), exact)


@lru_cache(maxsize=4)  # several rules look for the same ways in turn
def _way(record: Record, paths: tuple[str, ...], exact: bool) -> Way | None:  # noqa: FBT001
    known = by_words(record)
    for first, names in _chains(paths):
        if exact or first is None or first in known:
            found = _follow(record, names, exact=exact)
            if found is not None:
                return found
    return None


@lru_cache(maxsize=16)
def _chains(
    paths: tuple[str, ...],
) -> tuple[tuple[tuple[str, ...] | None, tuple[str, ...]], ...]:
    """Return the names of each chain behind the words of the first one.

    None stands for the words where they depend on the record.
    """
    return tuple(
        (None if "{type}" in names[0] else words(names[0]), names)
        for names in (
            tuple(path.split("."))
            for path in paths
            if not path.startswith((_IN_KEY, "header:"))
        )
    )


def key_paths(paths: Sequence[str]) -> tuple[str, ...]:
    """Return those of *paths* that look into the key, as paths of the key."""
    return tuple(
        path.removeprefix(_IN_KEY) for path in paths if path.startswith(_IN_KEY)
    )


def is_in_key(
    record: Record, key: Document | None, paths: Sequence[str], *, exact: bool
) -> bool:
    """Whether the *key* of the topic of *record* holds what *paths* look for.

    Without a path into the key all of it is the id, as is a key that is no record.
    What nobody can look at, a key in no file or a damaged one, is not missing.
    """
    wanted = [_filled(path, record) for path in key_paths(paths)]
    if not wanted or key is None or key.types is not None:
        return True
    root = key.schema.root
    if not isinstance(root, Record) or not is_whole(root, wanted):
        return True
    return way(root, wanted, exact=exact) is not None


def _follow(record: Record, names: Sequence[str], *, exact: bool) -> Way | None:
    fields: list[Field] = []
    here: Record | None = record
    for name in names:
        if here is None:
            return None
        wanted = _filled(name, record)
        field = _field(here, wanted, exact=exact)
        if field is None:
            return None
        fields.append(field)
        inner = without_null(field.type)
        here = inner if isinstance(inner, Record) else None
    return Way(tuple(fields))


def _field(record: Record, wanted: str, *, exact: bool) -> Field | None:
    if exact:
        return next((f for f in record.fields if f.name == wanted), None)
    return by_words(record).get(words(wanted))


def _filled(name: str, record: Record) -> str:
    if "{type}" not in name:
        return name
    return name.replace("{type}", "_".join(subject_words(record)))


def subject_words(record: Record) -> tuple[str, ...]:
    """Return the words of the name of *record* without `Event`, `Command`, …."""
    parts = words(record.name)
    is_suffixed = len(parts) > 1 and parts[-1] in _SUFFIXES
    return parts[:-1] if is_suffixed else parts


def is_whole(record: Record, paths: Sequence[str]) -> bool:
    """Whether what *paths* look for cannot stand in a part that is damaged or undefined."""
    if not _has_all_fields(record):
        return False
    steps = {words(_filled(path.partition(".")[0], record)) for path in paths}
    for field in record.fields:
        if words(field.name) not in steps:
            continue
        inner = without_null(field.type)
        if inner.type == HOLE:
            return False
        if isinstance(inner, Record) and not _has_all_fields(inner):
            return False
    return True


def _has_all_fields(record: Record) -> bool:
    return has_all(record.raw, "fields", len(record.fields))


def shown(record: Record, paths: Sequence[str]) -> str:
    """Return the beginning of *paths* for a message."""
    names = [_filled(path, record) for path in paths]
    more = len(names) - _SHOWN
    told = ", ".join(names[:_SHOWN])
    return f"{told} and {more} more" if more > 0 else told
