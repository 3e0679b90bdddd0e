"""Judge one subject: every rule of the policy gets exactly one state."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from avrotower.engine.result import Failure, Judgement, Skipped
from avrotower.finding import Finding, Severity
from avrotower.policy.choice import NOTE, Chosen, Facet, Policy
from avrotower.rule import (
    Beside,
    Context,
    Input,
    Options,
    Rule,
    Subject,
    nothing,
)
from avrotower.schema.document import Document, SchemaError

if TYPE_CHECKING:
    from avrotower.compat.levels import Stored
    from avrotower.engine.compared import Compared
    from avrotower.engine.elsewhere import Before
    from avrotower.engine.placing import Find

DAMAGED: Final = "the text is damaged, see its AVR findings"
_HARMLESS: Final = (
    *("default-", "namespace-invalid", "name-primitive", "order-invalid"),
)
"""Reasons of errors that leave all of the document in the model."""


class Unit(NamedTuple):
    """One subject with all that its rules are given."""

    subject: Subject
    document: Document
    place: str
    """What fingerprints know the subject by."""
    history: "Sequence[Stored] | None" = None
    """Earlier versions, oldest first; None where nobody can say."""
    find: "Find" = lambda name: None  # noqa: ARG005  the shape of Find
    notes: tuple[str, ...] = ()
    beside: Beside = nothing
    """Gives the other document of the topic, the value of a key or the key of a value."""
    elsewhere: "Before | None" = None
    """What other subjects define before this one, where some name is the same."""

    def find_any(self, name: str) -> Document | None:
        """Return the document called *name*: the subject's own, or another one."""
        if name == self.document.name:
            return self.document
        found = self.find(name)
        if found is None and self.elsewhere is not None:
            found = self.elsewhere.find(name)
        if found is None:
            other = self.beside()
            if other is not None and other.name == name:
                return other
        return found


class _Step(NamedTuple):
    position: int
    chosen: Chosen
    severity: Severity
    lacks: Skipped | None


class _Plan(NamedTuple):
    letters: str
    """The states of the rules that do not run; `c` for those that do."""
    steps: tuple[_Step, ...]
    """The rules to ask where the document has errors."""
    quiet_steps: tuple[_Step, ...]
    """Those to ask where it has none."""
    fail_on: Severity


class Judge:
    """Judges subjects under one policy.

    *missing* names the inputs that this gate cannot give, with the reason.
    """

    def __init__(self, policy: Policy, missing: Mapping[Input, str]) -> None:
        self.policy = policy
        self._missing = missing
        self._plans: dict[Facet, _Plan] = {}

    def __call__(self, unit: Unit) -> Judgement:
        """Return what all rules of the policy say about *unit*."""
        plan = self._plan(unit.subject)
        letters = list(plan.letters)
        skipped: list[Skipped] = []
        failures: list[Failure] = []
        findings: list[Finding] = []
        document = unit.document
        schema = document.schema
        is_wrong = bool(document.errors)
        bench = _Bench(unit, self.policy)
        for step in plan.steps if is_wrong else plan.quiet_steps:
            rule = step.chosen.rule
            reason = step.lacks or (bench.why_not(rule) if is_wrong else None)
            if reason is not None:
                letters[step.position] = "s"
                skipped.append(reason)
                continue
            try:
                found = list(rule.check(schema, bench.context(step)))
            except Exception as error:  # noqa: BLE001  a rule must not take the gate down
                letters[step.position] = "x"
                failures.append(failed(rule, document.name, error))
                continue
            if found:
                findings.extend(weighed(found, rule, step.severity))
            done = bench.compared
            if done is not None and done.passed and "history" in rule.inputs:
                # A version that nobody could compare is never passed over in silence.
                letters[step.position] = "s"
                skipped.append(Skipped(rule.code, "history", done.left_out))
        texts: Mapping[str, str] = {}
        if findings:
            findings = self._shown(findings, unit, letters)
        if NOTE in document.text:
            from avrotower.engine.hygiene import noted  # noqa: PLC0415  with notes only

            findings, more = noted(findings, unit, self.policy, letters)
            failures += more
        if findings:
            texts = _texts(findings, unit)
        return Judgement(
            unit.subject,
            document.name,
            tuple(findings),
            "".join(letters),
            tuple(skipped),
            tuple(failures),
            texts,
            unit.notes,
            plan.fail_on,
        )

    def _plan(self, subject: Subject) -> _Plan:
        facet = self.policy.facet(subject)
        plan = self._plans.get(facet)
        if plan is None:
            plan = self._plans[facet] = self._make_plan(subject, facet)
        return plan

    def _make_plan(self, subject: Subject, facet: Facet) -> _Plan:
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
            most = self.policy.severity(chosen, subject, facet)
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
            ready = Chosen(rule, self.policy.options(chosen, facet))
            steps.append(_Step(index, ready, most, lacks))
        quiet = tuple(step for step in steps if not step.chosen.rule.retells)
        fail_on = self.policy.fail_on(facet)
        return _Plan("".join(letters), tuple(steps), quiet, fail_on)

    def _shown(
        self, findings: Sequence[Finding], unit: Unit, letters: list[str]
    ) -> list[Finding]:
        """Give findings their fingerprints and places; drop second ones of one cause."""
        from avrotower.engine.cause import one_per_cause  # noqa: PLC0415  with findings
        from avrotower.engine.fingerprint import fingerprinted  # noqa: PLC0415  with findings
        from avrotower.engine.foreign import without_foreign  # noqa: PLC0415  with findings
        from avrotower.engine.placing import by_place, located  # noqa: PLC0415  with findings

        own = without_foreign(findings, unit.document, self.policy.foreign_types)
        if unit.history:
            from avrotower.engine.registered import without_registered  # noqa: PLC0415

            own = without_registered(own, unit.subject, unit.document, unit.history)
        placed = [located(f, unit.find_any) for f in one_per_cause(own)]
        placed.sort(key=by_place)
        codes = {finding.code for finding in placed}
        for index, rule in enumerate(self.policy.rules):
            if rule.code in codes:
                letters[index] = "f"
        found = fingerprinted(placed, unit.place)
        acceptance = self.policy.acceptance
        if acceptance is None or acceptance.is_empty:
            return found
        return acceptance.marked(found, unit.subject)


