"""What documents are compared with: `--against` and `--level`."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from avrotower.policy.choice import Policy

if TYPE_CHECKING:  # a registry is asked by few runs, and httpx is slow
    from avrotower.registry.source import RegistrySource

F = TypeVar("F", bound=Callable[..., Any])

LEVELS = (
    "NONE",
    "BACKWARD",
    "FORWARD",
    "FULL",
    "BACKWARD_TRANSITIVE",
    "FORWARD_TRANSITIVE",
    "FULL_TRANSITIVE",
)

_against = click.option(
    "--against",
    multiple=True,
    metavar="SOURCE",
    help="Earlier versions: git:REF, git:REF..REF, dir:PATH, archive:FILE or registry, "
    "before what [compat] against names; repeat it, the oldest first.",
)
_level = click.option(
    "--level",
    type=click.Choice(LEVELS, case_sensitive=False),
    help="The compatibility level, instead of what the kind of each subject demands.",
)


def against_options(command: F) -> F:
    """Give *command* the options `--against` and `--level`."""
    return _against(_level(command))


def registry(policy: Policy) -> "RegistrySource":
    """Open the registry that *policy*, or the environment, names.

    Raises:
        PolicyError: If none is named.
        RegistryError: If it does not answer.
    """
    from avrotower.registry.source import opened  # noqa: PLC0415  as above

    return opened(policy, os.environ)
