"""Documents that refer to each other: who defines which name, and who needs it.

A document is parsed by itself first. Only where a name stays undefined, the files that
define it are looked up and the document is parsed again with them as references.
"""

from __future__ import annotations

import os
from itertools import takewhile

from avrotower.errors import AvrotowerError
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.project.files import SUFFIXES
from avrotower.schema.document import (
    NO_REFERENCES,
    Document,
    Mode,
    References,
    SchemaError,
)
from avrotower.schema.model import Named
from avrotower.schema.names import nearest
from avrotower.schema.parse import parser_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Final

    from avrotower.project.tree import Tree

UNDEFINED: Final = "type-undefined"
_SUGGESTED: Final = 50
"""Undefined names that get proposals; who has more has no typing mistakes but lacks
files."""


class Facts(NamedTuple):
    """What a document gives to others and needs from them; small enough to keep."""

    names: tuple[str, ...]
    """Full names that it defines."""
    root: str
    """The full name of its root type, empty where that has none."""
    undefined: tuple[tuple[str, ...], ...]
    """Per undefined use, the full names that it may mean, the likeliest first."""
    text: int
    """A number for the text: equal texts have equal ones in this run."""


def facts(document: Document) -> Facts:
    """Return what *document*, parsed by itself, defines and lacks."""
    schema = document.schema
    root = getattr(schema.root, "fullname", "")
    undefined = {e.detail: None for e in document.errors if e.reason == UNDEFINED}
    return Facts(tuple(schema.names), root, tuple(undefined), hash(document.text))


