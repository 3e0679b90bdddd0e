"""`[[overrides]]`, `[[waivers]]`, `[baseline]`: exceptions, each with its reason or end."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from avrotower.policy.document.table import (
    Glob,
    Level,
    Name,
    Path,
    RuleName,
    SeverityWord,
    Table,
)
from avrotower.policy.document.words import Generator, Kind, Role


class Override(Table):
    """Another policy for a part of the estate; all selectors that are given must match."""

    subjects: list[Glob] | None = None
    """Globs of subjects."""
    topics: list[Glob] | None = None
    """Globs of topics."""
    files: list[Glob] | None = None
    """Globs of paths."""
    owners: list[Glob] | None = None
    """Globs of owners."""
    contexts: list[Glob] | None = None
    """Globs of contexts."""
    roles: list[Role] | None = None
    """Keys or values."""
    kinds: list[Kind] | None = None
    """What the records mean."""
    generators: list[Generator] | None = None
    """Who writes the schemas."""
    severity: dict[RuleName, SeverityWord] = {}
    """How severe single rules are there."""
    options: dict[RuleName, dict[str, Any]] = {}
    """Options of single rules there."""
    compatibility: Level | None = None
    """The level that is demanded there."""
    fail_on: Literal["info", "warning", "error"] | None = None
    """From which severity on a finding stops a change there."""
    optional: bool = False
    """Whether the entry may match nothing."""


class Waiver(Table):
    """One accepted finding, with an end."""

    rule: RuleName
    """One rule."""
    subject: Name | None = None
    """The subject, exactly; it, `topic` or `file` is needed."""
    topic: Name | None = None
    """The topic, exactly."""
    file: Path | None = None
    """The file, exactly."""
    at: Name | None = None
    """The logical path, where the finding has one."""
    reason: Annotated[str, StringConstraints(min_length=10)]
    """Why the finding is accepted."""
    owner: Name
    """Who answers for that."""
    expires: date
    """The day on which the finding counts again."""
    ticket: Name | None = None
    """Where more is said."""


class Baseline(Table):
    """The findings that existed when the policy was turned on."""

    file: Path = Field(default="avrotower-baseline.json")
    """Where they are kept."""
