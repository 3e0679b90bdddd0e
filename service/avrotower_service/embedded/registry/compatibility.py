"""Compatibility checks (REGISTRY, A.6.5 and A.14)."""

from collections.abc import Sequence

from avrotower_service.embedded.registry import refusal
from avrotower_service.embedded.registry.lookup import Shelf, check_type, is_empty
from avrotower_service.embedded.registry.refusal import InvalidError
from avrotower_service.embedded.registry.resolve import Read
from avrotower_service.embedded.registry.scope import Config
from avrotower_service.embedded.registry.subject import Subject
from avrotower_service.embedded.registry.text import Judged
from avrotower_service.embedded.registry.value import LATEST, Content, Registered


def objections(
    shelf: Shelf, config: Config, read: Read, live: Sequence[Registered]
) -> tuple[str, ...]:
    """Return Confluent's objections to *read* after the versions *live*, ascending."""
    if not config.level.directions and not config.validate_fields:
        return ()
    if not live and not config.validate_fields:
        return ()
    if not (config.level.is_transitive or config.group or config.validate_fields):
        live = live[-1:]
    return shelf.texts.messages(
        config.level,
        _judged(read, None),
        [_judged(shelf.stored(old), old.version) for old in live],
        group=config.group,
        validate_fields=config.validate_fields,
    )


def _judged(read: Read, version: int | None) -> Judged:
    metadata = read.content.metadata
    return Judged(read.source, version, () if metadata is None else metadata.properties)


def check(  # noqa: PLR0913  what a check depends on
    shelf: Shelf,
    subject: Subject,
    content: Content,
    schema_type: str,
    *,
    version: int | None,
    normalize: bool,
) -> tuple[str, ...]:
    """Return what is wrong with *content* after *version*, or after all if it is None.

    Raises:
        InvalidError: If it is no schema.
        RefusedError: 40402, if the version is not there.
    """
    if version is None:
        history = shelf.view.history(subject)
        live: Sequence[Registered] = [old for old in history if not old.is_deleted]
    else:
        named = shelf.seen(subject, version, deleted=False)
        if named is None and version != LATEST:
            raise refusal.version_missing(version)
        live = [] if named is None else [named]
    config = shelf.config(subject)
    if is_empty(content.text):
        raise InvalidError("Empty schema")
    check_type(schema_type)
    read = shelf.read(
        subject,
        content,
        strict=config.validate_new_schemas,
        normalize=normalize or config.normalize,
    )
    return objections(shelf, config, read, live)
