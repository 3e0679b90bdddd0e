"""A plan as text: a diff, and what is beside it."""

from collections.abc import Iterator, Sequence
from typing import Final

from avrotower.engine.plan import PAST_ALL_RULES, Blocked, Change, Plan

_NAMED: Final = 20
"""Guessed subjects that are named; JSON has all of them."""
_NOTHING: Final = "nothing"


def plan_text(plan: Plan) -> Iterator[str]:
    """Yield the lines of *plan*."""
    yield f"registry {plan.registry} ({plan.vendor})"
    if plan.registry_mode in PAST_ALL_RULES:
        yield (
            f"! dangerous: the whole registry is in mode {plan.registry_mode}; planned "
            "are only subjects of the policy"
        )
    for change in plan.changes:
        yield ""
        yield from change_text(change)
    for blocked in plan.blocked:
        yield ""
        yield f"? {_name(blocked)}: {blocked.now or _NOTHING}"
        yield f"? needs {blocked.demanded}  {blocked.why}"
        yield f"  not planned: {blocked.reason}"
    if plan.kept:
        yield ""
    for kept in plan.kept:
        yield (
            f"= {kept.subject}: {kept.now} stays, it is stronger than {kept.demanded}"
            f"  {kept.why}"
        )
    for unasked in plan.unasked:
        yield ""
        yield f"! {unasked.subject}: not compared, {unasked.reason}"
    yield ""
    yield from _counts(plan)


def changes_text(plan: Plan, file: str) -> Iterator[str]:
    """Yield the lines of a *plan* that was read from *file*: its writes alone."""
    yield f"registry {plan.registry} ({plan.vendor})"
    for change in plan.changes:
        yield ""
        yield from change_text(change)
    yield ""
    yield f"{number(len(plan.changes), 'change')} planned in {file}"


def change_text(change: Change) -> Iterator[str]:
    """Yield the lines of one *change*."""
    yield f"- {_name(change)}: {change.before or _NOTHING}"
    yield f"+ {change.after}  {change.why}"
    if change.danger:
        yield f"! dangerous: {change.danger}"


def named(change: Change) -> str:
    """Return *change* in one line."""
    return f"{_name(change)}: {change.before or _NOTHING} -> {change.after}"


def _name(entry: Change | Blocked) -> str:
    return f"{entry.subject} mode" if entry.setting == "mode" else entry.subject


def _counts(plan: Plan) -> Iterator[str]:
    told = ["nothing lacks"]
    if plan.lacks or plan.unasked:
        told = [f"{number(len(plan.changes), 'change')} planned"]
    told.append(f"{number(plan.known, 'subject')} of the policy compared")
    if plan.blocked:
        told.append(f"{len(plan.blocked)} lacking that cannot be planned")
    if plan.kept:
        told.append(f"{len(plan.kept)} stronger than demanded")
    if plan.unasked:
        told.append(f"{number(len(plan.unasked), 'subject')} not compared")
    yield "; ".join(told)
    if plan.guessed:
        few: Sequence[str] = plan.guessed[:_NAMED]
        rest = len(plan.guessed) - len(few)
        more = f" and {rest} more" if rest else ""
        what = "subject that no" if len(plan.guessed) == 1 else "subjects that no"
        yield (
            f"{len(plan.guessed)} {what} topic and no entry of [[subjects]] declares, "
            f"never changed: {', '.join(few)}{more}"
        )


def number(count: int, what: str) -> str:
    """Return *count* things, in words."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
