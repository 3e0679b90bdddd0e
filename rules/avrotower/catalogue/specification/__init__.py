"""AVR: specification and portability."""

from typing import Final

from avrotower.catalogue.specification import (
    ambiguous_alias,
    duplicate_json_key,
    duplicate_member,
    forward_reference,
    invalid_default,
    invalid_json,
    invalid_logical_type,
    invalid_name,
    invalid_schema,
    misplaced_logical_type,
    non_portable_json,
    redefined_type,
    undefined_type,
    union_default_not_first,
    unknown_attribute,
    unknown_logical_type,
    wrapped_type_reference,
)
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    invalid_json.RULE,
    duplicate_json_key.RULE,
    invalid_schema.RULE,
    invalid_name.RULE,
    undefined_type.RULE,
    redefined_type.RULE,
    duplicate_member.RULE,
    invalid_default.RULE,
    union_default_not_first.RULE,
    misplaced_logical_type.RULE,
    invalid_logical_type.RULE,
    unknown_logical_type.RULE,
    unknown_attribute.RULE,
    non_portable_json.RULE,
    ambiguous_alias.RULE,
    forward_reference.RULE,
    wrapped_type_reference.RULE,
)
"""In the order of the documentation."""
