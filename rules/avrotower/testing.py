"""For the tests of rules, ours and a customer's: run the examples of a rule."""

import tomllib
from collections.abc import Iterator, Sequence
from typing import Final

from avrotower.acceptance import Review
from avrotower.catalogue import RULES
from avrotower.engine.elsewhere import Elsewhere
from avrotower.engine.growth import added
from avrotower.engine.judge import Judge, Unit
from avrotower.engine.result import Judgement
from avrotower.finding import Finding, Version
from avrotower.policy.choice import Chosen, Policy, without_configuration
from avrotower.policy.routing import route
from avrotower.project.library import Library
from avrotower.rule import Bad, Evolution, Good, Role, Rule, Subject
from avrotower.schema.document import Document
from avrotower.schema.parse import parse

_NAME = "example.avsc"
_KEY = "key.avsc"
"""Beside an example it is the key of the same topic."""
_TODAY: Final = "2026-11-01"
"""The day on which examples of waivers are judged."""


def check_examples(rule: Rule) -> None:
    """Run the examples of *rule* through the engine.

    In a good example the rule finds nothing; in a bad one it finds exactly one thing, at
    the place and with the words that the example states.

    Raises:
        AssertionError: If an example shows something else; the text says what.
    """
    for number, good in enumerate(rule.good, start=1):
        found = list(_findings(rule, good))
        if found:
            told = "; ".join(f"{f.location.pointer}: {f.message}" for f in found)
            raise AssertionError(f"{rule.code}, good example {number}, finds {told}")
    for number, bad in enumerate(rule.bad, start=1):
        where = f"{rule.code}, bad example {number},"
        found = list(_findings(rule, bad))
        if len(found) != 1:
            told = "; ".join(f"{f.location.pointer}: {f.message}" for f in found)
            raise AssertionError(f"{where} finds {len(found)} things: {told}")
        _compare(where, found[0], bad)


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


def _findings(rule: Rule, example: Good | Bad | Evolution) -> Iterator[Finding]:
    role: Role = "value" if "value" in rule.roles else "key"
    subject = Subject(f"example-{role}", "example", role, "event", confidence="certain")
    if rule.place == "policy":
        yield from _accepted(rule, example)
        return
    if isinstance(example, Evolution):
        yield from _evolved(rule, subject, example)
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
    yield from _judged(rule, unit, example)


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
    judgement = Judge(policy, {})(unit)
    if judgement.failures:
        raise AssertionError(f"{rule.code} fails: {judgement.failures[0].traceback}")
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
