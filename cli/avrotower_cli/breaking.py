"""avrotower breaking."""

import click

from avrotower.engine.evolution import breaking as judge
from avrotower_cli.exits import code_of
from avrotower_cli.output import color_option, deliver, format_option, output_option
from avrotower_cli.policy_option import choice, policy_options

LEVELS = (
    "NONE",
    "BACKWARD",
    "FORWARD",
    "FULL",
    "BACKWARD_TRANSITIVE",
    "FORWARD_TRANSITIVE",
    "FULL_TRANSITIVE",
)


@click.command(
    epilog="""\b
Examples:
  avrotower breaking --against git:origin/main
  avrotower breaking --against git:HEAD~1 schemas/price/value.avsc
  avrotower breaking --against dir:schemas/v1 --against dir:schemas/v2 schemas/v3
  avrotower breaking --against dir:old --level FULL_TRANSITIVE new
"""
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--against",
    multiple=True,
    required=True,
    metavar="SOURCE",
    help="git:REF or dir:PATH with the earlier version; repeat it, oldest first.",
)
@click.option(
    "--level",
    type=click.Choice(LEVELS, case_sensitive=False),
    help="The compatibility level, instead of what the kind of each subject demands.",
)
@policy_options
@format_option
@output_option
@color_option
def breaking(  # noqa: PLR0913, PLR0917  one argument for each option
    paths: tuple[str, ...],
    against: tuple[str, ...],
    level: str | None,
    config: str | None,
    no_config: bool,  # noqa: FBT001  a flag of click
    form: str,
    output: str | None,
    color: str,
) -> int:
    """Judge documents against their earlier versions.

    Keys are frozen; values must stay readable at the level that their kind demands.
    A document is compared with the same path in SOURCE, or with the document that
    defines the same type there.
    """
    report = judge(
        paths or (".",),
        against=against,
        level=level,
        choice=choice(config, no_config=no_config),
    )
    return code_of(deliver(report, form, output, color))
