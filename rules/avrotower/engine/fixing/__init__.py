"""Fixes, applied: edit, parse again, compare, judge again, roll back what is worse."""

from avrotower.engine.fixing.outcome import FixedFile, Left, Outcome
from avrotower.engine.fixing.rounds import MAX_ROUNDS, fix

__all__ = [
    "MAX_ROUNDS",
    "FixedFile",
    "Left",
    "Outcome",
    "fix",
]
