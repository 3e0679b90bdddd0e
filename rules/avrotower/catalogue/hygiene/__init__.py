"""LNT: hygiene of the policy itself."""

from typing import Final

from avrotower.catalogue.hygiene import (
    baseline_grown,
    expired_waiver,
    glob_without_match,
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
    glob_without_match.RULE,
    baseline_grown.RULE,
)
"""In the order of the documentation."""
