"""VAL: message values."""

from typing import Final

from avrotower.catalogue.value import (
    effective_date_missing,
    id_field_type,
    mandatory_field_optional,
    missing_id_field,
    missing_timestamp_field,
    optional_null_not_first,
    optional_without_default,
    retraction_missing,
    retraction_without_reference,
    timestamp_field_type,
    value_not_record,
)
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    missing_id_field.RULE,
    id_field_type.RULE,
    missing_timestamp_field.RULE,
    timestamp_field_type.RULE,
    mandatory_field_optional.RULE,
    optional_without_default.RULE,
    optional_null_not_first.RULE,
    value_not_record.RULE,
    retraction_missing.RULE,
    retraction_without_reference.RULE,
    effective_date_missing.RULE,
)
"""In the order of the documentation."""
