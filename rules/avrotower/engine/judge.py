"""Judge one subject: every rule of the policy gets exactly one state."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from avrotower.engine.result import Failure, Judgement, Skipped
from avrotower.finding import Cause, Explanation, Finding, Location, Severity
from avrotower.policy.choice import DEMANDED, Chosen, Policy, severity
from avrotower.rule import Context, Input, Rule, Subject
from avrotower.schema.document import Document

if TYPE_CHECKING:
    from avrotower.compat.levels import Comparison, Stored

Find: TypeAlias = Callable[[str], Document | None]
"""Gives a document by its name, so that findings in it can be shown."""

DAMAGED: Final = "the text is damaged, see its AVR findings"
_TEXT_REASONS: Final = ("json-", "text-")


class Unit(NamedTuple):
    """One subject with all that its rules are given."""

    subject: Subject
    document: Document
    place: str
    """What fingerprints know the subject by."""
    history: "Sequence[Stored] | None" = None
    """Earlier versions, oldest first; None where nobody can say."""
    find: Find = lambda name: None  # noqa: ARG005  the shape of Find
    notes: tuple[str, ...] = ()


class _Step(NamedTuple):
    position: int
    chosen: Chosen
    severity: Severity
    lacks: Skipped | None


class _Plan(NamedTuple):
    letters: str
    """The states of the rules that do not run; `c` for those that do."""
    steps: tuple[_Step, ...]


class Judge:
    """Judges subjects under one policy.

    *missing* names the inputs that this gate cannot give, with the reason.
    """

    def __init__(self, policy: Policy, missing: Mapping[Input, str]) -> None:
        self.policy = policy
        self._missing = missing
        self._plans: dict[tuple[object, ...], _Plan] = {}

    def __call__(self, unit: Unit) -> Judgement:
        """Return what all rules of the policy say about *unit*."""
        subject, document = unit.subject, unit.document
        plan = self._plan(subject)
        letters = list(plan.letters)
        skipped: list[Skipped] = []
        failures: list[Failure] = []
        findings: list[Finding] = []
        is_damaged = bool(document.errors) and _is_damaged(document)
        compared = _Compared(unit, self.policy)
        for index, chosen, most, lacks in plan.steps:
            rule = chosen.rule
            if is_damaged and rule.family != "AVR":
                letters[index] = "s"
                skipped.append(Skipped(rule.code, "schema", DAMAGED))
                continue
            if lacks is not None:
                letters[index] = "s"
                skipped.append(lacks)
                continue
            try:
                comparison, explanations = compared.of(rule)
                context = Context(
                    rule,
                    chosen.options,
                    subject,
                    document,
                    comparison,
                    explanations,
                    unit.history,
                )
                found = list(rule.check(document.schema, context))
            except Exception as error:  # noqa: BLE001  a rule must not take the gate down
                letters[index] = "x"
                failures.append(_failure(rule.code, document.name, error))
                continue
            findings.extend(_capped(found, most))
            if comparison and comparison.passed and "history" in rule.inputs:
                # A version that nobody could compare is never passed over in silence.
                letters[index] = "s"
                skipped.append(Skipped(rule.code, "history", _left_out(comparison)))
        if findings:
            findings = self._shown(findings, unit, letters)
        return Judgement(
            subject,
            document.name,
            tuple(findings),
            "".join(letters),
            tuple(skipped),
            tuple(failures),
            _texts(findings, unit),
            unit.notes,
        )

    def _plan(self, subject: Subject) -> _Plan:
        known = (subject.role, subject.kind, subject.generator, subject.confidence)
        plan = self._plans.get(known)
        if plan is None:
            plan = self._plans[known] = self._make_plan(subject)
        return plan

    def _make_plan(self, subject: Subject) -> _Plan:
        letters: list[str] = []
        steps: list[_Step] = []
        for index, chosen in enumerate(self.policy.chosen):
            rule = chosen.rule
            # A type without a role is no key; what values owe by their kind is off.
            if (
                subject.role or "value"
            ) not in rule.roles or subject.kind not in rule.kinds:
                letters.append("n")
                continue
            most = severity(rule, subject)
            if most is Severity.OFF:
                letters.append("o")
                continue
            letters.append("c")
            lacking: list[Input] = [
                name for name in self._missing if name in rule.inputs
            ]
            lacks = (
                Skipped(rule.code, lacking[0], self._missing[lacking[0]])
                if lacking
                else None
            )
            steps.append(_Step(index, chosen, most, lacks))
        return _Plan("".join(letters), tuple(steps))

    def _shown(
        self, findings: list[Finding], unit: Unit, letters: list[str]
    ) -> list[Finding]:
        """Give findings their fingerprints and places; drop second ones of one cause."""
        from avrotower.engine.cause import one_per_cause  # noqa: PLC0415  rare
        from avrotower.engine.fingerprint import fingerprinted  # noqa: PLC0415

        placed = [_located(finding, unit) for finding in one_per_cause(findings)]
        placed.sort(key=_order)
        codes = {finding.code for finding in placed}
        for index, rule in enumerate(self.policy.rules):
            if rule.code in codes:
                letters[index] = "f"
        return fingerprinted(placed, unit.place)


class _Compared:
    """The comparison with the history, made once, when a rule asks."""

    def __init__(self, unit: Unit, policy: Policy) -> None:
        self._unit = unit
        self._policy = policy
        self._made: tuple[Comparison | None, tuple[Explanation, ...]] | None = None

    def of(self, rule: Rule) -> "tuple[Comparison | None, tuple[Explanation, ...]]":
        """Return comparison and explanations, where *rule* looks at the history."""
        history = self._unit.history
        if history is None or "history" not in rule.inputs | rule.optional:
            return None, ()
        if self._made is None:
            self._made = self._make(history)
        return self._made

    def _make(
        self, history: "Sequence[Stored]"
    ) -> "tuple[Comparison, tuple[Explanation, ...]]":
        from avrotower.compat.explain import explain  # noqa: PLC0415  only with a history
        from avrotower.compat.levels import Level, compare  # noqa: PLC0415

        subject = self._unit.subject
        level = self._policy.level or DEMANDED[subject.kind] or "NONE"
        comparison = compare(Level(level), self._unit.document, history)
        is_key = subject.role == "key"
        return comparison, () if is_key else explain(comparison)


def _left_out(comparison: "Comparison") -> str:
    told = (f"{p.version.document} ({p.reason})" for p in comparison.passed)
    return f"not compared: {'; '.join(told)}"


def _is_damaged(document: Document) -> bool:
    return (document.types is None and document.schema.is_damaged) or any(
        error.reason.startswith(_TEXT_REASONS) for error in document.errors
    )


def _failure(code: str, document: str, error: Exception) -> Failure:
    import traceback  # noqa: PLC0415  only when a rule has failed

    text = "".join(traceback.format_exception(error))
    return Failure(code, document, f"{type(error).__name__}: {error}", text)


def _capped(findings: Iterable[Finding], most: Severity) -> Iterable[Finding]:
    for finding in findings:
        yield (finding if finding.severity <= most else finding._replace(severity=most))


def _order(finding: Finding) -> tuple[str, int, str]:
    span = finding.location.span
    return finding.location.document, span.start if span else -1, finding.code


def _located(finding: Finding, unit: Unit) -> Finding:
    """Compute the spans of all places that *finding* shows."""

    def place(location: Location) -> Location:
        if location.span is not None:
            return location
        document = _document(location.document, unit)
        if document is None:
            return location
        return location._replace(span=document.span(location.pointer, location.on))

    def placed(cause: Cause) -> Cause:
        return cause._replace(
            reader=place(cause.reader) if cause.reader else None,
            writer=place(cause.writer) if cause.writer else None,
            causes=tuple(placed(inner) for inner in cause.causes),
        )

    explanation = finding.explanation
    if explanation is not None:
        explanation = explanation._replace(
            reader=place(explanation.reader),
            writer=place(explanation.writer),
            places=tuple(place(location) for location in explanation.places),
            causes=tuple(placed(cause) for cause in explanation.causes),
        )
    return finding._replace(
        location=place(finding.location),
        related=tuple(
            note._replace(location=place(note.location)) for note in finding.related
        ),
        explanation=explanation,
    )


def _document(name: str, unit: Unit) -> Document | None:
    return unit.document if name == unit.document.name else unit.find(name)


def _texts(findings: Iterable[Finding], unit: Unit) -> Mapping[str, str]:
    """Return the texts of all documents that *findings* point into."""
    names: set[str] = set()
    for finding in findings:
        names.add(finding.location.document)
        names.update(note.location.document for note in finding.related)
        if finding.explanation is not None:
            names.add(finding.explanation.reader.document)
            names.add(finding.explanation.writer.document)
    texts: dict[str, str] = {}
    for name in sorted(names):
        document = _document(name, unit)
        if document is not None:
            texts[name] = document.text
    return texts
