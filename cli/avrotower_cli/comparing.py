"""What `breaking` and `check` share: their options, and what they do with them."""

from collections.abc import Callable
from typing import Any

import click

from avrotower.engine.result import Report
from avrotower_cli.against_option import against_options, registry
from avrotower_cli.complete import files
from avrotower_cli.delivery import Delivery, deliver
from avrotower_cli.exits import code_of
from avrotower_cli.linting import chosen
from avrotower_cli.output import reported
from avrotower_cli.path_option import changed_option
from avrotower_cli.policy_option import baseline_option, choice, policy_options
from avrotower_cli.rule_option import narrowed, rule_options

_paths = click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=files)


def comparing_options(command: Callable[..., int]) -> Callable[..., int]:
    """Give *command* the options of `compared`; their names go through."""
    given = rule_options(reported(command))
    given = policy_options(baseline_option(given))
    return _paths(against_options(changed_option(given)))


def compared(  # noqa: PLR0913  one argument for each option
    judge: Callable[..., Report],
    *,
    paths: tuple[str, ...],
    against: tuple[str, ...],
    level: str | None,
    since: str | None,
    config: str | None,
    no_config: bool,
    baseline: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    delivery: Delivery,
    **more: Any,
) -> int:
    """Let *judge* compare as the options ask for, report, return the exit code.

    It gets *more* as it is.

    Raises:
        AvrotowerError: As *judge*, `breaking` or `check` of the engine.
        GitError: If git cannot say what changed.
    """
    given = paths or (".",)
    report = judge(
        given,
        against=against,
        level=level,
        choice=narrowed(
            choice(config, no_config=no_config, baseline=baseline),
            select,
            ignore,
            paths,
        ),
        only=None if since is None else frozenset(chosen(given, since)),
        opener=registry,
        **more,
    )
    return code_of(deliver(report, delivery), delivery.threshold)
