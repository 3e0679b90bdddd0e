"""The catalogue: one module per rule, one package per family."""

from __future__ import annotations

from avrotower.catalogue.listed import Listed
from avrotower.catalogue.table import ROWS
from avrotower.errors import UnknownRuleError
from avrotower.forms import TYPE_CHECKING
from avrotower.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final


RULES: Final[tuple[Rule, ...]] = tuple(map(Listed, ROWS))
"""All rules, in the order of the documentation."""


def find(named: str, rules: Sequence[Rule] = RULES) -> Rule:
    """Return that of *rules* with the code or name *named*, upper or lower case.

    Raises:
        UnknownRuleError: If there is none; it knows the nearest names.
    """
    from avrotower.schema.names import nearest  # noqa: PLC0415  only to suggest

    for rule in rules:
        if named.upper() == rule.code or named.lower() == rule.name:
            return rule
    names = [name for rule in rules for name in (rule.code, rule.name)]
    raise UnknownRuleError(named, nearest(named, names))
