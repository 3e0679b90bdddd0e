"""Registration (REGISTRY, A.7)."""

from collections.abc import Sequence
from typing import NamedTuple

from avrotower.compat.levels import AVRO
from avrotower_service.embedded.registry import compatibility, refusal, tag
from avrotower_service.embedded.registry.lookup import (
    Shelf,
    by_digest,
    check_type,
    is_empty,
    under,
)
from avrotower_service.embedded.registry.metadata import EMPTY, VERSION
from avrotower_service.embedded.registry.refusal import InvalidError, RefusedError
from avrotower_service.embedded.registry.resolve import Read, too_large
from avrotower_service.embedded.registry.sameness import finds
from avrotower_service.embedded.registry.scope import IMPORTING, READ_ONLY, Config
from avrotower_service.embedded.registry.subject import Subject
from avrotower_service.embedded.registry.tag import Tagging
from avrotower_service.embedded.registry.value import LATEST, Content, Registered
from avrotower_service.embedded.registry.view import Outcome, Put, Remove, View

INCOMPATIBLE = 40901


class Request(NamedTuple):
    """What a body asks to register."""

    content: Content
    schema_type: str = AVRO
    version: int = 0
    """0 where the body has none."""
    id: int = -1
    """As `version`, -1."""
    tagging: Tagging | None = None
    propagate_tags: bool = False
    names_version: bool = False
    """Whether the body has a version."""


def known(
    shelf: Shelf, subject: Subject, request: Request, *, normalize: bool
) -> Registered | None:
    """Return the version that is registered already, in any mode."""
    if request.tagging or request.propagate_tags or shelf.config(subject).fills_in:
        return None
    if is_empty(request.content.text):
        return None
    check_type(request.schema_type)
    found = under(
        shelf,
        subject,
        request.content,
        normalize=normalize,
        latest_only=request.version == LATEST,
    )
    if found is None or (request.id >= 0 and request.id != found.id):
        return None
    if request.version in {0, LATEST, found.version}:
        is_said = request.version != found.version or request.id == found.id
        return found if is_said else None
    if request.id != found.id:
        return None
    other = shelf.seen(subject, request.version, deleted=False)
    is_same = (
        other is not None
        and other.id == found.id
        and other.content.digest() == found.content.digest()
    )
    return other if is_same else None


def register(
    shelf: Shelf, subject: Subject, request: Request, *, normalize: bool, now_ms: int
) -> Outcome[Registered]:
    """Return the version that *request* makes, or has made before.

    Raises:
        RefusedError: If it may not be registered.
    """
    found = known(shelf, subject, request, normalize=normalize)
    if found is not None:
        return Outcome(found)
    content, version = request.content, request.version
    if request.tagging:
        check_type(request.schema_type)
        read = shelf.read(subject, content)
        content = tag.tagged(shelf.texts, read, request.tagging)
        version = version if request.names_version else LATEST
    return add(
        shelf,
        subject,
        request._replace(content=content, version=version),
        normalize=normalize,
        now_ms=now_ms,
    )


def add(
    shelf: Shelf, subject: Subject, request: Request, *, normalize: bool, now_ms: int
) -> Outcome[Registered]:
    """Return the version that *request* makes; from the mode on (A.7, step 8).

    Raises:
        RefusedError: If it may not be registered.
    """
    mode = shelf.mode(subject)
    _check_mode(mode, subject, request)
    is_import = mode in IMPORTING
    history = shelf.view.history(subject)
    live = [old for old in history if not old.is_deleted]
    following = history[-1].version + 1 if history else 1
    config = shelf.config(subject)
    if not is_import:
        previous = live[-1] if live else None
        request = _filled(shelf, subject, config, request, previous, following)
    if is_empty(request.content.text):
        raise InvalidError("Empty schema")
    if request.content.extra_size > shelf.defaults.max_metadata:
        raise too_large()
    check_type(request.schema_type)
    read = shelf.read(
        subject,
        request.content,
        strict=request.id < 0 and config.validate_new_schemas,
        normalize=normalize,
    )
    found, id_ = _same(shelf, subject, request, read, live)
    if found is not None:
        return Outcome(found)
    if not is_import:
        _check_compatible(shelf, subject, config, read, live)
    version = request.version if request.version > 0 else following
    if version != following and not is_import:
        raise InvalidError("Version is not one more than previous version")
    if id_ < 0:
        id_ = shelf.view.max_id(subject.context) + 1
    else:
        _check_free(shelf, subject, id_, read.content)
    made = Registered(subject, version, id_, read.content, now_ms, is_deleted=False)
    gone = _replaced(shelf.view, history, made)
    return Outcome(made._replace(ts=None, is_deleted=None), (*gone, Put(made)))


