"""STR: size and structure."""

from typing import Final

from avrotower.catalogue.structure import conflicting_definition
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (conflicting_definition.RULE,)
"""In the order of the documentation."""
