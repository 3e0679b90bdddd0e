"""Connections as httpx makes them: who we are, whom we trust, how long we wait."""

import math
import ssl
from typing import Final

import httpx

from avrotower import __version__
from avrotower.errors import PolicyError
from avrotower.registry.connection import PREFIX, Connection

CONNECTIONS: Final = 8
"""Requests at the same time: more of them make no registry faster."""
_CONNECT_S: Final = 5.0


def session(
    connection: Connection, transport: httpx.BaseTransport | None
) -> httpx.Client:
    """Return the connections that *connection* asks for; nothing is sent yet.

    *transport* takes the place of a network in tests.

    Raises:
        PolicyError: If a certificate or an address of an HTTP proxy cannot be used.
    """
    headers = {
        "Accept": "application/vnd.schemaregistry.v1+json, application/json;q=0.9",
        "Accept-Encoding": "gzip",
        "User-Agent": f"avrotower/{__version__}",
    }
    if connection.credentials:
        headers["Authorization"] = connection.credentials.header
    # Sockets know no endless number.
    timeout = None if math.isinf(connection.timeout_s) else connection.timeout_s
    connect = min(connection.timeout_s, _CONNECT_S)
    try:
        return httpx.Client(
            headers=headers,
            transport=transport,
            verify=_tls(connection),
            timeout=httpx.Timeout(timeout, connect=connect, pool=None),
            limits=httpx.Limits(
                max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS
            ),
        )
    except (httpx.InvalidURL, ValueError):
        # httpx would repeat the address, which may hold a password.
        raise PolicyError(
            "a variable for HTTP proxies (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY) "
            "holds no address"
        ) from None


def _tls(connection: Connection) -> ssl.SSLContext:
    """Return whom to trust, and who we are."""
    named = (connection.ca_file, connection.cert_file, connection.key_file)
    if connection.url.startswith("http:") and not any(named):
        # Reading the system's authorities takes longer than many an answer.
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context = ssl.create_default_context(cafile=connection.ca_file)
    except OSError as error:
        raise _unusable("CA_FILE", connection.ca_file, error) from None
    if connection.key_file and not connection.cert_file:
        raise PolicyError(f"{PREFIX}KEY_FILE is set without {PREFIX}CERT_FILE")
    if connection.cert_file:
        try:
            # Without a password OpenSSL would ask for one on the terminal.
            context.load_cert_chain(connection.cert_file, connection.key_file, "")
        except OSError as error:
            raise _unusable("CERT_FILE", connection.cert_file, error) from None
    return context


def _unusable(ending: str, name: str | None, error: OSError) -> PolicyError:
    why = error.strerror or "it cannot be read"
    if isinstance(error, ssl.SSLError):
        why = "it holds no certificates in PEM, or its key is encrypted or another's"
    return PolicyError(f"{PREFIX}{ending} names {name!r}: {why}")
