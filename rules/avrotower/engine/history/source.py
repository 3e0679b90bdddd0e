"""What a source of earlier versions is: a directory, an archive, git, a registry."""

from collections.abc import (
    Callable,
    Collection,
    Container,
    Iterable,
    Iterator,
    Sequence,
)
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from avrotower.internal import with_context
from avrotower.policy.choice import Policy
from avrotower.project.files import Found
from avrotower.rule import Subject, nothing
from avrotower.schema.document import Document

if TYPE_CHECKING:  # a linter that knows of no history starts without resolution
    from avrotower.compat.levels import Stored
    from avrotower.estate import Estate
    from avrotower.policy.associated import Associations


class Past(NamedTuple):
    """What a source remembers of one subject."""

    versions: "tuple[Stored, ...]"
    """The oldest first."""
    notes: tuple[str, ...] = ()
    """What the reader should know: `compared with …`, `3 older versions left out`."""
    latest: Callable[[], Document | None] = nothing
    """Gives the latest version with the complaints that a candidate gets."""
    level: str | None = None
    """The level that is in force there, where the source has one."""
    is_unchanged: bool = False
    """Whether all versions are the text of today, so that nothing can be wrong."""


class Left(NamedTuple):
    """A document of a source that no document of today has the place of."""

    path: str
    """The path that it would have today."""
    past: Callable[[], Past | None]
    """Gives its versions; None where it cannot be read."""
    is_followed: bool = False
    """Whether a document at another path is its later version."""


class Source(Protocol):
    """Somewhere that knows earlier versions."""

    @property
    def label(self) -> str:
        """What people call it: `git:main`, `registry`."""
        ...

    @property
    def is_registry(self) -> bool:
        """Whether it knows subjects, with levels and modes, instead of paths."""
        ...

    def prepare(
        self, candidates: Sequence[Found], root_of: Callable[[str], str]
    ) -> None:
        """Take notice of all documents of the project.

        *root_of* gives the full name of the root type of one of them, by its path.
        """
        ...

    def past(
        self, candidate: Found, subject: Subject, document: Document
    ) -> Past | None:
        """Return what is known of *candidate*, None where it is not known at all.

        *document* is what it is today.

        Raises:
            SourceError: If the source does not answer.
        """
        ...

    def left(self) -> Iterator[Left]:
        """Yield the documents whose places are empty today."""
        ...

    def subjects(self) -> Collection[str]:
        """Return the live subjects, qualified, of a registry."""
        ...

    def associations(self) -> "Associations":
        """Return what a registry says itself about whose key or value its subjects are.

        Raises:
            SourceError: If the source does not answer.
        """
        ...

    def estate(self, names: Collection[str], doubtful: Container[str]) -> "Estate":
        """Return the state of those of the subjects *names* that a registry knows.

        Of *doubtful* ones it is asked whether others refer to them.

        Raises:
            SourceError: If the source does not answer.
        """
        ...

    def latest(self, subject: str) -> Document | None:
        """Return the latest live version of a subject that `estate` has told of."""
        ...

    def roots(self, subjects: Sequence[str]) -> Sequence[str]:
        """Return the full names of the root types of some of `subjects`, in their order.

        They are empty where there is none.

        Raises:
            SourceError: If the source does not answer.
        """
        ...

    def known(self, subject: str) -> Past | None:
        """Return the versions of one of `subjects`, None where it has none.

        Raises:
            SourceError: If the source does not answer.
        """
        ...

    def find(self, name: str) -> Document | None:
        """Return the document that reports call *name*, where it was needed before."""
        ...

    def close(self) -> None:
        """Let go of programs and connections."""
        ...


Opener: TypeAlias = Callable[[Policy], Source]
"""Opens the registry that a policy names; the engine itself talks to none."""


def qualified(subject: Subject) -> str:
    """Return the name of *subject* as registries write it."""
    if subject.name.startswith(":."):
        return subject.name
    return with_context(subject.context or ".", subject.name)


def version_called(versions: "Iterable[Stored]", name: str) -> Document | None:
    """Return the document of one of *versions* that reports call *name*."""
    documents = (stored.document for stored in versions)
    return next((it for it in documents if it is not None and it.name == name), None)
