"""Judge one subject: every rule of the policy gets exactly one state."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from avrotower.engine.result import Failure, Judgement, Skipped
from avrotower.finding import Finding, Severity
from avrotower.policy.choice import NOTE, Facet, Policy, calls_for
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
    from avrotower.engine.around import Around
    from avrotower.engine.compared import Compared
    from avrotower.engine.elsewhere import Before
    from avrotower.engine.placing import Find
    from avrotower.estate import Scene

_PLAIN: Final[frozenset[Input]] = frozenset({"schema"})
DAMAGED: Final = "the text is damaged, see its AVR findings"
_READS_ALL: Final = "BACKWARD_TRANSITIVE"
"""What an audit asks of the latest version of a subject."""
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
    level: str | None = None
    """The level that is in force where the history comes from."""
    is_unchanged: bool = False
    """Whether all of the history is the very text of the document."""
    latest: "Callable[[], Unit | None]" = nothing
    """Gives the latest version as a unit of its own, beside the versions before it."""
    around: "Around | None" = None
    """Gives the documents of its topic and of those that it is joined with."""
    scene: "Scene | None" = None
    """What a registry and a broker hold, where a registry is judged."""

    def find_any(self, name: str) -> Document | None:
        """Return the document called *name*: the subject's own, or another one."""
        if name == self.document.name:
            return self.document
        found = self.find(name)
        if found is None and self.elsewhere is not None:
            found = self.elsewhere.find(name)
        if found is None and self.around is not None:
            found = self.around.find(name)
        if found is None:
            other = self.beside()
            if other is not None and other.name == name:
                return other
        return found


class _Step(NamedTuple):
    position: int
    rule: Rule
    options: Options
    severity: Severity
    is_plain: bool
    """Whether the rule is given nothing but the document."""


class _Plan(NamedTuple):
    letters: str
    """The states of the rules that do not run; `c` for those that do."""
    steps: tuple[_Step, ...]
    """The rules to ask where the document has errors."""
    quiet_steps: tuple[_Step, ...]
    """Those to ask where it has none."""
    unchanged_steps: tuple[_Step, ...]
    """Those to ask where nothing is new."""
    skipped: tuple[Skipped, ...]
    """The rules that lack an input at this gate."""
    fail_on: Severity


