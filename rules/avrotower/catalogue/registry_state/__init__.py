"""REG: the state of a registry and its configuration."""

from typing import Final

from avrotower.catalogue.registry_state import (
    compatibility_bypass_mode,
    compatibility_drift,
    compatibility_group_on_compacted,
    frozen_key_writable,
    new_schema_validation_off,
    orphan_subject,
    permanent_delete,
    registry_setting_changes_key,
    soft_delete_live_version,
    subject_alias,
)
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    compatibility_drift.RULE,
    compatibility_bypass_mode.RULE,
    frozen_key_writable.RULE,
    compatibility_group_on_compacted.RULE,
    registry_setting_changes_key.RULE,
    permanent_delete.RULE,
    soft_delete_live_version.RULE,
    orphan_subject.RULE,
    new_schema_validation_off.RULE,
    subject_alias.RULE,
)
"""In the order of the documentation."""
