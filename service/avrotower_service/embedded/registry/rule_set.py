"""Rule sets: data contracts that clients execute and the registry only keeps (A.15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from avrotower.schema.model import JSON
from avrotower_service.embedded.registry.metadata import (
    Digest,
    Pairs,
    as_bytes,
    as_set,
    in_order,
)
from avrotower_service.embedded.registry.refusal import RefusedError

KINDS: Final = ("TRANSFORM", "CONDITION")
MODES: Final = ("UPGRADE", "DOWNGRADE", "UPDOWN", "WRITE", "READ", "WRITEREAD")
LISTS: Final = ("migrationRules", "domainRules", "encodingRules")
_MIGRATION: Final = frozenset(MODES[:3])
_SEVERAL: Final = frozenset({"WRITEREAD", "UPDOWN"})
_LONGEST: Final = 256


class Rule(NamedTuple):
    """One rule of a data contract."""

    name: str | None = None
    doc: str | None = None
    kind: str = "TRANSFORM"
    mode: str = "WRITEREAD"
    type: str | None = None
    tags: tuple[str, ...] = ()
    params: Pairs = ()
    expr: str | None = None
    on_success: str | None = None
    on_failure: str | None = None
    disabled: bool = False

    def json(self) -> dict[str, JSON]:
        """Return this as answers show it; empty parts are left out."""
        parts: dict[str, JSON] = {
            "name": self.name,
            "doc": self.doc,
            "kind": self.kind,
            "mode": self.mode,
            "type": self.type,
            "tags": list(self.tags),
            "params": dict(self.params),
            "expr": self.expr,
            "onSuccess": self.on_success,
            "onFailure": self.on_failure,
        }
        shown = {name: part for name, part in parts.items() if part}
        return {**shown, "disabled": self.disabled}

    def feed(self, digest: Digest) -> None:
        """Add this to the *digest* of a schema's identity."""
        params = [part for pair in self.params for part in pair]
        for text in (
            *(self.name, self.doc, self.kind, self.mode, self.type),
            *self.tags,
            *params,
            *(self.expr, self.on_success, self.on_failure),
        ):
            if text is not None:
                digest.update(as_bytes(text))
        if self.disabled:
            digest.update(b"\x01")


class RuleSet(NamedTuple):
    """The rules of a schema."""

    migration: tuple[Rule, ...] = ()
    domain: tuple[Rule, ...] = ()
    encoding: tuple[Rule, ...] = ()
    enable_at: str | None = None

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, in the order in which they are looked at."""
        return (*self.migration, *self.domain, *self.encoding)

    def json(self) -> dict[str, JSON]:
        """Return this as answers show it; empty parts are left out."""
        parts: dict[str, JSON] = {
            name: [rule.json() for rule in rules]
            for name, rules in zip(
                LISTS, (self.migration, self.domain, self.encoding), strict=True
            )
        }
        parts["enableAt"] = self.enable_at
        return {name: part for name, part in parts.items() if part}

    def java(self) -> str:
        """Return this as Java prints it inside of messages."""
        lists = (
            f"{name}=[{', '.join(rule.name or '' for rule in rules)}]"
            for name, rules in zip(
                LISTS, (self.migration, self.domain, self.encoding), strict=True
            )
        )
        return f"Rules{{{', '.join(lists)}, enableAt={self.enable_at or 'null'}}}"

    def feed(self, digest: Digest) -> None:
        """Add this to the *digest* of a schema's identity."""
        for rule in self.rules:
            rule.feed(digest)
        if self.enable_at is not None:
            digest.update(as_bytes(self.enable_at))

    def without(self, names: Iterable[str]) -> RuleSet:
        """Return this without the rules of these *names*."""
        gone = set(names)
        migration, domain, encoding = (
            tuple(rule for rule in rules if rule.name not in gone)
            for rules in (self.migration, self.domain, self.encoding)
        )
        return RuleSet(migration, domain, encoding, self.enable_at)


def rule_set_of(data: Mapping[str, JSON]) -> RuleSet:
    """Return what *data*, checked before, says."""
    migration, domain, encoding = (
        tuple(_rule_of(rule) for rule in data.get(name) or ()) for name in LISTS
    )
    return RuleSet(migration, domain, encoding, data.get("enableAt"))


def _rule_of(data: Mapping[str, JSON]) -> Rule:
    params: Mapping[str, str] = data.get("params") or {}
    return Rule(
        name=data.get("name"),
        doc=data.get("doc"),
        kind=data.get("kind") or "TRANSFORM",
        mode=data.get("mode") or "WRITEREAD",
        type=data.get("type"),
        tags=as_set(data.get("tags") or ()),
        params=in_order(params.items()),
        expr=data.get("expr"),
        on_success=data.get("onSuccess"),
        on_failure=data.get("onFailure"),
        disabled=bool(data.get("disabled")),
    )


def merged(old: RuleSet | None, new: RuleSet | None) -> RuleSet | None:
    """Return *old* with the rules of *new*, which replace those of the same name."""
    if old is None or new is None:
        return new if old is None else old
    return RuleSet(
        _merged(old.migration, new.migration),
        _merged(old.domain, new.domain),
        _merged(old.encoding, new.encoding),
        new.enable_at or old.enable_at,
    )


def _merged(old: Sequence[Rule], new: Sequence[Rule]) -> tuple[Rule, ...]:
    names = {rule.name for rule in new}
    return (*(rule for rule in old if rule.name not in names), *new)


def check(rules: RuleSet | None) -> None:
    """Refuse what no client could execute.

    Raises:
        RefusedError: 42210, naming the rule.
    """
    if rules is None:
        return
    seen: set[str | None] = set()
    for told, allowed, part in (
        (
            "Migration rules can only be UPGRADE, DOWNGRADE, UPDOWN",
            True,
            rules.migration,
        ),
        ("Domain rules can only be WRITE, READ, WRITEREAD", False, rules.domain),
        ("Encoding rules can only be WRITE, READ, WRITEREAD", False, rules.encoding),
    ):
        for rule in part:
            if rule.name in seen:
                raise _refused(f"Found rule with duplicate name '{rule.name}'")
            seen.add(rule.name)
            _check_rule(rule)
            if (rule.mode in _MIGRATION) is not allowed:
                raise _refused(told)


def _check_rule(rule: Rule) -> None:
    fault = _name_fault(rule.name)
    if fault:
        raise _refused(fault)
    if rule.type is None:
        raise _refused("Missing rule type")
    for action in (rule.on_success, rule.on_failure):
        if action and "," in action and rule.mode not in _SEVERAL:
            raise _refused("Multiple actions only valid with WRITEREAD and UPDOWN")


def _name_fault(name: str | None) -> str:
    if name is None:
        return "Missing rule name"
    if not name:
        return "Empty rule name"
    if len(name) > _LONGEST:
        return "Rule name too long"
    if not (name[0].isalpha() or name[0] == "_"):
        return f"Illegal initial character in rule name: {name}"
    if not all(c.isalnum() or c in "_-" for c in name):
        return f"Illegal character in rule name: {name}"
    return ""


def _refused(message: str) -> RefusedError:
    return RefusedError(42210, message)
