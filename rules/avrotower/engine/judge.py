"""Judge one subject: every rule of the policy gets exactly one state."""

from __future__ import annotations

from avrotower.engine.bench import Bench, Needs, needs
from avrotower.engine.result import Failure, Judgement, Skipped
from avrotower.engine.unit import Unit
from avrotower.finding import Finding, Severity
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.policy.choice import NOTE, Chosen, Facet, Policy, calls_for
from avrotower.rule import Check, Context, Input, Options, Rule
from avrotower.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet


class _Entry(NamedTuple):
    """A rule that applies; it is not imported before it is asked."""

    position: int
    chosen: Chosen
    severity: Severity


class _Step(NamedTuple):
    position: int
    rule: Rule
    check: Check
    options: Options
    severity: Severity
    needs: Needs
    """What the rule is given beside the document."""


class _Plan(NamedTuple):
    letters: str
    """The states of the rules that do not run; `c` for those that do."""
    entries: tuple[_Entry, ...]
    """The rules that apply."""
    traits: frozenset[str]
    """What they speak of."""
    steps: dict[object, tuple[_Step, ...]]
    """The rules to ask, by what is known of a document; made when there is one."""
    skipped: tuple[Skipped, ...]
    """The rules that lack an input at this gate."""
    fail_on: Severity


class _Asked:
    """What the rules have answered so far."""

    __slots__ = ("_letters", "_usual", "failures", "findings", "skipped")

    def __init__(self, plan: _Plan) -> None:
        self._usual = plan.letters
        self._letters: list[str] | None = None
        self.skipped: list[Skipped] = []
        self.failures: list[Failure] = []
        self.findings: list[Finding] = []

    @property
    def letters(self) -> list[str]:
        """The states of the rules, to be changed; of most documents nobody does."""
        if self._letters is None:
            self._letters = list(self._usual)
        return self._letters

    @property
    def states(self) -> str:
        """The states of the rules as they are now."""
        return self._usual if self._letters is None else "".join(self._letters)


