"""Judge a project: each of its documents by itself, and beside its history."""

from __future__ import annotations

import os
from functools import partial
from itertools import chain

from avrotower.engine.look import Done, Look, Stdin
from avrotower.engine.policies import NEAREST, Choice, Policies
from avrotower.engine.result import Judgement, Report, Unread
from avrotower.errors import PolicyError
from avrotower.forms import TYPE_CHECKING
from avrotower.policy.choice import Policy
from avrotower.project.files import Found, Missing, discover
from avrotower.project.library import Facts
from avrotower.rule import Rule

if TYPE_CHECKING:  # most runs compare with nothing
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence
    from typing import Final

    from avrotower.engine.history.histories import Histories
    from avrotower.engine.standing import Brokers, Standing

FORK_FROM: Final = 1_500
"""From so many documents on a second process pays (PERFORMANCE, 2)."""
_CHUNKS_PER_JOB: Final = 8
_LARGEST_CHUNK: Final = 25
"""Documents whose answers a process holds, and mostly fit into a pipe unread."""

NOT_EDITED: Final[Mapping[str, bytes]] = {}


def lint(
    paths: Sequence[str],
    *,
    stdin: Stdin | None = None,
    jobs: int | None = None,
    choice: Choice = NEAREST,
    edited: Mapping[str, bytes] = NOT_EDITED,
) -> Report:
    """Judge the documents that *paths* name, each by itself.

    *jobs* is the number of processes; None takes two or more only for large projects,
    *choice* says which policy counts, *edited* what files shall hold, by their paths.
    The report streams: documents that stand by themselves come first, in order of
    their paths, then those that need others.

    Raises:
        PolicyError: If a policy file cannot be used; nothing is judged then.
    """
    return Run("lint", paths, Policies(choice), stdin=stdin, edited=edited).report(jobs)


class Run:
    """One run over the documents that *paths* name.

    *edited* is what files shall hold, by their paths; *only* the documents to judge, where
    that is not all. *histories* is what they are compared with, *against* how the command
    line names it. *has_rule* says which rules a run that does nothing but compare is about,
    *brokers* gives the brokers of a run that is about registries, too.
    """

    def __init__(  # noqa: PLR0913  all that a run is about
        self,
        command: str,
        paths: Sequence[str],
        policies: Policies,
        *,
        stdin: Stdin | None = None,
        edited: Mapping[str, bytes] = NOT_EDITED,
        only: Container[str] | None = None,
        histories: Histories | None = None,
        against: Sequence[str] = (),
        has_rule: Callable[[Rule], bool] | None = None,
        brokers: Brokers | None = None,
    ) -> None:
        self.command = command
        self._brokers = brokers
        self.paths = paths
        self.policies = policies
        self._histories = histories
        self._against = against
        self._has_rule = has_rule
        self._stdin = stdin
        self._edited = edited
        self._only = only
        self._unread: list[Unread] = []
        self.found: list[Found] = []
        """The documents, those that are not judged among them."""
        self._list()

    def _list(self) -> None:
        named = [path for path in self.paths if self._stdin is None or path != "-"]
        policies = self.policies
        for item in discover(named, policies.takes_ignored):
            if isinstance(item, Missing):
                self._unread.append(Unread(*item))
            elif policies.of(item.path).has(item.path):
                self.found.append(item)
        if self._stdin is not None:
            name = self._stdin[1]
            if policies.of(name).has(name):
                self.found.append(Found(name, name))
        if not self.found:
            # A policy may declare topics of which no document lies here.
            for path in filter(os.path.isdir, self.paths):
                policies.of(os.path.join(path, ""))

    def report(self, jobs: int | None = None) -> Report:
        """Judge, in so many processes; the report streams."""
        policies = self.policies
        rules = policies.settle(self._has_rule)
        histories = self._histories
        look = Look(policies, self._stdin, self._edited, histories)
        found = [
            item.path
            for item in self.found
            if self._only is None or item.path in self._only
        ]
        if histories is not None:
            for item in self.found:
                histories.add(policies.of(item.path), (item,))
            if not self.found:
                # What is named wrongly is told, whether there are documents or not.
                histories.add(policies.of(""), ())
            if self.found and self._has_rule is not None and histories.is_empty:
                raise PolicyError(
                    "there is nothing to compare with; name it with --against, or with "
                    "[compat] against in the policy"
                )
            jobs = 1  # programs that read git belong to one process
        judgements = _judged(found, self._unread, look, jobs)
        standing = self._standing()
        if standing is not None:
            judgements = standing.noting(judgements)
        if self._has_rule is None and policies.declaring():
            from avrotower.engine.declared import declared  # noqa: PLC0415  with declarations

            documents = partial(look.documents, found)
            judgements = declared(judgements, policies, documents, self.paths, standing)
        if standing is not None:
            judgements = chain(judgements, standing.judgements())
        if histories is not None:
            from avrotower.engine.gone import Project, with_gone  # noqa: PLC0415  as above

            every = [item.path for item in self.found]
            library = partial(look.library, every)
            project = Project(
                policies, histories, self.paths, every, look.subject_of, library
            )
            judgements = with_gone(judgements, project)
        judgements = self._reviewed(judgements, standing)
        if histories is not None:
            judgements = _closing(judgements, histories)
        return Report(
            command=self.command,
            policy=policies.sources,
            rules=rules,
            judgements=judgements,
        )

    def _standing(self) -> Standing | None:
        """Return what asks for the state of the subjects, None where nobody does."""
        if self._histories is None or self._has_rule is not None:
            return None
        from avrotower.engine.standing import Standing  # noqa: PLC0415  checks only

        return Standing(self.policies, self._histories, self._brokers)

    def _reviewed(
        self,
        judgements: Iterator[Judgement | Unread],
        standing: Standing | None = None,
    ) -> Iterator[Judgement | Unread]:
        """Let the policies say what they accept in vain."""
        policies = self.policies
        paths = self.paths if self._only is None else ()
        if not policies.are_reviewed(paths):
            return judgements
        from avrotower.engine.tally import reviewed  # noqa: PLC0415  with acceptances

        def policy_of(name: str) -> Policy:
            return policies.of(name).policy

        known = policy_of if standing is None else standing.policy_of
        return reviewed(judgements, known, paths, self._against)


