"""What judging gives: a judgement per subject, a summary over all of them."""

from __future__ import annotations

from collections import Counter

from avrotower.finding import Channel, Finding, Severity
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.policy.choice import Required
from avrotower.rule import Input, Rule, Subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Final, Literal, TypeAlias


State: TypeAlias = (
    'Literal["clean", "found", "not applicable", "off", "skipped", "failed"]'
)
"""What became of one rule for one subject (RULES, 3.2).

`failed` is a rule that raised: a bug of its author, never clean."""

STATE_OF_LETTER: Final[Mapping[str, State]] = {
    "c": "clean",
    "f": "found",
    "n": "not applicable",
    "o": "off",
    "s": "skipped",
    "x": "failed",
}


POLICY: Final = "the policy"
REGISTRY: Final = "the registry"
HISTORY: Final = "the history"
"""Where findings are that are in no document."""


class Skipped(NamedTuple):
    """A rule that applies to a subject and lacks an input."""

    code: str
    input: Input
    reason: str


class Failure(NamedTuple):
    """A rule that raised."""

    code: str
    document: str
    error: str
    """Type and message of the exception."""
    traceback: str
    origin: str = ""
    """Where a rule of one's own is written; empty for ours."""

    @property
    def bug(self) -> str:
        """Whose bug it is, in words."""
        return f"this is a bug in {self.origin or 'avrotower'}"


class Unread(NamedTuple):
    """A file or source that could not be read, so was not judged."""

    document: str
    reason: str
    remedy: str
    what: Literal["not read", "not judged"] = "not read"
    """`not judged` for checks that lack an input which the policy *document* demands."""


class Judgement(NamedTuple):
    """What all selected rules say about one subject."""

    subject: Subject
    document: str
    findings: tuple[Finding, ...]
    """By place; spans are filled in."""
    states: str
    """One letter per rule of the run, in its order; see `STATE_OF_LETTER`."""
    skipped: tuple[Skipped, ...] = ()
    failures: tuple[Failure, ...] = ()
    texts: Mapping[str, str] = {}
    """The texts that the findings point into, by document name, to show them."""
    notes: tuple[str, ...] = ()
    """What the reader should know beside findings: `versions 1-3 left out: …`."""
    fail_on: Severity = Severity.ERROR
    """From which severity on a finding stops a change, as the policy says."""
    is_document: bool = True
    """Whether a document was judged; otherwise it is a file of the policy."""
    required: Required | None = None
    """The inputs that the policy demands."""
    is_declaration: bool = False
    """Whether it is about what the policy declares, not about what it accepts."""
    place: str = POLICY
    """Where findings are that are in no document, in words."""

    @property
    def is_acceptable(self) -> bool:
        """Whether its findings can be accepted by a waiver or a baseline."""
        return self.is_document or self.is_declaration

    @property
    def is_of_registry(self) -> bool:
        """Whether a subject of a registry was judged, which no file holds."""
        return self.is_declaration and self.document == self.subject.name

    def state(self, index: int) -> State:
        """Return what became of the rule at *index* of the run."""
        return STATE_OF_LETTER[self.states[index]]


