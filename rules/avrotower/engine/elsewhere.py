"""Definitions in other documents of a project, for rules that compare them (STR004)."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Final

from avrotower.project.library import Library
from avrotower.rule import Subject
from avrotower.schema.document import Document
from avrotower.schema.model import Named

_KEPT: Final = 32
"""Documents with first definitions, which are asked for again and again."""


class Elsewhere:
    """Knows which document of a project defines a name first.

    *run* holds the paths that are judged, in their order; documents beside them stand
    where their paths would. *route* gives the subject of the document at a path, None
    where that is no part of the project.
    """

    def __init__(
        self,
        library: Library,
        run: Sequence[str],
        route: Callable[[str, Document], Subject | None],
    ) -> None:
        self._library = library
        self._run = run
        self._numbers = {path: number for number, path in enumerate(run)}
        self._route = route
        self._definers: dict[str, list[str]] = {}
        self._subjects: dict[str, str] = {}
        self._documents: dict[str, Document] = {}

    def before(self, path: str, subject: Subject) -> "Before":
        """Return the definitions of other subjects before the document at *path*."""
        return Before(self, path, subject.name)

    def definers(self, name: str) -> Sequence[str]:
        """Return the paths of all documents that define *name*, in their order."""
        found = self._definers.get(name)
        if found is None:
            found = sorted(self._library.definers(name), key=self._position)
            self._definers[name] = found
        return found

    def _position(self, path: str) -> tuple[float, str]:
        number = self._numbers.get(path)
        if number is not None:
            return number, path
        return bisect_left(self._run, path) - 0.5, path

    def document(self, path: str) -> Document | None:
        """Return the document at *path*, None where it cannot be read any more."""
        kept = self._documents.get(path)
        if kept is not None:
            return kept
        document = self._library.get(path)
        if document is None:
            return None
        if len(self._documents) >= _KEPT:
            self._documents.pop(next(iter(self._documents)))
        self._documents[path] = document
        return document

    def subject(self, path: str) -> str:
        """Return the name of the subject of the document at *path*; empty for none."""
        known = self._subjects.get(path)
        if known is None:
            document = self.document(path)
            subject = self._route(path, document) if document is not None else None
            known = self._subjects[path] = subject.name if subject is not None else ""
        return known


class Before:
    """What other subjects define before one document; keeps what it has shown."""

    def __init__(self, elsewhere: Elsewhere, path: str, subject: str) -> None:
        self._elsewhere = elsewhere
        self._path = path
        self._subject = subject
        self._shown: dict[str, Document] = {}

    def __call__(self, name: str) -> Named | None:
        """Return the first definition of *name* in another subject, None without one.

        Different versions of one subject do not conflict.
        """
        for path in self._elsewhere.definers(name):
            if path == self._path:
                break
            if self._elsewhere.subject(path) in {self._subject, ""}:
                continue
            document = self._elsewhere.document(path)
            if document is not None:
                self._shown[document.name] = document
                return document.schema.names.get(name)
        return None

    def find(self, name: str) -> Document | None:
        """Return the document called *name*, where a definition was taken from it."""
        return self._shown.get(name)
