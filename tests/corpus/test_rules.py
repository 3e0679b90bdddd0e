"""Every rule over every labelled text: none raises, every finding has its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from avrotower.catalogue import RULES
from avrotower.compat.levels import Stored
from avrotower.engine import judge
from avrotower.engine.judge import Judge
from avrotower.engine.result import Judgement
from avrotower.engine.unit import Unit
from avrotower.example import Evolution
from avrotower.finding import Version
from avrotower.policy.choice import without_configuration
from avrotower.rule import Kind, Role, Subject
from avrotower.schema.parse import parse

Rows = Callable[[str], list[dict[str, Any]]]

MISSING = {"AVR004", "AVR005"}
"""Of a text that Java accepts, these say nothing."""

ROLES: tuple[tuple[Role | None, Kind], ...] = (
    ("key", "unknown"),
    ("value", "event"),
    (None, "shared"),
)


def judged(texts: list[str], *, has_history: bool = True) -> list[Judgement]:
    """Judge each text in one role, after itself and another one as earlier versions."""
    ask = Judge(without_configuration(RULES, "FULL_TRANSITIVE"), {})
    found: list[Judgement] = []
    for index, text in enumerate(texts):
        role, kind = ROLES[index % len(ROLES)]
        subject = Subject("s", "s", role, kind, confidence="certain")
        history = [
            Stored(Version(str(number), f"s@{number}", number), document)
            for number, document in enumerate(
                (
                    parse(texts[index * 7 % len(texts)], "lenient", name="s@0"),
                    parse(text, "lenient", name="s@1"),
                )
            )
        ]
        known = {stored.version.document: stored.document for stored in history}
        document = parse(text, name="x.avsc")
        given = history if has_history else None
        found.append(ask(Unit(subject, document, "s", given, known.get)))
    return found


def test_every_labelled_text_is_judged(rows: Rows) -> None:
    labelled = rows("validity")
    judgements = judged([row["schema_text"] for row in labelled])
    findings = [finding for judgement in judgements for finding in judgement.findings]
    refused = [any(f.code <= "AVR008" for f in j.findings) for j in judgements]
    unnamed = [bool({f.code for f in j.findings} & MISSING) for j in judgements]

    print(f"\nvalidity: {len(judgements)} judgements, {len(findings)} findings")
    assert [failure for j in judgements for failure in j.failures] == []
    assert [found for found in findings if found.location.span is None] == []
    assert [f.message for f in findings if not f.message or f.message[-1] == "."] == []
    for row, is_refused, is_unnamed in zip(labelled, refused, unnamed, strict=True):
        # AVR006 to AVR008 are stricter than Java, so a valid text may have them.
        assert is_refused or row["valid"], row["id"]
        assert not (is_unnamed and row["valid"]), row["id"]


def always(*_: object, **__: object) -> bool:
    return True


def test_rules_that_are_not_asked_have_nothing_to_say(
    rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [
        *(row["schema_text"] for row in rows("validity")),
        *(
            example.after if isinstance(example, Evolution) else example.text
            for rule in RULES
            for example in (*rule.good, *rule.bad)
        ),
    ]
    narrowed = [judgement.findings for judgement in judged(texts, has_history=False)]
    monkeypatch.setattr(judge, "_may_speak", always)
    asked = [judgement.findings for judgement in judged(texts, has_history=False)]
    assert sum(map(len, asked)) > len(texts)
    assert narrowed == asked
