"""A first look at each document of a run, and a second one with the project around it."""

from __future__ import annotations

from functools import partial

from avrotower.engine.judge import Judge
from avrotower.engine.policies import Governed, Policies
from avrotower.engine.result import Judgement, Unread
from avrotower.engine.unit import Unit
from avrotower.errors import SourceError
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.policy.routing import SHARED
from avrotower.project.files import Missing, read_bytes
from avrotower.project.library import Facts, facts
from avrotower.rule import Input, Subject
from avrotower.schema.document import Document
from avrotower.schema.model import Named
from avrotower.schema.parse import parser_of

if TYPE_CHECKING:  # most runs need neither declarations nor histories
    from collections.abc import (
        Callable,
        Container,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )
    from typing import Final, TypeAlias

    from avrotower.engine.around import Around, TopicDocuments
    from avrotower.engine.history.histories import Histories
    from avrotower.project.library import Library
    from avrotower.topology import Topology

NO_HISTORY: Final = "no history is given; compare with breaking --against"
NO_SOURCE: Final = "no history is given; name one with --against, or with [compat] against in the policy"
"""The same for a command that has that option."""
_KEPT: Final = 2
"""Documents that are not let go yet: the key and the value of one topic."""

Stdin: TypeAlias = "tuple[bytes, str]"
"""The bytes of standard input, and the file name that they stand for."""


class Done(NamedTuple):
    """What the first look at a document gave."""

    path: str
    facts: Facts
    judgement: Judgement | None
    """None where the rest of the project has to be known first."""
    is_open: bool = False
    """Whether the subject would be another one if other documents used its type."""


