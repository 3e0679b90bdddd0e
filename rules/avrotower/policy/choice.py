"""The rules of a run, and how severe each is for one subject."""

from __future__ import annotations

from avrotower.finding import Severity
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.policy.profile import EDITIONS, FOREIGN_TYPES, LEVELS, PROFILES
from avrotower.policy.relaxation import cap
from avrotower.rule import Input, Options, Rule, Subject

if TYPE_CHECKING:  # only where there is a policy file
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Final

    from avrotower.policy.acceptance import Acceptance
    from avrotower.policy.load import Loaded
    from avrotower.policy.settings import Settings
    from avrotower.topology import Declaration, Topology

EDITION: Final = EDITIONS[-1]
"""The newest edition: it fixes rules, severities and option defaults."""

NOTE: Final = "avrotower:allow"
"""What a text contains that accepts a finding by itself."""
_STRENGTH: Final = {name: number for number, name in enumerate(PROFILES)}
_RECOMMENDED: Final = PROFILES.index("recommended")
_GUESS_FAMILIES: Final = {"KEY", "VAL", "STM"}
_UNDECLARED: Final = {"VAL001", "VAL003"}
_FREEZES: Final = {"KEY009"}
"""Rules that a key with `frozen-key = false` is not held to."""
_EVOLUTION: Final = "CMP"
"""The family by which such a key is judged like a value (RULES, 8)."""


class Chosen(NamedTuple):
    """A rule of the run."""

    rule: Rule
    options: Options | None = None
    """Its options where a policy file says nothing; None for those by default."""
    is_on: bool = True
    """Whether the profile has the rule; others stay in the list, and are off."""


class Facet(NamedTuple):
    """What a policy says about one subject; equal facets mean the same."""

    role: str | None
    kind: str
    generator: str
    confidence: str
    is_frozen: bool = False
    """Whether it is a key whose text may never change."""
    overrides: tuple[int, ...] = ()
    """The positions of the `[[overrides]]` that speak of the subject."""
    topic: str = ""
    """The topic, where what the policy says of it gives rules options."""
    declared: frozenset[Declaration] = frozenset()
    """What is declared of its topic that makes further rules apply."""


class Required(NamedTuple):
    """Inputs that a policy demands (CONFIG, 10)."""

    file: str
    """The policy file, as people name it."""
    inputs: frozenset[Input]


class Policy(NamedTuple):
    """The rules chosen and where they come from."""

    source: str
    """The first line of a report: `no avrotower.toml: profile recommended, …`."""
    chosen: tuple[Chosen, ...]
    level: str | None = None
    """A compatibility level that overrides what is demanded; None to go by kind."""
    settings: Settings | None = None
    """What a policy file says; None where there is none."""
    hash: str = ""
    """The policy hash; empty where there is no policy file."""
    acceptance: Acceptance | None = None
    """What is accepted beside notes in the texts; None where nothing is."""
    file: str = ""
    """The policy file, as people name it; empty where there is none."""
    topology: Topology | None = None
    """What it declares of topics and of who joins them; None where it declares nothing."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules alone."""
        return tuple(entry.rule for entry in self.chosen)

    @property
    def accepts(self) -> bool:
        """Whether it accepts findings beside notes in the texts."""
        return self.acceptance is not None and not self.acceptance.is_empty

    @property
    def has_patterns(self) -> bool:
        """Whether it has patterns that may match nothing."""
        return self.settings is not None and bool(self.settings.data["overrides"])

    @property
    def is_ratchet(self) -> bool:
        """Whether findings that the latest version already has do not count."""
        if self.settings is None:
            return False
        return bool(self.settings.data["lint"]["ratchet"] == "history")

    @property
    def required(self) -> Required | None:
        """The inputs without which a run is none; None where there are none such."""
        if self.settings is None or not self.settings.data["lint"]["require-inputs"]:
            return None
        inputs = frozenset(self.settings.data["lint"]["require-inputs"])
        return Required(self.file, inputs)

    @property
    def foreign_types(self) -> Sequence[str]:
        """Globs over the names of other people's types."""
        if self.settings is None:
            return FOREIGN_TYPES
        found: list[str] = self.settings.data["project"]["foreign-types"]
        return found

    def table(self, name: str) -> Mapping[str, Any]:
        """Return a table of the policy file; empty where there is no file."""
        if self.settings is None:
            return {}
        found: Mapping[str, Any] = self.settings.data[name]
        return found

    def about(self, has_rule: Callable[[Rule], bool]) -> Policy:
        """Return the policy with those of its rules alone that *has_rule* takes."""
        chosen = tuple(entry for entry in self.chosen if has_rule(entry.rule))
        return self._replace(chosen=chosen)

    def facet(self, subject: Subject) -> Facet:
        """Return what counts of *subject*."""
        own = Facet(
            subject.role,
            subject.kind,
            subject.generator,
            subject.confidence,
            subject.is_frozen,
        )
        if self.settings is None:
            return own
        own = own._replace(
            overrides=self.settings.matched(subject),
            topic=self.settings.topic(subject),
        )
        if self.topology is None:
            return own
        return own._replace(declared=self.topology.declared(subject.topic))

    def severity(self, chosen: Chosen, subject: Subject, facet: Facet) -> Severity:
        """Return how severe a rule may be at most for *subject*."""
        if self.settings is None:
            return severity(chosen.rule, subject) if chosen.is_on else Severity.OFF
        found = self.settings.severity(chosen.rule, subject, facet.overrides)
        return confident(found, chosen.rule, subject)

    def options(self, chosen: Chosen, facet: Facet) -> Options:
        """Return the options of a rule."""
        if self.settings is None:
            return chosen.options or chosen.rule.options()
        return self.settings.options(
            chosen.rule, facet.overrides, facet.kind, facet.topic
        )

    def fail_on(self, facet: Facet) -> Severity:
        """Return from which severity on a finding stops a change."""
        if self.settings is None:
            return Severity.ERROR
        return self.settings.fail_on(facet.overrides)

    def demanded(self, subject: Subject) -> str | None:
        """Return the level that *subject* owes to its history (RULES, 2.6)."""
        if self.level is not None:
            return self.level
        if self.settings is None:
            return LEVELS[subject.kind][_RECOMMENDED]
        return self.settings.level(subject, self.settings.matched(subject))

    def demanded_at(self, subject: Subject) -> tuple[str | None, tuple[str | int, ...]]:
        """Return the level that *subject* owes, and which key says so; none in a profile."""
        if self.settings is None:
            return self.demanded(subject), ()
        return self.settings.level_at(subject, self.settings.matched(subject))