class _Bench:
    """What the rules of one subject are given."""

    compared: "Compared | None"
    """The comparison with the history, made once, when a rule asks."""

    def __init__(self, unit: Unit, policy: Policy) -> None:
        self._unit = unit
        self._policy = policy
        self.compared = None

    def why_not(self, rule: Rule) -> Skipped | None:
        """Return why *rule* cannot look at this document, None where it can."""
        unit = self._unit
        if not unit.document.errors or rule.family == "AVR":
            return None
        if _is_hollow(unit.document) or (
            "history" in rule.inputs and _is_incomplete(unit.document, unit.subject)
        ):
            return Skipped(rule.code, "schema", DAMAGED)
        return None

    def context(self, step: _Step) -> Context[Options]:
        """Return what the rule of *step* is given."""
        unit, (rule, options, _) = self._unit, step.chosen
        context = Context(rule, options, unit.subject, unit.document)
        if "project" in rule.inputs:
            context.beside = unit.beside
            context.elsewhere = unit.elsewhere
        if unit.history is None:
            return context
        if (
            "history" in rule.inputs | rule.optional
            # A rule that can do without a history judges damaged documents, too.
            and not _is_hollow(unit.document)
            and not _is_incomplete(unit.document, unit.subject)
        ):
            done = self._compare(unit.history)
            context.comparison = done.comparison
            context.explanations = done.explanations
            context.history = unit.history
        return context

    def _compare(self, history: "Sequence[Stored]") -> "Compared":
        if self.compared is None:
            from avrotower.engine.compared import compared  # noqa: PLC0415  with a history

            unit = self._unit
            level = self._policy.demanded(unit.subject)
            self.compared = compared(unit.subject, unit.document, history, level)
        return self.compared


def _texts(findings: Iterable[Finding], unit: Unit) -> Mapping[str, str]:
    from avrotower.engine.placing import texts  # noqa: PLC0415  with findings

    return texts(findings, unit.find_any)


def _is_hollow(document: Document) -> bool:
    """Whether there is no type at all that a rule could look at."""
    return document.types is None and document.schema.is_damaged


def _is_incomplete(document: Document, subject: Subject) -> bool:
    """Whether a comparison with earlier versions would miss parts, or meet some twice."""
    return not all(_is_harmless(error, subject) for error in document.errors)


def _is_harmless(error: SchemaError, subject: Subject) -> bool:
    if error.reason == "name-invalid":
        return bool(error.detail)  # a symbol that is no text has none, and is lost
    if error.reason == "type-undefined":
        # The form of a key has no holes; what is compared otherwise may have some.
        return subject.role != "key"
    return error.reason.startswith(_HARMLESS)


def failed(rule: Rule, document: str, error: Exception) -> Failure:
    """Return what is told about *rule*, which raised *error*."""
    import traceback  # noqa: PLC0415  only when a rule has failed

    text = "".join(traceback.format_exception(error))
    told = f"{type(error).__name__}: {error}"
    return Failure(rule.code, document, told, text, rule.origin)


def weighed(
    findings: Iterable[Finding], rule: Rule, severity: Severity
) -> Iterator[Finding]:
    """Yield *findings* of *rule* as severe as the policy has the rule, *severity*.

    What the rule itself takes less seriously than usual stays so.
    """
    for finding in findings:
        most = severity
        if finding.severity < rule.severity:
            most = min(finding.severity, severity)
        yield finding if finding.severity is most else finding._replace(severity=most)
