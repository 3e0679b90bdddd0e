"""A policy file made ready for judging: which rules, how severe, with which options.

Only plain values go in, so that a policy that was validated before needs no validation.
"""

from __future__ import annotations

from functools import cached_property

from avrotower.finding import Severity
from avrotower.forms import TYPE_CHECKING
from avrotower.policy.profile import (
    FOLLOWED,
    KIND_OPTIONS,
    LEVELS,
    OF_KINDS,
    OPTIONS,
    PLACES,
    PROFILES,
)
from avrotower.policy.relaxation import cap_of
from avrotower.policy.template import matches_name, matches_path
from avrotower.rule import Options, Rule, Subject, option_key, option_names
from avrotower.schema.model import JSON, is_array

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Final, TypeAlias


Table: TypeAlias = "Mapping[str, JSON]"

_STRENGTH: Final = {name: number for number, name in enumerate(PROFILES)}
_ALL: Final = "ALL"
_THAWED: Final = "FULL_TRANSITIVE"
"""What a key that is not frozen owes: any reader may meet any record of it."""
_TIMESTAMP: Final = "VAL003"
"""Kind and generator take nothing back from it for a versioned table (RULES, VAL003)."""
_SELECTORS: Final = ("subjects", "topics", "owners", "contexts")
_WORDS: Final = {"roles": "role", "kinds": "kind", "generators": "generator"}


Matched: TypeAlias = "tuple[int, ...]"
"""The overrides that speak of a subject, by their positions."""


class Settings:
    """What one policy says, for every subject."""

    def __init__(
        self, data: Table, rules: Sequence[Rule], profile: str = "recommended"
    ) -> None:
        self.data = data
        """The policy file with all defaults, as JSON."""
        self.profile = profile
        self._rules = {name: rule for rule in rules for name in (rule.code, rule.name)}
        lint = data["lint"]
        self._selected = frozenset(self._select(lint, rules))
        self._base = self._severities(lint["severity"])
        self._of_word = {
            (table, word): self._severities_with_ignored(entry)
            for table in _WORDS
            for word, entry in data[table].items()
        }
        self._overrides: Sequence[Table] = data["overrides"]
        self._override_severities = [
            self._severities(entry["severity"]) for entry in self._overrides
        ]
        self._speaking = frozenset(
            name for name, topic in data["topics"].items() if _gives_options(topic)
        )
        self._options: dict[tuple[str, str, str, Matched], Options] = {}

    # Which overrides

    def matched(self, subject: Subject) -> Matched:
        """Return the overrides whose selectors all match *subject*."""
        return tuple(
            position
            for position, entry in enumerate(self._overrides)
            if _speaks_of(entry, subject)
        )

    # Severities

    def severity(self, rule: Rule, subject: Subject, matched: Matched) -> Severity:
        """Return how severe *rule* is for *subject*, before confidence caps it."""
        if rule.code not in self._selected:
            return Severity.OFF
        found = self._base.get(rule.code, rule.severity)
        found = self._of_word.get(("roles", subject.role), {}).get(rule.code, found)
        found = min(self._of_words(rule, subject, found), default=found)
        for position in matched:
            found = self._override_severities[position].get(rule.code, found)
        return found

    def _of_words(
        self, rule: Rule, subject: Subject, found: Severity
    ) -> Iterator[Severity]:
        """Yield what kind and generator say; what is yours replaces what ships."""
        for table, word in (("kinds", subject.kind), ("generators", subject.generator)):
            own = self._of_word.get((table, word), {}).get(rule.code)
            is_needed = rule.code == _TIMESTAMP and subject.topic in self._versioned
            most = Severity.ERROR if is_needed else cap_of(rule.code, word)
            if own is not None:
                yield own
            elif most < Severity.ERROR:
                yield min(found, most)

    @cached_property
    def _versioned(self) -> frozenset[str]:
        """The topics that are read as versioned tables: without event time, wrongly."""
        return frozenset(
            join[side]
            for join in self.data["joins"]
            if join["temporal"] == "versioned"
            for side in ("left", "right")
            if join[f"{side}-as"] == "table"
        )

    def _select(self, lint: Table, rules: Sequence[Rule]) -> Iterator[str]:
        strength = _STRENGTH[self.profile]
        chosen = lint["select"]
        # What is in preview is on by its name, or where all of that is wanted.
        asked = [rule for rule in rules if lint["preview"] or not rule.preview]
        ignored = {
            code
            for name in (*lint["ignore"], *lint["extend-ignore"])
            for code in self._codes(name, rules)
        }
        added = {
            code for name in lint["extend-select"] for code in self._codes(name, asked)
        }
        named = {code for name in chosen or () for code in self._codes(name, asked)}
        of_profile = {
            rule.code
            for rule in asked
            if _STRENGTH.get(rule.profile, len(PROFILES)) <= strength
        }
        on = added | (of_profile if chosen is None else named)
        yield from (
            rule.code for rule in rules if rule.code in on and rule.code not in ignored
        )

    def _codes(self, name: str, rules: Sequence[Rule]) -> Iterator[str]:
        """Yield the codes that *name* stands for: a rule, or of *rules* a family or all."""
        if name == _ALL:
            yield from (rule.code for rule in rules)
        elif name in self._rules:
            yield self._rules[name].code
        else:
            yield from (rule.code for rule in rules if rule.family == name)

    def _severities(self, table: Mapping[str, str]) -> dict[str, Severity]:
        return {
            self._rules[name].code: Severity.of(word)
            for name, word in table.items()
            if name in self._rules
        }

    def _severities_with_ignored(self, entry: Table) -> dict[str, Severity]:
        rules = tuple(dict.fromkeys(self._rules.values()))
        ignored = {
            code: Severity.OFF
            for name in entry["ignore"]
            for code in self._codes(name, rules)
        }
        return {**self._severities(entry["severity"]), **ignored}

    # Options

    def topic(self, subject: Subject) -> str:
        """Return the topic of *subject*, if what is said of it gives rules options."""
        return subject.topic if subject.topic in self._speaking else ""

    def options(
        self, rule: Rule, matched: Matched, kind: str = "", topic: str = ""
    ) -> Options:
        """Return the options of *rule* for a *kind* and a *topic*, as `topic` gives it."""
        key = rule.code, kind, topic, matched
        made = self._options.get(key)
        if made is None:
            values = self._values(rule, matched, kind, topic)
            known = {option_key(name): name for name in option_names(rule.options)}
            made = self._options[key] = rule.options(
                **{known[key]: _as_option(value) for key, value in values.items()}
            )
        return made

    def _values(
        self, rule: Rule, matched: Matched, kind: str, topic: str
    ) -> dict[str, JSON]:
        """Return what is said of the options of *rule*; what is nearer comes later."""
        code = rule.code
        values = self._followed(rule, matched, kind, topic)
        values.update(OPTIONS.get(self.profile, {}).get(code, {}))
        values.update(KIND_OPTIONS.get(self.profile, {}).get(kind, {}).get(code, {}))
        values.update(_of_rule(rule, self.data["rules"]))
        values.update(_places(code, self.data["kinds"].get(kind, {})))
        for position in matched:
            values.update(_of_rule(rule, self._overrides[position]["options"]))
        if code == OF_KINDS:
            own = {kind: self._of_kind(kind)[0]} if kind else {}
            values["levels"] = {**own, **values.get("levels", {})}
        table: Table = self.data["topics"].get(topic, {})
        values.update(_places(code, table))
        if table.get("key") == "none" and "id-in" in values:
            # What has no key has no id in it.
            left = tuple(place for place in values["id-in"] if place != "key")
            values["id-in"] = left or ("value",)
        return values

    def _followed(
        self, rule: Rule, matched: Matched, kind: str, topic: str
    ) -> dict[str, JSON]:
        """Return the options of other rules that *rule* judges with."""
        values: dict[str, JSON] = {}
        for key, (code, name) in FOLLOWED.get(rule.code, {}).items():
            other = self._rules.get(code)
            if other is not None:
                theirs = self._values(other, matched, kind, topic)
                if name in theirs:
                    values[key] = theirs[name]
        return values

    # Levels and thresholds

    def level(self, subject: Subject, matched: Matched) -> str | None:
        """Return the level that is demanded of *subject* (RULES, 2.6)."""
        return self.level_at(subject, matched)[0]

    def level_at(
        self, subject: Subject, matched: Matched
    ) -> tuple[str | None, tuple[str | int, ...]]:
        """Return the level that is demanded, and which key says so; none in a profile."""
        if subject.role == "key" and not subject.has_frozen_key:
            return _THAWED, ("topics", subject.topic, "frozen-key")
        topic = self.data["topics"].get(subject.topic, {}).get("compatibility")
        if topic is not None:
            return topic, ("topics", subject.topic, "compatibility")
        for position in reversed(matched):
            found = self._overrides[position]["compatibility"]
            if found is not None:
                return found, ("overrides", position, "compatibility")
        return self._of_kind(subject.kind)

    def _of_kind(self, kind: str) -> tuple[str | None, tuple[str | int, ...]]:
        """Return the level that every subject of *kind* owes, and which key says so."""
        of_kind = self.data["kinds"].get(kind, {}).get("compatibility")
        if of_kind:
            return of_kind, ("kinds", kind, "compatibility")
        if self.data["compat"]["level"]:
            return self.data["compat"]["level"], ("compat", "level")
        return LEVELS[kind][_STRENGTH[self.profile]], ()

    def fail_on(self, matched: Matched) -> Severity:
        """Return from which severity on a finding stops a change."""
        word: str = self.data["lint"]["fail-on"]
        for position in matched:
            word = self._overrides[position]["fail-on"] or word
        return Severity.of(word)

    @cached_property
    def threshold(self) -> Severity:
        """The severity of `[lint] fail-on`."""
        return Severity.of(str(self.data["lint"]["fail-on"]))


