"""git as a source: one commit, or all versions that a range of commits brought."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import sha1, sha256
from typing import Final

from avrotower.compat.levels import Stored
from avrotower.engine.history.source import Left, Past
from avrotower.engine.history.state import State
from avrotower.errors import GitError
from avrotower.finding import Version
from avrotower.project.commit import GitTree
from avrotower.project.files import SUFFIXES, Found
from avrotower.project.library import UNDEFINED, Library
from avrotower.project.repository import Repository
from avrotower.project.revisions import Revision, Revisions
from avrotower.rule import Subject
from avrotower.schema.document import Document
from avrotower.schema.parse import parser_of

_SHA1: Final = 40
"""Digits of an id where git makes them with SHA-1."""
_SHORT: Final = 10
"""Digits of a commit's id that people read."""


class Commit(State):
    """The documents of one commit."""

    def __init__(self, repository: Repository, ref: str) -> None:
        self._tree = GitTree(repository, ref)
        super().__init__(self._tree, f"git:{ref}", repository.root)
        self._repository = repository

    def has(self, path: str, document: Document) -> bool:
        """Whether the text at *path* is that of *document*, told by the ids of git."""
        return self._tree.blobs.get(path) == blob_id(document.text, self._tree.commit)

    def close(self) -> None:
        """End the program that reads."""
        self._repository.close()


class Commits(Commit):
    """What the commits from *first* to *last* made of the documents of *last*.

    Every commit that touched a file is a version of it, and so is the state before.
    """

    def __init__(
        self, repository: Repository, first: str, last: str, most: int
    ) -> None:
        """Read the range; of a document the newest *most* versions count.

        Raises:
            GitError: If a ref does not exist, or no way leads from one to the other.
        """
        super().__init__(repository, last)
        self.label = f"git:{first}..{last}"
        self._most = most
        self._revisions = Revisions(repository, first, last)
        self._before = GitTree(repository, self._revisions.base).blobs
        self._libraries: dict[str, Library] = {}

    def past(
        self, candidate: Found, subject: Subject, document: Document
    ) -> Past | None:
        """Return the versions of *candidate*, of the newest ones."""
        partner = self.partner(candidate)
        if partner is None:
            return None
        every = self._revisions.of(partner.path, self._before)
        if len(every) == 1:
            return super().past(candidate, subject, document)
        newest = every[-self._most :]
        notes = [partner.note] if partner.note else []
        if len(newest) < len(every):
            notes.append(f"{len(every) - len(newest)} older versions left out")
        latest = partial(self.strictly, partner.path)
        return Past(self._versions(newest), tuple(notes), latest)

    def left(self) -> Iterator[Left]:
        """Yield the documents whose places are empty, those that the range deletes, too."""
        yield from super().left()
        blobs = self._tree.blobs
        deleted = {path for path in self._before.keys() - blobs.keys() if _is_one(path)}
        if not deleted:
            return
        for path in filter(_is_one, blobs.keys() - self._before.keys()):
            # Of what was renamed the first version has another path.
            deleted -= {it.path for it in self._revisions.of(path, self._before)}
        for path in sorted(deleted):
            place = self.place(path)
            if not os.path.lexists(place):
                yield Left(place, partial(self._deleted, path))

    def _deleted(self, path: str) -> Past | None:
        every = self._revisions.of(path, self._before)
        return Past(self._versions(every[-self._most :]))

    def _versions(self, newest: Sequence[Revision]) -> tuple[Stored, ...]:
        return tuple(
            self._stored(revision, number)
            for number, revision in enumerate(newest, start=1)
        )

    def _stored(self, revision: Revision, number: int) -> Stored:
        label = f"git:{revision.commit[:_SHORT]}"
        name = f"{label}:{revision.path}"
        version = Version(label, name, number)
        try:
            return Stored(version, self._document(revision, name))
        except GitError as error:
            return Stored(version, None, unreadable=str(error))

    def _document(self, revision: Revision, name: str) -> Document:
        """Return the text of *revision*, with the references that it had then."""
        data = self._repository.blob(revision.blob, name)
        document = parser_of(revision.path)(data, "lenient", name=name)
        if all(error.reason != UNDEFINED for error in document.errors):
            return document
        library = self._libraries.get(revision.commit)
        if library is None:
            tree = GitTree(self._repository, revision.commit, name.partition(":")[0])
            library = self._libraries[revision.commit] = Library(tree, "lenient")
        document = library.document(revision.path)
        document.name = name
        return document

    def find(self, name: str) -> Document | None:
        """Return the document that reports call *name*, where it was needed before."""
        libraries: Sequence[Library] = (self.library, *self._libraries.values())
        return next(filter(None, (library.find(name) for library in libraries)), None)


def _is_one(path: str) -> bool:
    """Whether *path* is that of a document."""
    return path.endswith(SUFFIXES)


def blob_id(text: str, like: str) -> str:
    """Return the id that git gives *text*, by the hash that made the id *like*."""
    data = text.encode("utf-8", "surrogatepass")
    make = sha1 if len(like) == _SHA1 else sha256
    return make(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
