"""What the registry's decisions see of the state, and what they change in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Literal, NamedTuple, Protocol, TypeAlias, TypeVar

from avrotower.schema.model import JSON
from avrotower_service.embedded.registry.subject import Subject
from avrotower_service.embedded.registry.value import (
    Content,
    Counted,
    Listed,
    Place,
    Registered,
)

T = TypeVar("T")
Kind: TypeAlias = Literal["config", "mode"]
Document: TypeAlias = dict[str, JSON]


class Span(NamedTuple):
    """Subjects that a prefix means."""

    context: str | None
    """The one context, None for all."""
    prefix: str
    """How names begin."""
    context_prefix: str = ""
    """How contexts begin, where `context` is None."""


class View(Protocol):
    """One state of the registry, read only."""

    def registered(self, subject: Subject, version: int) -> Registered | None:
        """Return a version, live or soft-deleted."""
        ...

    def latest(self, subject: Subject) -> Registered | None:
        """Return the highest live version."""
        ...

    def listed(self, subject: Subject) -> Sequence[Listed]:
        """Return all versions, ascending, soft-deleted ones included."""
        ...

    def history(self, subject: Subject) -> Sequence[Registered]:
        """Return all versions with their contents, ascending."""
        ...

    def has(self, subject: Subject | None, *, deleted: bool) -> bool:
        """Whether the subject, or any in a context, or any at all has a version."""
        ...

    def subjects(self, span: Span) -> Sequence[Counted]:
        """Return the subjects with the number of their versions."""
        ...

    def id_of(self, context: str, digest: bytes) -> int | None:
        """Return the id of a content."""
        ...

    def content(self, context: str, id_: int) -> Content | None:
        """Return the content of an id."""
        ...

    def places(self, context: str, id_: int) -> Sequence[Place]:
        """Return where an id stands, for each subject the version written last."""
        ...

    def max_id(self, context: str) -> int:
        """Return the highest id ever given or imported, 0 for none."""
        ...

    def referring(
        self, subject: Subject, version: int
    ) -> Sequence[tuple[str, int, str, bool]]:
        """Return context, id, subject's name and deletedness of what refers to it."""
        ...

    def contexts(self) -> Sequence[str]:
        """Return the contexts besides the default one, sorted."""
        ...

    def setting(self, kind: Kind, subject: Subject) -> Document | None:
        """Return a record."""
        ...

    def settings(self, kind: Kind, span: Span) -> Sequence[tuple[Subject, Document]]:
        """Return the records of the subjects."""
        ...


class Put(NamedTuple):
    """Write a version, in the place of one of the same number."""

    registered: Registered


class Mark(NamedTuple):
    """Mark a version as deleted."""

    subject: Subject
    version: int


class Remove(NamedTuple):
    """Remove a version for good."""

    subject: Subject
    version: int


class Set(NamedTuple):
    """Write a record, or with None remove it."""

    kind: Kind
    subject: Subject
    document: Document | None


class Unlist(NamedTuple):
    """Remove a context that is empty."""

    context: str


class Reserve(NamedTuple):
    """List a context, and let its next id be a higher one."""

    context: str
    max_id: int


Change: TypeAlias = Put | Mark | Remove | Set | Unlist | Reserve


class Outcome(NamedTuple, Generic[T]):
    """What is answered, and what has to be written before."""

    answer: T
    changes: tuple[Change, ...] = ()
