"""Many schemas at once: `GET /schemas`, as far as a vendor has it (REGISTRY, A.17)."""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count, groupby
from operator import attrgetter
from tempfile import TemporaryFile
from typing import IO, Any, Final, NamedTuple

from avrotower.errors import RegistryError, RegistryUnreachableError
from avrotower.registry.client import Registry
from avrotower.registry.elements import elements
from avrotower.registry.history import Unread
from avrotower.registry.subject import qualified
from avrotower.registry.value import Registered, is_list, registered, strange

_PATH: Final = "/schemas"
_ASKED: Final = f"GET {_PATH}"
_MOST_ITEMS: Final = 1_000
"""Confluent's own limit of a page; more than that means its default."""
_PAGES_AHEAD: Final = 3
_MOST_BYTES: Final = 1 << 30
"""Of a list without pages; it is never in memory as a whole."""
_PIECE: Final = 64 << 10


class Entry(NamedTuple):
    """A subject with all its versions."""

    subject: str
    versions: tuple[Registered, ...]
    """Ascending; each says whether it is soft-deleted."""
    unread: tuple[Unread, ...] = ()
    """Versions that were listed and could not be had."""
    error: RegistryError | None = None
    """Why not even the versions could be listed; without it, and without any version,
    the subject is gone since it was listed."""


def listed(registry: Registry, *, include_deleted: bool) -> Iterator[Entry]:
    """Yield subjects in few requests; nothing where the registry has no such list.

    A subject that changes while it is read is left out, and has to be read by itself.

    Raises:
        RegistryError: If the list cannot be had, or cannot be trusted any more; what
            came until then can.
    """
    way = registry.capabilities.lists_schemas
    if way == "paged":
        yield from _paged(registry, include_deleted=include_deleted)
    elif way == "whole":
        yield from _agreed(registry)


def _paged(registry: Registry, *, include_deleted: bool) -> Iterator[Entry]:
    live: dict[str, set[int]] = {}
    if include_deleted and not registry.capabilities.tells_deleted:
        for version in _pages(registry, include_deleted=False):
            live.setdefault(version.subject, set()).add(version.version)
    for entry in _grouped(_pages(registry, include_deleted=include_deleted)):
        if all(version.is_deleted is not None for version in entry.versions):
            yield entry
            continue
        numbers = {version.version for version in entry.versions}
        alive = live.get(entry.subject, set()) if include_deleted else numbers
        if alive != numbers:
            # Deleted, or written in the meantime: one question tells.
            alive = set(registry.versions(entry.subject))
        marked = (v._replace(is_deleted=v.version not in alive) for v in entry.versions)
        yield entry._replace(versions=tuple(marked))


def _grouped(found: Iterable[Registered]) -> Iterator[Entry]:
    seen: set[str] = set()
    for subject, versions in groupby(found, attrgetter("subject")):
        if subject in seen:
            raise _moved()
        seen.add(subject)
        ordered = sorted(versions, key=attrgetter("version"))
        yield Entry(subject, tuple(ordered))


def _pages(registry: Registry, *, include_deleted: bool) -> Iterator[Registered]:
    """Yield what pages hold; each begins with the last item of the one before.

    Otherwise an item would be lost whenever one before it is deleted.
    """
    fixed: dict[str, str | int | bool] = {"subjectPrefix": ":*:"}
    if not registry.capabilities.contexts:
        fixed.clear()
    if include_deleted:
        fixed["deleted"] = True

    def page(offset: int, limit: int) -> list[Registered]:
        query = {**fixed, "offset": offset, "limit": limit}
        data = registry.wire.get(_PATH, query)
        if not is_list(data):
            raise strange(_ASKED, "a list of schemas", data)
        return [registered(item, _ASKED) for item in data]

    wanted = min(registry.wire.connection.page, _MOST_ITEMS)
    first = page(0, wanted)
    yield from first
    # The server may have a lower limit than we do.
    size = len(first)
    overlap = 1 if size > 1 else 0
    last = first[-1] if first else None
    offsets = count(size - overlap, size - overlap) if size else ()
    pages = registry.gather(lambda o: page(o, size), offsets, ahead=_PAGES_AHEAD)
    for items in pages:
        if bool(overlap) != (items[:1] == [last]):
            raise _moved()
        yield from items[overlap:]
        if len(items) < size or not items:
            return
        last = items[-1]


def _agreed(registry: Registry) -> Iterator[Entry]:
    """Yield the subjects of which two lists, with and without deleted ones, tell the same.

    No version says whether it is deleted, and Karapace 6 mixes up the two values of
    `deleted`: what only one list has is deleted, or was written in the meantime.
    AxonOps sorts by id, so texts wait in a file until all of a subject are there.
    """
    one: dict[str, list[int]] = {}
    for found, _ in _whole(registry, deleted=True):
        one.setdefault(found.subject, []).append(found.version)
    places: dict[str, list[tuple[int, int, str]]] = {}
    with TemporaryFile() as file:
        for found, item in _whole(registry, deleted=False):
            line = json.dumps(item).encode()
            place = (file.tell(), len(line), qualified(found.subject).context)
            places.setdefault(found.subject, []).append(place)
            file.write(line)
        for subject, where in places.items():
            entry = Entry(subject, tuple(_kept(file, where)))
            numbers = [version.version for version in entry.versions]
            if sorted(one.get(subject, ())) == numbers:
                yield entry


def _kept(file: IO[bytes], where: Iterable[tuple[int, int, str]]) -> list[Registered]:
    """Return the live versions that stand in *file*, ascending."""
    found: list[Registered] = []
    for start, length, context in where:
        file.seek(start)
        item = json.loads(file.read(length))
        found.append(registered(item, _ASKED, context)._replace(is_deleted=False))
    return sorted(found, key=attrgetter("version"))


def _whole(registry: Registry, *, deleted: bool) -> Iterator[tuple[Registered, Any]]:
    """Yield all versions, and the JSON that they were made of."""
    query = {"deleted": True} if deleted else {}
    for context, place in registry.places():
        with registry.wire.download(f"{place}{_PATH}", query, _MOST_BYTES) as file:
            for item in elements(iter(partial(file.read, _PIECE), b""), _ASKED):
                yield registered(item, _ASKED, context), item


def _moved() -> RegistryUnreachableError:
    return RegistryUnreachableError(
        _ASKED, "was written to while it was read page by page"
    )
