"""The broker snapshot: `--broker-snapshot`, or that of the policy."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from avrotower_cli.complete import files

if TYPE_CHECKING:  # few runs know a broker
    from avrotower.engine.estate import BrokerInput
    from avrotower.engine.policies import Governed
    from avrotower.engine.standing import Brokers

broker_option: Callable[..., Callable[..., Any]] = click.option(
    "--broker-snapshot",
    metavar="FILE",
    shell_complete=files,
    help="Topics, their configuration and consumer groups as JSON, instead of the "
    "policy's [broker] snapshot.",
)


def brokers(file: str | None) -> "Brokers":
    """Return what gives each project the snapshot in *file*, or that of its policy."""
    return lambda governed: broker_of(governed, file)


def broker_of(governed: "Governed", file: str | None) -> "BrokerInput":
    """Return the broker snapshot in *file*, or in that which the policy names.

    Raises:
        PolicyError: If it cannot be used.
    """
    from avrotower.engine.estate import NO_BROKER, BrokerInput  # noqa: PLC0415  as above

    table = governed.policy.table("broker")
    named = table.get("snapshot")
    if file is None and named:
        file = os.path.relpath(os.path.join(governed.root, named))  # noqa: PTH118  as everywhere in the command
    if file is None:
        return NO_BROKER
    from datetime import UTC, datetime  # noqa: PLC0415  with a file

    from avrotower.policy.snapshot import snapshot  # noqa: PLC0415  as above

    found = snapshot(file, str(table.get("max-age", "24h")), datetime.now(tz=UTC))
    return BrokerInput(found.broker, found.missing)
