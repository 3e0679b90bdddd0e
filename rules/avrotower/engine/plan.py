"""What a registry's levels and modes lack against the policy: values, and the comparison.

`avrotower plan` shows it, `avrotower apply` writes it; who knows a registry reads what
counts there and asks `compare`.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from avrotower.compat.levels import Level, weakest

FORMAT: Final = 1
"""Changes when the file of a plan changes its form."""

Setting: TypeAlias = Literal["compatibility", "mode"]

_OF_ENTRIES: Final = ("changes", "blocked", "kept", "unasked")
_LOCKED: Final = "READONLY"
_OPEN: Final = "READWRITE"
PAST_ALL_RULES: Final = frozenset({"IMPORT", "FORWARD"})
"""Modes in which validation, normalization and compatibility are off."""
_SHUT: Final = frozenset({_LOCKED, "READONLY_OVERRIDE"})
_DANGER: Final = (
    "in mode {} validation, normalization and compatibility are off; "
    "a migration that still needs it will be refused"
)


class Wanted(NamedTuple):
    """What the policy demands of one subject of the registry."""

    subject: str
    """Qualified with its context."""
    level: str | None
    """The least level; None where it owes none."""
    level_why: str = ""
    """Why, for people: `entity, avrotower.toml:54`."""
    is_locked: bool = False
    """Whether nothing new may be registered."""
    locked_why: str = ""
    may_import: bool = False
    """Whether `[gate] import` lets it be in mode IMPORT."""


class Present(NamedTuple):
    """What counts for one subject in the registry, from wherever it comes."""

    level: str
    """Empty where the registry names none."""
    mode: str | None
    """Empty where the registry names none, None where it does not let us read it."""
    lost: tuple[str, ...] = ()
    """Settings that come from above, and would no longer once the subject has its own."""


class Able(NamedTuple):
    """What can be written to the registry."""

    vendor: str
    modes: bool


class Change(NamedTuple):
    """One write that a plan proposes."""

    subject: str
    """Qualified with its context."""
    setting: Setting
    """Which of its settings."""
    before: str
    """What counts now, from wherever it comes; empty where the registry names nothing."""
    after: str
    """What the record of the subject shall say."""
    why: str
    """What demands it, and where that is written."""
    danger: str = ""
    """What is dangerous about the value before, or about the change."""


class Kept(NamedTuple):
    """A setting that differs from what is demanded, and stays because it forbids more."""

    subject: str
    setting: Setting
    now: str
    """What counts now."""
    demanded: str
    """What would be enough."""
    why: str
    """What demands it, and where that is written."""


class Blocked(NamedTuple):
    """Something that lacks, and that no write of a plan can bring about."""

    subject: str
    setting: Setting
    now: str
    """What counts now; empty where the registry names nothing."""
    demanded: str
    """What is demanded."""
    why: str
    """What demands it, and where that is written."""
    reason: str
    """Why it is not planned, and what to do instead."""


class Unasked(NamedTuple):
    """A subject whose settings could not be read."""

    subject: str
    reason: str
    """What the registry said."""


Told: TypeAlias = Change | Kept | Blocked


class Plan(NamedTuple):
    """What one registry lacks against one policy."""

    registry: str
    """Its address, without credentials."""
    vendor: str
    """Its product."""
    policy: str
    """The policy file, as people name it."""
    policy_hash: str
    """SHA-256 over all of the policy that decides."""
    changes: tuple[Change, ...] = ()
    """The writes, in the order in which they are applied."""
    blocked: tuple[Blocked, ...] = ()
    """What lacks and cannot be planned."""
    kept: tuple[Kept, ...] = ()
    """What is stronger than demanded, and stays."""
    unasked: tuple[Unasked, ...] = ()
    """Subjects whose settings could not be read."""
    registry_mode: str = ""
    """The mode of the whole registry, which no plan changes."""
    known: int = 0
    """How many subjects of the registry the policy speaks of."""
    guessed: tuple[str, ...] = ()
    """Subjects that the policy does not speak of; they are never changed."""

    @property
    def lacks(self) -> bool:
        """Whether the registry lacks something."""
        return bool(self.changes or self.blocked)

    def as_json(self) -> dict[str, Any]:
        """Return the plan as JSON."""
        told: dict[str, Any] = self._asdict()
        for name in _OF_ENTRIES:
            told[name] = [entry._asdict() for entry in told[name]]
        told["guessed"] = [*self.guessed]
        return {
            "format": FORMAT,
            **{name.replace("_", "-"): value for name, value in told.items()},
        }


def compare(wanted: Wanted, present: Present, able: Able) -> Iterator[Told]:
    """Yield what *present* lacks against *wanted*, and what is more than wanted.

    The level comes first: between two writes a subject is never open and unchecked.
    """
    yield from _level(wanted, present)
    yield from _mode(wanted, present, able)


def _level(wanted: Wanted, present: Present) -> Iterator[Told]:
    if wanted.level is None or wanted.level == present.level:
        return
    subject, now, why = wanted.subject, present.level, wanted.level_why
    demanded = Level(wanted.level)
    target = demanded
    if now:
        if now not in Level.__members__:
            reason = f"nobody here knows the level {now}; set it by hand"
            yield Blocked(subject, "compatibility", now, demanded, why, reason)
            return
        if Level(now).at_least(demanded):
            yield Kept(subject, "compatibility", now, demanded, why)
            return
        # A change never takes back what the registry forbids today.
        target = weakest(Level(now), demanded)
    if target != demanded:
        why = f"{why} (demands {demanded}; {now} is kept)"
    if present.mode in _SHUT:
        reason = (
            f"in mode {present.mode} the registry takes no configuration; "
            "set the level while the subject is in mode READWRITE"
        )
        yield Blocked(subject, "compatibility", now, target, why, reason)
    elif present.lost:
        names = " and ".join(present.lost)
        reason = (
            f"with a configuration of its own it would lose {names}, which it has from "
            "its context or from the whole registry; set them together, by hand"
        )
        yield Blocked(subject, "compatibility", now, target, why, reason)
    else:
        yield Change(subject, "compatibility", now, target, why)


def _mode(wanted: Wanted, present: Present, able: Able) -> Iterator[Told]:
    subject, now = wanted.subject, present.mode
    if now is None:
        return
    is_past_all = now in PAST_ALL_RULES and not wanted.may_import
    danger = _DANGER.format(now) if is_past_all else ""
    if wanted.is_locked and now not in _SHUT and not wanted.may_import:
        after, why = _LOCKED, wanted.locked_why
    elif is_past_all:
        after, why = _OPEN, "no entry of [gate] import covers it"
    else:
        return
    if able.modes:
        yield Change(subject, "mode", now, after, why, danger)
        return
    reason = f"{able.vendor} cannot set modes"
    if able.vendor == "unknown":
        reason = (
            "nobody knows whether this registry can set modes; name its product in "
            "`vendor` of [registry]"
        )
    if danger:
        reason = f"{reason}; {danger}"
    yield Blocked(subject, "mode", now, after, why, reason)


def sorted_out(
    told: Iterable[Told],
) -> tuple[tuple[Change, ...], tuple[Blocked, ...], tuple[Kept, ...]]:
    """Return what *told* has of changes, of what is blocked, and of what stays."""
    found = tuple(told)
    return (
        tuple(entry for entry in found if isinstance(entry, Change)),
        tuple(entry for entry in found if isinstance(entry, Blocked)),
        tuple(entry for entry in found if isinstance(entry, Kept)),
    )
