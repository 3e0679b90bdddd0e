"""What a policy means for one file or subject, with the origin of every value."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from avrotower.finding import Severity
from avrotower.policy.choice import Policy
from avrotower.policy.load import Inspected
from avrotower.policy.load.origin import Origins
from avrotower.policy.relaxation import cap_of
from avrotower.rule import Rule, Subject, option_key, option_names

JSON: TypeAlias = Any


class Row(NamedTuple):
    """One value, and where it comes from."""

    name: str
    value: JSON
    origin: str
    """`avrotower.toml:54`, or the profile."""
    is_option: bool = False
    """Whether it belongs to the rule of a row above."""


def subject_rows(subject: Subject, policy: Policy, seen: Inspected) -> Iterator[Row]:
    """Yield what is known of *subject*."""
    topic = "topics", subject.topic
    origins = seen.origins
    evidence = f"{subject.confidence}: {subject.evidence}"
    yield Row("subject", subject.name, subject.path)
    yield Row("role", subject.role or "none", evidence)
    yield Row("kind", subject.kind, origins.of(*topic, "kind") or _kind(subject))
    marked = "no marks" if subject.generator == "none" else "marks in the text"
    yield Row("generator", subject.generator, origins.of(*topic, "generator") or marked)
    if subject.owner:
        owner = origins.of(*topic, "owner") or origins.of("project", "owner")
        yield Row("owner", subject.owner, owner)
    level = policy.demanded(subject)
    yield Row("level", level or "none", _level(subject, policy, seen))
    matched = policy.facet(subject).overrides
    for position in matched:
        yield Row("override", position + 1, origins.of("overrides", position))


def _kind(subject: Subject) -> str:
    """Say where a kind comes from that no topic declares."""
    if subject.kind == "unknown":
        return f'nothing tells it; declare it in [topics."{subject.topic}"]'
    return f"{subject.confidence}: {subject.evidence}"


def _level(subject: Subject, policy: Policy, seen: Inspected) -> str:
    origins = seen.origins
    matched = policy.facet(subject).overrides
    return (
        origins.of("topics", subject.topic, "compatibility")
        or next(
            (
                found
                for position in reversed(matched)
                if (found := origins.of("overrides", position, "compatibility"))
            ),
            "",
        )
        or origins.of("kinds", subject.kind, "compatibility")
        or origins.of("compat", "level")
        or f"profile:{seen.loaded.profile}"
    )


def rule_rows(subject: Subject, policy: Policy, seen: Inspected) -> Iterator[Row]:
    """Yield the severity of every rule for *subject*, and the options that are set."""
    facet = policy.facet(subject)
    for chosen in policy.chosen:
        rule = chosen.rule
        severity = policy.severity(chosen, subject, facet)
        origin = _severity(rule, subject, facet.overrides, seen)
        settings = policy.settings
        if settings is not None:
            found = settings.severity(rule, subject, facet.overrides)
            if not origin:
                origin = _shipped(rule, subject, found, seen)
            if severity < found:
                origin = f"{origin}, at most {severity.word}: {_doubt(subject)}"
        yield Row(rule.code, severity.word, origin)
        if severity is Severity.OFF:
            continue
        options = policy.options(chosen, facet)
        for name in option_names(rule.options):
            key = option_key(name)
            where = _option(rule, key, facet.overrides, seen.origins)
            if where:
                yield Row(key, getattr(options, name), where, is_option=True)


def _severity(
    rule: Rule, subject: Subject, matched: tuple[int, ...], seen: Inspected
) -> str:
    origins = seen.origins
    places: list[tuple[str | int, ...]] = [
        ("overrides", position, "severity") for position in reversed(matched)
    ]
    places += [
        ("kinds", subject.kind, "severity"),
        ("generators", subject.generator, "severity"),
        ("roles", subject.role or "", "severity"),
        ("lint", "severity"),
    ]
    for place in places:
        for name in (rule.code, rule.name):
            found = origins.of(*place, name)
            if found:
                return found
    for key in ("extend-ignore", "ignore", "extend-select", "select"):
        listed = seen.loaded.data["lint"][key] or ()
        for index, name in enumerate(listed):
            if name in {rule.code, rule.name, rule.family, "ALL"}:
                return f"{origins.of('lint', key, index)} [lint] {key}"
    return ""


def _shipped(rule: Rule, subject: Subject, found: Severity, seen: Inspected) -> str:
    """Say what ships with the edition: the profile, or what takes it back."""
    if rule.profile == "opt-in" and found is Severity.OFF:
        return "opt-in"
    for what, word in (("kind", subject.kind), ("generator", subject.generator)):
        if found == cap_of(rule.code, word) < rule.severity:
            return f"{what} {word}"
    return f"profile:{seen.loaded.profile}"


def _doubt(subject: Subject) -> str:
    is_guess = subject.confidence == "guess"
    return "the role is a guess" if is_guess else "nothing declares the kind"


def _option(rule: Rule, key: str, matched: tuple[int, ...], origins: Origins) -> str:
    places: list[tuple[str | int, ...]] = [
        ("overrides", position, "options") for position in reversed(matched)
    ]
    for place in (*places, ("rules",)):
        for name in (rule.code, rule.name):
            found = origins.of(*place, name, key)
            if found:
                return found
    return ""