class Look:
    """Looks at one file: reads, parses, judges it."""

    def __init__(
        self,
        policies: Policies,
        stdin: Stdin | None,
        edited: Mapping[str, bytes],
        histories: Histories | None = None,
    ) -> None:
        """Judge under *policies*, beside *histories*."""
        self._policies = policies
        self._histories = histories
        self._judges: dict[int, Judge] = {}
        self._stdin = stdin
        self._edited = edited
        self._kept: dict[str, Document] = {}
        self._known: Library | None = None
        self._documents: dict[int, TopicDocuments] = {}

    def _judge(self, governed: Governed, path: str, unit: Unit) -> Judgement:
        """Judge *unit*, the document at *path*, beside its history.

        Raises:
            SourceError: If that cannot be had.
        """
        judge = self._judges.get(id(governed))
        if judge is None:
            missing: dict[Input, str] = {}
            if self._histories is None:
                missing["history"] = NO_HISTORY
            elif not self._histories.has(governed):
                missing["history"] = NO_SOURCE
            judge = Judge(governed.policy, missing)
            self._judges[id(governed)] = judge
        if self._histories is not None:
            aged = self._histories.aged
            unit = aged(governed, path, unit, self.root_of, self.subject_of)
        return judge(unit)

    def __call__(self, path: str) -> Done | Unread:
        """Judge the document at *path* if it needs no other document for that."""
        document = self._document(path)
        if isinstance(document, Missing):
            return Unread(*document)
        try:
            return self._first(path, document)
        except SourceError as error:
            return unanswered(path, error)

    def root_of(self, path: str) -> str:
        """Return the full name of the root type at *path*, empty where it has none."""
        document = self._parsed(path)
        if isinstance(document, Missing):
            return ""
        root = facts(document).root
        document.release()
        return root

    def subject_of(self, path: str) -> Subject | None:
        """Return the subject of the document at *path*, None where it cannot be read."""
        document = self._parsed(path)
        if isinstance(document, Missing):
            return None
        subject = self._policies.of(path).route(path, document)
        document.release()
        return subject

    def _parsed(self, path: str) -> Document | Missing:
        """Parse what is at *path*, by itself."""
        data = self.read(path)
        if isinstance(data, Missing):
            return data
        return parser_of(path)(data, name=path)

    def _document(self, path: str) -> Document | Missing:
        """Return the document at *path*, of those that are kept or parsed now."""
        kept = self._kept.pop(path, None)
        document = self._parsed(path) if kept is None else kept
        if isinstance(document, Missing):
            return document
        self._kept[path] = document
        if len(self._kept) > _KEPT:
            self._kept.pop(next(iter(self._kept))).release()
        return document

    def _first(self, path: str, document: Document) -> Done:
        given = facts(document)
        if given.undefined:
            return Done(path, given, None)
        governed = self._policies.of(path)
        subject = governed.route(path, document)
        topology = governed.policy.topology
        if topology is not None and topology.needs_others(subject.topic, subject.role):
            return Done(path, given, None)
        judgement = self._judge(
            governed,
            path,
            Unit(
                subject,
                document,
                fingerprint_place(subject, document),
                beside=partial(self._beside, governed, subject, path, self._document),
            ),
        )
        is_open = subject.step > SHARED
        if is_open and judgement.findings:
            # Findings are not held in memory until all documents are known.
            return Done(path, given, None)
        return Done(path, given, judgement, is_open)

    @staticmethod
    def _beside(
        governed: Governed,
        subject: Subject,
        path: str,
        get: Callable[[str], Document | Missing | None],
    ) -> Document | None:
        """Return the other document of the topic of *subject*, which is at *path*."""
        partner = governed.partner(path)
        if partner is None:
            return None
        document = get(partner)
        if not isinstance(document, Document):
            return None
        if governed.declarations is None:
            return document  # the two names alone tell topic and role
        other = governed.route(partner, document)
        is_other = other.topic == subject.topic and other.role != subject.role
        return document if is_other else None

    def read(self, path: str) -> bytes | Missing:
        """Return the bytes of *path*, or of standard input where that is meant."""
        if path in self._edited:
            return self._edited[path]
        if self._stdin is not None and path == self._stdin[1]:
            return self._stdin[0]
        return read_bytes(path)

    def again(
        self, paths: Iterable[str], run: Sequence[str], known: dict[str, Facts]
    ) -> Iterator[Judgement | Unread]:
        """Judge the documents at *paths* with the rest of the project at hand."""
        from avrotower.engine.elsewhere import Elsewhere  # noqa: PLC0415  rarely needed

        library = self.library(run)
        for path, given in known.items():
            library.note(path, given)
        referenced = library.referenced()

        elsewhere: dict[int, Elsewhere] = {}
        for path in paths:
            document = library.get(path)
            if document is None:
                yield Unread(path, "it disappeared during the run", "run again")
                continue
            governed = self._policies.of(path)
            subject = governed.route(path, document, is_referenced=path in referenced)
            place = fingerprint_place(subject, document)
            beside = partial(self._beside, governed, subject, path, library.get)
            others = elsewhere.get(id(governed))
            if others is None:
                route = partial(self._route, governed, referenced)
                others = elsewhere[id(governed)] = Elsewhere(library, run, route)
            unit = Unit(
                subject,
                document,
                place,
                find=library.find,
                beside=beside,
                elsewhere=others.before(path, subject),
                around=self._around(governed, path, subject, document, run),
            )
            try:
                yield self._judge(governed, path, unit)
            except SourceError as error:
                yield unanswered(path, error)

    def library(self, run: Sequence[str]) -> Library:
        """Return the documents of the projects around *run*."""
        if self._known is None:
            from avrotower.project.library import Library  # noqa: PLC0415  rarely needed
            from avrotower.project.working import WorkingTree  # noqa: PLC0415  as above

            roots = [governed.root for governed, _ in self._policies.declaring()]
            tree = WorkingTree(run, self.read, roots, self._policies.takes_ignored)
            self._known = Library(tree, "strict")
        return self._known

    def _around(
        self,
        governed: Governed,
        path: str,
        subject: Subject,
        document: Document,
        run: Sequence[str],
    ) -> Around | None:
        """Return the documents that *subject* is held against by what is declared."""
        topology = governed.policy.topology
        if topology is None or not topology.needs_others(subject.topic, subject.role):
            return None
        from avrotower.engine.around import Around  # noqa: PLC0415  with declarations
        from avrotower.topology import Key  # noqa: PLC0415  as above

        own = Key(topology.topics[subject.topic], document)
        documents = self.documents(run, governed, topology)
        return Around(documents, path, subject, own)

    def documents(
        self, run: Sequence[str], governed: Governed, topology: Topology
    ) -> TopicDocuments:
        """Return what knows the keys and values of declared topics in one project."""
        found = self._documents.get(id(governed))
        if found is None:
            from avrotower.engine.around import TopicDocuments  # noqa: PLC0415  as above

            library = self.library(run)
            route = partial(self._route, governed, ())
            found = TopicDocuments(library, governed, topology, route)
            self._documents[id(governed)] = found
        return found

    def _route(
        self,
        governed: Governed,
        referenced: Container[str],
        path: str,
        document: Document,
    ) -> Subject | None:
        """Return the subject of the *document* at *path*, None in another project."""
        if self._policies.of(path) is not governed or not governed.has(path):
            return None
        return governed.route(path, document, is_referenced=path in referenced)


def unanswered(path: str, error: SourceError) -> Unread:
    """Return what is told of the document at *path*, whose history cannot be had."""
    return Unread(
        path, f"its history cannot be had: {error}", "run again", "not judged"
    )


def fingerprint_place(subject: Subject, document: Document) -> str:
    """Return what fingerprints know the document by.

    A subject that was only guessed from the name of the file would change with it; the
    name of the type does not.
    """
    root = document.schema.root
    if subject.confidence == "guess" and isinstance(root, Named):
        return root.fullname
    return subject.name
