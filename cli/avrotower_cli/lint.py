"""avrotower lint."""

import click

from avrotower_cli.complete import files
from avrotower_cli.delivery import Delivery
from avrotower_cli.linting import lint_documents
from avrotower_cli.output import reported
from avrotower_cli.path_option import changed_option
from avrotower_cli.policy_option import baseline_option, choice, policy_options
from avrotower_cli.rule_option import narrowed, rule_options


@click.command(
    epilog="""\b
Examples:
  avrotower lint                             all schemas below this directory
  avrotower lint schemas/price/key.avsc      one file
  avrotower lint - --stdin-filename price/key.avsc < key.avsc
  avrotower lint --format json > report.json
"""
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=files)
@click.option(
    "--stdin-filename",
    metavar="NAME",
    help="The file name that standard input (PATH is -) stands for.",
)
@changed_option
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Processes; two or more only pay for thousands of files.",
)
@policy_options
@baseline_option
@rule_options
@reported
def lint(  # noqa: PLR0913, PLR0917  one argument for each option
    paths: tuple[str, ...],
    stdin_filename: str | None,
    since: str | None,
    jobs: int | None,
    config: str | None,
    no_config: bool,  # noqa: FBT001  a flag of click
    baseline: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    delivery: Delivery,
) -> int:
    """Judge documents by themselves.

    PATH is a file, a directory, or - for standard input; without any, the current
    directory. Files that git ignores are left out.
    """
    if stdin_filename is not None and "-" not in paths:
        raise click.UsageError("--stdin-filename needs the path - for standard input")
    return lint_documents(
        paths,
        stdin_filename=stdin_filename,
        since=since,
        jobs=jobs,
        choice=narrowed(
            choice(config, no_config=no_config, baseline=baseline),
            select,
            ignore,
            paths,
        ),
        delivery=delivery,
    )
