"""One earlier state of a project: a directory, an archive, a commit."""

import os
from collections.abc import (
    Callable,
    Collection,
    Container,
    Iterator,
    Mapping,
    Sequence,
)
from functools import partial
from typing import TYPE_CHECKING

from avrotower.compat.levels import Stored
from avrotower.engine.history.pairing import Partner, pairs
from avrotower.engine.history.source import Left, Past
from avrotower.errors import AvrotowerError, ProjectError, SourceError
from avrotower.finding import Version
from avrotower.project.files import SUFFIXES, Found
from avrotower.project.library import Library
from avrotower.project.tree import Tree
from avrotower.rule import Subject
from avrotower.schema.document import Document

if TYPE_CHECKING:  # registries have them
    from avrotower.estate import Estate
    from avrotower.policy.associated import Associations


class State:
    """The documents of *tree*, each an earlier version of one of today.

    Paths are compared from *git_root*, where that is known.
    """

    def __init__(self, tree: Tree, label: str, git_root: str | None = None) -> None:
        self.label = label
        self.library = Library(tree, "lenient")
        self._strict = Library(tree, "strict")
        self._git_root = git_root
        self._pairs: Mapping[str, Partner] = {}

    def prepare(
        self, candidates: Sequence[Found], root_of: Callable[[str], str]
    ) -> None:
        """Find out which document is whose."""
        self._pairs = pairs(candidates, root_of, self.library, self._git_root)

    def partner(self, candidate: Found) -> Partner | None:
        """Return the earlier document of *candidate*, None where it has none."""
        return self._pairs.get(candidate.path)

    def past(
        self, candidate: Found, subject: Subject, document: Document
    ) -> Past | None:
        """Return the one version that the state has of *candidate*.

        Raises:
            SourceError: If it was there and cannot be read.
        """
        del subject
        partner = self.partner(candidate)
        if partner is None:
            return None
        name = self.library.tree.name(partner.path)
        try:
            is_same = not document.references.names and self.has(partner.path, document)
            before = document if is_same else self.library.document(partner.path)
        except KeyError:
            raise SourceError(f"{name} is gone") from None
        except ProjectError as error:
            raise SourceError(str(error)) from None
        version = Stored(Version(self.label, name, 1), before)
        notes = (partner.note,) if partner.note else ()
        latest = partial(self.strictly, partner.path)
        return Past((version,), notes, latest, is_unchanged=is_same)

    def left(self) -> Iterator[Left]:
        """Yield the documents whose places are empty today."""
        followed = {partner.path for partner in self._pairs.values()}
        there = (p for p in self.library.tree.paths() if p.endswith(SUFFIXES))
        for path in sorted(there):
            place = self.place(path)
            if not os.path.lexists(place):
                yield Left(place, partial(self._past, path), path in followed)

    def place(self, path: str) -> str:
        """Return where *path* would be today, as seen from the current directory."""
        if self._git_root is not None:
            return os.path.relpath(os.path.join(os.path.realpath(self._git_root), path))
        # A document that stayed shows what the tree was taken from.
        for here, partner in self._pairs.items():
            if not partner.note and here.endswith(partner.path):
                return here.removesuffix(partner.path) + path
        return path

    def _past(self, path: str) -> Past | None:
        try:
            before = self.library.document(path)
        except (KeyError, AvrotowerError):
            return None
        name = self.library.tree.name(path)
        return Past((Stored(Version(self.label, name, 1), before),))

    is_registry = False

    def subjects(self) -> Collection[str]:
        """Documents are known by their paths here."""
        return ()

    def associations(self) -> "Associations":
        """Return nothing: no registry is asked."""
        return {}

    def estate(self, names: Collection[str], doubtful: Container[str]) -> "Estate":
        """Return nothing: no registry is asked."""
        from avrotower.estate import Estate  # noqa: PLC0415  nobody asks

        del names, doubtful
        return Estate({}, {})

    def latest(self, subject: str) -> Document | None:
        """Documents are known by their paths here."""
        del subject
        return None

    def roots(self, subjects: Sequence[str]) -> Sequence[str]:
        """Documents are known by their paths here."""
        return [""] * len(subjects)

    def known(self, subject: str) -> Past | None:
        """Documents are known by their paths here."""
        del subject
        return None

    def has(self, path: str, document: Document) -> bool:
        """Whether the text at *path* is that of *document*, found out without parsing."""
        return self.library.tree.read(path) == document.text.encode(
            "utf-8", "surrogatepass"
        )

    def strictly(self, path: str) -> Document | None:
        """Return the document at *path* with the complaints that a candidate gets."""
        return self._strict.get(path)

    def find(self, name: str) -> Document | None:
        """Return the document that reports call *name*, where it was needed before."""
        return self.library.find(name)

    def close(self) -> None:
        """Nothing is open."""
