"""Another registry becomes this one: ids, versions, deleted marks, settings."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

from avrotower.registry.connection import Connection
from avrotower.registry.wire import Wire
from avrotower_service.embedded.registry.refusal import RefusedError
from avrotower_service.embedded.registry.scope import LEVEL, Defaults
from avrotower_service.embedded.registry.subject import (
    DEFAULT_CONTEXT,
    GLOBAL_CONTEXT,
    Subject,
)
from avrotower_service.embedded.registry.value import Registered
from avrotower_service.embedded.registry.view import (
    Change,
    Document,
    Kind,
    Outcome,
    Put,
    Reserve,
    Set,
    View,
)
from avrotower_service.embedded.storage import Storage, StorageError
from avrotower_service.embedded.storage.error import WriteError
from avrotower_service.embedded.transfer.file import read
from avrotower_service.embedded.transfer.source import Source
from avrotower_service.embedded.transfer.whole import Whole

_GROUP: Final = 500
_SHOWN: Final = 5
_FOR_ALL: Final = frozenset({DEFAULT_CONTEXT, GLOBAL_CONTEXT})


def copy(
    storage: Storage,
    connection: Connection,
    defaults: Defaults,
    tell: Callable[[str], None],
) -> None:
    """Copy the registry at *connection*, and look whether it arrived.

    What is here already is passed over, so that a copy that was broken off goes on.

    Raises:
        RegistryError: If the other registry cannot be read.
        StorageError: If something else is here, or did not arrive.
    """
    tell(f"avrotower: reading {connection.url}")
    with Wire(connection) as wire:
        source = Source(wire)
        write(storage, _read(source, defaults), tell)
        verify(storage, _read(source, defaults))
    tell("avrotower: copied, and compared with what is there")


def copy_file(storage: Storage, path: str, tell: Callable[[str], None]) -> None:
    """Copy the registry that was exported to *path*.

    Raises:
        StorageError: If it is none, or something else is here.
    """
    whole = read(path)
    write(storage, whole, tell)
    verify(storage, whole)


def write(storage: Storage, whole: Whole, tell: Callable[[str], None]) -> None:
    """Write what *whole* has and *storage* has not.

    Raises:
        StorageError: If something else is there.
    """
    subjects = {version.subject for version in whole.versions}
    tell(
        f"avrotower: copying {len(whole.versions)} versions in {len(subjects)} subjects"
    )
    try:
        for start in range(0, len(whole.versions), _GROUP):
            group = whole.versions[start : start + _GROUP]
            storage.write(partial(_missing, group)).result()
        storage.write(lambda _, __: Outcome(None, tuple(_others(whole)))).result()
    except (RefusedError, WriteError) as error:
        raise StorageError(f"the copy stops: {error}") from None


def _read(source: Source, defaults: Defaults) -> Whole:
    try:
        versions = source.versions()
    except RefusedError as refused:
        raise StorageError(f"the registry cannot be copied: {refused}") from None
    contexts = source.contexts()
    subjects = list(dict.fromkeys(version.subject for version in versions))
    settings: list[tuple[Kind, Subject, Document]] = [
        (kind, scope, record)
        for kind, scope, record in source.settings(subjects, contexts)
        if not _is_default(kind, scope, record, defaults)
    ]
    return Whole(contexts, versions, source.max_ids(versions), settings)


def _is_default(
    kind: Kind, scope: Subject, record: Document, defaults: Defaults
) -> bool:
    """Whether *record* says what holds without it; for all scopes there always is one."""
    mine: Document = (
        {LEVEL: defaults.level} if kind == "config" else {"mode": defaults.mode}
    )
    return scope in _FOR_ALL and record == mine


def _missing(versions: Iterable[Registered], view: View, _: int) -> Outcome[None]:
    """Return the writing of those *versions* that are not here."""
    changes: list[Change] = []
    for version in versions:
        here = view.registered(version.subject, version.version)
        if here is not None and _told(here) == _told(version):
            continue
        taken = view.content(version.subject.context, version.id)
        is_other = taken is not None and taken != version.content
        if here is not None or is_other:
            raise RefusedError(
                42205,
                f"{version.subject.text} version {version.version} with id {version.id} "
                "cannot be copied: something else is here",
            )
        changes.append(Put(version))
    return Outcome(None, tuple(changes))


def _others(whole: Whole) -> Iterable[Change]:
    for context in whole.contexts:
        yield Reserve(context, whole.max_ids.get(context, 0))
    for kind, scope, record in whole.settings:
        yield Set(kind, scope, record)


def verify(storage: Storage, whole: Whole) -> None:
    """Compare what is here with *whole*, read anew.

    Raises:
        StorageError: If something is not the same.
    """
    wrong: list[str] = []
    with storage.reading() as view:
        for version in whole.versions:
            here = view.registered(version.subject, version.version)
            if here is None or _told(here) != _told(version):
                wrong.append(f"{version.subject.text} version {version.version}")
        wrong += [
            f"{kind} of {scope.text or 'all subjects'}"
            for kind, scope, record in whole.settings
            if view.setting(kind, scope) != record
        ]
    if wrong:
        more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise StorageError(
            f"the copy differs in {', '.join(wrong[:_SHOWN])}{more}; "
            "was it written to meanwhile? run it again"
        )


def _told(version: Registered) -> tuple[Any, ...]:
    """Return what has to be the same; when it was written does not."""
    return version.id, version.content, bool(version.is_deleted)
