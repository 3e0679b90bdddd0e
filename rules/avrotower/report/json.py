"""The report for programs: one JSON document, written while it is made.

Its schema is `schemas/report.schema.json`.
"""

from __future__ import annotations

from json import dumps
from typing import Any, Final

from avrotower import __version__
from avrotower.engine.result import Judgement, Report, State, Summary
from avrotower.finding import (
    CHANNELS,
    Cause,
    Explanation,
    Finding,
    Fix,
    Location,
    Severity,
    Version,
)
from avrotower.report.format import PLAIN, Format, View, written
from avrotower.report.paint import Out

FORMAT: Final = 1
"""The number of this layout; it grows when a reader would have to change."""
_STATES: Final[tuple[State, ...]] = (
    "clean",
    "found",
    "skipped",
    "not applicable",
    "off",
    "failed",
)


class Writer(Format):
    """Writes one object: what ran, each document, the summary."""

    def __init__(self, report: Report, out: Out, view: View = PLAIN) -> None:
        super().__init__(report, out, view)
        self._codes = [rule.code for rule in report.rules]
        self._separator = "\n"

    def begin(self) -> None:
        """Write what ran."""
        self.out.write(as_text(head(self.report))[:-1] + ',"documents":[')

    def judged(self, judgement: Judgement) -> None:
        """Write one document."""
        self.out.write(self._separator + as_text(_judged(judgement, self._codes)))
        self._separator = ",\n"

    def end(self) -> None:
        """Write the summary."""
        self.out.write('\n],"summary":' + as_text(summed(self.report.summary)) + "}\n")


def write(report: Report, out: Out, *, colour: bool = False) -> Summary:  # noqa: ARG001  the shape of a format
    """Write *report* to *out* while it is made, and return its summary."""
    return written(report, [Writer(report, out)])


def head(report: Report) -> dict[str, Any]:
    """Return what ran: the versions, the command, the policy and its rules."""
    return {
        "format": FORMAT,
        "avrotower": __version__,
        "command": report.command,
        "policy": report.policy,
        "rules": [
            {"code": rule.code, "name": rule.name, "severity": rule.severity.word}
            for rule in report.rules
        ],
    }


def as_text(value: object) -> str:
    """Return compact ASCII JSON: lone surrogates in a schema must not stop a report."""
    return dumps(value, separators=(",", ":"))


def _judged(judgement: Judgement, codes: list[str]) -> dict[str, Any]:
    subject = judgement.subject
    states: dict[str, list[str]] = {}
    for index, code in enumerate(codes):
        states.setdefault(judgement.state(index), []).append(code)
    return {
        "document": judgement.document,
        "subject": subject.name,
        "topic": subject.topic,
        "role": subject.role,
        "kind": subject.kind,
        "generator": subject.generator,
        "confidence": subject.confidence,
        "evidence": subject.evidence,
        "states": {state: states[state] for state in _STATES if state in states},
        "findings": [finding_json(finding) for finding in judgement.findings],
        "skipped": [skip._asdict() for skip in judgement.skipped],
        "failures": [failure._asdict() for failure in judgement.failures],
        "notes": list(judgement.notes),
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """Return *finding* as JSON."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.word,
        "message": finding.message,
        "subject": finding.subject,
        "location": _location(finding.location),
        "related": [
            {"message": note.message, "location": _location(note.location)}
            for note in finding.related
        ],
        "detail": list(finding.detail),
        "fix": _fix(finding.fix) if finding.fix else None,
        "explanation": _explanation(finding.explanation)
        if finding.explanation
        else None,
        "fingerprint": finding.fingerprint,
        "accepted": finding.accepted,
    }


def _location(location: Location) -> dict[str, Any]:
    return {
        "document": location.document,
        "pointer": location.pointer,
        "path": location.path,
        "on": location.on,
        "span": location.span._asdict() if location.span else None,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "applicability": fix.applicability,
        "title": fix.title,
        "snippet": fix.snippet,
    }


def _explanation(explanation: Explanation) -> dict[str, Any]:
    return {
        "type": explanation.type,
        "rule": explanation.rule,
        "direction": explanation.direction,
        "versions": [_version(version) for version in explanation.versions],
        "message": explanation.message,
        "reader": _location(explanation.reader),
        "writer": _location(explanation.writer),
        "via": explanation.via,
        "places": [_location(place) for place in explanation.places],
        "causes": [_cause(cause) for cause in explanation.causes],
        "proposals": [_fix(fix) for fix in explanation.proposals],
        "advice": list(explanation.advice),
        "witness": explanation.witness._asdict() if explanation.witness else None,
        "java": explanation.wire,
    }


def _version(version: Version) -> dict[str, Any]:
    return version._asdict()


def _cause(cause: Cause) -> dict[str, Any]:
    return {
        "message": cause.message,
        "reader": _location(cause.reader) if cause.reader else None,
        "writer": _location(cause.writer) if cause.writer else None,
        "causes": [_cause(inner) for inner in cause.causes],
    }


def _owners(summary: Summary) -> list[dict[str, Any]]:
    """Return whose the findings are; those that nobody owns come last."""
    found: dict[str, dict[str, int]] = {}
    for (owner, code), count in sorted(summary.by_owner.items()):
        found.setdefault(owner, {})[code] = count
    return [
        {"owner": owner or None, "by-code": found[owner]}
        for owner in sorted(found, key=lambda owner: (not owner, owner))
    ]


def summed(summary: Summary) -> dict[str, Any]:
    """Return *summary* as JSON."""
    return {
        "documents": summary.documents,
        "with-findings": summary.subjects_with_findings,
        "severities": {
            severity.word: summary.severities[severity]
            for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
        },
        "accepted": {channel: summary.accepted[channel] for channel in CHANNELS},
        "by-code": dict(sorted(summary.by_code.items())),
        "owners": _owners(summary),
        "states": {state: summary.states[state] for state in _STATES},
        "skipped": [
            {
                "input": name,
                "reason": reason,
                "count": count,
                "codes": sorted(summary.skipped_codes[name, reason]),
            }
            for (name, reason), count in sorted(summary.skipped.items())
        ],
        "unread": [unread._asdict() for unread in summary.lost],
        "failures": len(summary.failures),
    }
