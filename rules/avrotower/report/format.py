"""What a format is: a report that is written while it is made, alone or beside others."""

from __future__ import annotations

from avrotower.engine.result import Judgement, Report, Summary
from avrotower.finding import Finding, Severity
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.report.paint import Out

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final


class View(NamedTuple):
    """What a reader wants to see."""

    colour: bool = False
    fail_on: Severity | None = None
    """From where on findings fail the run, instead of what the policy says."""
    accepted: bool = False
    """Whether to tell accepted findings one by one, where they are only counted."""
    statistics: bool = False
    """Whether to count by rule."""
    quiet: bool = False
    """Whether to say nothing but findings and what prevented judging."""


PLAIN: Final = View()


def weight(finding: Finding) -> Severity:
    """Return how severe *finding* is shown where a format has no word for accepting."""
    return Severity.INFO if finding.accepted else finding.severity


class Format:
    """A report in one format: `begin`, then `judged` for each document, then `end`.

    Nothing of a judgement is kept, so a report may be longer than the memory.
    """

    def __init__(self, report: Report, out: Out, view: View = PLAIN) -> None:
        self.report = report
        self.out = out
        self.view = view

    def shown(self, judgement: Judgement) -> Sequence[Finding]:
        """Return the findings of *judgement* that are told one by one."""
        findings = judgement.findings
        if self.view.accepted or not any(finding.accepted for finding in findings):
            return findings
        return [finding for finding in findings if not finding.accepted]

    def begin(self) -> None:
        """Write what stands before the first judgement."""

    def judged(self, judgement: Judgement) -> None:
        """Write what *judgement* says."""
        raise NotImplementedError

    def end(self) -> None:
        """Write what stands behind the last judgement: the summary is complete."""


def written(report: Report, formats: Sequence[Format]) -> Summary:
    """Make *report*, in all *formats* at once, and return its summary."""
    for form in formats:
        form.begin()
    for judgement in report:
        for form in formats:
            form.judged(judgement)
    for form in formats:
        form.end()
    return report.summary
