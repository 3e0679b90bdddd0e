"""`[lint]`, `[roles]`, `[kinds]`, `[generators]`, `[compat]`: which rules count, how much."""

from typing import Annotated, Literal

from pydantic import Field

from avrotower.policy.document.table import (
    Duration,
    Level,
    Places,
    RuleName,
    SeverityWord,
    Table,
    Times,
)
from avrotower.policy.document.words import Input
from avrotower.policy.profile import MAX_VERSIONS


class Lint(Table):
    """Which rules there are, how severe they are, and what stops a change."""

    select: list[RuleName] | None = None
    """Rules, families or `"ALL"` instead of the rules of the profile."""
    extend_select: list[RuleName] = []
    """Rules beside those."""
    ignore: list[RuleName] = []
    """Rules taken out for good."""
    extend_ignore: list[RuleName] = []
    """Further rules taken out."""
    severity: dict[RuleName, SeverityWord] = {}
    """How severe single rules are."""
    fail_on: Literal["info", "warning", "error"] = "error"
    """From which severity on a finding stops a change, at all gates."""
    preview: bool = False
    """Whether rules in preview are on too."""
    locked: list[RuleName] = []
    """Rules that may be lowered, switched off or waived only in the file that says so."""
    require_inputs: list[Input] = []
    """Inputs without which a run fails where a rule needed them."""
    ratchet: Literal["off", "history"] = "off"
    """With `history`, findings that the latest version already has do not count."""
    inline_comments: bool = True
    """Whether comments may accept findings."""
    inline_property: bool = False
    """Whether the attribute `avrotower:allow` may accept findings; it is part of the text."""
    max_waiver: Duration = "366d"
    """How far ahead a waiver may end."""


class Defaults(Table):
    """What holds for a role or a generator."""

    severity: dict[RuleName, SeverityWord] = {}
    """How severe single rules are there."""
    ignore: list[RuleName] = []
    """Rules that are off there."""


class KindDefaults(Defaults):
    """What holds for a kind."""

    compatibility: Level | None = None
    """The level that is demanded."""
    id_in: Places | None = None
    """Where ids live."""
    timestamp_in: Times | None = None
    """Where event times live."""


Source = Annotated[
    str, Field(pattern=r"^(registry|git:.+|dir:.+|archive:.+)$", examples=["git:main"])
]


class Compat(Table):
    """What earlier versions are, and what a new one owes to them."""

    against: list[Source] = []
    """Where earlier versions are: `registry`, `git:REF`, `dir:PATH`, `archive:FILE`."""
    combine: Literal["first", "all"] = "first"
    """The first source that answers, or the versions of all of them."""
    level: Level | None = None
    """The level where no topic, override or kind says another."""
    include_deleted: bool = True
    """Whether soft-deleted versions count where the registry lists them."""
    max_versions: int = Field(default=MAX_VERSIONS, ge=1)
    """How many versions are looked at; the oldest are left out beyond."""
    sinks: list[Literal["iceberg-v2", "iceberg-v3", "flink"]] = []
    """Where the records end, for rules about those places."""