class _Asked:
    """What the rules have answered so far."""

    __slots__ = ("failures", "findings", "letters", "skipped")

    def __init__(self, plan: _Plan) -> None:
        self.letters = list(plan.letters)
        self.skipped: list[Skipped] = []
        self.failures: list[Failure] = []
        self.findings: list[Finding] = []


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
        letters, findings = asked.letters, asked.findings
        texts: Mapping[str, str] = {}
        if findings:
            findings = self._shown(findings, unit, letters)
        if NOTE in unit.document.text:
            from avrotower.engine.hygiene import noted  # noqa: PLC0415  with notes only

            findings, more = noted(findings, unit, self.policy, letters)
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
            "".join(letters),
            (*plan.skipped, *asked.skipped) if asked.skipped else plan.skipped,
            tuple(asked.failures),
            texts,
            unit.notes,
            plan.fail_on,
            required=self.policy.required,
        )

    def _ask(self, plan: _Plan, unit: Unit) -> "_Asked":
        """Ask the rules of *plan* one after another."""
        asked = _Asked(plan)
        document = unit.document
        schema = document.schema
        is_wrong = bool(document.errors)
        bench = _Bench(unit, self.policy)
        plain: Context[Options] | None = None
        steps = plan.steps if is_wrong else plan.quiet_steps
        if unit.is_unchanged and not is_wrong:
            steps = plan.unchanged_steps
        for position, rule, options, severity, is_plain in steps:
            reason = bench.why_not(rule) if is_wrong else None
            if reason is not None:
                asked.letters[position] = "s"
                asked.skipped.append(reason)
                continue
            if not is_plain:
                context = bench.context(rule, options)
            elif plain is None:
                context = plain = bench.context(rule, options)
            else:
                # One for all: a rule is through before the next one is asked.
                context = plain
                context.rule = rule
                context.options = options
            try:
                found = list(rule.check(schema, context))
            except Exception as error:  # noqa: BLE001  a rule must not take the gate down
                asked.letters[position] = "x"
                asked.failures.append(failed(rule, document.name, error))
                continue
            if found:
                asked.findings.extend(weighed(found, rule, severity))
            if not is_plain and context.lacking is not None:
                asked.letters[position] = "s"
                asked.skipped.append(Skipped(rule.code, *context.lacking))
            done = bench.compared
            if done is not None and done.passed and "history" in rule.inputs:
                # A version that nobody could compare is never passed over in silence.
                asked.letters[position] = "s"
                asked.skipped.append(Skipped(rule.code, "history", done.left_out))
        return asked

    def _plan(self, subject: Subject) -> _Plan:
        facet = self.policy.facet(subject)
        plan = self._plans.get(facet)
        if plan is None:
            plan = self._plans[facet] = self._make_plan(subject, facet)
        return plan

    def _make_plan(self, subject: Subject, facet: Facet) -> _Plan:
        letters: list[str] = []
        steps: list[_Step] = []
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
            options = self.policy.options(chosen, facet)
            is_plain = rule.inputs | rule.optional <= _PLAIN
            steps.append(_Step(index, rule, options, most, is_plain))
        quiet = tuple(step for step in steps if not step.rule.retells)
        same = tuple(step for step in steps if "history" not in step.rule.inputs)
        fail_on = self.policy.fail_on(facet)
        return _Plan(
            "".join(letters), tuple(steps), quiet, same, tuple(skipped), fail_on
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


class _Bench:
    """What the rules of one subject are given."""

    compared: "Compared | None"
    """The comparison with the history, made once, when a rule asks."""

    def __init__(self, unit: Unit, policy: Policy) -> None:
        self._unit = unit
        self._policy = policy
        self.compared = None
        self._back: Compared | None = None

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

    def context(self, rule: Rule, options: Options) -> Context[Options]:
        """Return what *rule* is given."""
        unit = self._unit
        context = Context(rule, options, unit.subject, unit.document)
        if unit.scene is not None:
            context.scene = unit.scene
        if "project" in rule.inputs | rule.optional:
            context.beside = unit.beside
            context.elsewhere = unit.elsewhere
            if unit.around is not None:
                context.joined = unit.around.joined
                context.siblings = unit.around.siblings
        topology = self._policy.topology
        if topology is not None and (
            "project" in rule.inputs or "project" in rule.optional
        ):
            context.topology = topology
        if unit.history is None or unit.is_unchanged:
            return context
        if (
            "history" in rule.inputs | rule.optional
            # A rule that can do without a history judges damaged documents, too.
            and not _is_hollow(unit.document)
            and not _is_incomplete(unit.document, unit.subject)
        ):
            done = self._compare(unit.history)
            if rule.place == "versions":
                done = self._read_back(done, unit.history)
            context.comparison = done.comparison
            context.explanations = done.explanations
            context.history = unit.history
        return context

    def _compare(self, history: "Sequence[Stored]") -> "Compared":
        if self.compared is None:
            from avrotower.engine.compared import compared  # noqa: PLC0415  with a history

            unit = self._unit
            level = self._policy.demanded(unit.subject)
            if level is not None and unit.level is not None:
                from avrotower.compat.levels import Level, weakest  # noqa: PLC0415  as above

                level = weakest(Level(level), Level(unit.level))
            self.compared = compared(unit.subject, unit.document, history, level)
        return self.compared

    def _read_back(self, done: "Compared", history: "Sequence[Stored]") -> "Compared":
        """Return what the document cannot read of *history*, whatever is demanded."""
        if done.comparison.level == _READS_ALL or self._unit.subject.is_frozen:
            return done
        if self._back is None:
            from avrotower.engine.compared import compared  # noqa: PLC0415  audits only

            unit = self._unit
            self._back = compared(unit.subject, unit.document, history, _READS_ALL)
        return self._back


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
        return not subject.is_frozen
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
