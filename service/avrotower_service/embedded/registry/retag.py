"""`POST …/tags`: a new version with other tags, metadata or rules (REGISTRY, A.15)."""

from collections.abc import Sequence
from typing import NamedTuple

from avrotower_service.embedded.registry import rule_set, tag
from avrotower_service.embedded.registry.lookup import Shelf
from avrotower_service.embedded.registry.metadata import EMPTY, Metadata
from avrotower_service.embedded.registry.reading import version
from avrotower_service.embedded.registry.refusal import RefusedError
from avrotower_service.embedded.registry.register import Request, add
from avrotower_service.embedded.registry.rule_set import RuleSet
from avrotower_service.embedded.registry.subject import Subject
from avrotower_service.embedded.registry.tag import Tagging
from avrotower_service.embedded.registry.value import Registered
from avrotower_service.embedded.registry.view import Outcome


class Retag(NamedTuple):
    """What a body asks for."""

    tagging: Tagging
    new_version: int | None = None
    metadata: Metadata | None = None
    rules: RuleSet | None = None
    merge: RuleSet | None = None
    remove: Sequence[str] | None = None


def retag(
    shelf: Shelf, subject: Subject, number: int, asked: Retag, *, now_ms: int
) -> Outcome[Registered]:
    """Return the new version that *asked* makes of version *number*.

    Raises:
        RefusedError: If it may not be registered.
    """
    found = version(shelf, subject, number, deleted=False)
    does_change = asked.merge is not None or asked.remove is not None
    if does_change and asked.rules is not None:
        raise RefusedError(
            42210,
            "ruleSet should be omitted if specifying rulesToMerge or rulesToRemove",
        )
    rule_set.check(asked.merge)
    rule_set.check(asked.rules)
    following = asked.new_version or 0
    metadata = found.content.metadata if asked.metadata is None else asked.metadata
    content = tag.tagged(shelf.texts, shelf.stored(found), asked.tagging)._replace(
        metadata=(metadata or EMPTY).with_version(following),
        rule_set=_rules(shelf, subject, asked),
    )
    request = Request(content, version=following)
    return add(shelf, subject, request, normalize=False, now_ms=now_ms)


def _rules(shelf: Shelf, subject: Subject, asked: Retag) -> RuleSet | None:
    if asked.merge is None and asked.remove is None:
        return asked.rules
    number = -1 if asked.new_version is None else asked.new_version - 1
    old = shelf.seen(subject, number, deleted=False)
    rules = None if old is None else old.content.rule_set
    rules = rule_set.merged(rules, asked.merge)
    if rules is not None and asked.remove is not None:
        rules = rules.without(asked.remove)
    return rules
