"""avrotower check."""

from typing import Any

import click

from avrotower.engine.evolution import check as judge
from avrotower_cli.comparing import compared, comparing_options


@click.command(
    epilog="""\b
Examples:
  avrotower check --against git:origin/main
  avrotower check --against git:origin/main --changed-since origin/main
  avrotower check --against registry --output markdown=comment.md
  avrotower check --format github
"""
)
@comparing_options
def check(**asked: Any) -> int:
    """Judge documents and their evolution in one run.

    It is lint and breaking with one report and one exit code. Without --against, and
    without [compat] against in the policy, rules about evolution are skipped.
    """
    return compared(judge, **asked)
