"""avrotower breaking."""

from typing import Any

import click

from avrotower.engine.evolution import breaking as judge
from avrotower_cli.comparing import compared, comparing_options


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
@comparing_options
def breaking(**asked: Any) -> int:
    """Judge documents against their earlier versions.

    Keys are frozen; values must stay readable at the level that their kind demands.
    A document is compared with the same path in SOURCE, or with the document that
    defines the same type there; a registry knows it by its subject.
    """
    return compared(judge, **asked)
