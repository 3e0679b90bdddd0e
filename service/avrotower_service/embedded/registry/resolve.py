"""Contents with all that they refer to, read (REGISTRY, A.9 and A.10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from avrotower.schema.canonical.conversion import by_unit
from avrotower.schema.document import Mode
from avrotower_service.embedded.registry.refusal import InvalidError, RefusedError
from avrotower_service.embedded.registry.scope import Defaults
from avrotower_service.embedded.registry.subject import Subject, within
from avrotower_service.embedded.registry.text import Reading, Source, Texts
from avrotower_service.embedded.registry.value import LATEST, Content, Reference
from avrotower_service.embedded.registry.view import View

_BAD_VERSION: Final = (
    "io.confluent.kafka.schemaregistry.exceptions.InvalidVersionException"
)


class Read(NamedTuple):
    """A content that could be read."""

    content: Content
    """With canonical text, and references by number."""
    source: Source
    """Its text and those that it refers to."""


class _FaultError(Exception):
    """A reference leads nowhere; the text says so in Java's words."""

    numbered: Sequence[Reference] = ()
    """The references before it."""

    def told(self, content: Content) -> Content:
        """Return *content* as Java has it when it gives up: numbered so far."""
        later = content.references[len(self.numbered) :]
        return content._replace(references=(*self.numbered, *later))


def read(  # noqa: PLR0913  what reading depends on
    view: View,
    texts: Texts,
    defaults: Defaults,
    subject: Subject,
    content: Content,
    *,
    mode: Mode = "lenient",
    normalize: bool = False,
) -> Read:
    """Return *content* as it would be stored under *subject*.

    Raises:
        InvalidError: If it is no Avro schema.
        RefusedError: 42209, if it is too large.
    """
    try:
        references, closure = _closure(view, defaults, subject, content, mode)
    except _FaultError as fault:
        raise _invalid(subject, fault.told(content), str(fault)) from None
    source = Source(content.text, closure, mode)
    content = content._replace(references=references)
    reading = texts.read(source)
    if reading.error is not None:
        raise _refused(subject, content, reading)
    if normalize:
        normalized = texts.normalized(source)
        if normalized.error is not None:
            raise InvalidError(
                f"Invalid schema {java(subject, content, fresh=True)}, details: "
                f"{normalized.error}"
            )
        reading = normalized
        references = tuple(
            sorted(
                dict.fromkeys(references),
                key=lambda r: (by_unit(r.subject or ""), r.version),
            )
        )
    made = content._replace(text=reading.canonical, references=references)
    return Read(made, Source(reading.canonical, closure, mode))


def stored(
    view: View, defaults: Defaults, subject: Subject, content: Content
) -> Source:
    """Return the text of a stored *content* with those that it refers to."""
    if not content.references:
        return Source(content.text)
    try:
        _, closure = _closure(view, defaults, subject, content, "lenient")
    except _FaultError as fault:
        raise _invalid(subject, content, str(fault)) from None
    return Source(content.text, closure)


def java(subject: Subject, content: Content, *, fresh: bool = False) -> str:
    """Return *content* as Java prints it inside of messages."""
    metadata = "null" if content.metadata is None else content.metadata.java()
    rules = "null" if content.rule_set is None else content.rule_set.java()
    version, id_ = ("0", "-1") if fresh else ("null", "null")
    return (
        f"{{subject={subject.text},version={version},id={id_},guid={content.guid},"
        f"schemaType=AVRO,references={_listed(content.references)},metadata={metadata},"
        f"ruleSet={rules},schema={content.text},schemaTags=null,ts=null,deleted=null}}"
    )


def _closure(
    view: View, defaults: Defaults, subject: Subject, content: Content, mode: Mode
) -> tuple[tuple[Reference, ...], tuple[str, ...]]:
    """Return the references by number, and the texts in the order of reading."""
    if not content.references:
        return (), ()
    walk = _Walk(view, defaults, mode)
    numbered: list[Reference] = []
    try:
        walk.enter(subject, content.references, numbered, 1)
    except _FaultError as fault:
        fault.numbered = numbered
        raise
    return tuple(numbered), tuple(walk.texts.values())


class _Walk:
    """Follows references depth first; a name met twice is taken once, the first one."""

    def __init__(self, view: View, defaults: Defaults, mode: Mode) -> None:
        self._view = view
        self._defaults = defaults
        self._with_deleted = mode == "lenient"
        self._visited: dict[str, int] = {}
        self.texts: dict[str, str] = {}

    def enter(
        self,
        parent: Subject,
        references: Sequence[Reference],
        numbered: list[Reference],
        depth: int,
    ) -> None:
        """Take what *references* of *parent* lead to; *numbered* gets them by number."""
        if depth > self._defaults.max_depth:
            raise too_large()
        for reference in references:
            name, subject, version = reference
            if name is None or subject is None or version is None:
                raise _FaultError(f"Invalid reference: {reference.java()}")
            if version < 1 and version != LATEST:
                # Confluent: the class of its exception is part of the text.
                raise _FaultError(f"{_BAD_VERSION}: {version}")
            target = within(subject, parent)
            found = (
                self._view.latest(target)
                if version == LATEST
                else self._view.registered(target, version)
            )
            if found is None or (found.is_deleted and not self._with_deleted):
                raise _FaultError(
                    f'No schema reference found for subject "{target.text}" '
                    f"and version {version}"
                )
            numbered.append(Reference(name, subject, found.version))
            if name in self._visited:
                self._compare(name, found.version)
                continue
            self._visited[name] = found.version
            if len(self._visited) > self._defaults.max_references:
                raise too_large()
            self.enter(target, found.content.references, [], depth + 1)
            self.texts[name] = found.content.text

    def _compare(self, name: str, version: int) -> None:
        first = self._visited[name]
        if self._defaults.strict_references and first != version:
            raise _FaultError(
                f'Conflicting reference versions for "{name}": version {first} '
                f"and version {version}"
            )


def too_large() -> RefusedError:
    """Return the refusal of what is too large to be read."""
    return RefusedError(42209, "Register operation failed because schema is too large")


def _refused(subject: Subject, content: Content, reading: Reading) -> RefusedError:
    if reading.is_too_large:
        return too_large()
    return _invalid(subject, content, reading.error or "")


def _invalid(subject: Subject, content: Content, details: str) -> InvalidError:
    return InvalidError(
        f"Invalid schema of type AVRO, details: Invalid schema {java(subject, content)} "
        f"with refs {_listed(content.references)} of type AVRO, details: {details}"
    )


def _listed(references: Sequence[Reference]) -> str:
    return f"[{', '.join(reference.java() for reference in references)}]"
