"""The broker snapshot: `--broker-snapshot`, or that of the policy."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from avrotower.engine.estate import NO_BROKER, BrokerInput
from avrotower.engine.policies import Governed
from avrotower.engine.standing import Brokers
from avrotower_cli.complete import files

F = TypeVar("F", bound=Callable[..., Any])

_option = click.option(
    "--broker-snapshot",
    metavar="FILE",
    shell_complete=files,
    help="Topics, their configuration and consumer groups as JSON, instead of the "
    "policy's [broker] snapshot.",
)


def broker_option(command: F) -> F:
    """Give *command* the option `--broker-snapshot`."""
    return _option(command)


def brokers(file: str | None) -> Brokers:
    """Return what gives each project the snapshot in *file*, or that of its policy."""
    return lambda governed: broker_of(governed, file)


def broker_of(governed: Governed, file: str | None) -> BrokerInput:
    """Return the broker snapshot in *file*, or in that which the policy names.

    Raises:
        PolicyError: If it cannot be used.
    """
    table = governed.policy.table("broker")
    named = table.get("snapshot")
    if file is None and named:
        file = os.path.relpath(os.path.join(governed.root, named))  # noqa: PTH118  as everywhere in the command
    if file is None:
        return NO_BROKER
    from avrotower.policy.snapshot import snapshot  # noqa: PLC0415  with a file

    found = snapshot(file, str(table.get("max-age", "24h")), datetime.now(tz=UTC))
    return BrokerInput(found.broker, found.missing)
