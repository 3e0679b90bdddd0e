"""For the tests of rules, ours and a customer's: run the examples of a rule."""

from collections.abc import Iterator, Sequence

from avrotower.engine.judge import Judge, Unit
from avrotower.finding import Finding, Version
from avrotower.policy.choice import Chosen, Policy
from avrotower.project.library import Library
from avrotower.rule import Bad, Evolution, Good, Role, Rule, Subject
from avrotower.schema.document import Document
from avrotower.schema.parse import parse

_NAME = "example.avsc"


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
    if isinstance(example, Evolution):
        yield from _evolved(rule, subject, example)
        return
    documents = _Examples({_NAME: example.text, **example.beside})
    document = Library(documents, "strict").document(_NAME)
    yield from _judged(rule, Unit(subject, document, subject.name), example)


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
