"""The report as SARIF 2.1.0, for code scanning and for editors.

Rules bring their page as help, findings their fingerprint, so that a service knows
again what it has seen.
"""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from avrotower import __version__
from avrotower.engine.result import Judgement, Report, Summary
from avrotower.finding import Finding, Location, Severity, Span
from avrotower.report.array import Array
from avrotower.report.format import PLAIN, Format, View, written
from avrotower.report.json import as_text
from avrotower.report.message import accepted, failed, paragraphs, unread_in_words
from avrotower.report.paint import Out, plain
from avrotower.report.replacement import Replacement, Replacements
from avrotower.report.rule_page import page
from avrotower.rule import Rule

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
    "sarif-schema-2.1.0.json"
)
_LEVEL: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


class Writer(Format):
    """Writes one run: the tool with its rules, the results, the notifications."""

    def __init__(self, report: Report, out: Out, view: View = PLAIN) -> None:
        super().__init__(report, out, view)
        self._array = Array(out)
        self._index = {rule.code: number for number, rule in enumerate(report.rules)}

    def begin(self) -> None:
        """Write the tool and its rules."""
        driver = {
            "name": "avrotower",
            "semanticVersion": __version__,
            "version": __version__,
            "rules": [_rule(rule) for rule in self.report.rules],
        }
        head = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints"}
        self.out.write(f'{{"$schema":{as_text(_SCHEMA)},"version":"2.1.0","runs":[\n')
        self.out.write(as_text(head)[:-1] + ',\n"results":')

    def judged(self, judgement: Judgement) -> None:
        """Write the findings of one document."""
        replacements = Replacements(judgement.texts)
        for finding in judgement.findings:
            result = self._result(finding)
            fix = _fix(finding, replacements.of(finding))
            self._array.add({**result, "fixes": [fix]} if fix else result)

    def end(self) -> None:
        """Write what prevented judging, and what was skipped."""
        self._array.close()
        summary = self.report.summary
        told = [*_failures(summary), *_unread(summary), *_skipped(summary)]
        invocation = {
            "executionSuccessful": not summary.failures and not summary.lost,
            "toolExecutionNotifications": told,
        }
        self.out.write(f',\n"invocations":[{as_text(invocation)}],"properties":')
        self.out.write(as_text({"policy": self.report.policy}) + "}\n]}\n")

    def _result(self, finding: Finding) -> dict[str, Any]:
        related = [
            {**_location(note.location), "message": {"text": plain(note.message)}}
            for note in finding.related
        ]
        index = self._index.get(finding.code)
        return {
            "ruleId": finding.code,
            **({} if index is None else {"ruleIndex": index}),
            "level": _LEVEL[finding.severity],
            "message": {"text": "\n".join(paragraphs(finding))},
            "locations": [_location(finding.location)],
            **({"relatedLocations": related} if related else {}),
            # The part behind the slash is the version of the way it is computed.
            "partialFingerprints": {
                "avrotower/v1": finding.fingerprint.removeprefix("v1:")
            },
            **({"suppressions": [_suppression(finding)]} if finding.accepted else {}),
            "properties": {"subject": finding.subject},
        }


def write(report: Report, out: Out, *, colour: bool = False) -> Summary:  # noqa: ARG001  the shape of a format
    """Write *report* to *out* while it is made, and return its summary."""
    return written(report, [Writer(report, out)])


def _rule(rule: Rule) -> dict[str, Any]:
    text = page(rule)
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
        "properties": {"tags": ["avro", rule.family, rule.profile]},
    }


def _location(location: Location) -> dict[str, Any]:
    logical = {"fullyQualifiedName": plain(location.path or location.document)}
    if location.document.startswith("git:"):
        # An earlier version has no file that a viewer could open.
        logical["name"] = plain(location.document)
        return {"logicalLocations": [logical]}
    place: dict[str, Any] = {"artifactLocation": {"uri": uri(location.document)}}
    if location.span is not None:
        place["region"] = region(location.span)
    return {"physicalLocation": place, "logicalLocations": [logical]}


def _fix(finding: Finding, new: Sequence[Replacement]) -> dict[str, Any] | None:
    if finding.fix is None or not new:
        return None
    replaced = [
        {
            "deletedRegion": region(replacement.span),
            "insertedContent": {"text": replacement.text},
        }
        for replacement in new
    ]
    place = {"uri": uri(finding.location.document)}
    change = {"artifactLocation": place, "replacements": replaced}
    told = f"{plain(finding.fix.title)} ({finding.fix.applicability})"
    return {"description": {"text": told}, "artifactChanges": [change]}


def _suppression(finding: Finding) -> dict[str, Any]:
    return {
        "kind": "inSource" if finding.accepted == "inline" else "external",
        "justification": accepted(finding),
    }


def region(span: Span) -> dict[str, int]:
    """Return *span* as a region; columns count code points, the last one is behind it."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def uri(document: str) -> str:
    """Return the path *document* as a reference: relative ones stay relative."""
    path = document.removeprefix("./")
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        # No file has such a name; a subject of a registry may.
        data = plain(path).encode()
    return ("file://" if path.startswith("/") else "") + quote(data)


def _failures(summary: Summary) -> Sequence[dict[str, Any]]:
    return [
        {
            "level": "error",
            "message": {"text": failed(failure)},
            "associatedRule": {"id": failure.code},
            "locations": [_location(Location(failure.document))],
        }
        for failure in summary.failures
    ]


def _unread(summary: Summary) -> Sequence[dict[str, Any]]:
    return [
        {
            "level": "error",
            "message": {"text": unread_in_words(unread)},
            "locations": [_location(Location(unread.document))],
        }
        for unread in summary.lost
    ]


def _skipped(summary: Summary) -> Sequence[dict[str, Any]]:
    return [
        {
            "level": "note",
            "message": {
                "text": f"skipped {count} times without {name}: {plain(reason)} "
                f"({', '.join(sorted(summary.skipped_codes[name, reason]))})"
            },
        }
        for (name, reason), count in sorted(summary.skipped.items())
    ]
