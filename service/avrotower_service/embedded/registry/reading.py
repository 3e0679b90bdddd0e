"""Reading versions, ids, lists (REGISTRY, A.6.2 to A.6.4 and A.6.8)."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar
from uuid import UUID

from avrotower.schema.canonical.conversion import by_unit
from avrotower_service.embedded.registry import refusal
from avrotower_service.embedded.registry.lookup import Shelf
from avrotower_service.embedded.registry.metadata import INTS
from avrotower_service.embedded.registry.refusal import RefusedError
from avrotower_service.embedded.registry.subject import (
    DEFAULT,
    DEFAULT_CONTEXT,
    WILDCARD,
    Subject,
    subject_of,
    within,
)
from avrotower_service.embedded.registry.value import LATEST, Place, Registered
from avrotower_service.embedded.registry.view import Span, View

T = TypeVar("T")
_DIGEST_HEX: Final = 32
_MOST: Final = 1000
"""The longest page of versions."""


def version_of(text: str) -> int:
    """Return the version that *text* means, -1 for the latest.

    Raises:
        RefusedError: 42202, if it means none.
    """
    word = text.strip()
    if word.lower() == "latest":
        return LATEST
    told = text
    digits = word.removeprefix("-" if word.startswith("-") else "+")
    if digits.isdecimal() and len(digits) < 20:  # noqa: PLR2004  longer ones are none
        number = int(word)
        if number in INTS:
            if number == LATEST or number > 0:
                return number
            told = str(number)
    raise RefusedError(
        42202,
        f"The specified version '{told}' is not a valid version id. "
        'Allowed values are between [1, 2^31-1] and the string "latest"',
    )


def page(found: Sequence[T], offset: int, limit: int) -> list[T]:
    """Return a part of *found*; all that follows *offset* without a *limit*."""
    if limit <= 0:
        limit = len(found)
    start = max(offset, 0)
    return list(found[start : start + limit])


def version(
    shelf: Shelf, subject: Subject, number: int, *, deleted: bool
) -> Registered:
    """Return a version, of another context if the default one has none.

    Raises:
        RefusedError: 40401 or 40402.
    """
    found = shelf.seen(subject, number, deleted=deleted)
    if found is None:
        for other in shelf.elsewhere(subject):
            found = shelf.seen(other, number, deleted=deleted)
            if found is not None:
                break
    if found is not None:
        return found
    if not shelf.view.has(subject, deleted=deleted):
        raise refusal.subject_missing(subject.text)
    raise refusal.version_missing(number)


def versions(
    view: View, subject: Subject, *, deleted: bool, only: bool, negative: bool
) -> list[int]:
    """Return the numbers of the versions; *negative* marks soft-deleted ones so.

    Raises:
        RefusedError: 40401, if the subject is not there.
    """
    if not view.has(subject, deleted=deleted or only):
        raise refusal.subject_missing(subject.text)
    listed = view.listed(subject)
    if negative:
        return [-v.version if v.is_deleted else v.version for v in listed]
    if only:
        return [v.version for v in listed if v.is_deleted]
    return [v.version for v in listed if deleted or not v.is_deleted]


def with_metadata(
    shelf: Shelf, subject: Subject, asked: Mapping[str, str], *, deleted: bool
) -> Registered:
    """Return the highest version whose metadata have all properties *asked* for.

    Raises:
        RefusedError: 40401 or 40403.
    """
    for old in reversed(shelf.view.history(subject)):
        metadata = old.content.metadata
        if (deleted or not old.is_deleted) and metadata is not None:
            by_name = metadata.by_name
            if all(by_name.get(name) == value for name, value in asked.items()):
                return old
    if not shelf.view.has(subject, deleted=deleted):
        raise refusal.subject_missing(subject.text)
    raise refusal.schema_missing()


def referring(view: View, found: Registered, *, deleted: bool) -> list[int]:
    """Return the ids of what refers to a version."""
    ids = {
        (context, id_)
        for context, id_, _, is_deleted in view.referring(found.subject, found.version)
        if deleted or not is_deleted
    }
    return [id_ for _, id_ in sorted(ids)]


# By id and guid


def place_of(view: View, id_: int, subject: Subject) -> Place | None:
    """Return where *id_* stands, as *subject* chooses the context."""
    places = view.places(subject.context, id_)
    if subject.is_context:
        return _first(places)
    found = next((place for place in places if place.subject == subject), None)
    if found is not None or subject.context != DEFAULT:
        return found
    for context in view.contexts():
        other = Subject(context, subject.name)
        for place in view.places(context, id_):
            if place.subject == other:
                return place
    return _first(places)


def _first(places: Sequence[Place]) -> Place | None:
    return places[0] if places else None


def by_id(view: View, id_: int, subject: Subject) -> Registered | None:
    """Return a version that has *id_*, live or soft-deleted."""
    place = place_of(view, id_, subject)
    return None if place is None else view.registered(place.subject, place.version)


def places(view: View, id_: int, subject: Subject, *, deleted: bool) -> list[Place]:
    """Return all places of *id_*.

    Raises:
        RefusedError: 40403, if there is no such id.
    """
    chosen = place_of(view, id_, subject)
    if chosen is None:
        raise refusal.schema_missing()
    found = view.places(chosen.subject.context, id_)
    return [place for place in found if deleted or not place.is_deleted]


def digest_of(guid: str) -> bytes | None:
    """Return the digest that *guid* writes, None for what is none."""
    try:
        return UUID(guid).bytes if "-" in guid else _plain(guid)
    except ValueError:
        return None


def _plain(guid: str) -> bytes | None:
    return bytes.fromhex(guid) if len(guid) == _DIGEST_HEX else None


def ids_of(view: View, guid: str) -> list[tuple[str, int]]:
    """Return context and id of all contents with *guid*; the default context first."""
    digest = digest_of(guid)
    if digest is None:
        return []
    found: list[tuple[str, int]] = []
    for context in (DEFAULT, *view.contexts()):
        id_ = view.id_of(context, digest)
        if id_ is not None:
            found.append((context, id_))
    return found


# Lists


def span_of(prefix: str) -> Span:
    """Return which subjects *prefix* means."""
    if prefix.startswith(WILDCARD):
        return Span(None, prefix[len(WILDCARD) :])
    if prefix.startswith(":.") and ":" not in prefix[2:]:
        return Span(None, "", prefix[1:])
    subject = subject_of(prefix)
    return Span(subject.context, subject.name)


def subjects(view: View, prefix: str, *, deleted: bool, only: bool) -> list[str]:
    """Return the names of subjects, sorted as Java sorts."""
    found = [
        counted.subject.text
        for counted in view.subjects(span_of(prefix))
        if (counted.live == 0 if only else deleted or counted.live)
    ]
    return sorted(found, key=by_unit)


def items(  # noqa: PLR0913  all that the query can say
    view: View,
    prefix: str,
    *,
    deleted: bool,
    latest_only: bool,
    rule_type: str,
    aliases: Mapping[str, Sequence[str]],
    offset: int,
    limit: int,
) -> list[Registered]:
    """Return a page of versions sorted by subject and number; those of *aliases* too.

    Only what the page shows is read, and counted is what stands before it.
    """
    counts = {
        counted.subject: counted.all if deleted else counted.live
        for counted in view.subjects(span_of(prefix))
    }
    for subject in map(subject_of, aliases):
        if subject not in counts:
            listed = view.listed(subject)
            counts[subject] = sum(deleted or not old.is_deleted for old in listed)
    limit = limit if 0 < limit <= _MOST else _MOST
    found: list[Registered] = []
    before = max(offset, 0)
    for subject in sorted(counts, key=lambda subject: by_unit(subject.text)):
        count = min(counts[subject], 1) if latest_only else counts[subject]
        if not rule_type and before >= count:
            before -= count
            continue
        some = [old for old in view.history(subject) if deleted or not old.is_deleted]
        if latest_only:
            some = some[-1:]
        if rule_type:
            some = [old for old in some if _has_rule(old, rule_type)]
        found += some[before:]
        before = max(before - len(some), 0)
        if len(found) >= limit:
            break
    return found[:limit]


def _has_rule(old: Registered, rule_type: str) -> bool:
    rules = old.content.rule_set
    return rules is not None and any(rule.type == rule_type for rule in rules.rules)


def aliases(view: View, prefix: str) -> dict[str, list[str]]:
    """Return by which names subjects are also known."""
    known: dict[str, list[str]] = {}
    for subject, record in view.settings("config", span_of(prefix)):
        alias = record.get("alias")
        # Confluent: the record of the default context has no name to be known by.
        if alias is not None and subject != DEFAULT_CONTEXT:
            known.setdefault(within(alias, subject).text, []).append(subject.text)
    return known


def contexts(view: View, prefix: str) -> list[str]:
    """Return the names of contexts, the default one first."""
    return [c for c in (DEFAULT, *view.contexts()) if c.startswith(prefix)]


def alias_of(view: View, text: str) -> str:
    """Return the name that *text* stands for; an alias is followed once."""
    subject = subject_of(text)
    is_named = subject != DEFAULT_CONTEXT
    record = view.setting("config", subject) if is_named else None
    alias = None if record is None else record.get("alias")
    return within(alias, subject).text if alias else text
