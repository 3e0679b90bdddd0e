"""One file while it is fixed."""

from collections.abc import Sequence
from typing import Final

from avrotower.engine.fixing.safety import difference
from avrotower.finding import Finding
from avrotower.schema.document import Document
from avrotower.schema.edit import Plan, applied
from avrotower.schema.edit.plan import CLASH
from avrotower.schema.parse import again

_ENDLESS: Final = "its fixes undo each other"
_INVALID: Final = "with its fixes the schema would not be valid"


class Draft:
    """The text of one file, as far as it has been fixed."""

    def __init__(self, path: str, data: bytes) -> None:
        self.path = path
        self.before = data
        self.after = data
        self.repaired: list[Finding] = []
        self.refused: dict[str, str] = {}
        """Why a fix cannot be applied, by the fingerprint of its finding."""
        self.risky: dict[str, str] = {}
        """Why a fix is not as safe as it claims, likewise."""
        self.banned: dict[str, str] = {}
        """Why the fixes of a rule are not applied, by its code."""
        self.is_closed = ""
        """Why the file is left as it was, and nothing more is tried."""
        self._seen = {data}
        self._trials: list[str] = []
        """Rules whose fixes together made it worse; they are tried one by one."""
        self._last = data, 0, frozenset[str]()
        """What undoing goes back to, and the rules whose fixes it takes back."""

    def edit(
        self, document: Document, findings: Sequence[Finding], *, is_safe: bool
    ) -> bool:
        """Apply fixes of *findings* to *document*, which is the text as it is now.

        With *is_safe* only what is shown to change nothing that matters is kept.
        Return whether the text is another one now.
        """
        if document.text.encode("utf-8", "replace") != self.after:
            self._refuse(findings, "the text is no sound UTF-8")
            return False
        if not self._trials:
            if self._attempt(document, findings, is_safe=is_safe):
                return True
            findings = [it for it in findings if it.code in self._trials]
        while self._trials and not self.is_closed:
            code = self._trials.pop(0)
            group = [it for it in findings if it.code == code]
            if self._attempt(document, group, is_safe=is_safe):
                return True
        return False

    def _attempt(
        self, document: Document, findings: Sequence[Finding], *, is_safe: bool
    ) -> bool:
        chosen, text = _edited(document, findings, self.refused)
        if is_safe and chosen and difference(document, again(document, text)):
            chosen, text = self._safe_ones(document, chosen)
        if not chosen:
            return False
        codes = frozenset(finding.code for finding in chosen)
        self._last = self.after, len(self.repaired), codes
        if len(again(document, text).errors) > len(document.errors):
            self.undo(_INVALID)
            return False
        data = text.encode()
        if data in self._seen:
            self.after = self.before
            self.repaired = []
            self.is_closed = _ENDLESS
            return False
        self._seen.add(data)
        self.after = data
        self.repaired += chosen
        return True

    def undo(self, reason: str) -> None:
        """Go back to the text before the last fixes.

        The rule that they are of is not tried again; where there are several, each is
        tried by itself.
        """
        self.after, count, codes = self._last
        del self.repaired[count:]
        if len(codes) == 1:
            self.banned.update(dict.fromkeys(codes, reason))
        else:
            self._trials = sorted(codes)

    def _refuse(self, findings: Sequence[Finding], reason: str) -> None:
        self.refused.update((finding.fingerprint, reason) for finding in findings)

    def _safe_ones(
        self, document: Document, findings: Sequence[Finding]
    ) -> tuple[list[Finding], str]:
        """Leave out of *findings* those whose fixes are not as safe as they claim.

        All of one rule together: comparing once for each takes too long for many.
        """
        safe: list[Finding] = []
        for code in sorted({finding.code for finding in findings}):
            group = [finding for finding in findings if finding.code == code]
            _, text = _edited(document, group, {})
            reason = difference(document, again(document, text))
            if reason:
                told = ((finding.fingerprint, reason) for finding in group)
                self.risky.update(told)
            else:
                safe += group
        return _edited(document, safe, {})


def _edited(
    document: Document, findings: Sequence[Finding], refused: dict[str, str]
) -> tuple[list[Finding], str]:
    """Return the findings whose fixes fit together, and the text with those fixes.

    *refused* gets the reasons of those that do not fit at all.
    """
    plan = Plan(document)
    chosen: list[Finding] = []
    for finding in findings:
        reason = plan.add(finding.fix.changes if finding.fix else ())
        if not reason:
            chosen.append(finding)
        elif reason != CLASH:
            refused[finding.fingerprint] = reason
    return chosen, applied(document.text, plan.edits())