def _gives_options(topic: Table) -> bool:
    """Whether what is said of *topic* gives options to rules."""
    return topic["key"] == "none" or any(topic[key] is not None for key in PLACES)


def _of_rule(rule: Rule, table: Table) -> Table:
    """Return the options that *table* has for *rule*, under either of its names."""
    return {**table.get(rule.code, {}), **table.get(rule.name, {})}


def _places(code: str, table: Table) -> dict[str, JSON]:
    """Return the options that *table*, of a topic or a kind, has for the rule *code*."""
    return {
        key: (value,) if isinstance(value, str) else value
        for key, rule in PLACES.items()
        if rule == code and (value := table.get(key)) is not None
    }


def _as_option(value: JSON) -> JSON:
    return tuple(value) if is_array(value) else value


def _speaks_of(entry: Table, subject: Subject) -> bool:
    """Whether all selectors of the override *entry* match *subject*."""
    facts = {
        "subjects": subject.name,
        "topics": subject.topic,
        "owners": subject.owner,
        "contexts": subject.context,
    }
    for selector in _SELECTORS:
        patterns = entry[selector]
        if patterns is not None and not any(
            matches_name(pattern, facts[selector]) for pattern in patterns
        ):
            return False
    if entry["files"] is not None and not any(
        matches_path(pattern, subject.path) for pattern in entry["files"]
    ):
        return False
    return all(
        entry[table] is None or getattr(subject, attribute) in entry[table]
        for table, attribute in _WORDS.items()
    )
