"""A whole registry, subject by subject, in flat memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias

from avrotower.errors import (
    RegistryError,
    RegistryRefusedError,
    RegistryUnreachableError,
)
from avrotower.registry.absence import while_there
from avrotower.registry.client import Registry
from avrotower.registry.history import Unread, one_version
from avrotower.registry.listing import Entry, listed
from avrotower.registry.state import State
from avrotower.registry.value import Registered

_FEW: Final = 10
"""A share of the subjects that is read one by one, when no more of them are left."""


def read_all(
    registry: Registry,
    *,
    include_deleted: bool = True,
    state: State | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Iterator[Entry]:
    """Yield every subject with its versions, each subject once, in no certain order.

    Subjects that are done in *state* are passed over; one counts as done when the next
    one is asked for. *progress* hears how many of how many are done.
    A subject that cannot be read is an entry that says why, and hides no other.

    Raises:
        RegistryError: If the registry is not there, or lets us read nothing.
        PolicyError: If *state* cannot be written.
    """
    names = registry.subjects(deleted=include_deleted)
    done = set(state.done) if state else set[str]()
    total = len(done.union(names))
    try:
        for entry in _entries(registry, names, done, include_deleted=include_deleted):
            yield entry
            done.add(entry.subject)
            if state:
                state.mark(entry.subject)
            if progress:
                progress(len(done), max(total, len(done)))
    except BaseException:
        if state:
            state.save()
        raise
    if state:
        state.finish()


def _entries(
    registry: Registry, names: Sequence[str], done: set[str], *, include_deleted: bool
) -> Iterator[Entry]:
    """Yield what is not *done*, which grows meanwhile: first in bulk, then the rest."""
    left = sum(name not in done for name in names)
    if left * _FEW >= len(names):
        try:
            for entry in listed(registry, include_deleted=include_deleted):
                if entry.subject not in done:
                    yield entry
        except RegistryRefusedError as error:
            if error.concerns_all:
                raise
        except RegistryUnreachableError:
            # One schema can spoil a list; who asks for each by itself finds out which.
            pass
    rest = [name for name in names if name not in done]
    entries = _one_by_one(registry, rest, include_deleted=include_deleted)
    yield from while_there(entries, lambda entry: entry.error)


_Given: TypeAlias = Registered | Unread | RegistryError | None


class _Listed(NamedTuple):
    """One version that is to be read; without a number, a subject that has none."""

    subject: str
    number: int = 0
    is_live: bool = True
    """As far as lists tell; a version that says it itself knows better."""
    error: RegistryError | None = None


def _one_by_one(
    registry: Registry, names: Iterable[str], *, include_deleted: bool
) -> Iterator[Entry]:
    """Yield each of *names*; many questions are on their way at the same time."""

    def numbers(name: str) -> list[_Listed]:
        try:
            found = registry.versions(name, deleted=include_deleted)
            live = found
            if include_deleted and not registry.capabilities.tells_deleted:
                live = registry.versions(name)
        except RegistryRefusedError as error:
            if error.concerns_all:
                raise
            return [_Listed(name, error=error)]
        except RegistryUnreachableError as error:
            return [_Listed(name, error=error)]
        listed = [_Listed(name, number, number in live) for number in found]
        return listed or [_Listed(name)]

    def read(thing: _Listed) -> tuple[_Listed, _Given]:
        if not thing.number:
            return thing, thing.error
        try:
            return thing, one_version(registry, thing.subject, thing.number)
        except RegistryUnreachableError as error:
            return thing, error

    things = (thing for found in registry.gather(numbers, names) for thing in found)
    results = registry.gather(read, things)
    for subject, group in groupby(results, lambda pair: pair[0].subject):
        yield _entry(subject, group)


def _entry(subject: str, found: Iterable[tuple[_Listed, _Given]]) -> Entry:
    versions: list[Registered] = []
    unread: list[Unread] = []
    error = None
    for thing, given in found:
        if given is None:
            continue
        if isinstance(given, RegistryError):
            error = given
        elif isinstance(given, Unread):
            unread.append(given)
        elif given.is_deleted is None:
            versions.append(given._replace(is_deleted=not thing.is_live))
        else:
            versions.append(given)
    return Entry(subject, tuple(versions), tuple(unread), error)
