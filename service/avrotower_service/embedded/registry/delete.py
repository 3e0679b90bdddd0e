"""Deleting versions, subjects and contexts (REGISTRY, A.11)."""

from avrotower_service.embedded.registry import refusal
from avrotower_service.embedded.registry.lookup import Shelf
from avrotower_service.embedded.registry.refusal import RefusedError
from avrotower_service.embedded.registry.scope import READ_ONLY
from avrotower_service.embedded.registry.subject import DEFAULT, Subject
from avrotower_service.embedded.registry.value import Listed
from avrotower_service.embedded.registry.view import (
    Change,
    Mark,
    Outcome,
    Remove,
    Set,
    Unlist,
    View,
)

_FIRST = "Set permanent=true to delete permanently"
_NOT_FIRST = "was not deleted first before being permanently deleted"


def delete_version(
    shelf: Shelf, subject: Subject, version: int, *, permanent: bool
) -> Outcome[int]:
    """Return the number of the version that goes; -1 is the latest live one.

    Raises:
        RefusedError: If it may not go.
    """
    view = shelf.view
    found = shelf.seen(subject, version, deleted=True)
    if found is None:
        if not view.has(subject, deleted=True):
            raise refusal.subject_missing(subject.text)
        raise refusal.version_missing(version)
    if found.is_deleted and not permanent:
        raise RefusedError(
            40406,
            f"Subject '{subject.text}' Version {version} was soft deleted.{_FIRST}",
        )
    _check_writable(shelf, subject)
    number = found.version
    if _is_referenced(view, subject, number, permanent=permanent):
        raise refusal.referenced(subject.text, number)
    if not permanent:
        return Outcome(number, (Mark(subject, number),))
    if not found.is_deleted:
        raise RefusedError(
            40407, f"Subject '{subject.text}' Version {number} {_NOT_FIRST}"
        )
    changes: tuple[Change, ...] = (Remove(subject, number),)
    if len(view.listed(subject)) == 1:
        changes += _forget(view, subject)
    return Outcome(number, changes)


def delete_subject(
    shelf: Shelf, subject: Subject, *, permanent: bool
) -> Outcome[list[int]]:
    """Return the numbers of the versions that go.

    Raises:
        RefusedError: If they may not go.
    """
    view = shelf.view
    if not view.has(subject, deleted=True):
        raise refusal.subject_missing(subject.text)
    if not permanent and not view.has(subject, deleted=False):
        raise RefusedError(40404, f"Subject '{subject.text}' was soft deleted.{_FIRST}")
    _check_writable(shelf, subject)
    going: list[Listed] = [
        listed for listed in view.listed(subject) if permanent or not listed.is_deleted
    ]
    for listed in going:
        if _is_referenced(
            view, subject, listed.version, permanent=permanent, elsewhere=True
        ):
            raise refusal.referenced(subject.text, listed.version)
        if permanent and not listed.is_deleted:
            raise RefusedError(40405, f"Subject '{subject.text}' {_NOT_FIRST}")
    numbers = [listed.version for listed in going]
    if not permanent:
        return Outcome(numbers, tuple(Mark(subject, number) for number in numbers))
    gone = tuple(Remove(subject, number) for number in reversed(numbers))
    return Outcome(numbers, (*gone, *_forget(view, subject)))


def delete_context(shelf: Shelf, subject: Subject) -> Outcome[None]:
    """Remove an empty context from the list.

    Raises:
        RefusedError: 42211, if it is not empty.
    """
    if shelf.view.has(subject, deleted=True):
        raise RefusedError(
            42211, f"The specified context '{subject.text}' is not empty."
        )
    if subject.context == DEFAULT or not subject.is_context:
        return Outcome(None)
    return Outcome(None, (Unlist(subject.context),))


def _check_writable(shelf: Shelf, subject: Subject) -> None:
    if shelf.mode(subject) in READ_ONLY:
        raise refusal.not_permitted(
            f"Subject {subject.text} in context {subject.qualifier} is in read-only mode"
        )


def _is_referenced(
    view: View,
    subject: Subject,
    version: int,
    *,
    permanent: bool,
    elsewhere: bool = False,
) -> bool:
    """Whether something refers to the version; live, or with *permanent* anything."""
    return any(
        (permanent or not is_deleted)
        and not (elsewhere and Subject(context, name) == subject)
        for context, _, name, is_deleted in view.referring(subject, version)
    )


def _forget(view: View, subject: Subject) -> tuple[Change, ...]:
    """Return the removal of what is said of *subject*."""
    return tuple(
        Set(kind, subject, None)
        for kind in ("mode", "config")
        if view.setting(kind, subject) is not None
    )
