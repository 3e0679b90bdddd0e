"""avrotower check."""

from typing import Any

import click

from avrotower.engine.evolution import check as judge
from avrotower_cli.broker_option import broker_option, brokers
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
@broker_option
@comparing_options
def check(broker_snapshot: str | None, **asked: Any) -> int:
    """Judge documents and their evolution in one run.

    It is lint and breaking with one report and one exit code. Without --against, and
    without [compat] against in the policy, rules about evolution are skipped. With a
    registry, what it says of the subjects of these documents is judged, too.
    """
    return compared(judge, brokers=brokers(broker_snapshot), **asked)
