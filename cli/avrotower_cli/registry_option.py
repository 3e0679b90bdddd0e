"""Which registry a command asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import click

from avrotower.schema.model import JSON

if TYPE_CHECKING:
    from avrotower.registry.connection import Connection

_NONE: Final = (
    "no registry is named; write --registry URL, set AVROTOWER_REGISTRY__URL, or set "
    "`url` in [registry] of the policy"
)

registry_option: Callable[..., Callable[..., Any]] = click.option(
    "--registry",
    "address",
    metavar="URL",
    help="The Schema Registry, instead of AVROTOWER_REGISTRY__URL and of [registry] url. "
    "Credentials come from AVROTOWER_REGISTRY__USERNAME and __PASSWORD, or __TOKEN.",
)


def asked(
    address: str | None, table: Mapping[str, JSON], environment: Mapping[str, str]
) -> Connection:
    """Return how the registry is reached; *address* wins over all that names another.

    Raises:
        UsageError: If none is named, or *address* holds credentials or is none.
        PolicyError: If what the policy or a variable says cannot be used.
    """
    from avrotower.registry.connection import PREFIX, connection  # noqa: PLC0415

    if address is not None:
        _look_at(address, PREFIX)
        environment = {**environment, f"{PREFIX}URL": address}
    found = connection(table, environment)
    if found is None:
        raise click.UsageError(_NONE)
    return found


def _look_at(address: str, prefix: str) -> None:
    try:
        parts = urlsplit(address)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
        is_bare = parts.username is None and parts.password is None
    except ValueError:
        is_address, is_bare = False, True
    if not is_bare:
        # The address holds a password, so it is not repeated.
        raise click.UsageError(
            "--registry contains credentials, which everybody sees who lists processes; "
            f"set {prefix}USERNAME and {prefix}PASSWORD"
        )
    if not is_address:
        raise click.UsageError(
            "--registry is no address of a registry; write http://HOST:PORT or "
            "https://HOST/PATH"
        )
