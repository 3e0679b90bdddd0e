"""For the tests of rules, ours and a customer's: run the examples of a rule."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from avrotower.acceptance import Review
from avrotower.catalogue import RULES
from avrotower.engine.around import Around, TopicDocuments
from avrotower.engine.elsewhere import Elsewhere
from avrotower.engine.growth import added
from avrotower.engine.judge import Judge
from avrotower.engine.policies import Governed, rules_near
from avrotower.engine.result import Judgement
from avrotower.engine.unit import Unit
from avrotower.finding import Finding, Location, Version
from avrotower.policy.choice import Chosen, Policy, configured, without_configuration
from avrotower.policy.custom.declared import Declared, example_subject
from avrotower.policy.routing import route
from avrotower.project.library import Library
from avrotower.rule import Bad, Evolution, Good, Rule, Subject, option_key
from avrotower.schema.document import Document
from avrotower.schema.model import escape
from avrotower.schema.parse import parse

_NAME = "example.avsc"
_POLICY = "avrotower.toml"
_KEY = "key.avsc"
"""Beside an example it is the key of the same topic."""
_TODAY: Final = "2026-11-01"
"""The day on which examples of waivers are judged."""


def check_examples(rule: Rule) -> None:
    """Run the examples of *rule* through the engine.

    In a good example the rule finds nothing; in a bad one it finds exactly one thing, at
    the place and with the words that the example states. The bad examples of
    `[[custom-rules]]` state nothing, so that anything found will do.

    Raises:
        AssertionError: If an example shows something else; the text says what.
    """
    for number, good in enumerate(rule.good, start=1):
        found = list(found_in(rule, good))
        if found:
            told = "; ".join(f"{f.location.pointer}: {f.message}" for f in found)
            raise AssertionError(f"{rule.code}, good example {number}, finds {told}")
    for number, bad in enumerate(rule.bad, start=1):
        where = f"{rule.code}, bad example {number},"
        found = list(found_in(rule, bad))
        if found and isinstance(rule.check, Declared):
            continue
        if len(found) != 1:
            told = "; ".join(f"{f.location.pointer}: {f.message}" for f in found)
            raise AssertionError(f"{where} finds {len(found)} things: {told}")
        _compare(where, found[0], bad)


def own_rules(directory: str = ".") -> tuple[Rule, ...]:
    """Return the rules that the policy of *directory* has of its own, for your tests.

    They are those of `[[custom-rules]]`, then those of `plugins`.

    Raises:
        PolicyError: If the policy cannot be used; its message says all that is wrong.
    """
    return rules_near([directory])[len(RULES) :]


def findings(
    rule: Rule,
    text: str,
    *,
    subject: Subject | None = None,
    before: str | None = None,
    **options: object,
) -> tuple[Finding, ...]:
    """Return what *rule* finds in the document *text*, for what no example can show.

    *subject* is what the document belongs to; without it, the rule gets one that it
    speaks of. *before* is an earlier version, for rules with the input `history`.
    *options* are those of the rule, with underscores in their names.

    Raises:
        AssertionError: If the rule raises; the text has its traceback.
    """
    given = subject or example_subject(rule)
    if before is not None:
        evolution = Evolution(before, text, options=options)
        return tuple(_evolved(rule, given, evolution))
    unit = Unit(given, parse(text, name=_NAME), given.name)
    return tuple(_judged(rule, unit, Good(text, options=options)))


def _compare(where: str, found: Finding, wanted: Bad | Evolution) -> None:
    if found.location.pointer != wanted.at:
        pointer = found.location.pointer
        raise AssertionError(f"{where} is found at {pointer!r}, not at {wanted.at!r}")
    if wanted.says not in found.message:
        raise AssertionError(f"{where} says {found.message!r}, not {wanted.says!r}")
    if not isinstance(wanted, Bad):
        return
    if found.location.on != wanted.on:
        raise AssertionError(f"{where} is found on the {found.location.on}")
    span = found.location.span
    spot = f"{span.line}:{span.column}" if span is not None else "nowhere"
    if wanted.spot and spot != wanted.spot:
        raise AssertionError(f"{where} is found at {spot}, not at {wanted.spot}")


def found_in(rule: Rule, example: Good | Bad | Evolution) -> Iterator[Finding]:
    """Yield what *rule* finds in *example*."""
    subject = example_subject(rule)
    if rule.place == "policy":
        yield from _accepted(rule, example)
        return
    if isinstance(example, Evolution):
        yield from _evolved(rule, subject, example)
        return
    if rule.place not in {"document", "versions"}:
        yield from _of_declarations(rule, example)
        return
    documents = _Examples({_NAME: example.text, **example.beside})
    library = Library(documents, "strict")
    document = library.document(_NAME)
    others = Elsewhere(library, (), lambda path, _: Subject(path, "", None))
    before = others.before(_NAME, subject)
    unit = Unit(subject, document, subject.name, find=before.find, elsewhere=before)
    if _KEY in example.beside:
        key = library.document(_KEY)
        unit = unit._replace(beside=lambda: key)
    if example.policy:
        yield from _declared(rule, unit, library, example)
    else:
        yield from _judged(rule, unit, example)


def _governed(rule: Rule, text: str, options: Mapping[str, object]) -> Governed:
    """Return a project with the policy *text*, under which only *rule* judges."""
    from avrotower.policy.declaration import Declarations  # noqa: PLC0415  few rules
    from avrotower.policy.load import Loaded  # noqa: PLC0415  as above
    from avrotower.policy.load.validate import completed, validated  # noqa: PLC0415
    from avrotower.policy.topology import topology  # noqa: PLC0415

    said, faults = validated(tomllib.loads(text), _POLICY, text)
    if faults:
        raise AssertionError(f"{rule.code}: the policy of an example: {faults[0]}")
    set_ = {option_key(name): value for name, value in options.items()}
    data = completed({**said, "rules": {rule.code: set_}})
    data["lint"]["preview"] = rule.preview or data["lint"]["preview"]
    profile = "strict" if rule.profile == "strict" else "recommended"
    policy = configured((rule,), Loaded("", _POLICY, data, profile, "", (rule,)))
    policy = policy._replace(topology=topology(data, _written))
    return Governed(policy, "", Declarations(data), file=_POLICY)


def _written(at: tuple[str | int, ...]) -> Location:
    return Location(_POLICY, "".join(f"/{escape(str(key))}" for key in at))


def _of_declarations(rule: Rule, example: Good | Bad) -> Iterator[Finding]:
    """Yield what *rule* finds in the policy that the text of *example* is."""
    from avrotower.engine.declared import Declared  # noqa: PLC0415  few rules

    governed = _governed(rule, example.text, example.options)
    if example.registry or example.broker:
        from avrotower.engine.scenery import judged  # noqa: PLC0415  few rules

        for judgement in judged(governed, example.registry, example.broker):
            yield from _no_failure(rule, judgement)
        return
    topology = governed.policy.topology
    if topology is None:
        return

    def no_documents() -> TopicDocuments:
        raise AssertionError(f"{rule.code}: its examples have no documents")

    for judgement in Declared(governed, topology, {}, no_documents).judgements(
        is_whole=False
    ):
        yield from judgement.findings


def _declared(
    rule: Rule, unit: Unit, library: Library, example: Good | Bad
) -> Iterator[Finding]:
    """Yield what *rule* finds in *unit*, whose topic the policy of *example* declares."""
    from avrotower.topology import Key  # noqa: PLC0415  few rules

    governed = _governed(rule, example.policy, example.options)
    topology, declarations = governed.policy.topology, governed.declarations
    if topology is None or declarations is None:
        return

    def route(path: str, document: Document) -> Subject:
        return declarations.route(path, path, document)

    topic = topology.topics["example"]
    stated = governed.stated(topic.name)
    kind = unit.subject.kind if stated.kind == "unknown" else stated.kind
    subject = unit.subject._replace(kind=kind)
    documents = TopicDocuments(library, governed, topology, route)
    around = Around(documents, _NAME, subject, Key(topic, unit.document))
    judge = Judge(governed.policy, {}, is_estate=True)
    yield from _no_failure(rule, judge(unit._replace(subject=subject, around=around)))


def _accepted(rule: Rule, example: Good | Bad | Evolution) -> Iterator[Finding]:
    """Yield what *rule*, whose place is the policy, finds in *example*.

    The text is a document with notes, `[[waivers]]` or `[[overrides]]` in TOML, or a
    baseline; with two versions, a baseline before and after. Other rules judge beside it, so that there is
    something to accept.
    """
    from avrotower.engine.hygiene import POLICY, ask  # noqa: PLC0415  few rules
    from avrotower.engine.tally import lines, reviewed  # noqa: PLC0415
    from avrotower.policy.acceptance import Acceptance  # noqa: PLC0415
    from avrotower.policy.accepted import waivers  # noqa: PLC0415
    from avrotower.policy.baseline import parse as read  # noqa: PLC0415

    others = without_configuration(RULES).chosen
    own = Chosen(rule, rule.options(**example.options))
    chosen = (own, *(it for it in others if it.rule.code != rule.code))
    policy = Policy("examples", chosen)
    if isinstance(example, Evolution):
        name = "avrotower-baseline.json"
        before, after = (
            read(name, it.encode()) for it in (example.before, example.after)
        )
        review = Review(grown=lines(after, added(after, before)))
        yield from ask(policy, POLICY, parse(""), review).findings
        return
    documents = {_NAME: example.text}
    if example.text.startswith("[[overrides]]"):
        yield from _unmet(rule, policy, example)
        return
    if example.text.startswith("[["):
        entries = tomllib.loads(example.text)["waivers"]
        acceptance = Acceptance(
            today=_TODAY, waivers=waivers(entries, "avrotower.toml")
        )
        documents = {_NAME: '"string"', **example.beside}
        policy = policy._replace(acceptance=acceptance)
    elif example.text.startswith('{"version"'):
        baseline = read("avrotower-baseline.json", example.text.encode())
        documents = {_NAME: '"string"', **example.beside}
        policy = policy._replace(acceptance=Acceptance(baseline=baseline))
    judge = Judge(policy, {"history": "an example has none"})
    judgements = (judge(_unit(name, text)) for name, text in documents.items())
    for judgement in reviewed(judgements, lambda _: policy, ["."]):
        if isinstance(judgement, Judgement):
            yield from (f for f in judgement.findings if f.code == rule.code)


def _unmet(
    rule: Rule, policy: Policy, example: Good | Bad | Evolution
) -> Iterator[Finding]:
    """Yield what *rule* finds in a policy over the documents beside *example*."""
    from avrotower.engine.hygiene import POLICY, ask  # noqa: PLC0415  one rule
    from avrotower.policy.load.validate import completed  # noqa: PLC0415
    from avrotower.policy.pattern import Patterns  # noqa: PLC0415

    assert not isinstance(example, Evolution)  # noqa: S101  it has one text
    patterns = Patterns(completed(tomllib.loads(example.text)))
    for name, text in example.beside.items():
        patterns.look(route(name, parse(text, name=name)))
    review = Review(unmet=patterns.unmet("avrotower.toml", example.text))
    found = ask(policy, POLICY, parse(""), review).findings
    yield from (finding for finding in found if finding.code == rule.code)


def _unit(name: str, text: str) -> Unit:
    document = parse(text, name=name)
    subject = route(name, document)
    return Unit(subject, document, subject.name)


def _evolved(rule: Rule, subject: Subject, example: Evolution) -> Iterator[Finding]:
    from avrotower.compat.levels import Stored  # noqa: PLC0415  rules of evolution only

    before = parse(example.before, "lenient", name="before.avsc")
    after = parse(example.after, name=_NAME)
    known: dict[str, Document] = {before.name: before}
    unit = Unit(
        subject,
        after,
        subject.name,
        (Stored(Version("1", before.name, 1), before),),
        known.get,
    )
    yield from _judged(rule, unit, example, example.level)


def _judged(
    rule: Rule, unit: Unit, example: Good | Bad | Evolution, level: str | None = None
) -> Sequence[Finding]:
    chosen = Chosen(rule, rule.options(**example.options))
    policy = Policy("examples", (chosen,), level)
    return _no_failure(rule, Judge(policy, {}, is_estate=True)(unit))


def _no_failure(rule: Rule, judgement: Judgement) -> Sequence[Finding]:
    if judgement.failures:
        failure = judgement.failures[0]
        raise AssertionError(f"{rule.code} fails: {failure.error}\n{failure.traceback}")
    return judgement.findings


class _Examples:
    """The documents of an example, as a tree."""

    label = "examples"

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts

    def paths(self) -> Sequence[str]:
        return tuple(self._texts)

    def name(self, path: str) -> str:
        return path

    def read(self, path: str) -> bytes:
        return self._texts[path].encode()
