"""KEY: message keys."""

from typing import Final

from avrotower.catalogue.key import (
    key_alias,
    key_empty_record,
    key_enum,
    key_evolved,
    key_field_default,
    key_generated_metadata,
    key_non_deterministic_type,
    key_optional_field,
    key_schema_changed,
    key_schema_kind,
    key_too_complex,
    key_union,
    key_uses_reference,
    key_value_type_mismatch,
)
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    key_optional_field.RULE,
    key_field_default.RULE,
    key_non_deterministic_type.RULE,
    key_schema_kind.RULE,
    key_too_complex.RULE,
    key_empty_record.RULE,
    key_value_type_mismatch.RULE,
    key_enum.RULE,
    key_schema_changed.RULE,
    key_union.RULE,
    key_alias.RULE,
    key_generated_metadata.RULE,
    key_uses_reference.RULE,
    key_evolved.RULE,
)
"""In the order of the documentation."""
