"""Configuration and modes: reading and writing records (REGISTRY, A.6.6, A.6.7, A.13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from avrotower.compat.levels import Level
from avrotower.schema.model import JSON
from avrotower_service.embedded.registry import refusal, rule_set, scope
from avrotower_service.embedded.registry.lookup import Shelf
from avrotower_service.embedded.registry.metadata import metadata_of
from avrotower_service.embedded.registry.refusal import RefusedError
from avrotower_service.embedded.registry.rule_set import rule_set_of
from avrotower_service.embedded.registry.scope import LEVEL, READ_ONLY
from avrotower_service.embedded.registry.subject import (
    DEFAULT_CONTEXT,
    GLOBAL,
    GLOBAL_CONTEXT,
    Subject,
)
from avrotower_service.embedded.registry.view import (
    Change,
    Document,
    Outcome,
    Remove,
    Set,
    Span,
)

MODES: Final = ("READWRITE", "READONLY", "READONLY_OVERRIDE", "IMPORT", "FORWARD")
PLAIN: Final = (
    "alias",
    "aliasForDeks",
    "normalize",
    "validateFields",
    "validateNewSchemas",
    "validateRules",
    LEVEL,
    "compatibilityPolicy",
    "compatibilityGroup",
)
METADATA: Final = ("defaultMetadata", "overrideMetadata")
RULE_SETS: Final = ("defaultRuleSet", "overrideRuleSet")
FIELDS: Final = (*PLAIN, *METADATA, *RULE_SETS)
"""In the order in which answers show them."""
_POLICIES: Final = frozenset({"STRICT", "LENIENT"})
_BAD_LEVEL: Final = (
    "Invalid compatibility level. Valid values are none, backward, forward, full, "
    "backward_transitive, forward_transitive, and full_transitive"
)
_BAD_MODE: Final = (
    "Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD."
)


def _own(shelf: Shelf, subject: Subject) -> Document | None:
    """Return the record of *subject*; where all begin there always is one."""
    found = shelf.view.setting("config", subject)
    if found is not None:
        level = scope.level_of(shelf.view, subject, shelf.defaults)
        return {**found, LEVEL: level}
    if subject == DEFAULT_CONTEXT or subject.context == GLOBAL:
        return {LEVEL: shelf.defaults.level}
    return None


def get_config(shelf: Shelf, subject: Subject, *, in_scope: bool) -> Document:
    """Return the record of *subject*, or the one in force.

    Raises:
        RefusedError: 40408, if there is none.
    """
    found = _own(shelf, subject)
    if in_scope:
        for place in scope.ladder(subject):
            if shelf.view.setting("config", place) is not None:
                found = _own(shelf, place)
                break
        else:
            found = {LEVEL: shelf.defaults.level}
    if found is None:
        raise RefusedError(
            40408,
            f"Subject '{subject.text}' does not have subject-level "
            "compatibility configured",
        )
    return found


def check_config(asked: Mapping[str, JSON]) -> None:
    """Refuse what no record may say.

    Raises:
        RefusedError: 42203 or 42210.
    """
    for name, value in asked.items():
        _value(name, value)


def put_config(
    shelf: Shelf, subject: Subject, asked: Mapping[str, JSON]
) -> Outcome[Document]:
    """Return the record after *asked* was merged in; None clears a field.

    Raises:
        RefusedError: If a value is none, or the subject is read-only.
    """
    changed: Document = {}
    for name, value in asked.items():
        changed[name] = _value(name, value)
    _check_writable(shelf, subject)
    old = shelf.view.setting("config", subject) or {}
    merged = {**old, **changed}
    record = {name: merged[name] for name in FIELDS if merged.get(name) is not None}
    # Confluent echoes an empty text, and forgets it.
    kept = {name: value for name, value in record.items() if value != ""}
    return Outcome(record, (Set("config", subject, kept),))


def _value(name: str, value: JSON) -> JSON:
    if value is None:
        return None
    if name == LEVEL:
        if value.upper() not in Level.__members__:
            raise RefusedError(42203, _BAD_LEVEL)
        return value.upper()
    if name == "compatibilityPolicy":
        return value.upper() if value.upper() in _POLICIES else None
    if name in METADATA:
        return metadata_of(value).json()
    if name in RULE_SETS:
        rules = rule_set_of(value)
        rule_set.check(rules)
        return rules.json()
    return value


def delete_config(shelf: Shelf, subject: Subject) -> Outcome[Document]:
    """Return the record as it was.

    Raises:
        RefusedError: 40401, if there is none; 42205, if the subject is read-only.
    """
    found = _own(shelf, subject)
    if found is None:
        raise refusal.subject_missing(subject.text)
    _check_writable(shelf, subject)
    return Outcome(found, (Set("config", subject, None),))


def get_mode(shelf: Shelf, subject: Subject, *, in_scope: bool) -> str:
    """Return the mode of *subject*, or the one in force.

    Raises:
        RefusedError: 40409, if it has none.
    """
    found = shelf.mode(subject) if in_scope else _own_mode(shelf, subject)
    if found is None:
        raise RefusedError(
            40409,
            f"Subject '{subject.text}' does not have subject-level mode configured",
        )
    return found


def _own_mode(shelf: Shelf, subject: Subject) -> str | None:
    found = shelf.view.setting("mode", subject)
    if found is not None:
        return str(found["mode"])
    if subject == DEFAULT_CONTEXT or subject.context == GLOBAL:
        return shelf.defaults.mode
    return None


def put_mode(
    shelf: Shelf, subject: Subject, asked: str | None, *, force: bool
) -> Outcome[None]:
    """Write a mode, or with None remove it.

    Raises:
        RefusedError: If there is no such mode, or it may not be entered.
    """
    mode = None if asked is None else asked.upper()
    if mode is not None and mode not in MODES:
        raise RefusedError(42204, _BAD_MODE)
    if mode == "FORWARD" and subject != GLOBAL_CONTEXT:
        raise RefusedError(42204, "Forward mode only supported on global level")
    _check_mutable(shelf)
    changes: list[Change] = []
    if mode == "IMPORT" and not force and shelf.mode(subject) != "IMPORT":
        changes += _emptied(shelf, subject)
    changes.append(Set("mode", subject, None if mode is None else {"mode": mode}))
    return Outcome(None, tuple(changes))


def _emptied(shelf: Shelf, subject: Subject) -> list[Change]:
    """Return the removal of what is soft-deleted where imports begin."""
    view = shelf.view
    is_all = subject in {DEFAULT_CONTEXT, GLOBAL_CONTEXT}
    where = None if is_all else subject
    if view.has(where, deleted=False):
        raise refusal.not_permitted("Cannot import since found existing subjects")
    if subject.is_context:
        span = Span(None if is_all else subject.context, "")
        subjects = [found.subject for found in view.subjects(span)]
    else:
        subjects = [subject]
    changes: list[Change] = []
    for found in subjects:
        for listed in view.listed(found):
            if view.referring(found, listed.version):
                raise refusal.referenced(found.text, listed.version)
            changes.append(Remove(found, listed.version))
    return changes


def delete_mode(
    shelf: Shelf, subject: Subject, *, recursive: bool
) -> Outcome[str | None]:
    """Return the mode as it was; with *recursive* those of a context's subjects go too.

    Raises:
        RefusedError: 40401, if there is none.
    """
    found = _own_mode(shelf, subject)
    if found is None and not recursive:
        raise refusal.subject_missing(subject.text)
    _check_mutable(shelf)
    changes: list[Change] = [Set("mode", subject, None)]
    if recursive and subject.is_context:
        below = shelf.view.settings("mode", Span(subject.context, ""))
        changes += [Set("mode", name, None) for name, _ in below]
    return Outcome(found, tuple(changes))


def _check_mutable(shelf: Shelf) -> None:
    if not shelf.defaults.mode_mutable:
        raise refusal.not_permitted("Mode changes are not allowed")


def _check_writable(shelf: Shelf, subject: Subject) -> None:
    if shelf.mode(subject) in READ_ONLY:
        name = "null" if subject == DEFAULT_CONTEXT else subject.text
        raise refusal.not_permitted(
            f"Subject {name} in context {subject.qualifier} is in read-only mode"
        )
