"""Which configuration and which mode apply to a subject (REGISTRY, A.12 and A.13)."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from avrotower.compat.levels import Level
from avrotower_service.embedded.registry import metadata, rule_set
from avrotower_service.embedded.registry.metadata import Metadata, metadata_of
from avrotower_service.embedded.registry.rule_set import RuleSet, rule_set_of
from avrotower_service.embedded.registry.subject import (
    DEFAULT_CONTEXT,
    GLOBAL_CONTEXT,
    Subject,
)
from avrotower_service.embedded.registry.view import Document, Kind, View

LEVEL: Final = "compatibilityLevel"
READ_ONLY: Final = frozenset({"READONLY", "READONLY_OVERRIDE"})
IMPORTING: Final = frozenset({"IMPORT", "FORWARD"})


class Defaults(NamedTuple):
    """What the server says where no record does."""

    level: Level = Level.BACKWARD
    mode: str = "READWRITE"
    mode_mutable: bool = True
    context_fallback: bool = True
    strict_references: bool = False
    max_references: int = 100
    max_depth: int = 20
    max_metadata: int = 256 << 10
    """Bytes of metadata and rule set of one version."""


class Config(NamedTuple):
    """The configuration in force for a subject."""

    level: Level
    normalize: bool = False
    validate_fields: bool = False
    validate_new_schemas: bool = True
    group: str | None = None
    default_metadata: Metadata | None = None
    override_metadata: Metadata | None = None
    default_rules: RuleSet | None = None
    override_rules: RuleSet | None = None

    @property
    def fills_in(self) -> bool:
        """Whether a registration gets something that its request does not say."""
        return any(part is not None for part in self[-4:])

    def metadata(self, own: Metadata | None) -> Metadata | None:
        """Return *own* between the default and the override."""
        return metadata.merged(
            metadata.merged(self.default_metadata, own), self.override_metadata
        )

    def rules(self, own: RuleSet | None) -> RuleSet | None:
        """Return *own* between the default and the override."""
        return rule_set.merged(
            rule_set.merged(self.default_rules, own), self.override_rules
        )


def ladder(subject: Subject) -> Iterator[Subject]:
    """Yield where a record for *subject* may be, the nearest first."""
    yield subject
    if not subject.is_context:
        yield DEFAULT_CONTEXT._replace(context=subject.context)
    if subject.context != GLOBAL_CONTEXT.context:
        yield GLOBAL_CONTEXT


def record_in_scope(view: View, kind: Kind, subject: Subject) -> Document | None:
    """Return the record that applies to *subject*."""
    for place in ladder(subject):
        found = view.setting(kind, place)
        if found is not None:
            return found
    return None


def level_of(view: View, subject: Subject, defaults: Defaults) -> str:
    """Return the level in force; a record without one has its parent's."""
    for place in ladder(subject):
        found = view.setting("config", place)
        if found is not None and found.get(LEVEL) is not None:
            return str(found[LEVEL])
    return defaults.level


def config(view: View, subject: Subject, defaults: Defaults) -> Config:
    """Return the configuration in force for *subject*."""
    record = record_in_scope(view, "config", subject)
    if record is None:
        return Config(defaults.level)
    validates_new = record.get("validateNewSchemas")
    return Config(
        Level(level_of(view, subject, defaults)),
        bool(record.get("normalize")),
        bool(record.get("validateFields")),
        validates_new is not False,
        record.get("compatibilityGroup"),
        _metadata(record, "defaultMetadata"),
        _metadata(record, "overrideMetadata"),
        _rules(record, "defaultRuleSet"),
        _rules(record, "overrideRuleSet"),
    )


def _metadata(record: Document, name: str) -> Metadata | None:
    return None if record.get(name) is None else metadata_of(record[name])


def _rules(record: Document, name: str) -> RuleSet | None:
    return None if record.get(name) is None else rule_set_of(record[name])


def mode(view: View, subject: Subject, defaults: Defaults) -> str:
    """Return the mode in force for *subject*."""
    record = record_in_scope(view, "mode", subject)
    return defaults.mode if record is None else str(record["mode"])
