"""Policies behind URLs, over HTTP: bounded in time and in size."""

from collections.abc import Mapping
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

import httpx

from avrotower import __version__
from avrotower.errors import PolicyError, SourceError
from avrotower.policy.load.update import MOST_BYTES, Get

TOKEN: Final = "AVROTOWER_POLICY__TOKEN"  # noqa: S105  the name of a variable
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts to which nothing travels in the open."""
_FINE: Final = 200
_UNAUTHORIZED: Final = (401, 403)
_NOT_FOUND: Final = 404


def getter(
    environment: Mapping[str, str], *, patience_s: float = 10, longest_s: float = 60
) -> Get:
    """Return what asks servers for policies.

    The token and the proxies are those of *environment*, the latter by httpx.
    *patience_s* is how long a server may be silent, *longest_s* how long all may take.
    """
    token = environment.get(TOKEN, "")

    def get(url: str, *, with_token: bool) -> bytes:
        headers = {
            "Accept-Encoding": "identity",
            "User-Agent": f"avrotower/{__version__}",
        }
        if token and with_token:
            _refuse_open(url)
            headers["Authorization"] = f"Bearer {token}"
        try:
            with httpx.Client(timeout=patience_s, follow_redirects=True) as client:
                return _read(client, url, headers, monotonic() + longest_s)
        except httpx.TimeoutException:
            raise SourceError(
                f"{url} did not answer within {patience_s:g} seconds; "
                "try again, or copy the file into .avrotower/policies by hand"
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            said = str(error) or type(error).__name__
            raise SourceError(f"{url} cannot be fetched: {said}") from None

    return get


def _refuse_open(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _HERE:
        raise PolicyError(
            f"{url}: a token is sent over https only; write https, or unset {TOKEN}"
        )


def _read(
    client: httpx.Client, url: str, headers: Mapping[str, str], until: float
) -> bytes:
    with client.stream("GET", url, headers=headers) as response:
        if response.status_code != _FINE:
            raise SourceError(_refused(url, response))
        content = b""
        for piece in response.iter_bytes():
            content += piece
            if len(content) > MOST_BYTES:
                return content[: MOST_BYTES + 1]
            if monotonic() > until:
                raise httpx.ReadTimeout("too slow")
        return content


def _refused(url: str, response: httpx.Response) -> str:
    code = response.status_code
    said = f"{url} answered {code} {response.reason_phrase}".rstrip()
    if code in _UNAUTHORIZED:
        return f"{said}; set {TOKEN} to a token that may read it"
    if code == _NOT_FOUND:
        return f"{said}; is the address right?"
    return said
