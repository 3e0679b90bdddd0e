"""DOC: documentation."""

from typing import Final

from avrotower.catalogue.documentation import field_doc_missing, type_doc_missing
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (type_doc_missing.RULE, field_doc_missing.RULE)
"""In the order of the documentation."""
