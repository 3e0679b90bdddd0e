"""LNT: hygiene of the policy itself."""

from typing import Final

from avrotower.catalogue.hygiene import (
    baseline_grown,
    expired_waiver,
    stale_baseline,
    suppression_without_reason,
    unknown_rule,
    unused_suppression,
)
from avrotower.rule import Rule

RULES: Final[tuple[Rule, ...]] = (
    unused_suppression.RULE,
    suppression_without_reason.RULE,
    expired_waiver.RULE,
    stale_baseline.RULE,
    unknown_rule.RULE,
    baseline_grown.RULE,
)
"""In the order of the documentation."""