class Library:
    """The documents of a tree, with references between them resolved."""

    def __init__(self, tree: Tree, mode: Mode) -> None:
        self.tree = tree
        self.mode: Mode = mode
        self._facts: dict[str, Facts] = {}
        self._definers: dict[str, list[str]] = {}
        self._is_complete = False
        self._needs: dict[str, frozenset[str]] = {}
        self._resolved: dict[str, Document] = {}
        self._named: dict[str, Document] = {}
        self._fresh: dict[str, Document] = {}
        """What was parsed by itself and needs nothing else."""
        self._suggested: dict[str, tuple[str, ...]] = {}
        """What may be meant by names that nothing defines."""

    def note(self, path: str, given: Facts) -> None:
        """Remember the facts of a document that somebody else has parsed already."""
        if path not in self._facts:
            self._facts[path] = given
            for name in given.names:
                self._definers.setdefault(name, []).append(path)

    def document(self, path: str) -> Document:
        """Return the document at *path* with its references resolved.

        Raises:
            KeyError: If the tree has no such file.
            AvrotowerError: If it cannot be read.
        """
        kept = self._resolved.get(path)
        if kept is not None:
            return kept
        for step in self._order(path):
            if step not in self._resolved:
                document = self._with_references(step)
                self._resolved[step] = self._named[document.name] = document
        document = self._resolved[path]
        if not any(path in needs for needs in self._needs.values()):
            # Nobody refers to it: keep memory flat.
            del self._resolved[path], self._named[document.name]
        return document

    def get(self, path: str) -> Document | None:
        """Return the document at *path*, None where it cannot be read any more."""
        try:
            return self.document(path)
        except (KeyError, AvrotowerError):
            return None

    def find(self, name: str) -> Document | None:
        """Return the document that reports call *name*, where it was needed before."""
        return self._named.get(name)

    def referenced(self) -> frozenset[str]:
        """Return the paths whose types other documents of the tree use by name."""
        self.complete()
        return frozenset(
            definer
            for path, given in self._facts.items()
            if given.undefined
            for definer in self._needed(path)
        )

    def definers(self, name: str) -> Sequence[str]:
        """Return the paths of all documents of the tree that define the full *name*."""
        self.complete()
        return tuple(self._definers.get(name, ()))

    def complete(self) -> None:
        """Look at every document of the tree once, so that all definers are known."""
        if self._is_complete:
            return
        self._is_complete = True
        for path in self.tree.paths():
            if path in self._facts or not path.endswith(SUFFIXES):
                continue
            try:
                self.note(path, facts(self._parse(path)))
            except (KeyError, AvrotowerError):
                continue  # it defines nothing; who is asked for it says so

    def paths_by_root(self) -> Mapping[str, tuple[str, ...]]:
        """Return the paths by the full name of their root type."""
        self.complete()
        found: dict[str, tuple[str, ...]] = {}
        for path, given in self._facts.items():
            if given.root:
                found[given.root] = (*found.get(given.root, ()), path)
        return found

    def root_name(self, path: str) -> str:
        """Return the full name of the root type at *path*, empty where it has none."""
        self.complete()
        given = self._facts.get(path)
        return given.root if given is not None else ""

    def _parse(self, path: str, references: References = NO_REFERENCES) -> Document:
        data = self.tree.read(path)
        name = self.tree.name(path)
        return parser_of(path)(data, self.mode, references, name=name)

    def _definer(self, candidates: Iterable[str], path: str) -> str | None:
        """Return the file that defines the first of *candidates*, the nearest to *path*."""
        for name in candidates:
            found = [other for other in self._definers.get(name, ()) if other != path]
            if found:
                here = os.path.dirname(path)
                return min(found, key=lambda other: (distance(here, other), other))
        return None

    def _needed(self, path: str) -> frozenset[str]:
        needs = self._needs.get(path)
        if needs is None:
            self.complete()
            found = (self._definer(u, path) for u in self._facts[path].undefined)
            needs = frozenset(other for other in found if other is not None)
            self._needs[path] = needs
        return needs

    def _order(self, path: str) -> list[str]:
        """Return *path* and all that it needs, each after what it needs itself."""
        if path not in self._facts:
            document = self._parse(path)
            given = facts(document)
            self.note(path, given)
            if not given.undefined:
                self._fresh[path] = document
        order: list[str] = []
        seen: set[str] = set()
        stack: list[tuple[str, bool]] = [(path, False)]
        while stack:
            here, is_done = stack.pop()
            if is_done:
                order.append(here)
            elif here not in seen:
                seen.add(here)
                stack.append((here, True))
                if self._facts[here].undefined:
                    stack.extend((o, False) for o in sorted(self._needed(here)))
        return order

    def _reaches(self, start: str, goal: str) -> list[str]:
        """Return a way of references from *start* to *goal*, empty if there is none."""
        came_from: dict[str, str] = {start: ""}
        queue = [start]
        for here in queue:
            if here == goal:
                way = [here]
                while came_from[way[-1]]:
                    way.append(came_from[way[-1]])
                return way[::-1]
            for other in sorted(self._needed(here)):
                if other not in came_from:
                    came_from[other] = here
                    queue.append(other)
        return []

    def _with_references(self, path: str) -> Document:
        if not self._facts[path].undefined:
            return self._fresh.pop(path, None) or self._parse(path)
        names: dict[str, Named] = {}
        roots: set[str] = set()
        circles: dict[str, list[str]] = {}
        for other in sorted(self._needed(path)):
            way = self._reaches(other, path)
            if way:
                circles[other] = way
                continue
            needed = self._resolved[other]
            names.update(needed.references.names)
            names.update(needed.schema.names)
            roots.update(needed.references.roots)
            if self._facts[other].root:
                roots.add(self._facts[other].root)
        references = References(names, frozenset(roots))
        document = self._parse(path, references)
        if any(error.reason == UNDEFINED for error in document.errors):
            document.errors = tuple(
                self._explained(error, path, circles) for error in document.errors
            )
        return document

    def _explained(
        self, error: SchemaError, path: str, circles: dict[str, list[str]]
    ) -> SchemaError:
        """Say more about an undefined name than its own document knows."""
        if error.reason != UNDEFINED:
            return error
        definer = self._definer(error.detail, path)
        if definer is not None and definer in circles:
            way = " → ".join([path, *circles[definer]])
            return error._replace(
                message=f'type "{error.detail[0]}" is defined in {definer}, but the files '
                f"refer to each other in a circle ({way}); "
                "move the shared types into a file of their own",
            )
        near = self._nearest(error.detail[0])
        if not near:
            return error
        told = " or ".join(
            f'"{name}", defined in {self._definer([name], "") or path}' for name in near
        )
        return error._replace(
            message=f'type "{error.detail[0]}" is not defined; did you mean {told}?',
            nearest=near,
        )

    def _nearest(self, name: str) -> tuple[str, ...]:
        """Return what may be meant by *name*, for the first `_SUGGESTED` such names.

        Each is held against all names of the project.
        """
        near = self._suggested.get(name)
        if near is None:
            if len(self._suggested) >= _SUGGESTED:
                return ()
            near = self._suggested[name] = nearest(name, self._definers)
        return near


def distance(here: str, other: str) -> int:
    """Return how many steps lead from directory *here* to the file *other*."""
    ours = here.split(os.sep) if here else []
    theirs = other.split(os.sep)[:-1]
    pairs = zip(ours, theirs, strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return len(ours) + len(theirs) - 2 * shared
