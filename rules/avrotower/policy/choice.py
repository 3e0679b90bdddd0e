"""The rules of a run, and how severe each is for one subject."""

from typing import Final, NamedTuple

from avrotower.finding import Severity
from avrotower.policy.relaxation import cap
from avrotower.rule import Options, Rule, Subject

EDITION: Final = "2026"
"""The newest edition: it fixes rules, severities and option defaults."""

_STRENGTH: Final = {"minimal": 0, "recommended": 1, "strict": 2, "opt-in": 3}
_GUESS_FAMILIES: Final = {"KEY", "VAL", "STM"}
_UNDECLARED: Final = {"VAL001", "VAL003"}


class Chosen(NamedTuple):
    """A rule of the run with its options."""

    rule: Rule
    options: Options


class Policy(NamedTuple):
    """The rules chosen and where they come from."""

    source: str
    """The first line of a report: `no avrotower.toml: profile recommended, …`."""
    chosen: tuple[Chosen, ...]
    level: str | None = None
    """A compatibility level that overrides what kinds demand; None to go by kind."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules alone."""
        return tuple(entry.rule for entry in self.chosen)


def without_configuration(rules: tuple[Rule, ...], level: str | None = None) -> Policy:
    """Return the policy of a project without any file: profile recommended (CONFIG, 20)."""
    return Policy(
        f"no avrotower.toml: profile recommended, edition {EDITION}",
        tuple(
            Chosen(rule, rule.options())
            for rule in rules
            if _STRENGTH[rule.profile] <= _STRENGTH["recommended"]
        ),
        level,
    )


def severity(rule: Rule, subject: Subject) -> Severity:
    """Return how severe *rule* may be at most for *subject* (CONFIG, 10; RULES, 2.8)."""
    found = min(rule.severity, cap(rule.code, subject.kind, subject.generator))
    if subject.confidence == "guess" and rule.family in _GUESS_FAMILIES:
        found = min(found, Severity.INFO)
    if subject.kind == "unknown" and rule.code in _UNDECLARED:
        # Nobody has said that the record is an event or an entity.
        found = min(found, Severity.WARNING)
    return found


DEMANDED: Final[dict[str, str | None]] = {
    "event": "FULL",
    "command": "BACKWARD",
    "entity": "FULL_TRANSITIVE",
    "cdc": "BACKWARD",
    "changelog": "BACKWARD_TRANSITIVE",
    "repartition": "FULL",
    "fk-join": "FULL",
    "shared": "FULL_TRANSITIVE",
    "unknown": "BACKWARD",
    "dlq": None,
}
"""The level that the profile recommended demands, by kind (RULES, 2.6)."""
