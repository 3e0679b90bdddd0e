"""What a policy means for one file or subject, with the origin of every value."""

from collections.abc import Iterator
from typing import NamedTuple

from avrotower.finding import Severity
from avrotower.policy.choice import Facet, Policy
from avrotower.policy.load import Inspected
from avrotower.policy.load.origin import Origins
from avrotower.policy.profile import FOLLOWED, KIND_OPTIONS, PLACES
from avrotower.policy.relaxation import cap_of
from avrotower.rule import Rule, Subject, option_key, option_names
from avrotower.schema.model import JSON


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
    yield from _declared(subject, policy, origins)
    matched = policy.facet(subject).overrides
    for position in matched:
        yield Row("override", position + 1, origins.of("overrides", position))


def _declared(subject: Subject, policy: Policy, origins: Origins) -> Iterator[Row]:
    """Yield what the policy declares of the topic that makes further rules apply."""
    topology = policy.topology
    if topology is None:
        return
    for group in topology.groups_of(subject.topic):
        is_named = group.at[0] == "join-groups"
        name = group.at[1] if is_named else group.name
        yield Row("join group", name, origins.of(*group.at))
    topic = topology.topics.get(subject.topic)
    if topic is None:
        return
    if "effective-dated" in topic.declared:
        at = "topics", topic.name, "effective-dated"
        yield Row("effective-dated", topic.effective_date or True, origins.of(*at))
    if "retractable" in topic.declared:
        at = "topics", topic.name, "retractable"
        way = f"by {topic.retraction}" if topic.retraction else True
        yield Row("retractable", way, origins.of(*at))
    for app in topology.readers(topic):
        yield Row("read by", app, origins.of("apps", app))


def _kind(subject: Subject) -> str:
    """Say where a kind comes from that no topic declares."""
    if subject.kind == "unknown":
        return f'nothing tells it; declare it in [topics."{subject.topic}"]'
    return f"{subject.confidence}: {subject.evidence}"


def _level(subject: Subject, policy: Policy, seen: Inspected) -> str:
    if policy.settings is None:
        return ""
    matched = policy.facet(subject).overrides
    _, at = policy.settings.level_at(subject, matched)
    return seen.origins.of(*at) if at else f"profile:{seen.loaded.profile}"


def rule_rows(subject: Subject, policy: Policy, seen: Inspected) -> Iterator[Row]:
    """Yield the severity of every rule for *subject*, and the options that are set."""
    facet = policy.facet(subject)
    rules = {rule.code: rule for rule in policy.rules}
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
            where = _option(rule, key, subject, facet, seen)
            followed = FOLLOWED.get(rule.code, {}).get(key)
            if not where and followed is not None:
                code, of_other = followed
                where = _option(rules[code], of_other, subject, facet, seen)
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
    return rule.origin


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


def _option(
    rule: Rule, key: str, subject: Subject, facet: Facet, seen: Inspected
) -> str:
    """Return where the option *key* of *rule* is said for *subject*, empty for nowhere."""
    origins = seen.origins
    names = (rule.code, rule.name)
    of_rule = [
        origins.of("overrides", position, "options", name, key)
        for position in reversed(facet.overrides)
        for name in names
    ]
    is_place = PLACES.get(key) == rule.code
    said = [
        origins.of("topics", subject.topic, key) if is_place else "",
        *of_rule,
        origins.of("kinds", subject.kind, key) if is_place else "",
        *(origins.of("rules", name, key) for name in names),
    ]
    profile = seen.loaded.profile
    if key in KIND_OPTIONS.get(profile, {}).get(subject.kind, {}).get(rule.code, {}):
        said.append(f"profile:{profile}, kind {subject.kind}")
    return next(filter(None, said), "")
