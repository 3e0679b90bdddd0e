"""avrotower check."""

import click

from avrotower.engine.evolution import check as judge
from avrotower_cli.against_option import against_options, registry
from avrotower_cli.complete import files
from avrotower_cli.delivery import Delivery, deliver
from avrotower_cli.exits import code_of
from avrotower_cli.linting import chosen
from avrotower_cli.output import reported
from avrotower_cli.path_option import changed_option
from avrotower_cli.policy_option import baseline_option, choice, policy_options
from avrotower_cli.rule_option import narrowed, rule_options


@click.command(
    epilog="""\b
Examples:
  avrotower check --against git:origin/main
  avrotower check --against git:origin/main --changed-since origin/main
  avrotower check --against registry --output markdown=comment.md
  avrotower check --format github
"""
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=files)
@against_options
@changed_option
@policy_options
@baseline_option
@rule_options
@reported
def check(  # noqa: PLR0913, PLR0917  one argument for each option
    paths: tuple[str, ...],
    against: tuple[str, ...],
    level: str | None,
    since: str | None,
    config: str | None,
    no_config: bool,  # noqa: FBT001  a flag of click
    baseline: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    delivery: Delivery,
) -> int:
    """Judge documents and their evolution in one run.

    It is lint and breaking with one report and one exit code. Without --against, and
    without [compat] against in the policy, rules about evolution are skipped.
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
    )
    return code_of(deliver(report, delivery), delivery.threshold)
