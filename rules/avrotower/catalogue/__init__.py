"""The catalogue: one module per rule, one package per family."""

from typing import Final

from avrotower.catalogue import (
    documentation,
    evolution,
    hygiene,
    key,
    naming,
    specification,
    streams,
    structure,
    types,
    value,
)
from avrotower.errors import UnknownRuleError
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    *specification.RULES,
    *key.RULES,
    *value.RULES,
    *evolution.RULES,
    *naming.RULES,
    *documentation.RULES,
    *types.RULES,
    *structure.RULES,
    *streams.RULES,
    *hygiene.RULES,
)
"""All rules, in the order of the documentation."""


def find(named: str) -> Rule:
    """Return the rule with the code or name *named*, upper or lower case.

    Raises:
        UnknownRuleError: If there is none; it knows the nearest names.
    """
    from avrotower.schema.names import nearest  # noqa: PLC0415  only to suggest

    for rule in RULES:
        if named.upper() == rule.code or named.lower() == rule.name:
            return rule
    names = [name for rule in RULES for name in (rule.code, rule.name)]
    raise UnknownRuleError(named, nearest(named, names))
