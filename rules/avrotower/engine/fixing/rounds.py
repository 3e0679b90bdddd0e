"""Rounds of fixing: each ends with a look at the whole run."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from avrotower.engine.fixing.draft import Draft
from avrotower.engine.fixing.outcome import FixedFile, Left, Outcome
from avrotower.engine.result import Failure, Report, Unread
from avrotower.finding import Finding, Severity
from avrotower.project.files import Missing
from avrotower.project.library import Library
from avrotower.project.working import WorkingTree
from avrotower.schema.document import Document

MAX_ROUNDS: Final = 10

Judge: TypeAlias = Callable[[Mapping[str, bytes]], Sequence[Report]]
"""Judges the run, with other bytes for some of its files."""
Read: TypeAlias = Callable[[str], bytes | Missing]

_NEEDS_UNSAFE: Final = "needs --unsafe"
_WORSE: Final = "with its fixes more findings would count"
_BESIDE: Final = "with its fixes more findings would count in {}"
_TOO_MANY: Final = f"{MAX_ROUNDS} rounds were not enough; run again"


def _all(code: str) -> bool:
    del code
    return True


def fix(
    judge: Judge,
    read: Read,
    *,
    unsafe: bool,
    accepted: bool = False,
    wants: Callable[[str], bool] = _all,
) -> Outcome:
    """Fix what *judge* finds, as far as fixes can be written; writes nothing.

    *read* gives the bytes of a file of the run. Without *unsafe* only safe fixes are
    applied; *wants* says of which rules, by their codes. Fixes that bring more
    findings, or after which a schema would not be valid, are taken back. What is
    accepted is fixed only where *accepted* is set.
    """
    return _Run(judge, read, unsafe=unsafe, accepted=accepted, wants=wants).outcome()


class _Run:
    def __init__(
        self,
        judge: Judge,
        read: Read,
        *,
        unsafe: bool,
        accepted: bool,
        wants: Callable[[str], bool],
    ) -> None:
        self._accepted = accepted
        self._judge = judge
        self._read_file = read
        self._unsafe = unsafe
        self._wants = wants
        self._drafts: dict[str, Draft] = {}
        self._first: dict[str, tuple[Finding, ...]] = {}
        self._standing: dict[str, tuple[Finding, ...]] = {}
        self._documents = 0
        self._unread: tuple[Unread, ...] = ()
        self._failures: tuple[Failure, ...] = ()

    def outcome(self) -> Outcome:
        """Fix in rounds until nothing is left to do."""
        self._first = self._standing = self._look()
        last = ""
        for _ in range(MAX_ROUNDS):
            if not self._round():
                break
        else:
            last = _TOO_MANY
        files = [
            FixedFile(d.path, d.before, d.after, tuple(d.repaired))
            for d in self._drafts.values()
            if d.after != d.before
        ]
        left = [
            self._left(path, finding, last)
            for path, findings in self._standing.items()
            for finding in findings
            if self._wants(finding.code) and self._is_told(finding)
        ]
        held = sum(
            self._is_held(finding) and self._is_wanted(path, finding)
            for path, findings in self._standing.items()
            for finding in findings
        )
        return Outcome(
            tuple(files),
            tuple(left),
            self._documents,
            self._unread,
            self._failures,
            held,
        )

    def _look(self) -> dict[str, tuple[Finding, ...]]:
        """Judge the run as it stands; return the findings by document."""
        edited = {d.path: d.after for d in self._drafts.values() if d.after != d.before}
        found: dict[str, dict[str, Finding]] = {}
        unread: list[Unread] = []
        failures: list[Failure] = []
        documents: set[str] = set()
        for report in self._judge(edited):
            for judgement in report:
                if judgement.is_document:
                    documents.add(judgement.document)
                known = found.setdefault(judgement.document, {})
                known.update((f.fingerprint, f) for f in judgement.findings)
            unread += (u for u in report.summary.unread if u not in unread)
            failures += report.summary.failures
        self._documents = len(documents)
        self._unread, self._failures = tuple(unread), tuple(failures)
        self._documents = len(documents)
        return {path: tuple(known.values()) for path, known in found.items()}

    def _round(self) -> bool:
        """Apply what fits together; return whether anything changed."""
        texts = {path: draft.after for path, draft in self._drafts.items()}
        changed = self._edit()
        if not changed:
            return False
        now = self._look()
        while worse := [p for p in now if _is_worse(now[p], self._before(p))]:
            blamed = self._blamed(worse, changed, texts)
            if not blamed:
                break
            for draft, reason in blamed.items():
                draft.undo(reason)
                del changed[draft.path]
            now = self._look()
        self._standing = now
        return True

    def _before(self, path: str) -> tuple[Finding, ...]:
        """Return what was found in the text that *path* goes back to."""
        draft = self._drafts.get(path)
        is_back = draft is not None and draft.is_closed
        return (self._first if is_back else self._standing).get(path, ())

    def _blamed(
        self,
        worse: Sequence[str],
        changed: Mapping[str, Draft],
        texts: Mapping[str, bytes],
    ) -> dict[Draft, str]:
        """Return the files whose edits make those called *worse* worse, and how.

        *changed* are the files of this round, without those that went back; *texts* is
        what they held before it.
        """

        def read(path: str) -> bytes | Missing:
            return texts[path] if path in texts else self._read_file(path)

        paths = [*self._standing]
        before = Library(WorkingTree(paths, read), "strict")
        after = Library(WorkingTree(paths, self._read), "strict")
        blamed: dict[Draft, str] = {}
        for path in worse:
            old, new = before.get(path), after.get(path)
            if path in changed and not (old and new and _lacks(new, old)):
                blamed[changed[path]] = _WORSE
                continue
            # The edit of a file is verified with what it refers to, as that was.
            used = (
                {named.document for named in old.references.names.values()}
                if old
                else ()
            )
            guilty = [changed[name] for name in used if name in changed]
            for draft in guilty or changed.values():
                blamed[draft] = _BESIDE.format(path)
        return blamed

    def _edit(self) -> dict[str, Draft]:
        """Edit every file that has something to apply; return those that changed."""
        changed: dict[str, Draft] = {}
        library: Library | None = None
        for path, findings in self._standing.items():
            wanted = [
                finding
                for finding in findings
                if not self._is_held(finding) and self._is_wanted(path, finding)
            ]
            if not wanted:
                continue
            if library is None:
                library = Library(WorkingTree([*self._standing], self._read), "strict")
            draft = self._draft(path)
            document = library.get(path)
            if draft is None or document is None:
                continue  # it disappeared; the next look says so
            if draft.edit(document, wanted, is_safe=not self._unsafe):
                changed[path] = draft
        return changed

    def _draft(self, path: str) -> Draft | None:
        if path not in self._drafts:
            data = self._read_file(path)
            if isinstance(data, Missing):
                return None
            self._drafts[path] = Draft(path, data)
        return self._drafts[path]

    def _read(self, path: str) -> bytes | Missing:
        draft = self._drafts.get(path)
        return draft.after if draft is not None else self._read_file(path)

    def _is_held(self, finding: Finding) -> bool:
        """Whether *finding* is left alone because somebody has accepted it."""
        return bool(finding.accepted) and not self._accepted

    def _is_told(self, finding: Finding) -> bool:
        """Whether *finding* is told when it is left: what counts, and what was tried."""
        is_tried = self._accepted and finding.fix is not None and finding.fix.changes
        return not finding.accepted or bool(is_tried)

    def _is_wanted(self, path: str, finding: Finding) -> bool:
        return self._wants(finding.code) and not self._why_not(path, finding)

    def _why_not(self, path: str, finding: Finding) -> str:
        """Return why the fix of *finding* is not applied; empty where it is."""
        fix = finding.fix
        draft = self._drafts.get(path)
        if fix is None:
            reason = "it has no fix"
        elif fix.applicability == "display" or not fix.changes:
            reason = "by hand"
        elif fix.applicability == "unsafe" and not self._unsafe:
            reason = _NEEDS_UNSAFE
        elif finding.location.document != path:
            reason = f"it stands in {finding.location.document}"
        elif draft is None:
            reason = ""
        else:
            known = finding.fingerprint
            risk = draft.risky.get(known, "")
            reason = draft.is_closed or draft.banned.get(finding.code, "")
            reason = reason or draft.refused.get(known, "")
            reason = reason or (f"{_NEEDS_UNSAFE}, as {risk}" if risk else "")
        return reason

    def _left(self, path: str, finding: Finding, last: str) -> Left:
        reason = self._why_not(path, finding) or last
        return Left(finding, reason, reason.startswith(_NEEDS_UNSAFE))


def _lacks(new: Document, old: Document) -> bool:
    """Whether *new* misses something that *old* found in other documents."""
    return len(new.errors) > len(old.errors)


def _is_worse(now: Sequence[Finding], before: Sequence[Finding]) -> bool:
    """Whether there is more: of all findings, of errors, or of what counts.

    A name that changes takes findings out of a baseline, which then count again.
    """
    new, old = _judged(now), _judged(before)
    return (
        len(new) > len(old)
        or _errors(new) > _errors(old)
        or _unaccepted(new) > _unaccepted(old)
    )


def _errors(findings: Sequence[Finding]) -> int:
    return sum(finding.severity is Severity.ERROR for finding in findings)


def _unaccepted(findings: Sequence[Finding]) -> int:
    return sum(not finding.accepted for finding in findings)


def _judged(findings: Sequence[Finding]) -> list[Finding]:
    """Return *findings* without those about waivers and the baseline.

    What is repaired need not be accepted any more, and that is nothing worse.
    """
    return [finding for finding in findings if not finding.code.startswith("LNT")]
