"""The histories of a run: which sources each project asks, and in which order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from avrotower.engine.history.source import (
    Opener,
    Past,
    Source,
    qualified,
    version_called,
)
from avrotower.errors import PolicyError
from avrotower.policy.profile import MAX_VERSIONS
from avrotower.project.files import Found
from avrotower.schema.document import Document

if TYPE_CHECKING:
    from avrotower.engine.history.renames import Renames, SubjectOf
    from avrotower.engine.policies import Governed
    from avrotower.engine.unit import Unit

FORMS: Final = "dir:PATH, git:REF, git:REF..REF, archive:FILE or registry"
REGISTRY: Final = "registry"

_Group: TypeAlias = tuple[Source, ...]
"""Sources whose versions count together, the oldest first."""


class Histories:
    """What the documents of a run are compared with.

    What the command line names counts together, and before what a policy names. Of that
    the first source that knows a subject answers, or all do (`[compat] combine`).
    """

    def __init__(
        self, against: Sequence[str], paths: Sequence[str], opener: Opener | None
    ) -> None:
        self._against = tuple(against)
        first = next(iter(paths), ".")
        self._here = first if os.path.isdir(first) else os.path.dirname(first) or "."
        self._opener = opener
        self._groups: dict[int, tuple[_Group, ...]] = {}
        self._open: dict[tuple[str, str], Source] = {}
        self._candidates: dict[int, dict[str, Found]] = {}
        self._prepared: set[Source] = set()
        self._paths = paths
        self._projects: dict[int, Governed] = {}
        self._of_directory: dict[str, Governed] = {}
        self._renames: dict[int, Renames] = {}

    def add(self, governed: Governed, candidates: Iterable[Found]) -> None:
        """Open what *governed* compares with; *candidates* are its documents.

        Raises:
            PolicyError: If an entry has none of the forms.
            SourceError: If a source cannot be reached.
            ProjectError: If a directory or an archive cannot be read.
        """
        if id(governed) not in self._groups:
            self._groups[id(governed)] = tuple(self._opened(governed))
            self._projects[id(governed)] = governed
        known = self._candidates.setdefault(id(governed), {})
        for found in candidates:
            known[found.path] = found
            self._of_directory[os.path.dirname(found.path)] = governed

    @property
    def is_empty(self) -> bool:
        """Whether nothing is compared with anything."""
        return not any(self._groups.values())

    def has(self, governed: Governed) -> bool:
        """Whether *governed* compares with anything."""
        return bool(self._groups.get(id(governed)))

    def projects(self) -> Sequence[Governed]:
        """Return the projects that compare with anything."""
        return [each for each in self._projects.values() if self.has(each)]

    def every_project(self) -> Sequence[Governed]:
        """Return all projects of the run."""
        return tuple(self._projects.values())

    def project_of(self, path: str) -> Governed | None:
        """Return the project that *path*, of which nothing is left, belonged to."""
        directory = os.path.dirname(path)
        while directory and directory not in self._of_directory:
            directory = os.path.dirname(directory)
        found = self._of_directory.get(directory)
        if found is None and len(self._projects) == 1:
            (found,) = self._projects.values()
        return found

    def sources(self, governed: Governed) -> Sequence[Source]:
        """Return all that *governed* compares with, in the order in which it is asked."""
        groups = self._groups.get(id(governed), ())
        return tuple(dict.fromkeys(each for group in groups for each in group))

    def followed(self, governed: Governed) -> frozenset[str]:
        """Return the subjects of registries that have another name in *governed* now."""
        renames = self._renames.get(id(governed))
        return frozenset(renames.followed) if renames is not None else frozenset()

    def _opened(self, governed: Governed) -> Iterator[_Group]:
        compat = governed.policy.table("compat")
        most: int = compat.get("max-versions", MAX_VERSIONS)

        def opened(entry: str, below: str) -> Source:
            key = entry, below if entry != REGISTRY else ""
            if key not in self._open:
                self._open[key] = self._source(entry, below, most, governed)
            return self._open[key]

        own = tuple(opened(entry, "") for entry in self._against)
        named = [opened(entry, governed.root) for entry in compat.get("against", ())]
        if compat.get("combine") == "all":
            named = [each for each in named if each not in own]
            if named or own:
                yield (*named, *own)
            return
        if own:
            yield own
        yield from ((each,) for each in named)

    def _source(self, entry: str, below: str, most: int, governed: Governed) -> Source:
        form, colon, rest = entry.partition(":")
        if entry == REGISTRY and self._opener is not None:
            return self._opener(governed.policy)
        if form == "dir" and rest:
            from avrotower.engine.history.state import State  # noqa: PLC0415  as needed
            from avrotower.project.tree import DirectoryTree  # noqa: PLC0415

            return State(DirectoryTree(_path(rest, below)), entry)
        if form == "archive" and rest:
            from avrotower.engine.history.state import State  # noqa: PLC0415
            from avrotower.project.archive import ArchiveTree  # noqa: PLC0415

            return State(ArchiveTree(_path(rest, below)), entry)
        if form == "git" and rest:
            return self._of_git(rest, below or self._here, most)
        if not colon and os.path.isdir(entry):
            hint = f"; did you mean dir:{entry}?"
        else:
            hint = f"; write {FORMS}"
        raise PolicyError(f"nothing to compare with is called {entry!r}{hint}")

    @staticmethod
    def _of_git(rest: str, directory: str, most: int) -> Source:
        from avrotower.engine.history.commits import Commit, Commits  # noqa: PLC0415
        from avrotower.project.repository import Repository  # noqa: PLC0415

        first, dots, last = rest.partition("..")
        if not dots:
            return Commit(Repository(directory), rest)
        if last.startswith("."):
            first_two = f"git:{first}..{last[1:]}"
            raise PolicyError(
                f"git:{rest}: three dots name no range of versions; write {first_two}"
            )
        return Commits(Repository(directory), first or "HEAD", last or "HEAD", most)

    def aged(
        self,
        governed: Governed,
        path: str,
        unit: Unit,
        root_of: Callable[[str], str],
        subject_of: SubjectOf,
    ) -> Unit:
        """Return *unit*, the document at *path*, with its history.

        *root_of* gives the full name of the root type of a document of the run,
        *subject_of* its subject.

        Raises:
            SourceError: If a source does not answer.
        """
        groups = self._groups.get(id(governed), ())
        if not groups:
            return unit
        unit = self._associated(governed, unit)
        sources = self.sources(governed)
        for source in sources:
            self._prepare(source, root_of)
        candidate = self._candidates[id(governed)].get(path) or Found(path, path)
        pasts: list[Past] = []
        for group in groups:
            known = (
                source.past(candidate, unit.subject, unit.document) for source in group
            )
            pasts = [past for past in known if past is not None]
            if pasts:
                break
        if not pasts:
            pasts = self._renamed(governed, unit, root_of, subject_of)
        return _with(unit, pasts, sources)

    def _associated(self, governed: Governed, unit: Unit) -> Unit:
        """Return *unit* with what a registry says itself of its subject."""
        for source in self.sources(governed):
            known = source.associations()
            if not known:
                continue
            from avrotower.policy.associated import associated  # noqa: PLC0415  few

            subject = unit.subject
            found = associated(subject, known.get(qualified(subject), ()))
            if found == subject:
                continue
            if governed.declarations is not None:
                found = governed.declarations.held(found)
            return unit._replace(subject=found, place=found.name)
        return unit

    def _renamed(
        self,
        governed: Governed,
        unit: Unit,
        root_of: Callable[[str], str],
        subject_of: SubjectOf,
    ) -> list[Past]:
        """Return what a registry knows of *unit* under an earlier name."""
        named = [source for source in self.sources(governed) if source.subjects()]
        if not named or not governed.root:
            return []
        from avrotower.engine.history.renames import Renames  # noqa: PLC0415  registries
        from avrotower.engine.tally import is_below  # noqa: PLC0415  as above

        if not is_below(governed.root, self._paths):
            return []  # nobody knows which subjects the rest of the project has
        renames = self._renames.get(id(governed))
        if renames is None:
            paths = list(self._candidates[id(governed)])
            renames = Renames(governed, paths, subject_of, root_of)
            self._renames[id(governed)] = renames
        found = (renames.past(unit, each) for each in named)
        past = next(filter(None, found), None)
        return [] if past is None else [past]

    def _prepare(self, source: Source, root_of: Callable[[str], str]) -> None:
        """Tell *source*, once, of the documents of all projects that compare with it."""
        if source in self._prepared:
            return
        self._prepared.add(source)
        candidates: dict[str, Found] = {}
        for project, groups in self._groups.items():
            if any(source in group for group in groups):
                candidates |= self._candidates[project]
        source.prepare(tuple(candidates.values()), root_of)

    def close(self) -> None:
        """Let go of all that is open."""
        for source in self._open.values():
            source.close()


def _path(path: str, below: str) -> str:
    """Return *path* from the project root *below*, as seen from here."""
    return os.path.relpath(os.path.join(below, path)) if below else path


def _with(unit: Unit, pasts: Sequence[Past], sources: Sequence[Source]) -> Unit:
    versions = [version for past in pasts for version in past.versions]
    if len(pasts) > 1:
        # One order over all sources.
        versions = [
            stored._replace(version=stored.version._replace(number=number))
            for number, stored in enumerate(versions, start=1)
        ]
    history = tuple(versions)

    def find(name: str) -> Document | None:
        own = version_called(history, name)
        if own is not None:
            return own
        places = (unit.find, *(source.find for source in sources))
        return next(filter(None, (place(name) for place in places)), None)

    aged = unit._replace(
        history=history,
        find=find,
        notes=(*unit.notes, *(note for past in pasts for note in past.notes)),
        level=next((past.level for past in pasts if past.level), None),
        is_unchanged=bool(pasts) and all(past.is_unchanged for past in pasts),
    )
    latest = pasts[-1].latest if pasts else None
    return (
        aged if latest is None else aged._replace(latest=partial(_latest, aged, latest))
    )


def _latest(unit: Unit, latest: Callable[[], Document | None]) -> Unit | None:
    before = latest()
    history = unit.history or ()
    if before is None:
        return None
    return unit._replace(document=before, history=tuple(history[:-1]), notes=())
