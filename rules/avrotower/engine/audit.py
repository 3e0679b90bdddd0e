"""`audit`: judge everything that a registry holds, and the registry's own state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from avrotower.compat.levels import AVRO
from avrotower.engine.around import Around
from avrotower.engine.declared import Declared
from avrotower.engine.estate import (
    NO_BROKER,
    REMEDY,
    BrokerInput,
    EstateJudge,
    Seen,
    topics_held,
)
from avrotower.engine.held import (
    HeldDefinitions,
    HeldDocuments,
    Source,
)
from avrotower.engine.history.source import version_called
from avrotower.engine.judge import Judge
from avrotower.engine.look import fingerprint_place
from avrotower.engine.policies import NEAREST, Choice, Governed, Policies
from avrotower.engine.result import Appendix, Judgement, Report, Summary, Unread
from avrotower.engine.unit import Unit
from avrotower.estate import Estate, Held, Scene
from avrotower.internal import with_context
from avrotower.policy.routing import SHARED
from avrotower.rule import Role, Subject
from avrotower.schema.document import Document
from avrotower.topology import Key

_OTHER: Final[Mapping[str, Role]] = {"key": "value", "value": "key"}
LEFTOVERS: Final = frozenset({"STM014", "STM016"})
"""Rules that find what nobody needs any more."""


def policy_of(choice: Choice = NEAREST) -> tuple[Policies, Governed]:
    """Return the policies of an audit, and that of the current directory.

    Raises:
        PolicyError: If it cannot be used.
    """
    policies = Policies(choice)
    policies.of("registry")
    return policies, policies.of("registry")


def audit(
    source: Source,
    *,
    policies: Policies,
    given: BrokerInput = NO_BROKER,
    url: str = "",
) -> Report:
    """Judge all that *source* holds under the policy of the current directory.

    *given* is the broker, *url* what the plans call the registry.
    """
    rules = policies.settle()
    run = Audit(source, policies.of("registry"), given)

    def appendix(summary: Summary) -> Iterator[Appendix]:
        from avrotower.engine.appendix import cleanup, owners, strangers  # noqa: PLC0415

        yield from owners(summary)
        yield from strangers(run.strangers)
        yield from cleanup(run.leftovers, url)

    return Report(
        command="audit",
        policy=policies.sources,
        rules=rules,
        judgements=run.judgements(),
        appendix=appendix,
    )


class Audit:
    """One audit."""

    def __init__(self, source: Source, governed: Governed, given: BrokerInput) -> None:
        self._source = source
        self._governed = governed
        self._policy = governed.policy
        self._given = given
        self._routes = governed.routes(given.broker, source.associations())
        self._judge = Judge(governed.policy, {}, is_estate=True)
        self._definitions = HeldDefinitions(source)
        self._subjects: dict[str, Subject] = {}
        self.leftovers: list[str] = []
        """Subjects that a clean-up would delete."""
        self.strangers: list[tuple[str, str]] = []
        """Subjects that are no Avro, with what they are."""
        topology = governed.policy.topology
        self._documents = (
            HeldDocuments(source, governed, topology) if topology is not None else None
        )

    def judgements(self) -> Iterator[Judgement | Unread]:
        """Yield judgements: of documents while they are read, then of the estate."""
        waiting: list[str] = []
        for held in self._source.read():
            subject = self._routes(held.state.name, held.document)
            self._subjects[subject.name] = subject
            yield from (Unread(*lost, REMEDY) for lost in held.unread)
            if held.state.schema_type != AVRO:
                self.strangers.append((subject.name, held.state.schema_type))
            if subject.step > SHARED and held.document is not None:
                # Others may refer to it, which is known when all were read.
                waiting.append(subject.name)
            elif held.document is not None:
                yield self._document(held, subject)
        estate = self._source.estate()
        for name in waiting:
            held = self._source.again(name)
            yield from (Unread(*lost, REMEDY) for lost in held.unread)
            subject = self._routes(
                name, held.document, is_referenced=name in estate.referenced
            )
            self._subjects[name] = subject
            if held.document is not None:
                yield self._document(held, subject)
        yield from self._declared(estate)
        given = self._given
        seen = Seen(estate, given.broker, self._routed, given.lacking())
        for judgement in EstateJudge(self._policy, seen).judgements():
            if any(f.code in LEFTOVERS and not f.accepted for f in judgement.findings):
                self.leftovers.append(judgement.subject.name)
            yield judgement

    def _routed(self, name: str) -> Subject:
        found = self._subjects.get(name)
        return found if found is not None else self._routes(name, None)

    def _document(self, held: Held, subject: Subject) -> Judgement:
        """Judge the latest version of a subject."""
        document = held.document
        assert document is not None  # noqa: S101  who calls has looked

        def find(name: str) -> Document | None:
            return version_called(held.history, name) or self._source.find(name)

        unit = Unit(
            subject,
            document,
            fingerprint_place(subject, document),
            held.history,
            find,
            held.notes,
            beside=partial(self._beside, subject),
            elsewhere=self._definitions.before(subject.name, document),
            around=self._around(subject, document),
            level=held.state.settings.level or None,
            scene=Scene(broker=self._given.broker, subject=held.state),
        )
        return self._judge(unit)

    def _beside(self, subject: Subject) -> Document | None:
        """Return the other document of the topic."""
        other = _OTHER.get(subject.role or "")
        name = with_context(subject.context, f"{subject.topic}-{other}")
        if other is None or not self._source.has(name):
            return None
        return self._source.latest(name)

    def _around(self, subject: Subject, document: Document) -> Around | None:
        topology = self._policy.topology
        if (
            topology is None
            or self._documents is None
            or not topology.needs_others(subject.topic, subject.role)
        ):
            return None
        own = Key(topology.topics[subject.topic], document)
        return Around(self._documents, subject.name, subject, own)

    def _declared(self, estate: Estate) -> Iterator[Judgement]:
        """Judge what the policy declares, with what the broker says of it."""
        topology, documents = self._policy.topology, self._documents
        if topology is None or documents is None:
            return
        by_role: dict[tuple[str, str | None], Subject] = {}
        for subject in self._subjects.values():
            by_role.setdefault((subject.topic, subject.role), subject)
        of_policy = Declared(
            self._governed,
            topology,
            by_role,
            lambda: documents,
            scene=Scene(broker=self._given.broker),
            held=topics_held(self._subjects, estate),
        )
        yield from of_policy.judgements(is_whole=True)
