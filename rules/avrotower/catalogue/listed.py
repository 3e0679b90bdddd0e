"""Rules as the table lists them: known at once, imported when somebody asks for more.

A run asks a third of the rules, and importing all of them takes longer than the run.
"""

from __future__ import annotations

from avrotower.finding import Severity
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.rule import Input, Place, Profile, Rule
from avrotower.subject import ALL_KINDS, ANY_ROLE, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from typing import Any, Final

    from avrotower.topology import Declaration

LATER: Final = ("bad", "check", "fix", "good", "options", "sources")
"""What a row leaves to the module of the rule."""


class Row(NamedTuple):
    """One rule as the table has it; what is not given is as in `Rule`."""

    module: str
    """Below the catalogue: `key.key_union`."""
    code: str
    name: str
    inputs: AbstractSet[Input]
    severity: Severity = Severity.ERROR
    profile: Profile = "recommended"
    roles: AbstractSet[Role] = ANY_ROLE
    kinds: AbstractSet[Kind] = ALL_KINDS
    optional: AbstractSet[Input] = frozenset()
    place: Place = "document"
    when: Declaration | None = None
    retells: bool = False
    speaks_of: AbstractSet[str] = frozenset()
    preview: bool = False


class Listed(Rule):
    """A rule of the table."""

    __slots__ = ("_module",)

    def __init__(self, row: Row) -> None:
        self._module = row.module
        self.code = row.code
        self.name = row.name
        self.inputs = frozenset(row.inputs)
        self.severity = row.severity
        self.profile = row.profile
        self.roles = frozenset(row.roles)
        self.kinds = frozenset(row.kinds)
        self.optional = frozenset(row.optional)
        self.place = row.place
        self.when = row.when
        self.retells = row.retells
        self.speaks_of = frozenset(row.speaks_of)
        self.preview = row.preview
        self.origin = ""

    # A type checker has seen all attributes in `Rule`.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Give what is not there yet: import the rule."""
            if name not in LATER:
                raise AttributeError(name, name=name, obj=self)
            rule = loaded(self._module)
            for each in LATER:
                setattr(self, each, getattr(rule, each))
            return getattr(self, name)


def loaded(module: str) -> Rule:
    """Return the rule of *module*, a name below the catalogue."""
    found = __import__(f"{__package__}.{module}", fromlist=("RULE",))
    rule: Rule = found.RULE
    return rule
