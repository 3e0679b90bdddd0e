"""Rules asked about something else than a document: what a policy accepts or declares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from avrotower.engine.cause import one_per_cause
from avrotower.engine.fingerprint import fingerprinted
from avrotower.engine.judge import failed, weighed
from avrotower.engine.placing import Find, by_place, file_text, located
from avrotower.engine.result import Failure, Judgement, Skipped
from avrotower.finding import Finding, Severity
from avrotower.policy.choice import Policy
from avrotower.rule import Context, Input, Rule, Subject
from avrotower.schema.document import Document

EVERYTHING: Final[Mapping[Input, str]] = {}
"""Nothing is missing."""


class Asked(NamedTuple):
    """What the rules say."""

    findings: list[Finding]
    failures: list[Failure]
    states: dict[int, str]
    """The states of these rules, by their positions in the policy."""
    skipped: list[Skipped]

    def letters(self, policy: Policy) -> list[str]:
        """Return the states of all rules of *policy*; `n` for those not asked."""
        return [self.states.get(index, "n") for index in range(len(policy.chosen))]


def put(  # noqa: PLR0913, PLR0917  all that asking is told
    policy: Policy,
    subject: Subject,
    document: Document,
    which: Callable[[Rule], bool],
    prepare: Callable[[Context[Any]], None],
    missing: Mapping[Input, str] = EVERYTHING,
) -> Asked:
    """Ask those rules of *policy* that *which* wants about *subject*.

    *prepare* gives the context of a rule what it looks at; *document* is nothing but the
    form of a context, and mostly empty. *missing* names inputs that are not there.
    """
    asked = Asked([], [], {}, [])
    facet = policy.facet(subject)
    for index, chosen in enumerate(policy.chosen):
        rule = chosen.rule
        if not which(rule) or subject.kind not in rule.kinds:
            continue
        most = policy.severity(chosen, subject, facet)
        if most is Severity.OFF:
            asked.states[index] = "o"
            continue
        lacking = next(filter(rule.inputs.__contains__, missing), None)
        if lacking is not None:
            asked.states[index] = "s"
            asked.skipped.append(Skipped(rule.code, lacking, missing[lacking]))
            continue
        options = policy.options(chosen, facet)
        context = Context(rule, options, subject, document)
        prepare(context)
        try:
            found = list(rule.check(document.schema, context))
        except Exception as error:  # noqa: BLE001  a rule must not take the gate down
            asked.states[index] = "x"
            asked.failures.append(failed(rule, document.name, error))
            continue
        asked.states[index] = "f" if found else "c"
        if context.lacking is not None:
            asked.states[index] = "s"
            asked.skipped.append(Skipped(rule.code, *context.lacking))
        asked.findings.extend(weighed(found, rule, most))
    return asked


def nowhere(name: str) -> Document | None:
    """Find no document called *name*."""
    del name
    return None


def judged(  # noqa: PLR0913  all that a judgement is told
    policy: Policy,
    subject: Subject,
    asked: Asked,
    *,
    of: str,
    place: str,
    find: Find = nowhere,
) -> Judgement:
    """Return what was *asked* about *subject* as the judgement *of* a file or a subject.

    *place* is what fingerprints know it by, *find* gives documents that it points into.
    """
    found = [located(finding, find) for finding in one_per_cause(asked.findings)]
    found = fingerprinted(sorted(found, key=by_place), place)
    acceptance = policy.acceptance
    if acceptance is not None:
        found = acceptance.marked(found, subject)
    return Judgement(
        subject,
        of,
        tuple(found),
        "".join(asked.letters(policy)),
        tuple(asked.skipped),
        tuple(asked.failures),
        _texts(found, find),
        fail_on=policy.fail_on(policy.facet(subject)),
        is_document=False,
        required=policy.required,
        is_declaration=True,
    )


def _texts(findings: Iterable[Finding], find: Find) -> dict[str, str]:
    """Return the texts of the files of policies and of documents that *findings* show."""
    found: dict[str, str] = {}
    for finding in findings:
        places = finding.location, *(note.location for note in finding.related)
        for name in {place.document for place in places if place.span} - found.keys():
            document = find(name)
            found |= {name: document.text} if document else file_text(name)
    return found
