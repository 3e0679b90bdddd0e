"""avrotower serve."""

import os
from collections.abc import Mapping
from typing import Final

import click

from avrotower.catalogue import RULES
from avrotower.compat.levels import Level
from avrotower.errors import PolicyError
from avrotower.policy.date import date_now
from avrotower.policy.load import inspect
from avrotower.schema.model import JSON
from avrotower_cli import exits
from avrotower_cli.complete import files
from avrotower_cli.policy_option import config_option
from avrotower_cli.registry_option import asked
from avrotower_cli.variables import look_at

_DEFAULT: Final = "?"
"""`--embedded` without a path."""
_EXTRA: Final = (
    "serving needs more than is installed; run: pip install 'avrotower[service]'"
)


@click.command(
    epilog="""\b
Examples:
  avrotower serve --embedded
  avrotower serve --embedded registry.db --port 8085
  avrotower serve --embedded :memory: --level FULL_TRANSITIVE
  avrotower serve --embedded copy.db --import http://registry:8081

\b
Exit codes:
  0    ended by SIGTERM, in order
  2    wrong use, a port that is taken, or a file that cannot be used
  3    the registry to import could not be read
  130  ended by a second signal, at once"""
)
@click.option(
    "--embedded",
    "path",
    metavar="[PATH]",
    is_flag=False,
    flag_value=_DEFAULT,
    shell_complete=files,
    help="Serve the built-in Schema Registry from the SQLite file PATH, which is made if "
    "it is missing, or from `:memory:`. Without PATH from [service.embedded] path, "
    "avrotower.db by default.",
)
@click.option("--host", help="The address to listen on, instead of [service.listen].")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="The port to listen on, instead of [service.listen]; 0 takes a free one.",
)
@click.option(
    "--level",
    type=click.Choice([level.value for level in Level], case_sensitive=False),
    help="The level of subjects for which nothing is configured.",
)
@click.option(
    "--import",
    "origin",
    metavar="URL|FILE",
    help="Copy the Schema Registry at URL first, or one that was exported to FILE: "
    "versions with their ids, soft-deleted ones, levels and modes. What is there already "
    "is passed over. Credentials come from AVROTOWER_REGISTRY__USERNAME and __PASSWORD, "
    "or __TOKEN.",
)
@click.option(
    "--export",
    "target",
    metavar="FILE",
    shell_complete=files,
    help="Write all that the registry holds to FILE, a line of JSON each, and end.",
)
@config_option
def serve(  # noqa: PLR0913, PLR0917  an option each
    path: str | None,
    host: str | None,
    port: int | None,
    level: str | None,
    origin: str | None,
    target: str | None,
    config: str | None,
) -> int:
    """Serve a schema registry.

    It speaks the API of Confluent's for Avro, so that every client works with it.
    All that it has acknowledged is on disk.
    The first SIGTERM or Ctrl-C lets running requests end; the second one does not.
    """
    if path is None:
        raise click.UsageError("name what to serve: --embedded")
    look_at(os.environ)
    given: dict[tuple[str, str], JSON] = {
        ("embedded", "path"): None if path == _DEFAULT else path,
        ("embedded", "level"): level,
        ("listen", "host"): host,
        ("listen", "port"): port,
    }
    try:
        from avrotower_service.embedded import server  # noqa: PLC0415  many imports
        from avrotower_service.settings import settings  # noqa: PLC0415  as above
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("avrotower"):
            raise
        raise PolicyError(_EXTRA) from None
    chosen = {place: value for place, value in given.items() if value is not None}
    seen = inspect(".", RULES, config=config, today=date_now())
    tables: Mapping[str, JSON] = {} if seen is None else seen.loaded.data
    said = settings(tables.get("service", {}), os.environ, chosen)
    if target is not None:
        server.write_export(said, target, _tell)
        return exits.CLEAN
    is_url = origin is not None and origin.startswith(("http://", "https://"))
    connection = (
        asked(origin, tables.get("registry", {}), os.environ) if is_url else origin
    )
    server.serve(said, _tell, connection)
    return exits.CLEAN


def _tell(line: str) -> None:
    click.echo(line, err=True)
