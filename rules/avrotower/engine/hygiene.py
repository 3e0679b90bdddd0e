"""The rules about the policy itself, and notes in documents, which they judge.

Rules whose place is the policy are asked here, with a `Review` of what was accepted.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from avrotower.acceptance import Review
from avrotower.engine.asking import Asked, put
from avrotower.engine.fingerprint import fingerprinted
from avrotower.engine.placing import by_place
from avrotower.engine.result import Failure
from avrotower.engine.unit import Unit
from avrotower.finding import Finding
from avrotower.policy.choice import Policy
from avrotower.rule import Context, Rule, Subject
from avrotower.schema.document import Document

POLICY: Final = Subject("policy", "", None, confidence="certain", step=1)
"""What findings in the policy itself belong to; it names them in fingerprints, too."""
LOOKED: Final = frozenset("cfn")
"""States of a rule that has nothing more to say about a document."""
_OF_USERS: Final = frozenset({"KEY", "VAL"})
"""Families whose findings in a shared type are found by those who use it."""


def ask(policy: Policy, subject: Subject, document: Document, review: Review) -> Asked:
    """Ask the rules about the policy what they say about *review*."""

    def prepare(context: Context[Any]) -> None:
        context.review = review

    return put(policy, subject, document, lambda rule: rule.place == "policy", prepare)


def noted(
    findings: Sequence[Finding], unit: Unit, policy: Policy, letters: list[str]
) -> tuple[list[Finding], list[Failure]]:
    """Mark what notes in the document of *unit* accept, and judge the notes.

    *letters* are the states of the rules of *policy*; those about the policy get theirs.
    """
    from avrotower.policy.acceptance import NOTHING  # noqa: PLC0415  with notes only
    from avrotower.policy.inline import inline  # noqa: PLC0415  as above

    position = {rule.code: index for index, rule in enumerate(policy.rules)}

    def is_judged(code: str) -> bool:
        if unit.subject.kind == "shared" and code[:-3] in _OF_USERS:
            return False
        return code in position and letters[position[code]] in LOOKED

    done = inline(
        findings,
        unit.document,
        role=unit.subject.role,
        acceptance=policy.acceptance or NOTHING,
        rules=_named_by_notes(policy),
        is_judged=is_judged,
    )
    if not done.notes:
        return done.findings, []
    asked = ask(policy, unit.subject, unit.document, Review(notes=done.notes))
    for index, letter in asked.states.items():
        letters[index] = letter
    ours = fingerprinted(asked.findings, unit.place)
    return sorted([*done.findings, *ours], key=by_place), asked.failures


def _named_by_notes(policy: Policy) -> Iterable[Rule]:
    from avrotower.catalogue import RULES  # noqa: PLC0415  with notes only

    # A run that compares has fewer rules, which makes the others no typing mistakes.
    return dict.fromkeys((*RULES, *policy.rules))
