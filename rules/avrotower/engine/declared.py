"""What policies declare of topics, join groups and applications, judged after documents."""

import os
from collections.abc import (
    Callable,
    Container,
    Iterator,
    Mapping,
    Sequence,
)
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from avrotower.engine.around import Around, TopicDocuments
from avrotower.engine.asking import Asked, judged, nowhere, put
from avrotower.engine.hygiene import POLICY
from avrotower.engine.placing import Find
from avrotower.engine.policies import Governed, Policies
from avrotower.engine.result import Judgement, Unread
from avrotower.engine.tally import is_below
from avrotower.rule import Context, Rule, Subject
from avrotower.schema.parse import parse
from avrotower.topology import Topic, Topology

if TYPE_CHECKING:  # with a registry only
    from avrotower.engine.standing import Standing
    from avrotower.estate import Scene

_LETTERS: Final = "xfscon"
"""States of one rule for many topics: the first that one of them has is told of all."""


def declared(
    judgements: Iterator[Judgement | Unread],
    policies: Policies,
    documents: Callable[[Governed, Topology], TopicDocuments],
    paths: Sequence[str],
    standing: "Standing | None" = None,
) -> Iterator[Judgement | Unread]:
    """Pass *judgements* on; then judge what the policies declare.

    *documents* finds the keys of a project, *paths* are what the run was asked for;
    *standing* knows what a broker and a registry say of topics.
    """
    seen: dict[int, dict[tuple[str, str | None], Subject]] = {}
    is_complete = True
    for judgement in judgements:
        yield judgement
        if isinstance(judgement, Unread):
            is_complete = False
        elif judgement.subject.topic:
            subject = judgement.subject
            known = seen.setdefault(id(policies.of(judgement.document)), {})
            known.setdefault((subject.topic, subject.role), subject)
    for governed, topology in policies.declaring():
        is_whole = is_complete and is_below(governed.root, paths)
        known = seen.get(id(governed), {})
        find = partial(documents, governed, topology)
        of_policy = Declared(
            governed,
            topology,
            known,
            find,
            scene=standing.scene(governed) if standing is not None else None,
            held=standing.held(governed) if standing is not None else (),
        )
        yield from of_policy.judgements(is_whole=is_whole)


def _of_topic(*, is_held: bool) -> Callable[[Rule], bool]:
    """Return what picks the rules about topics, without those about the level held."""
    return lambda rule: (
        rule.place == "topic" and not (is_held and "registry" in rule.optional)
    )


class Declared:
    """What one policy declares.

    *scene* has what a broker says of its topics; the levels of those in *held* are a registry's, and
    judged there.
    """

    def __init__(  # noqa: PLR0913  all that it is held against
        self,
        governed: Governed,
        topology: Topology,
        seen: Mapping[tuple[str, str | None], Subject],
        documents: Callable[[], TopicDocuments],
        *,
        scene: "Scene | None" = None,
        held: Container[str] = (),
    ) -> None:
        self._held = held
        self._scene = scene
        self._governed = governed
        self._policy = governed.policy
        self._topology = topology
        self._seen = seen
        self._documents = documents
        self._empty = parse("", name="policy")
        self._letters: list[set[str]] = [set("n") for _ in self._policy.chosen]

    def judgements(self, *, is_whole: bool) -> Iterator[Judgement]:
        """Yield a judgement for each topic with something to tell, and one for the rest.

        *is_whole* tells that the run has looked at the whole project.
        """
        for topic in self._topology.topics.values():
            value = self._subject(topic)
            is_held = topic.name in self._held
            asked = self._ask(value, _of_topic(is_held=is_held))
            if asked.findings or asked.skipped or asked.failures:
                yield self._judgement(value, asked)
            if "join group" in topic.declared:
                yield from self._key(topic, value, is_whole=is_whole)
        asked = self._ask(POLICY, lambda rule: rule.place == "topology")
        yield self._judgement(POLICY, asked)._replace(
            states="".join(
                next(letter for letter in _LETTERS if letter in letters)
                for letters in self._letters
            )
        )

    def _subject(self, topic: Topic) -> Subject:
        """Return the value of *topic*; its kind is read from documents if need be."""
        name = topic.name
        stated = self._governed.stated(name)
        seen = self._seen.get((name, "value"))
        if seen is not None and stated.kind == "unknown":
            stated = stated._replace(kind=seen.kind)
        if seen is not None and stated.generator == "none":
            stated = stated._replace(generator=seen.generator)
        return stated

    def _key(
        self, topic: Topic, value: Subject, *, is_whole: bool
    ) -> Iterator[Judgement]:
        """Judge a joined key that no document of the run holds by itself."""
        is_missing = is_whole and (topic.name, "key") not in self._seen
        if not topic.key and not is_missing:
            return
        key = value._replace(name=f"{topic.name}-key", role="key")
        near = os.path.join(os.path.relpath(self._governed.root), os.curdir)
        documents = self._documents()
        around = Around(documents, near, key, documents.key(topic.name, near))
        asked = self._ask(key, lambda rule: rule.when == "join group", around)
        if asked.findings or asked.skipped or asked.failures:
            yield self._judgement(key, asked, around.find)

    def _ask(
        self,
        subject: Subject,
        which: Callable[[Rule], bool],
        around: Around | None = None,
    ) -> Asked:
        def prepare(context: Context[Any]) -> None:
            context.topology = self._topology
            context.scene = self._scene
            if subject is not POLICY:
                context.demanded = self._policy.demanded_at(subject)
            if around is not None:
                context.joined = around.joined

        asked = put(self._policy, subject, self._empty, which, prepare)
        for index, letter in asked.states.items():
            self._letters[index].add(letter)
        return asked

    def _judgement(
        self, subject: Subject, asked: Asked, find: Find = nowhere
    ) -> Judgement:
        """Return what was *asked* about *subject*, placed in the file of the policy."""
        file = self._governed.file
        return judged(
            self._policy, subject, asked, of=file, place=POLICY.name, find=find
        )
