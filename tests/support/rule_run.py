"""One rule over one document, with options of its own."""

from __future__ import annotations

from typing import Any

from avrotower.catalogue import find
from avrotower.compat.levels import Stored
from avrotower.engine.judge import Judge
from avrotower.engine.unit import Unit
from avrotower.finding import Finding, Version
from avrotower.policy.choice import Chosen, Policy
from avrotower.rule import Role, Subject
from avrotower.schema.document import References
from avrotower.schema.parse import parse


def findings(
    code: str,
    text: str,
    *,
    role: Role = "value",
    before: str | None = None,
    references: References | None = None,
    **options: Any,
) -> list[Finding]:
    """Return what the rule *code* finds in *text*; *before* is an earlier version."""
    rule = find(code)
    policy = Policy("test", (Chosen(rule, rule.options(**options)),))
    document = parse(
        text, "strict", *([references] if references else []), name="x.avsc"
    )
    subject = Subject(f"s-{role}", "s", role, "event", confidence="certain")
    history: list[Stored] = []
    if before is not None:
        old = parse(before, "lenient", name="s@1")
        history.append(Stored(Version("1", "s@1", 1), old))
    judgement = Judge(policy, {})(Unit(subject, document, subject.name, history))
    assert judgement.failures == (), judgement.failures[0].traceback
    return list(judgement.findings)


def messages(code: str, text: str, **given: Any) -> list[str]:
    """Return the messages of what the rule *code* finds in *text*."""
    return [finding.message for finding in findings(code, text, **given)]
