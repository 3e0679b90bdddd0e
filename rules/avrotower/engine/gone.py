"""Subjects that a history has and the project no longer, judged after the documents."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from avrotower.engine.asking import judged, put
from avrotower.engine.history.histories import Histories
from avrotower.engine.history.source import Left, Past, Source, qualified
from avrotower.engine.look import fingerprint_place, unanswered
from avrotower.engine.policies import Governed, Policies
from avrotower.engine.result import HISTORY, REGISTRY, Judgement, Unread
from avrotower.engine.tally import is_below
from avrotower.errors import SourceError
from avrotower.estate import Gone, Scene
from avrotower.finding import Location, Severity
from avrotower.policy.choice import Policy
from avrotower.policy.declaration import is_by_entry
from avrotower.project.library import Library
from avrotower.rule import Context, Options, Rule, Subject
from avrotower.schema.document import Document
from avrotower.schema.model import JSON, Named, is_object
from avrotower.schema.parse import parse


class Project(NamedTuple):
    """The documents of a run, those that are not judged among them."""

    policies: Policies
    histories: Histories
    paths: Sequence[str]
    """What the run was asked for."""
    found: Sequence[str]
    """The documents."""
    subject: Callable[[str], Subject | None]
    """Gives the subject of one of them, None where it cannot be read any more."""
    library: Callable[[], Library]
    """Gives the documents of the projects around."""


def with_gone(
    judgements: Iterator[Judgement | Unread], project: Project
) -> Iterator[Judgement | Unread]:
    """Pass *judgements* on; then judge what is in a history of *project* and gone now."""
    asking = [it for it in project.histories.projects() if wants(it.policy)]
    return _after(judgements, project, asking) if asking else judgements


def _after(
    judgements: Iterator[Judgement | Unread],
    project: Project,
    asking: Sequence[Governed],
) -> Iterator[Judgement | Unread]:
    known: dict[str, Subject] = {}
    is_complete = True
    for judgement in judgements:
        yield judgement
        if isinstance(judgement, Unread):
            is_complete = False
        elif judgement.is_document:
            known[judgement.document] = judgement.subject
    for governed in asking:
        search = _Search(project, governed, known)
        yield from search.judgements(is_complete=is_complete)


class _Search:
    """Looks for what one project has lost."""

    def __init__(
        self, project: Project, governed: Governed, known: Mapping[str, Subject]
    ) -> None:
        self._project = project
        self._governed = governed
        self._sources = project.histories.sources(governed)
        self._names: set[str] = set()
        """The subjects that are there, or were told."""
        for path in project.found:
            subject = known.get(path) or project.subject(path)
            if subject is not None:
                self._names.add(qualified(subject))
        self._names |= project.histories.followed(governed)
        self._outside: dict[str, bool] = {}

    def judgements(self, *, is_complete: bool) -> Iterator[Judgement | Unread]:
        lefts = [
            (source, left)
            for source in self._sources
            for left in source.left()
            if self._is_ours(left.path)
        ]
        for _, left in lefts:
            if left.is_followed:
                found = self._opened(left)
                if found is not None:
                    self._names.add(qualified(found[0]))
        for source in self._sources:
            if is_complete and is_below(self._governed.root, self._project.paths):
                yield from self._of_registry(source)
            for of, left in lefts:
                if of is source and not left.is_followed:
                    yield from self._of_file(source, left)

    def _is_ours(self, path: str) -> bool:
        """Whether *path* lies where the run has looked, and in this project."""
        here = os.path.abspath(path)
        is_asked = any(
            here.startswith(os.path.join(os.path.abspath(asked), ""))
            for asked in self._project.paths
        )
        if not is_asked or not self._governed.has(path):
            return False
        return self._project.histories.project_of(path) is self._governed

    def _opened(self, left: Left) -> tuple[Subject, Document, Past] | None:
        past = left.past()
        document = past.versions[-1].document if past is not None else None
        if past is None or document is None:
            return None
        return self._governed.route(left.path, document), document, past

    def _of_file(self, source: Source, left: Left) -> Iterator[Judgement | Unread]:
        found = self._opened(left)
        if found is None:
            return
        subject, document, past = found
        name = qualified(subject)
        if name in self._names or self._is_elsewhere(document):
            return
        self._names.add(name)
        gone = Gone(
            source.label,
            len(past.versions),
            Location(left.path),
            Location(document.name, *_root(document)),
        )
        try:
            gone = self._of_earlier(name, source, gone)
        except SourceError as error:
            yield unanswered(left.path, error)
            return
        place = fingerprint_place(subject, document)
        yield judge(self._governed.policy, subject, gone, place, document)

    def _of_earlier(self, name: str, source: Source, gone: Gone) -> Gone:
        """Return *gone* as a registry that is asked before *source* knows it."""
        for earlier in self._sources:
            if earlier is source:
                break
            past = earlier.known(name) if name in earlier.subjects() else None
            if past is not None:
                return _in_registry(past, gone.here)
        return gone

    def _of_registry(self, source: Source) -> Iterator[Judgement | Unread]:
        """Judge the subjects of which the policy says in which file they are."""
        names = source.subjects()
        if not names or self._governed.policy.settings is None:
            return
        data = self._governed.policy.settings.data
        routes = self._governed.routes()
        for name in sorted(names):
            subject = routes(name, None)
            if name in self._names or not has_file(data, subject):
                continue
            try:
                past = source.known(name)
            except SourceError as error:
                yield unanswered(name, error)
                continue
            if past is not None:
                self._names.add(name)
                gone = _in_registry(past, Location(name))
                yield judge(self._governed.policy, subject, gone, subject.name)

    def _is_elsewhere(self, document: Document) -> bool:
        """Whether a document that the run did not look at defines the type now."""
        root = document.schema.root
        if not isinstance(root, Named):
            return False
        known = self._outside.get(root.fullname)
        if known is None:
            roots = self._project.library().paths_by_root()
            # A directory that is compared with may lie in the project, too.
            ours = {*self._project.found, document.name}
            places = map(os.path.abspath, roots.get(root.fullname, ()))
            known = not set(places) <= set(map(os.path.abspath, ours))
            self._outside[root.fullname] = known
        return known


def wants(policy: Policy) -> bool:
    """Whether *policy* asks for subjects that are gone."""
    anything = Subject("", "", "value")
    facet = policy.facet(anything)
    return any(
        _is_about_gone(chosen.rule)
        and policy.severity(chosen, anything, facet) > Severity.OFF
        for chosen in policy.chosen
    )


def has_file(data: Mapping[str, JSON], subject: Subject) -> bool:
    """Whether a policy declares the topic of *subject*, and the file that defines it.

    Others of a registry may be anybody's.
    """
    topic = data["topics"].get(subject.topic)
    if topic is None or subject.confidence != "certain" or subject.generator != "none":
        return False
    stated = topic[subject.role] if subject.role is not None else None
    if is_object(stated):
        return "file" in stated or "files" in stated
    if stated or not is_by_entry(subject):
        return False
    number = int(subject.evidence.rpartition(" ")[2])
    return data["subjects"][number - 1]["files"] is not None


def judge(
    policy: Policy,
    subject: Subject,
    gone: Gone,
    place: str,
    document: Document | None = None,
) -> Judgement:
    """Return what *policy* says about the *subject* that is gone.

    *place* is what fingerprints know it by, *document* its latest version.
    """

    def prepare(context: Context[Options]) -> None:
        context.scene = Scene(gone=gone)

    def find(name: str) -> Document | None:
        return document if document is not None and document.name == name else None

    asked = put(policy, subject, parse("", name=place), _is_about_gone, prepare)
    here = gone.here.document
    found = judged(policy, subject, asked, of=here, place=place, find=find)
    return found._replace(place=REGISTRY if found.is_of_registry else HISTORY)


def _is_about_gone(rule: Rule) -> bool:
    return rule.place == "gone"


def _in_registry(past: Past, here: Location) -> Gone:
    live = [version for version in past.versions if not version.is_deleted]
    latest = past.versions[-1].version
    return Gone(REGISTRY, len(live), here, Location(latest.document))


def _root(document: Document) -> tuple[str]:
    root = document.schema.root
    return (f"{root.pointer}/name" if isinstance(root, Named) else root.pointer,)
