"""TYP: types."""

from typing import Final

from avrotower.catalogue.types import enum_without_default, money_as_float
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (money_as_float.RULE, enum_without_default.RULE)
"""In the order of the documentation."""
