"""Judge a project: `lint` looks at documents, `breaking` at their evolution."""

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from avrotower.engine.judge import Judge, Unit
from avrotower.engine.policies import NEAREST, Choice, Governed, Policies
from avrotower.engine.result import Judgement, Report, Unread
from avrotower.errors import AvrotowerError
from avrotower.policy.routing import SHARED
from avrotower.project.files import Missing, discover, read_bytes
from avrotower.project.library import Facts, facts
from avrotower.rule import Subject
from avrotower.schema.document import Document
from avrotower.schema.model import Named
from avrotower.schema.parse import parse

if TYPE_CHECKING:  # documents that need others are rare
    from avrotower.engine.around import Around, TopicDocuments
    from avrotower.project.library import Library
    from avrotower.topology import Topology

NO_HISTORY: Final = "no history is given; compare with breaking --against"
FORK_FROM: Final = 1_500
"""From so many documents on a second process pays (PERFORMANCE, 2)."""
_CHUNKS_PER_JOB: Final = 8
_LARGEST_CHUNK: Final = 25
"""Documents whose answers a process holds, and mostly fit into a pipe unread."""
_KEPT: Final = 2
"""Documents that are not let go yet: the key and the value of one topic."""

NOT_EDITED: Final[Mapping[str, bytes]] = {}
Stdin: TypeAlias = tuple[bytes, str]
"""The bytes of standard input, and the file name that they stand for."""


class _Done(NamedTuple):
    """What the first look at a document gave."""

    path: str
    facts: Facts
    judgement: Judgement | None
    """None where the rest of the project has to be known first."""
    is_open: bool = False
    """Whether the subject would be another one if other documents used its type."""


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
    policies = Policies(choice)
    found: list[str] = []
    unread = tuple(_listed(paths, stdin, found, policies))
    found = [path for path in found if policies.of(path).has(path)]
    if not found:
        # A policy may declare topics of which no document lies here.
        for path in filter(os.path.isdir, paths):
            policies.of(os.path.join(path, ""))
    rules = policies.settle()
    look = _Look(policies, stdin, edited)
    judgements = _lint(found, unread, look, jobs)
    if policies.declaring():
        from avrotower.engine.declared import declared  # noqa: PLC0415  with declarations

        judgements = declared(
            judgements, policies, partial(look.documents, found), paths
        )
    return Report(
        command="lint",
        policy=policies.sources,
        rules=rules,
        judgements=_reviewed(judgements, policies, paths),
    )


def _reviewed(
    judgements: Iterator[Judgement | Unread], policies: Policies, paths: Sequence[str]
) -> Iterator[Judgement | Unread]:
    if not policies.are_reviewed(paths):
        return judgements
    from avrotower.engine.tally import reviewed  # noqa: PLC0415  with acceptances

    return reviewed(judgements, lambda name: policies.of(name).policy, paths)


def _lint(
    found: Sequence[str], unread: Sequence[Unread], look: "_Look", jobs: int | None
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


def _listed(
    paths: Sequence[str], stdin: Stdin | None, found: list[str], policies: Policies
) -> Iterator[Unread]:
    """Add to *found* the documents that *paths* name; yield what leads to none."""
    named = [path for path in paths if stdin is None or path != "-"]
    for item in discover(named, policies.takes_ignored):
        if isinstance(item, Missing):
            yield Unread(*item)
        else:
            found.append(item.path)
    if stdin is not None:
        found.append(stdin[1])


def _jobs(wanted: int | None, documents: int) -> int:
    if wanted is not None:
        return max(1, wanted)
    return os.cpu_count() or 1 if documents >= FORK_FROM else 1


def _each(paths: Sequence[str], look: "_Look", jobs: int) -> Iterator["_Done | Unread"]:
    if jobs == 1 or len(paths) < jobs:
        for path in paths:
            yield look(path)
        return
    from avrotower.engine.fork import in_processes  # noqa: PLC0415  large projects only

    size = min(_LARGEST_CHUNK, -(-len(paths) // (jobs * _CHUNKS_PER_JOB)))
    yield from in_processes(look, paths, jobs=jobs, size=size)


class _Look:
    """Looks at one file: reads, parses, judges it."""

    def __init__(
        self, policies: Policies, stdin: Stdin | None, edited: Mapping[str, bytes]
    ) -> None:
        self._policies = policies
        self._judges: dict[int, Judge] = {}
        self._stdin = stdin
        self._edited = edited
        self._kept: dict[str, Document] = {}
        self._known: Library | None = None
        self._documents: dict[int, TopicDocuments] = {}

    def _judge(self, governed: Governed, unit: Unit) -> Judgement:
        judge = self._judges.get(id(governed))
        if judge is None:
            judge = Judge(governed.policy, {"history": NO_HISTORY})
            self._judges[id(governed)] = judge
        return judge(unit)

    def __call__(self, path: str) -> _Done | Unread:
        """Judge the document at *path* if it needs no other document for that."""
        document = self._document(path)
        if isinstance(document, Missing):
            return Unread(*document)
        return self._first(path, document)

    def _document(self, path: str) -> Document | Missing:
        """Return the document at *path*, parsed by itself."""
        document = self._kept.pop(path, None)
        if document is None:
            data = self.read(path)
            if isinstance(data, Missing):
                return data
            document = _parse(data, path)
        self._kept[path] = document
        if len(self._kept) > _KEPT:
            self._kept.pop(next(iter(self._kept))).release()
        return document

    def _first(self, path: str, document: Document) -> _Done:
        given = facts(document)
        if given.undefined:
            return _Done(path, given, None)
        governed = self._policies.of(path)
        subject = governed.route(path, document)
        topology = governed.policy.topology
        if topology is not None and topology.needs_others(subject.topic, subject.role):
            return _Done(path, given, None)
        judgement = self._judge(
            governed,
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
            return _Done(path, given, None)
        return _Done(path, given, judgement, is_open)

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

        library = self._library(run)
        for path, given in known.items():
            library.note(path, given)
        referenced = library.referenced()

        def get(path: str) -> Document | None:
            try:
                return library.document(path)
            except (KeyError, AvrotowerError):
                return None

        elsewhere: dict[int, Elsewhere] = {}
        for path in paths:
            try:
                document = library.document(path)
            except (KeyError, AvrotowerError):
                yield Unread(path, "it disappeared during the run", "run again")
                continue
            governed = self._policies.of(path)
            subject = governed.route(path, document, is_referenced=path in referenced)
            place = fingerprint_place(subject, document)
            beside = partial(self._beside, governed, subject, path, get)
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
            yield self._judge(governed, unit)

    def _library(self, run: Sequence[str]) -> "Library":
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
    ) -> "Around | None":
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
        self, run: Sequence[str], governed: Governed, topology: "Topology"
    ) -> "TopicDocuments":
        """Return what knows the keys and values of declared topics in one project."""
        found = self._documents.get(id(governed))
        if found is None:
            from avrotower.engine.around import TopicDocuments  # noqa: PLC0415  as above

            library = self._library(run)
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


def _parse(data: bytes, path: str) -> Document:
    if path.endswith(".avpr"):
        from avrotower.schema.parse.protocol import parse_protocol  # noqa: PLC0415  rare

        return parse_protocol(data, name=path)
    return parse(data, name=path)


def fingerprint_place(subject: Subject, document: Document) -> str:
    """Return what fingerprints know the document by.

    A subject that was only guessed from the name of the file would change with it; the
    name of the type does not.
    """
    root = document.schema.root
    if subject.confidence == "guess" and isinstance(root, Named):
        return root.fullname
    return subject.name
