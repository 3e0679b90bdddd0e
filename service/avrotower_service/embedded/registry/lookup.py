"""Looking up whether a schema is registered under a subject (REGISTRY, A.8)."""

from collections.abc import Iterator
from typing import NamedTuple

from avrotower.compat.levels import AVRO
from avrotower_service.embedded.registry import refusal, resolve, scope
from avrotower_service.embedded.registry.refusal import InvalidError
from avrotower_service.embedded.registry.resolve import Read
from avrotower_service.embedded.registry.sameness import finds
from avrotower_service.embedded.registry.scope import Config, Defaults
from avrotower_service.embedded.registry.subject import DEFAULT, Subject
from avrotower_service.embedded.registry.text import Texts
from avrotower_service.embedded.registry.value import Content, Registered
from avrotower_service.embedded.registry.view import View


class Shelf(NamedTuple):
    """What every question needs: the state, the texts, the server's defaults."""

    view: View
    texts: Texts
    defaults: Defaults

    def config(self, subject: Subject) -> Config:
        """Return the configuration in force for *subject*."""
        return scope.config(self.view, subject, self.defaults)

    def mode(self, subject: Subject) -> str:
        """Return the mode in force for *subject*."""
        return scope.mode(self.view, subject, self.defaults)

    def read(
        self,
        subject: Subject,
        content: Content,
        *,
        strict: bool = False,
        normalize: bool = False,
    ) -> Read:
        """Return *content* as it would be stored under *subject*."""
        return resolve.read(
            self.view,
            self.texts,
            self.defaults,
            subject,
            content,
            mode="strict" if strict else "lenient",
            normalize=normalize,
        )

    def stored(self, registered: Registered) -> Read:
        """Return a version that is stored, with what it refers to."""
        content = registered.content
        source = resolve.stored(self.view, self.defaults, registered.subject, content)
        return Read(content, source)

    def seen(
        self, subject: Subject, version: int, *, deleted: bool
    ) -> Registered | None:
        """Return a version unless it is hidden; -1 is the latest live one."""
        if version == -1:
            return self.view.latest(subject)
        found = self.view.registered(subject, version)
        return None if found is None or (found.is_deleted and not deleted) else found

    def elsewhere(self, subject: Subject) -> Iterator[Subject]:
        """Yield where else *subject* is looked for: from the default context, in all."""
        if subject.context == DEFAULT and self.defaults.context_fallback:
            for context in self.view.contexts():
                yield Subject(context, subject.name)


def is_empty(text: str | None) -> bool:
    """Whether *text* counts as no schema."""
    return text is None or not text.strip()


def check_type(schema_type: str) -> None:
    """Refuse all types but Avro.

    Raises:
        InvalidError: If it is another.
    """
    if schema_type != AVRO:
        raise InvalidError(f"Invalid schema type {schema_type}")


def under(  # noqa: PLR0913  what a lookup depends on
    shelf: Shelf,
    subject: Subject,
    content: Content,
    *,
    normalize: bool,
    deleted: bool = False,
    latest_only: bool = False,
) -> Registered | None:
    """Return the version of *subject* that *content* finds."""
    if is_empty(content.text):
        return None
    asked = shelf.read(subject, content, normalize=normalize)
    if latest_only:
        latest = shelf.view.latest(subject)
        if latest and finds(shelf.texts, asked, shelf.stored(latest), latest.version):
            return latest
        return None
    found = by_digest(shelf, subject, asked.content, deleted=deleted)
    if found is not None:
        return found
    for old in reversed(shelf.view.history(subject)):
        if (deleted or not old.is_deleted) and finds(
            shelf.texts, asked, shelf.stored(old), old.version
        ):
            return old
    return None


def by_digest(
    shelf: Shelf, subject: Subject, content: Content, *, deleted: bool
) -> Registered | None:
    """Return the version of *subject* with exactly *content*, as the request wrote it."""
    id_ = shelf.view.id_of(subject.context, content.digest())
    if id_ is None:
        return None
    for place in shelf.view.places(subject.context, id_):
        if place.subject == subject and (deleted or not place.is_deleted):
            return Registered(subject, place.version, id_, content)
    return None


def look_up(
    shelf: Shelf, subject: Subject, content: Content, *, normalize: bool, deleted: bool
) -> Registered:
    """Return the version that *content* finds, in other contexts too if need be.

    Raises:
        RefusedError: 40401 or 40403, if it is nowhere; 42201, if it is no schema.
    """
    normalize = normalize or shelf.config(subject).normalize
    found = _twice(shelf, subject, content, normalize=normalize, deleted=deleted)
    if found is None:
        for other in shelf.elsewhere(subject):
            try:
                found = _twice(
                    shelf, other, content, normalize=normalize, deleted=deleted
                )
            except InvalidError:
                continue
            if found is not None:
                break
    if found is not None:
        return found
    if not shelf.view.has(subject, deleted=deleted):
        raise refusal.subject_missing(subject.text)
    raise refusal.schema_missing()


def _twice(
    shelf: Shelf, subject: Subject, content: Content, *, normalize: bool, deleted: bool
) -> Registered | None:
    """Look as it is, then with what a registration would have merged in."""
    found = under(shelf, subject, content, normalize=normalize, deleted=deleted)
    latest = None if found else shelf.view.latest(subject)
    if latest is None:
        return found
    config = shelf.config(subject)
    filled = content._replace(
        metadata=config.metadata(
            latest.content.metadata if content.metadata is None else content.metadata
        ),
        rule_set=config.rules(
            latest.content.rule_set if content.rule_set is None else content.rule_set
        ),
    )
    if filled == content or (filled.metadata is None and filled.rule_set is None):
        return None
    return under(shelf, subject, filled, normalize=normalize, deleted=deleted)
