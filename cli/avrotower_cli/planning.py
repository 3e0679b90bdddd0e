"""What `plan` and `apply` share: the policy, the registry, the plan of today."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from avrotower.engine.plan import Plan
from avrotower.policy.date import date_now
from avrotower.policy.load import Inspected
from avrotower.report.paint import Paint, plain
from avrotower_cli import exits
from avrotower_cli.delivery import wants_colour
from avrotower_cli.policy_file import NO_FILE, inspected
from avrotower_cli.registry_option import asked

if TYPE_CHECKING:
    from avrotower.registry.client import Registry

_NO_FILE: Final = (
    f"{NO_FILE}; a registry is compared with what a policy declares. "
    "`avrotower init` writes one"
)
_COLOURS: Final = {"-": "red", "+": "green", "!": "red", "?": "yellow", "=": "dim"}


class Both(NamedTuple):
    """A policy and a registry."""

    seen: Inspected
    registry: "Registry"
    is_named: bool
    """Whether the policy was asked for by name."""


@contextmanager
def both(address: str | None, config: str | None) -> Generator[Both]:
    """Give the policy of the current directory and the registry; nothing is sent yet.

    Raises:
        UsageError: If one of them is not named.
        PolicyError: If one of them cannot be used.
    """
    seen = inspected(".", config, _NO_FILE)
    connection = asked(address, seen.loaded.data["registry"], os.environ)
    from avrotower.registry.client import Registry  # noqa: PLC0415  httpx

    with Registry.open(connection) as registry:
        yield Both(seen, registry, config is not None)


def today(given: Both) -> Plan:
    """Return what the registry lacks now.

    Raises:
        RegistryError: If the registry is not there, or lets us read nothing.
    """
    from avrotower.engine.defined import defined  # noqa: PLC0415  reads the project
    from avrotower.engine.demand import Demands  # noqa: PLC0415  as above
    from avrotower.engine.policies import governed  # noqa: PLC0415  as above
    from avrotower.registry.planning import planned  # noqa: PLC0415  httpx

    loaded = given.seen.loaded
    project = governed(loaded, date_now())
    files = defined(loaded, project, is_named=given.is_named)
    demands = Demands(given.seen, project, files)
    return planned(
        given.registry,
        demands,
        {"policy": project.file, "policy_hash": loaded.hash},
    )


def tell(line: str) -> None:
    """Print *line*, a part of a diff in its colour.

    A registry may call its subjects what a terminal would obey.
    """
    paint = Paint(is_on=wants_colour("auto", sys.stdout))
    colour = _COLOURS.get(line[:1])
    click.echo(paint(colour, plain(line)) if colour else plain(line), color=paint.is_on)


def code_of(found: Plan) -> int:
    """Return the exit code of a plan: what was not looked at hides behind nothing."""
    if found.unasked:
        return exits.UNREACHED
    return exits.FOUND if found.lacks else exits.CLEAN
