"""KEY: message keys."""

from typing import Final

from avrotower.catalogue.key import (
    key_field_default,
    key_optional_field,
    key_schema_changed,
)
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    key_optional_field.RULE,
    key_field_default.RULE,
    key_schema_changed.RULE,
)
"""In the order of the documentation."""
