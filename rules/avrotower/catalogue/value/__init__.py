"""VAL: message values."""

from typing import Final

from avrotower.catalogue.value import (
    id_field_type,
    mandatory_field_optional,
    missing_id_field,
    missing_timestamp_field,
    timestamp_field_type,
)
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    missing_id_field.RULE,
    id_field_type.RULE,
    missing_timestamp_field.RULE,
    timestamp_field_type.RULE,
    mandatory_field_optional.RULE,
)
"""In the order of the documentation."""
