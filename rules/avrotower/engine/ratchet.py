"""Findings that the latest version already has: only new trouble stops a change."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from avrotower.acceptance import UNACCEPTABLE
from avrotower.engine.result import Judgement
from avrotower.finding import Finding

if TYPE_CHECKING:
    from avrotower.engine.unit import Unit


def without_inherited(
    findings: Sequence[Finding], unit: "Unit", judge: Callable[["Unit"], Judgement]
) -> list[Finding]:
    """Return *findings* of *unit*, marked where the latest version has the same one.

    The latest version is judged by *judge* as the unit is, beside the versions before
    it; a finding is the same if its fingerprint is.
    """
    open_ = [f for f in findings if not f.accepted and f.code not in UNACCEPTABLE]
    latest = unit.latest() if open_ else None
    if latest is None:
        return list(findings)
    had = {finding.fingerprint for finding in judge(latest).findings}
    name = latest.document.name
    inherited = {
        finding.fingerprint
        for finding in open_
        if finding.fingerprint in had and not _is_change_of(finding, name)
    }
    return [
        finding._replace(accepted="inherited")
        if finding.fingerprint in inherited
        else finding
        for finding in findings
    ]


def _is_change_of(finding: Finding, latest: str) -> bool:
    """Whether *finding* tells a difference from the document *latest*.

    The latest version cannot have had it: what has changed since is new, although an
    earlier change at the same place has the same fingerprint.
    """
    explanation = finding.explanation
    if explanation is not None and any(
        version.document == latest for version in explanation.versions
    ):
        return True
    return any(note.location.document == latest for note in finding.related)