class Judge:
    """Judges subjects under one policy.

    *missing* names the inputs that this gate cannot give, with the reason; *is_estate*
    says that what is judged is there already, so that all versions count.
    """

    def __init__(
        self, policy: Policy, missing: Mapping[Input, str], *, is_estate: bool = False
    ) -> None:
        self.policy = policy
        self._missing = missing
        self._is_estate = is_estate
        self._plans: dict[Facet, _Plan] = {}

    def __call__(self, unit: Unit) -> Judgement:
        """Return what all rules of the policy say about *unit*."""
        plan = self._plan(unit.subject)
        asked = self._ask(plan, unit)
        findings = asked.findings
        texts: Mapping[str, str] = {}
        if findings:
            findings = self._shown(findings, unit, asked.letters)
        if NOTE in unit.document.text:
            from avrotower.engine.hygiene import noted  # noqa: PLC0415  with notes only

            findings, more = noted(findings, unit, self.policy, asked.letters)
            asked.failures += more
        if findings and unit.history and self.policy.is_ratchet:
            from avrotower.engine.ratchet import without_inherited  # noqa: PLC0415

            findings = without_inherited(findings, unit, self)
        if findings:
            texts = _texts(findings, unit)
        return Judgement(
            unit.subject,
            unit.document.name,
            tuple(findings),
            asked.states,
            (*plan.skipped, *asked.skipped) if asked.skipped else plan.skipped,
            tuple(asked.failures),
            texts,
            unit.notes,
            plan.fail_on,
            required=self.policy.required,
        )

    def _ask(self, plan: _Plan, unit: Unit) -> _Asked:
        """Ask the rules of *plan* one after another."""
        asked = _Asked(plan)
        document = unit.document
        schema = document.schema
        is_wrong = bool(document.errors)
        bench = Bench(unit, self.policy)
        context: Context[Options] | None = None
        known: Needs | None = None
        for position, rule, check, options, severity, given in self._steps(plan, unit):
            if is_wrong:
                reason = bench.why_not(rule)
                if reason is not None:
                    asked.letters[position] = "s"
                    asked.skipped.append(reason)
                    continue
            if context is None or given is not known:
                known = given
                context = bench.context(rule, options, given)
            # One for all with the same needs: a rule is through before the next is asked.
            context.rule = rule
            context.options = options
            try:
                found = [*check(schema, context)]
            except Exception as error:  # noqa: BLE001  a rule must not take the gate down
                asked.letters[position] = "x"
                asked.failures.append(failed(rule, document.name, error))
                continue
            if found:
                asked.findings.extend(weighed(found, rule, severity))
            if context.lacking is not None:
                asked.letters[position] = "s"
                asked.skipped.append(Skipped(rule.code, *context.lacking))
                context.lacking = None
            done = bench.compared
            if done is not None and done.passed and "history" in rule.inputs:
                # A version that nobody could compare is never passed over in silence.
                asked.letters[position] = "s"
                asked.skipped.append(Skipped(rule.code, "history", done.left_out))
        return asked

    def _steps(self, plan: _Plan, unit: Unit) -> tuple[_Step, ...]:
        """Return the rules that may have something to say of *unit*."""
        document = unit.document
        known: tuple[frozenset[str] | None, bool] | None = None
        if not document.errors:
            present = None
            if not document.references.names:
                present = plan.traits.intersection(unit.traits())
            known = present, unit.is_unchanged
        steps = plan.steps.get(known)
        if steps is None:
            steps = plan.steps[known] = tuple(
                self._step(entry, unit)
                for entry in plan.entries
                if known is None
                or _may_speak(entry.chosen.rule, known[0], is_unchanged=known[1])
            )
        return steps

    def _step(self, entry: _Entry, unit: Unit) -> _Step:
        rule = entry.chosen.rule
        options = self.policy.options(entry.chosen, self.policy.facet(unit.subject))
        return _Step(
            entry.position, rule, rule.check, options, entry.severity, needs(rule)
        )

    def _plan(self, subject: Subject) -> _Plan:
        facet = self.policy.facet(subject)
        plan = self._plans.get(facet)
        if plan is None:
            plan = self._plans[facet] = self._make_plan(subject, facet)
        return plan

    def _make_plan(self, subject: Subject, facet: Facet) -> _Plan:
        letters: list[str] = []
        entries: list[_Entry] = []
        skipped: list[Skipped] = []
        for index, chosen in enumerate(self.policy.chosen):
            rule = chosen.rule
            if not calls_for(rule, subject) or (
                rule.place == "versions" and not self._is_estate
            ):
                letters.append("n")
                continue
            if rule.when is not None and rule.when not in facet.declared:
                letters.append("n")
                continue
            most = self.policy.severity(chosen, subject, facet)
            if most is Severity.OFF:
                letters.append("o")
                continue
            lacking = next(filter(rule.inputs.__contains__, self._missing), None)
            if lacking is not None:
                letters.append("s")
                skipped.append(Skipped(rule.code, lacking, self._missing[lacking]))
                continue
            letters.append("c")
            entries.append(_Entry(index, chosen, most))
        traits = frozenset[str]().union(*(e.chosen.rule.speaks_of for e in entries))
        fail_on = self.policy.fail_on(facet)
        return _Plan(
            "".join(letters), tuple(entries), traits, {}, tuple(skipped), fail_on
        )

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


def _may_speak(
    rule: Rule, present: AbstractSet[str] | None, *, is_unchanged: bool
) -> bool:
    """Whether *rule* may have something to say of a document without errors.

    *present* is what the document has of that which rules speak of, None where what it
    refers to counts as well.
    """
    if rule.retells or (is_unchanged and "history" in rule.inputs):
        return False
    return not rule.speaks_of or present is None or bool(rule.speaks_of & present)


def _texts(findings: Iterable[Finding], unit: Unit) -> Mapping[str, str]:
    from avrotower.engine.placing import texts  # noqa: PLC0415  with findings

    return texts(findings, unit.find_any)


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
