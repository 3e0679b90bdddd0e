"""CMP: evolution."""

from typing import Final

from avrotower.catalogue.evolution import (
    enum_symbol_added,
    enum_symbol_removed,
    field_added_without_default,
    field_removed_without_default,
    field_type_changed,
    fixed_size_changed,
    logical_type_changed,
    subject_deleted,
    type_renamed,
    union_branch_added,
    union_branch_removed,
    unreadable_version,
    weak_compatibility_mode,
)
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    field_added_without_default.RULE,
    field_removed_without_default.RULE,
    field_type_changed.RULE,
    enum_symbol_removed.RULE,
    enum_symbol_added.RULE,
    union_branch_removed.RULE,
    union_branch_added.RULE,
    fixed_size_changed.RULE,
    type_renamed.RULE,
    logical_type_changed.RULE,
    subject_deleted.RULE,
    weak_compatibility_mode.RULE,
    unreadable_version.RULE,
)
"""In the order of the documentation."""
