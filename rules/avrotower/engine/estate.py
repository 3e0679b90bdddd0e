"""The state of a registry, judged when all of it was read: subjects, then scopes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from avrotower.engine.asking import EVERYTHING, Asked, judged, put
from avrotower.engine.hygiene import POLICY
from avrotower.engine.result import REGISTRY as IN_REGISTRY
from avrotower.engine.result import Judgement
from avrotower.estate import (
    REGISTRY,
    Broker,
    Deletion,
    Estate,
    HeldSubject,
    Scene,
    Scope,
)
from avrotower.internal import in_context
from avrotower.policy.choice import Policy
from avrotower.rule import Context, Input, Rule, Subject
from avrotower.schema.parse import parse

REMEDY: Final = "run again, or look at it in the registry"
"""For what a registry did not give."""
_SETTINGS: Final[Input] = "registry"


class BrokerInput(NamedTuple):
    """A snapshot of a broker, or why there is none."""

    broker: Broker | None = None
    missing: str = "no broker snapshot is given; name one with --broker-snapshot"

    def lacking(self) -> dict[Input, str]:
        """Return the inputs that are not there, with the reasons."""
        return {} if self.broker is not None else {"broker": self.missing}


NO_BROKER: Final = BrokerInput()


class Seen(NamedTuple):
    """What an audit has found out."""

    estate: Estate
    broker: Broker | None
    routed: Callable[[str], Subject]
    """Gives the subject of a name, whether or not the registry has it."""
    missing: Mapping[Input, str] = EVERYTHING
    """Inputs that are not there, with the reasons."""


def is_of_subject(rule: Rule) -> bool:
    """Whether a registry is asked about *rule* subject by subject."""
    return rule.place == "subject" or is_sharpened(rule)


def is_sharpened(rule: Rule) -> bool:
    """Whether *rule*, about declared topics, looks at the level of each of its subjects."""
    return rule.place == "topic" and _SETTINGS in rule.optional


def topics_held(subjects: Mapping[str, Subject], estate: Estate) -> frozenset[str]:
    """Return the topics of those of *subjects* whose own levels *estate* has.

    A frozen key owes no level, and what is deleted is not checked.
    """
    return frozenset(
        subject.topic
        for name, subject in subjects.items()
        if not subject.is_frozen
        and name in estate.subjects
        and estate.subjects[name].live
    )


class EstateJudge:
    """Judges subjects and scopes under one policy."""

    def __init__(self, policy: Policy, seen: Seen) -> None:
        self._policy = policy
        self._seen = seen
        self._empty = parse("", name=REGISTRY)

    def subject(self, held: HeldSubject, deletion: Deletion | None = None) -> Judgement:
        """Return what all rules say about the state of the subject *held*.

        With *deletion* it is about what somebody wants to delete of it.
        """
        subject = self._seen.routed(held.name)
        demanded = self._policy.demanded_at(subject)
        missing = dict(self._seen.missing)
        if held.unknown:
            missing[_SETTINGS] = held.unknown
        lacks = held.unknown
        if not held.settings.level:
            lacks = lacks or f"the registry names no level of {held.name} that we know"
        scene = self._scene()._replace(
            subject=held, scope=held.settings, deletion=deletion
        )

        def prepare(context: Context[Any]) -> None:
            context.scene = scene
            context.topology = self._policy.topology
            context.demanded = demanded
            if is_sharpened(context.rule):
                context.demanded = held.settings.level or None, ()
                if lacks:
                    context.lack(_SETTINGS, lacks)

        def which(rule: Rule) -> bool:
            if is_sharpened(rule):
                # A frozen key owes no level, and what is deleted is not checked.
                return not subject.is_frozen and bool(held.live)
            if rule.place == "scope":
                return deletion is None
            return rule.place == "subject"

        asked = put(self._policy, subject, self._empty, which, prepare, missing)
        return self._judgement(subject, held.name, asked)

    def scope(self, scope: Scope) -> Judgement:
        """Return what all rules say about the settings of a *scope* above subjects."""
        scene = self._scene()._replace(scope=scope)
        subject = Subject(
            scope.name or REGISTRY,
            "",
            None,
            confidence="certain",
            step=1,
            owner=self._policy.table("project").get("owner") or "",
            context=in_context(scope.name)[0],
        )

        def prepare(context: Context[Any]) -> None:
            context.scene = scene
            context.topology = self._policy.topology

        asked = put(
            self._policy,
            subject,
            self._empty,
            lambda rule: rule.place == "scope",
            prepare,
            self._seen.missing,
        )
        return self._judgement(subject, scope.name or REGISTRY, asked)

    def judgements(self) -> Iterator[Judgement]:
        """Yield a judgement for each scope and each subject."""
        estate = self._seen.estate
        for scope in estate.scopes.values():
            yield self.scope(scope)
        for name in sorted(estate.subjects):
            yield self.subject(estate.subjects[name])

    def _scene(self) -> Scene:
        return Scene(self._seen.estate, self._seen.broker, routed=self._seen.routed)

    def _judgement(self, subject: Subject, name: str, asked: Asked) -> Judgement:
        place = subject.name or POLICY.name
        found = judged(self._policy, subject, asked, of=name, place=place)
        return found._replace(place=IN_REGISTRY)
