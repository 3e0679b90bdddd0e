"""Which policy a command judges under."""

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from avrotower.engine.policies import Choice
from avrotower_cli.variables import look_at

F = TypeVar("F", bound=Callable[..., Any])

config_option = click.option(
    "--config",
    metavar="FILE",
    help="The policy file, instead of the nearest avrotower.toml or pyproject.toml.",
)
_no_config = click.option(
    "--no-config",
    is_flag=True,
    help="Judge with profile recommended, whatever policy files there are.",
)


baseline_option = click.option(
    "--baseline",
    metavar="FILE",
    help="The baseline, instead of the one that the policy names.",
)


def policy_options(command: F) -> F:
    """Give *command* the options `--config` and `--no-config`."""
    return config_option(_no_config(command))


def choice(
    config: str | None, *, no_config: bool, baseline: str | None = None
) -> Choice:
    """Return what the options ask for.

    Raises:
        UsageError: If both *config* and *no_config* are given.
        PolicyError: If an environment variable is ours and names no key.
    """
    look_at(os.environ)
    if config is not None and no_config:
        raise click.UsageError("--config and --no-config exclude each other")
    return Choice(config, no_config, baseline=baseline)