def configured(
    rules: tuple[Rule, ...], loaded: Loaded, level: str | None = None
) -> Policy:
    """Return the policy that a file holds."""
    from avrotower.policy.settings import Settings  # noqa: PLC0415  not without a file

    edition = loaded.data["edition"]
    told = f"edition {edition}" if edition else f"edition {EDITION} (not written there)"
    settings = Settings(loaded.data, rules, loaded.profile)
    return Policy(
        f"{loaded.name}: profile {loaded.profile}, {told}, policy {loaded.hash[:12]}",
        tuple(map(Chosen, rules)),
        level,
        settings,
        loaded.hash,
        file=loaded.name,
    )


def without_configuration(rules: tuple[Rule, ...], level: str | None = None) -> Policy:
    """Return the policy of a project without any file: profile recommended (CONFIG, 20)."""
    return Policy(
        f"no avrotower.toml: profile recommended, edition {EDITION}",
        tuple(
            Chosen(
                rule,
                is_on=not rule.preview
                and _STRENGTH.get(rule.profile, len(PROFILES)) <= _RECOMMENDED,
            )
            for rule in rules
        ),
        level,
    )


def calls_for(rule: Rule, subject: Subject) -> bool:
    """Whether role, kind and declarations of *subject* call for *rule*."""
    # A type without a role is no key; what values owe by their kind is off.
    role = subject.role or "value"
    if role == "key" and not subject.is_frozen:
        if rule.code in _FREEZES:
            return False
        if rule.family == _EVOLUTION:
            role = "value"
    return role in rule.roles and subject.kind in rule.kinds


def aligned(policy: Policy, ours: tuple[Rule, ...], own: Mapping[str, Rule]) -> Policy:
    """Return *policy* with a place for each rule of *own*, by codes, behind *ours*.

    Those that it does not have are off.
    """
    has = {chosen.rule.code: chosen for chosen in policy.chosen}
    places = (has.get(code) or Chosen(rule, is_on=False) for code, rule in own.items())
    return policy._replace(chosen=(*policy.chosen[: len(ours)], *places))


def severity(rule: Rule, subject: Subject) -> Severity:
    """Return how severe *rule* may be at most for *subject* (CONFIG, 10; RULES, 2.8)."""
    found = min(rule.severity, cap(rule.code, subject.kind, subject.generator))
    return confident(found, rule, subject)


def confident(found: Severity, rule: Rule, subject: Subject) -> Severity:
    """Return *found*, capped by how sure role and kind are."""
    if subject.confidence == "guess" and rule.family in _GUESS_FAMILIES:
        found = min(found, Severity.INFO)
    if subject.kind == "unknown" and rule.code in _UNDECLARED:
        # Nobody has said that the record is an event or an entity.
        found = min(found, Severity.WARNING)
    return found
