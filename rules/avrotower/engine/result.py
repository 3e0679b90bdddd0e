"""What judging gives: a judgement per subject, a summary over all of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from avrotower.finding import Channel, Finding, Severity
from avrotower.rule import Input, Rule, Subject

State: TypeAlias = Literal[
    "clean", "found", "not applicable", "off", "skipped", "failed"
]
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

    def state(self, index: int) -> State:
        """Return what became of the rule at *index* of the run."""
        return STATE_OF_LETTER[self.states[index]]


Watch: TypeAlias = Callable[
    [Iterator["Judgement | Unread"]], Iterator["Judgement | Unread"]
]
"""Something that passes judgements on and looks at them."""


class Summary:
    """Counts over a run; grows with the number of rules, never of findings.

    Accepted findings are counted by their channel, and nowhere else.
    """

    __slots__ = (
        "accepted",
        "by_code",
        "documents",
        "failures",
        "severities",
        "skipped",
        "skipped_codes",
        "states",
        "stops",
        "subjects_with_findings",
        "unread",
    )

    def __init__(self) -> None:
        self.documents = 0
        self.subjects_with_findings = 0
        self.severities: Counter[Severity] = Counter()
        self.stops = 0
        """Findings at or above the threshold of their subject; accepted ones are none."""
        self.accepted: Counter[Channel] = Counter()
        self.by_code: Counter[str] = Counter()
        self.states: Counter[State] = Counter()
        self.skipped: Counter[tuple[str, str]] = Counter()
        """How many subject-and-rule pairs lack (input, reason)."""
        self.skipped_codes: dict[tuple[str, str], set[str]] = {}
        """The rules concerned, by (input, reason)."""
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
        self.subjects_with_findings += judgement.is_document and not is_clean
        for letter, state in STATE_OF_LETTER.items():
            self.states[state] += judgement.states.count(letter)
        for skip in judgement.skipped:
            lack = skip.input, skip.reason
            self.skipped[lack] += 1
            self.skipped_codes.setdefault(lack, set()).add(skip.code)
        if len(self.failures) < 100:  # noqa: PLR2004  more of them say nothing new
            self.failures.extend(judgement.failures)


class Report:
    """A run: what was judged under which policy, and a stream of judgements.

    Iterating yields each judgement once and counts it in `summary`; nothing is kept.
    """

    __slots__ = ("_judgements", "command", "policy", "rules", "summary")

    def __init__(
        self,
        *,
        command: str,
        policy: str,
        rules: tuple[Rule, ...],
        judgements: Iterable[Judgement | Unread],
    ) -> None:
        self.command = command
        """`lint`, `breaking`, `check`."""
        self.policy = policy
        """A line that names the policy: `no avrotower.toml: profile recommended, …`."""
        self.rules = rules
        """The rules of the run; `Judgement.states` is aligned with them."""
        self.summary = Summary()
        self._judgements = judgements

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