def _closing(
    judgements: Iterator[Judgement | Unread], histories: Histories
) -> Iterator[Judgement | Unread]:
    """Pass *judgements* on, then let go of what *histories* hold open."""
    try:
        yield from judgements
    finally:
        histories.close()


def _judged(
    found: Sequence[str], unread: Sequence[Unread], look: Look, jobs: int | None
) -> Iterator[Judgement | Unread]:
    yield from unread
    known: dict[str, Facts] = {}
    waiting: list[str] = []
    held: list[tuple[str, Judgement]] = []
    defined: dict[str, int] = {}
    for done in _each(found, look, _jobs(jobs, len(found))):
        if isinstance(done, Unread):
            yield done
            continue
        is_defined = _is_defined(done.facts, defined)
        if done.judgement is None or is_defined:
            waiting.append(done.path)
        elif done.is_open:
            held.append((done.path, done.judgement))
        else:
            yield done.judgement
        known[done.path] = done.facts
    wanted = {
        name for given in known.values() for use in given.undefined for name in use
    }
    for path, judgement in held:
        if wanted.isdisjoint(known[path].names):
            yield judgement
        else:
            waiting.append(path)
    if waiting:
        yield from look.again(waiting, found, known)


def _is_defined(given: Facts, defined: dict[str, int]) -> bool:
    """Note the names that a document defines; say whether one was defined otherwise.

    Topics that are joined have one key: the same text again conflicts with nothing.
    """
    is_defined = False
    for name in given.names:
        if defined.setdefault(name, given.text) != given.text:
            is_defined = True
    return is_defined


def _jobs(wanted: int | None, documents: int) -> int:
    if wanted is not None:
        return max(1, wanted)
    return os.cpu_count() or 1 if documents >= FORK_FROM else 1


def _each(paths: Sequence[str], look: Look, jobs: int) -> Iterator[Done | Unread]:
    if jobs == 1 or len(paths) < jobs:
        for path in paths:
            yield look(path)
        return
    from avrotower.engine.fork import in_processes  # noqa: PLC0415  large projects only

    size = min(_LARGEST_CHUNK, -(-len(paths) // (jobs * _CHUNKS_PER_JOB)))
    yield from in_processes(look, paths, jobs=jobs, size=size)
