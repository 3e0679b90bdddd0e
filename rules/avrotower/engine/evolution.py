"""`breaking`: judge documents against their earlier versions."""

import os
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from avrotower.engine.judge import Judge, Unit
from avrotower.engine.policies import NEAREST, Choice, Policies
from avrotower.engine.result import Judgement, Report, Unread
from avrotower.engine.run import NOT_EDITED, fingerprint_place
from avrotower.errors import AvrotowerError, PolicyError
from avrotower.finding import Version
from avrotower.policy.choice import Policy
from avrotower.project.commit import GitTree
from avrotower.project.files import (
    SUFFIXES,
    Found,
    Missing,
    discover,
    project_path,
    read_bytes,
)
from avrotower.project.library import Library
from avrotower.project.repository import Repository
from avrotower.project.tree import DirectoryTree, Tree
from avrotower.project.working import WorkingTree
from avrotower.rule import Rule, Subject
from avrotower.schema.document import Document

if TYPE_CHECKING:
    from avrotower.compat.levels import Stored

_ALWAYS: Final = {f"AVR{number:03}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 15)}
"""What makes a comparison impossible or wrong is told with it."""


def _compares(rule: Rule) -> bool:
    """Whether a comparison is about *rule*."""
    return "history" in rule.inputs or rule.code in _ALWAYS


class _Source(NamedTuple):
    """One earlier state of the project."""

    library: Library
    strict: Library
    """The same, with the complaints that a candidate gets."""
    label: str
    git_root: str | None


class _Partner(NamedTuple):
    path: str
    note: str


def breaking(  # noqa: PLR0913  all that a comparison is told
    paths: Sequence[str],
    *,
    against: Sequence[str],
    level: str | None = None,
    jobs: int | None = None,  # noqa: ARG001  one process: the history is the cost
    choice: Choice = NEAREST,
    edited: Mapping[str, bytes] = NOT_EDITED,
    only: Container[str] | None = None,
) -> Report:
    """Judge the documents that *paths* name against earlier states of the project.

    *against* holds `dir:PATH` and `git:REF`, the oldest first; each is one version of
    every document that it has. *level* overrides what the kind of a subject demands,
    *choice* says which policy counts, *edited* what files shall hold, by their paths,
    *only* which of the documents are judged, where that is not all; the others still
    say which document of an earlier state is whose.

    Raises:
        PolicyError: If an entry of *against* is neither, or a policy cannot be used.
        SourceError: If git has no such ref.
        ProjectError: If a directory does not exist.
    """
    sources = tuple(_source(entry, paths) for entry in against)
    policies = Policies(choice._replace(level=level))
    unread: list[Unread] = []
    candidates: list[Found] = []
    for item in discover(paths, policies.takes_ignored):
        if isinstance(item, Missing):
            unread.append(Unread(*item))
        elif policies.of(item.path).has(item.path):
            candidates.append(item)
    judgements = _breaking(candidates, policies, sources, edited, only)
    looked = paths if only is None else ()
    return Report(
        command="breaking",
        policy=policies.sources,
        rules=tuple(filter(_compares, policies.settle())),
        judgements=_closing(
            _reviewed(chain(unread, judgements), policies, looked, against), sources
        ),
    )


def _reviewed(
    judgements: Iterator[Judgement | Unread],
    policies: Policies,
    paths: Sequence[str],
    against: Sequence[str],
) -> Iterator[Judgement | Unread]:
    if not policies.are_reviewed(paths):
        return judgements
    from avrotower.engine.tally import reviewed  # noqa: PLC0415  with acceptances

    known: dict[int, Policy] = {}

    def policy_of(name: str) -> Policy:
        governed = policies.of(name)
        if id(governed) not in known:
            known[id(governed)] = only_history(governed.policy)
        return known[id(governed)]

    return reviewed(judgements, policy_of, paths, against)


def _source(entry: str, paths: Sequence[str]) -> _Source:
    form, colon, rest = entry.partition(":")
    if form == "dir" and rest:
        return _both(DirectoryTree(rest), entry, None)
    if form == "git" and rest:
        first = next(iter(paths), ".")
        here = first if os.path.isdir(first) else os.path.dirname(first) or "."
        tree = GitTree(Repository(here), rest)
        return _both(tree, entry, tree.repository.root)
    if not colon and os.path.isdir(entry):
        hint = f"; did you mean dir:{entry}?"
    else:
        hint = "; write dir:PATH or git:REF"
    raise PolicyError(f"nothing to compare with is called {entry!r}{hint}")


def _both(tree: Tree, label: str, git_root: str | None) -> _Source:
    return _Source(Library(tree, "lenient"), Library(tree, "strict"), label, git_root)


def _closing(
    judgements: Iterator[Judgement | Unread], sources: Sequence[_Source]
) -> Iterator[Judgement | Unread]:
    """Pass *judgements* on, then let the programs go that read *sources*."""
    try:
        yield from judgements
    finally:
        for source in sources:
            if isinstance(source.library.tree, GitTree):
                source.library.tree.repository.close()


def _breaking(
    candidates: Sequence[Found],
    policies: Policies,
    sources: Sequence[_Source],
    edited: Mapping[str, bytes],
    only: Container[str] | None,
) -> Iterator[Judgement | Unread]:
    judges: dict[int, Judge] = {}

    def read(path: str) -> bytes | Missing:
        return edited[path] if path in edited else read_bytes(path)

    run = [candidate.path for candidate in candidates]
    library = Library(WorkingTree(run, read, (), policies.takes_ignored), "strict")
    pairs = [_pairs(candidates, library, source) for source in sources]
    for candidate in candidates:
        if only is not None and candidate.path not in only:
            continue
        try:
            document = library.document(candidate.path)
            governed = policies.of(candidate.path)
            subject = governed.route(
                candidate.path,
                document,
                is_referenced=candidate.path in library.referenced(),
            )
            unit = _unit(candidate, subject, document, library, sources, pairs)
        except (KeyError, AvrotowerError) as error:
            reason = str(error) if isinstance(error, AvrotowerError) else "it is gone"
            yield Unread(candidate.path, reason, "run again")
            continue
        judge = judges.get(id(governed))
        if judge is None:
            judge = judges[id(governed)] = Judge(only_history(governed.policy), {})
        yield judge(unit)


def only_history(policy: Policy) -> Policy:
    """Return *policy* with the rules that a comparison is about."""
    chosen = tuple(entry for entry in policy.chosen if _compares(entry.rule))
    return policy._replace(chosen=chosen)


def _unit(  # noqa: PLR0913, PLR0917  all that a unit is made of
    candidate: Found,
    subject: Subject,
    document: Document,
    library: Library,
    sources: Sequence[_Source],
    pairs: Sequence[Mapping[str, _Partner]],
) -> Unit:
    notes: list[str] = []
    history: list[Stored] = []
    places: list[tuple[Library, str]] = []
    for source, partners in zip(sources, pairs, strict=True):
        partner = partners.get(candidate.path)
        if partner is None:
            continue
        history.append(_stored(source, partner.path, len(history) + 1))
        places.append((source.strict, partner.path))
        if partner.note:
            notes.append(partner.note)

    def find(name: str) -> Document | None:
        for stored in history:
            if stored.document is not None and stored.document.name == name:
                return stored.document
        libraries = (library, *(source.library for source in sources))
        return next(filter(None, (each.find(name) for each in libraries)), None)

    place = fingerprint_place(subject, document)

    def latest() -> Unit | None:
        if not places:
            return None
        there, path = places[-1]
        try:
            before = there.document(path)
        except (KeyError, AvrotowerError):
            return None
        return Unit(subject, before, place, tuple(history[:-1]), find)

    return Unit(
        subject, document, place, tuple(history), find, tuple(notes), latest=latest
    )


def _stored(source: _Source, path: str, number: int) -> "Stored":
    from avrotower.compat.levels import Stored  # noqa: PLC0415  lint starts without it

    document = source.library.document(path)
    return Stored(Version(source.label, document.name, number), document)


def _pairs(
    candidates: Sequence[Found], library: Library, source: _Source
) -> dict[str, _Partner]:
    """Return the earlier document of each candidate that has one.

    The same path counts first, then the same full name, then the same simple name where
    only one document has it: files and namespaces that carry a version number move.
    """
    there = {path for path in source.library.tree.paths() if path.endswith(SUFFIXES)}
    found: dict[str, _Partner] = {}
    for candidate in candidates:
        path = _path_there(candidate, source, there)
        if path is not None:
            found[candidate.path] = _Partner(path, "")
    taken = {partner.path for partner in found.values()}
    rest = [c for c in candidates if c.path not in found]
    left = there - taken
    if not rest or not left:
        return found
    old = {
        root: [path for path in paths if path in left]
        for root, paths in source.library.paths_by_root().items()
    }
    new = {c.path: library.root_name(c.path) for c in rest}
    for shorten in (_whole, _simple):
        _pair_by_name(found, new, old, shorten=shorten, source=source)
    return found


def _whole(name: str) -> str:
    return name


def _simple(name: str) -> str:
    return name.rpartition(".")[2]


def _pair_by_name(
    found: dict[str, _Partner],
    new: Mapping[str, str],
    old: Mapping[str, Sequence[str]],
    *,
    shorten: Callable[[str], str],
    source: _Source,
) -> None:
    """Add to *found* the pairs of equal names that are unique on both sides."""
    taken = {partner.path for partner in found.values()}
    ours: dict[str, list[str]] = {}
    theirs: dict[str, list[str]] = {}
    for path, name in new.items():
        if name and path not in found:
            ours.setdefault(shorten(name), []).append(path)
    for name, paths in old.items():
        free = [path for path in paths if path not in taken]
        theirs.setdefault(shorten(name), []).extend(free)
    for name, paths in ours.items():
        others = theirs.get(name, [])
        if len(paths) == 1 and len(others) == 1:
            shown = source.library.tree.name(others[0])
            note = f"compared with {shown}, which defines {name} there"
            found[paths[0]] = _Partner(others[0], note)


def _path_there(candidate: Found, source: _Source, there: Container[str]) -> str | None:
    """Return the path in *source* that has the place of *candidate* here."""
    if source.git_root is not None:
        real = os.path.realpath(candidate.path)
        path = project_path(os.path.relpath(real, source.git_root))
        return path if path in there else None
    # A file that was named by itself does not say where its tree begins.
    path = candidate.below
    while path not in there:
        _, slash, path = path.partition(os.sep)
        if not slash or candidate.below != candidate.path:
            return None
    return path
