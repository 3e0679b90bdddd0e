"""The first policy of a project, written from what its documents show."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from avrotower.acceptance import UNACCEPTABLE, Entry
from avrotower.engine.result import Judgement
from avrotower.finding import Finding
from avrotower.policy.profile import EDITIONS
from avrotower.policy.routing import SHARED
from avrotower.rule import Generator, Kind, Subject

_MOST_TOPICS: Final = 200
"""Topics that the file lists; more of them are better said by a template."""
_FROM_NAMES: Final = 8
"""The last step of the ladder that reads topics from names of files."""


class Topic(NamedTuple):
    """What the documents of one topic show."""

    kind: Kind = "unknown"
    generator: Generator = "none"
    roles: frozenset[str] = frozenset()

    def with_subject(self, subject: Subject) -> "Topic":
        """Return the topic with what *subject* adds; what was known stays."""
        return Topic(
            subject.kind if self.kind == "unknown" else self.kind,
            subject.generator if self.generator == "none" else self.generator,
            self.roles | {subject.role or ""},
        )


class Looked(NamedTuple):
    """What a look at all documents of a project gave."""

    documents: int
    topics: Mapping[str, "Topic"]
    """The topics that the names of files tell."""
    shared: tuple[str, ...]
    """Files whose types others use."""
    unusable: tuple[str, ...]
    """Files that are no schemas, whose findings nobody can accept."""
    entries: tuple[Entry, ...]
    """The findings of the others."""


def look(judgements: Iterable[Judgement]) -> Looked:
    """Return what *judgements* over a project without a policy show."""
    documents = 0
    topics: dict[str, Topic] = {}
    shared: list[str] = []
    unusable: list[str] = []
    entries: list[Entry] = []
    for judgement in judgements:
        documents += 1
        subject, path = judgement.subject, judgement.document
        if any(finding.code in UNACCEPTABLE for finding in judgement.findings):
            unusable.append(path)
            continue
        if subject.role is None and subject.step == SHARED:
            shared.append(path)
        elif subject.step <= _FROM_NAMES and subject.role is not None:
            known = topics.get(subject.topic, Topic())
            topics[subject.topic] = known.with_subject(subject)
        entries += _entries(judgement.findings, subject, path)
    return Looked(
        documents,
        topics,
        tuple(sorted(shared)),
        tuple(sorted(unusable)),
        tuple(entries),
    )


def _entries(
    findings: Iterable[Finding], subject: Subject, path: str
) -> Iterator[Entry]:
    for finding in findings:
        if not finding.accepted:
            yield Entry(finding.fingerprint, finding.code, subject.name, path)


def policy_text(name: str, looked: Looked) -> str:
    """Return a commented policy file for the project called *name*."""
    return "\n".join(_lines(name, looked)) + "\n"


def _lines(name: str, looked: Looked) -> Iterator[str]:
    yield "# What avrotower read from names and texts; correct it where it is wrong."
    yield "# `avrotower config show PATH` tells what it means for one document."
    yield "version = 1"
    yield f'edition = "{EDITIONS[-1]}"    # freezes rules, severities, option defaults'
    yield 'extends = ["profile:recommended"]    # or profile:minimal, profile:strict'
    yield '# plugins = ["policy/rules.py"]    # rules of your own, beside [[custom-rules]]'
    yield ""
    yield "[project]"
    yield f"name = {json.dumps(name, ensure_ascii=False)}"
    yield '# owner = "team-…"    # who owns what nothing else assigns'
    if looked.unusable:
        yield "# These are no Avro schemas; repair them, and take them out of this list."
        yield from _list("exclude", looked.unusable)
    if looked.shared:
        yield "# Other documents use the types of these."
        yield from _list("shared-types", looked.shared)
    yield ""
    yield from _topics(looked.topics)
    yield "[lint]"
    yield '# fail-on = "error"    # from which severity on a finding stops a change'
    yield "# extend-ignore = []     # rules that you do not want"
    yield "# severity = { }         # rules that weigh more or less for you"
    yield ""
    yield "# [rules.missing-id-field]"
    yield '# paths = ["event_id"]    # how your ids are called'
    yield ""
    yield "# [rules.missing-timestamp-field]"
    yield '# paths = ["occurred_at"]    # how your times are called'


def _topics(topics: Mapping[str, Topic]) -> Iterator[str]:
    if not topics:
        yield "# No name of a file tells a topic. Say how files and topics belong together:"
        yield "# [[subjects]]"
        yield '# files = "schemas/{topic}/{role}.avsc"'
        yield '# topic = "{topic}"'
        yield ""
        return
    yield "# Kinds decide which rules apply: event, command, entity, cdc, changelog, …"
    for name in sorted(topics)[:_MOST_TOPICS]:
        kind, generator, roles = topics[name]
        yield f"[topics.{json.dumps(name, ensure_ascii=False)}]"
        if kind == "unknown":
            yield '# kind = "event"'
        else:
            yield f'kind = "{kind}"'
        if generator != "none":
            yield f'generator = "{generator}"    # style and names are not its owner\'s'
        if "key" not in roles:
            yield '# key = "string"    # no file holds its key'
        yield ""
    more = len(topics) - _MOST_TOPICS
    if more > 0:
        yield f"# … and {more} more; [[subjects]] with a template says them at once."
        yield ""


def _list(key: str, paths: Sequence[str]) -> Iterator[str]:
    yield f"{key} = ["
    for path in paths:
        yield f"  {json.dumps(path, ensure_ascii=False)},"
    yield "]"