class Table(NamedTuple):
    """Something that a report says at its end, in rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Plan(NamedTuple):
    """Steps for people to take; avrotower takes none of them."""

    title: str
    steps: tuple[tuple[str, tuple[str, ...]], ...]
    """What to do, and the commands that do it."""


Appendix: TypeAlias = "Table | Plan"
Watch: TypeAlias = (
    'Callable[[Iterator["Judgement | Unread"]], Iterator["Judgement | Unread"]]'
)
"""Something that passes judgements on and looks at them."""


class Summary:
    """Counts over a run; grows with the number of rules, never of findings.

    Accepted findings are counted by their channel, and nowhere else.
    """

    __slots__ = (
        "_letters",
        "_skips",
        "accepted",
        "by_code",
        "by_owner",
        "documents",
        "elsewhere",
        "failures",
        "severities",
        "stops",
        "subjects_with_findings",
        "unread",
    )

    def __init__(self) -> None:
        self.documents = 0
        self.subjects_with_findings = 0
        self.elsewhere: set[str] = set()
        """Where findings are that are in no document."""
        self.severities: Counter[Severity] = Counter()
        self.stops = 0
        """Findings at or above the threshold of their subject; accepted ones are none."""
        self.accepted: Counter[Channel] = Counter()
        self.by_code: Counter[str] = Counter()
        self.by_owner: Counter[tuple[str, str]] = Counter()
        """By owner, empty where there is none, and code."""
        # Most documents say the same, so that it is looked at once, at the end.
        self._letters: Counter[str] = Counter()
        self._skips: Counter[tuple[tuple[Skipped, ...], Required | None]] = Counter()
        self.failures: list[Failure] = []
        """The first hundred."""
        self.unread: list[Unread] = []

    def add(self, judgement: Judgement) -> None:
        """Count *judgement*."""
        self.documents += judgement.is_document
        is_clean = True
        for finding in judgement.findings:
            if finding.accepted:
                self.accepted[finding.accepted] += 1
                continue
            is_clean = False
            self.severities[finding.severity] += 1
            self.stops += finding.severity >= judgement.fail_on
            self.by_code[finding.code] += 1
            self.by_owner[judgement.subject.owner, finding.code] += 1
        self.subjects_with_findings += judgement.is_document and not is_clean
        if not is_clean and not judgement.is_document:
            self.elsewhere.add(judgement.place)
        self._letters[judgement.states] += 1
        self._skips[judgement.skipped, judgement.required] += 1
        if len(self.failures) < 100:  # noqa: PLR2004  more of them say nothing new
            self.failures.extend(judgement.failures)

    @property
    def states(self) -> Counter[State]:
        """How many subject-and-rule pairs have each state."""
        found: Counter[State] = Counter()
        for letters, count in self._letters.items():
            for letter, state in STATE_OF_LETTER.items():
                found[state] += letters.count(letter) * count
        return found

    @property
    def skipped(self) -> Counter[tuple[str, str]]:
        """How many subject-and-rule pairs lack (input, reason)."""
        found: Counter[tuple[str, str]] = Counter()
        for (skips, _), count in self._skips.items():
            for skip in skips:
                found[skip.input, skip.reason] += count
        return found

    @property
    def skipped_codes(self) -> dict[tuple[str, str], set[str]]:
        """The rules concerned, by (input, reason)."""
        found: dict[tuple[str, str], set[str]] = {}
        for skips, _ in self._skips:
            for skip in skips:
                found.setdefault((skip.input, skip.reason), set()).add(skip.code)
        return found

    @property
    def lacking(self) -> Counter[tuple[str, str, str]]:
        """How many checks lack a required input, by policy file, input and reason."""
        found: Counter[tuple[str, str, str]] = Counter()
        for (skips, required), count in self._skips.items():
            for skip in skips:
                if required is not None and skip.input in required.inputs:
                    found[required.file, skip.input, skip.reason] += count
        return found

    @property
    def lost(self) -> list[Unread]:
        """What could not be looked at: files, and inputs that the policy demands."""
        lacking = [
            Unread(
                file,
                f"{count} check{'' if count == 1 else 's'} without {name}, "
                "which [lint] require-inputs demands",
                reason,
                "not judged",
            )
            for (file, name, reason), count in sorted(self.lacking.items())
        ]
        return [*self.unread, *lacking]


class Report:
    """A run: what was judged under which policy, and a stream of judgements.

    Iterating yields each judgement once and counts it in `summary`; nothing is kept.
    """

    __slots__ = ("_appendix", "_judgements", "command", "policy", "rules", "summary")

    def __init__(
        self,
        *,
        command: str,
        policy: str,
        rules: tuple[Rule, ...],
        judgements: Iterable[Judgement | Unread],
        appendix: Callable[[Summary], Iterable[Appendix]] | None = None,
    ) -> None:
        self._appendix = appendix
        self.command = command
        """`lint`, `breaking`, `check`."""
        self.policy = policy
        """A line that names the policy: `no avrotower.toml: profile recommended, …`."""
        self.rules = rules
        """The rules of the run; `Judgement.states` is aligned with them."""
        self.summary = Summary()
        self._judgements = judgements

    def appendix(self) -> Iterable[Appendix]:
        """Return what is told at the end, when all judgements have been made."""
        return () if self._appendix is None else self._appendix(self.summary)

    def watch(self, through: Watch) -> None:
        """Let *through* see the judgements while they are made."""
        self._judgements = through(iter(self._judgements))

    def __iter__(self) -> Iterator[Judgement]:
        for judgement in self._judgements:
            if isinstance(judgement, Unread):
                self.summary.unread.append(judgement)
                continue
            self.summary.add(judgement)
            yield judgement
