"""What a registry and a broker say of the subjects of a run, judged as `audit` does it.

Only subjects of documents that were judged are asked for: what else a registry holds, and
how it is set up as a whole, no change to a document can mend.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import Final, NamedTuple

from avrotower.engine.estate import (
    NO_BROKER,
    REMEDY,
    BrokerInput,
    EstateJudge,
    Seen,
    topics_held,
)
from avrotower.engine.history.histories import Histories
from avrotower.engine.history.source import Source, qualified
from avrotower.engine.hygiene import POLICY
from avrotower.engine.policies import Governed, Policies
from avrotower.engine.result import Judgement, Skipped, Unread
from avrotower.errors import SourceError
from avrotower.estate import Estate, Scene
from avrotower.finding import Severity
from avrotower.policy.choice import Policy
from avrotower.rule import Input, Subject

NO_REGISTRY: Final = (
    "no registry is given; name it with --against registry, or with [compat] against in "
    "the policy"
)
_NOWHERE: Final = Estate({}, {})

Brokers = Callable[[Governed], BrokerInput]
"""Gives the broker of a project, or says why there is none."""


class _Of(NamedTuple):
    """What is known of one project."""

    governed: Governed
    given: BrokerInput
    subjects: dict[str, Subject]
    """Those of the documents that were judged, by their qualified names."""


class Standing:
    """Knows which subjects a run is about, and asks for their state when it is through."""

    def __init__(
        self, policies: Policies, histories: Histories, brokers: Brokers | None
    ) -> None:
        """Look at the brokers of all projects.

        Raises:
            PolicyError: If a snapshot cannot be used.
        """
        self._policies = policies
        self._histories = histories
        self._projects = {
            id(each): _Of(each, NO_BROKER if brokers is None else brokers(each), {})
            for each in histories.every_project()
        }
        self._estates: dict[int, tuple[Estate, str]] = {}
        self._owners: dict[str, Governed] = {}

    def noting(
        self, judgements: Iterator[Judgement | Unread]
    ) -> Iterator[Judgement | Unread]:
        """Pass *judgements* on, and note what they are about."""
        for judgement in judgements:
            yield judgement
            if isinstance(judgement, Judgement) and judgement.is_document:
                found = self._projects.get(id(self._policies.of(judgement.document)))
                if found is not None and judgement.subject.name:
                    name = qualified(judgement.subject)
                    found.subjects[name] = judgement.subject

    def policy_of(self, name: str) -> Policy:
        """Return the policy of the document, or of the subject of a registry, *name*."""
        return (self._owners.get(name) or self._policies.of(name)).policy

    # For what policies declare

    def scene(self, governed: Governed) -> Scene:
        """Return what a broker says of the topics of *governed*."""
        found = self._projects.get(id(governed))
        return Scene(broker=found.given.broker if found is not None else None)

    def held(self, governed: Governed) -> Container[str]:
        """Return the topics of *governed* whose levels are those of a registry."""
        found = self._projects.get(id(governed))
        if found is None:
            return ()
        estate, _ = self._estate(found)
        return topics_held(found.subjects, estate)

    # For what the registry holds

    def judgements(self) -> Iterator[Judgement | Unread]:
        """Yield a judgement for each subject of the run that a registry knows."""
        for found in self._projects.values():
            yield from self._of(found)

    def _of(self, found: _Of) -> Iterator[Judgement | Unread]:
        source = self._registry(found.governed)
        policy = found.governed.policy
        missing = found.given.lacking()
        if source is None:
            yield from _without(policy, {"registry": NO_REGISTRY, **missing})
            return
        estate, lost = self._estate(found)
        if lost:
            yield Unread("registry", lost, REMEDY, "not judged")
            return
        if not estate.subjects:
            yield from _without(policy, missing)
        routes = found.governed.routes(found.given.broker, source.associations())
        known: dict[str, Subject] = {}

        def routed(name: str) -> Subject:
            if name not in known:
                subject = found.subjects.get(name)
                known[name] = routes(
                    name,
                    source.latest(name) if name in estate.subjects else None,
                    is_referenced=subject is not None and subject.kind == "shared",
                )
            return known[name]

        judge = EstateJudge(policy, Seen(estate, found.given.broker, routed, missing))
        for name in sorted(estate.subjects):
            held = estate.subjects[name]
            if held.unknown:
                yield Unread(name, held.unknown, REMEDY)
            self._owners[name] = found.governed
            yield judge.subject(held)

    def _registry(self, governed: Governed) -> Source | None:
        sources = self._histories.sources(governed)
        return next((source for source in sources if source.is_registry), None)

    def _estate(self, found: _Of) -> tuple[Estate, str]:
        """Return what the registry says of the subjects, and why it does not."""
        key = id(found.governed)
        if key not in self._estates:
            self._estates[key] = self._asked(found)
        return self._estates[key]

    def _asked(self, found: _Of) -> tuple[Estate, str]:
        source = self._registry(found.governed)
        if source is None or not found.subjects:
            return _NOWHERE, ""
        broker = found.given.broker
        doubtful = {
            name
            for name, subject in found.subjects.items()
            if broker is not None and subject.topic not in broker.topics
        }
        try:
            return source.estate(found.subjects, doubtful), ""
        except SourceError as error:
            return _NOWHERE, str(error)


def _without(policy: Policy, missing: Mapping[Input, str]) -> Iterator[Judgement]:
    """Yield what is told of a project that demands one of the inputs *missing*."""
    if policy.required is None:
        return
    demanded = policy.required.inputs
    facet = policy.facet(POLICY)
    skipped: list[Skipped] = []
    letters: list[str] = []
    for chosen in policy.chosen:
        rule = chosen.rule
        is_on = policy.severity(chosen, POLICY, facet) > Severity.OFF
        lacks = next(
            (it for it in missing.items() if it[0] in demanded & rule.inputs), None
        )
        letters.append("s" if is_on and lacks else "n")
        if is_on and lacks:
            skipped.append(Skipped(rule.code, *lacks))
    if skipped:
        yield Judgement(
            POLICY,
            policy.file,
            (),
            "".join(letters),
            tuple(skipped),
            is_document=False,
            required=policy.required,
        )