def _same(
    shelf: Shelf,
    subject: Subject,
    request: Request,
    read: Read,
    live: Sequence[Registered],
) -> tuple[Registered | None, int]:
    """Return the version that is the same already, and the id that a new one gets.

    The id is -1 where it gets one of its own.
    """
    id_ = request.id
    same = shelf.view.id_of(subject.context, read.content.digest())
    if same is not None and id_ in {-1, same}:
        found = by_digest(shelf, subject, read.content, deleted=False)
        if found is not None and request.version == 0:
            return found, same
        id_ = same
    if request.version == 0:
        for old in reversed(live):
            if id_ in {-1, old.id} and finds(
                shelf.texts, read, shelf.stored(old), old.version
            ):
                return Registered(subject, old.version, old.id, read.content), old.id
    return None, id_


def _replaced(
    view: View, history: Sequence[Registered], made: Registered
) -> list[Remove]:
    """Return the removal of soft-deleted versions that come back as *made*."""
    return [
        Remove(old.subject, old.version)
        for old in history
        if old.is_deleted
        and old.id == made.id
        and old.version < made.version
        and not view.referring(old.subject, old.version)
    ]


def _check_mode(mode: str, subject: Subject, request: Request) -> None:
    told = f"Subject {subject.text} in context {subject.qualifier} is"
    if mode in READ_ONLY:
        raise refusal.not_permitted(f"{told} in read-only mode")
    if request.id >= 0:
        if mode not in IMPORTING:
            raise refusal.not_permitted(f"{told} not in import mode")
    elif mode in IMPORTING:
        raise refusal.not_permitted(f"{told} not in read-write mode")


def _filled(  # noqa: PLR0913, PLR0917  what a version takes from where
    shelf: Shelf,
    subject: Subject,
    config: Config,
    request: Request,
    previous: Registered | None,
    following: int,
) -> Request:
    """Return *request* with what it takes from configuration and history."""
    content = request.content
    old = Content("") if previous is None else previous.content
    if is_empty(content.text):
        content = content._replace(text=old.text, references=old.references)
        request = request._replace(schema_type=AVRO)
    if request.propagate_tags and previous is not None:
        check_type(request.schema_type)
        found = tag.found(shelf.texts, shelf.stored(previous).source)
        if found:
            read = shelf.read(subject, content)
            content = tag.tagged(shelf.texts, read, Tagging(add=found))
    # An empty rule set is one too.
    metadata = config.metadata(
        old.metadata if content.metadata is None else content.metadata
    )
    rules = config.rules(old.rule_set if content.rule_set is None else content.rule_set)
    names_version = metadata is not None and VERSION in metadata.by_name
    if request.version != 0 or names_version:
        metadata = (metadata or EMPTY).with_version(following)
    return request._replace(content=content._replace(metadata=metadata, rule_set=rules))


def _check_compatible(
    shelf: Shelf,
    subject: Subject,
    config: Config,
    read: Read,
    live: Sequence[Registered],
) -> None:
    messages = compatibility.objections(shelf, config, read, live)
    if messages:
        raise RefusedError(
            INCOMPATIBLE,
            "Schema being registered is incompatible with an earlier schema for subject "
            f'"{subject.text}", details: [{", ".join(messages)}]',
        )


def _check_free(shelf: Shelf, subject: Subject, id_: int, content: Content) -> None:
    taken = shelf.view.content(subject.context, id_)
    if taken is not None and taken != content:
        raise refusal.not_permitted(
            f"Overwrite new schema with id {id_} in context {subject.qualifier} "
            "is not permitted."
        )
