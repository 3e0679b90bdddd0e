"""avrotower breaking."""

import click

from avrotower.engine.evolution import breaking as judge
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
  avrotower breaking --against git:origin/main
  avrotower breaking --against git:HEAD~1 schemas/price/value.avsc
  avrotower breaking --against dir:schemas/v1 --against dir:schemas/v2 schemas/v3
  avrotower breaking --against dir:old --level FULL_TRANSITIVE new
  avrotower breaking --against git:origin/main --changed-since origin/main
  avrotower breaking --against git:v1.0..HEAD --level BACKWARD_TRANSITIVE
  avrotower breaking --against archive:release-1.0.tar.gz
  AVROTOWER_REGISTRY__URL=http://registry:8081 avrotower breaking --against registry
"""
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=files)
@against_options
@changed_option
@policy_options
@baseline_option
@rule_options
@reported
def breaking(  # noqa: PLR0913, PLR0917  one argument for each option
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
    """Judge documents against their earlier versions.

    Keys are frozen; values must stay readable at the level that their kind demands.
    A document is compared with the same path in SOURCE, or with the document that
    defines the same type there; a registry knows it by its subject.
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
