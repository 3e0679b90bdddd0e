"""NAM: naming."""

from typing import Final

from avrotower.catalogue.naming import (
    dotted_name,
    enum_symbol_case,
    field_case_collision,
    field_name_case,
    namespace_missing,
    reserved_name,
    type_name_case,
)
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    type_name_case.RULE,
    field_name_case.RULE,
    enum_symbol_case.RULE,
    namespace_missing.RULE,
    reserved_name.RULE,
    field_case_collision.RULE,
    dotted_name.RULE,
)
"""In the order of the documentation."""
