"""The registry and the broker of an example, read from its JSON.

    {"config": {"compatibilityLevel": "BACKWARD"}, "mode": "READWRITE",
     "contexts": {".eu": {"config": {}, "mode": "READONLY"}},
     "subjects": {"stock-value": {"versions": 3, "deleted": [2], "config": {},
                                  "mode": "IMPORT", "references": ["money"]}}}

What is left out is as in an empty registry; a subject has one version.
`"deletes": {"version": 2, "permanent": true, "deletedFor": 60}` is a deletion that
somebody asks for, of a version that was softly deleted so many seconds ago.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from avrotower.engine.declared import Declared
from avrotower.engine.estate import EstateJudge, Seen
from avrotower.engine.gone import has_file
from avrotower.engine.gone import judge as judge_gone
from avrotower.engine.policies import Governed
from avrotower.engine.result import REGISTRY, Judgement
from avrotower.estate import (
    Broker,
    Deletion,
    Estate,
    Gone,
    HeldSubject,
    HeldVersion,
    Scene,
    Scope,
    referenced,
)
from avrotower.finding import Location
from avrotower.internal import in_context
from avrotower.policy.choice import Policy
from avrotower.policy.snapshot import parsed
from avrotower.rule import Input, Subject

_NAME = "example.json"


def estate(text: str) -> Estate:
    """Return the state that *text* holds."""
    data: Mapping[str, Any] = json.loads(text or "{}")
    above = _scope("", data, Scope(level="BACKWARD", mode="READWRITE"))
    scopes = {"": above}
    for name, entry in data.get("contexts", {}).items():
        scopes[f":{name}:"] = _scope(f":{name}:", entry, above)
    subjects = {
        name: _subject(name, entry, scopes)
        for name, entry in data.get("subjects", {}).items()
    }
    return Estate(scopes, subjects, referenced(subjects))


def _scope(name: str, entry: Mapping[str, Any], above: Scope) -> Scope:
    record = entry.get("config", {})
    level = record.get("compatibilityLevel") or above.level
    own = entry.get("mode", "")
    return Scope(name, level, own or above.mode, record, own)


def _subject(
    name: str, entry: Mapping[str, Any], scopes: Mapping[str, Scope]
) -> HeldSubject:
    context, _ = in_context(name)
    above = scopes.get(f":{context}:", scopes[""])
    versions = tuple(
        HeldVersion(number, number, number in entry.get("deleted", ()))
        for number in range(1, entry.get("versions", 1) + 1)
    )
    references = frozenset[str](entry.get("references", ()))
    return HeldSubject(name, _scope(name, entry, above), versions, references)


def judged(governed: Governed, registry: str, broker: str) -> Iterator[Judgement]:
    """Yield what the policy *governed* says about the *registry* and the *broker*."""
    policy, held = governed.policy, estate(registry)
    seen_broker: Broker | None = parsed(broker, _NAME) if broker else None
    topology = policy.topology
    routes = governed.routes(seen_broker)

    def routed(name: str) -> Subject:
        return routes(name, None)

    missing: dict[Input, str] = {} if seen_broker else {"broker": "an example has none"}
    seen = Seen(held, seen_broker, routed, missing)
    judge = EstateJudge(policy, seen)
    wanted = json.loads(registry or "{}").get("deletes")
    if wanted is not None:
        for subject in held.subjects.values():
            yield judge.subject(subject, _deletion(wanted, subject))
        return
    yield from judge.judgements()
    yield from _gone(policy, held, routed)
    if topology is not None:
        topics = {routes(name, None).topic for name in held.subjects}
        of_policy = Declared(
            governed,
            topology,
            {},
            _no_documents,
            scene=Scene(broker=seen_broker),
            held=topics,
        )
        yield from of_policy.judgements(is_whole=False)


def _gone(
    policy: Policy, held: Estate, routed: Callable[[str], Subject]
) -> Iterator[Judgement]:
    """Judge the subjects whose files, of which an example has none, are gone."""
    if policy.settings is None:
        return
    for name, subject in held.subjects.items():
        if has_file(policy.settings.data, routed(name)):
            place = Location(name)
            gone = Gone(REGISTRY, len(subject.live), place, place)
            yield judge_gone(policy, routed(name), gone, name)


def _deletion(wanted: Mapping[str, Any], held: HeldSubject) -> Deletion:
    versions = tuple(v for v in held.versions if v.number == wanted["version"])
    return Deletion(versions, bool(wanted.get("permanent")), wanted.get("deletedFor"))


def _no_documents() -> Any:
    raise AssertionError("examples with a registry have no documents")
