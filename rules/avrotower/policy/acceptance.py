"""What a policy accepts: waivers, a baseline, and whether notes in the text count."""

from __future__ import annotations

import os

from avrotower.acceptance import UNACCEPTABLE, Waiver
from avrotower.finding import Finding
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from avrotower.policy.baseline import Baseline


class Acceptance:
    """Marks findings that a policy accepts; they stay, and do not count (RULES, 3.3).

    *today* is a date, `2026-11-28`: a waiver that expires then is over.
    *root* is the directory of the project, which the paths of waivers begin at.
    """

    __slots__ = (
        "_waivers",
        "baseline",
        "inline_comments",
        "inline_property",
        "locked",
        "root",
        "today",
        "waivers",
    )

    def __init__(  # noqa: PLR0913  one argument for each key of the policy
        self,
        *,
        today: str = "",
        root: str = ".",
        waivers: Sequence[Waiver] = (),
        baseline: Baseline | None = None,
        inline_comments: bool = True,
        inline_property: bool = False,
        locked: Iterable[str] = (),
    ) -> None:
        self.today = today
        self.root = root
        self.waivers = tuple(waivers)
        """All of them, those that are over included."""
        self.baseline = baseline
        self.inline_comments = inline_comments
        self.inline_property = inline_property
        self.locked = frozenset(word.lower() for word in locked)
        """Rules, by code or name in lower case, that no note in a text can accept."""
        self._waivers: dict[tuple[str, str], list[Waiver]] = {}
        for waiver in self.waivers:
            key = waiver.rule.lower(), waiver.at
            self._waivers.setdefault(key, []).append(waiver)

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be accepted outside of the text."""
        return not self.waivers and self.baseline is None

    def marked(self, findings: Iterable[Finding], subject: Subject) -> list[Finding]:
        """Return *findings* of *subject*, each with the channel that accepts it."""
        return [self._mark(finding, subject) for finding in findings]

    def _mark(self, finding: Finding, subject: Subject) -> Finding:
        if finding.accepted or finding.code in UNACCEPTABLE:
            return finding
        if any(self.today < w.expires for w in self.waivers_of(finding, subject)):
            return finding._replace(accepted="waiver")
        if self.baseline and finding.fingerprint in self.baseline.fingerprints:
            return finding._replace(accepted="baseline")
        return finding

    def waivers_of(self, finding: Finding, subject: Subject) -> list[Waiver]:
        """Return the waivers that speak of *finding*, those that are over included."""
        if not self._waivers:
            return []
        at = finding.location.path
        return [
            waiver
            for word in (finding.code.lower(), finding.name)
            for waiver in self._waivers.get((word, at), ())
            if self._is_meant(waiver, finding, subject)
        ]

    def _is_meant(self, waiver: Waiver, finding: Finding, subject: Subject) -> bool:
        if waiver.subject:
            return waiver.subject == finding.subject
        if waiver.topic:
            return waiver.topic == subject.topic
        return waiver.file == self.path(finding.location.document)

    def path(self, document: str) -> str:
        """Return the path of *document* from the project root, with forward slashes."""
        root, path = os.path.realpath(self.root), os.path.abspath(document)
        directory, name = os.path.split(path)
        real = os.path.join(os.path.realpath(directory), name)
        return os.path.relpath(real, root).replace(os.sep, "/")


NOTHING = Acceptance()
"""Only notes in the text, as without any policy file."""
