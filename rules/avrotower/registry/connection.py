"""How a registry is reached: the table `[registry]` and its variables (CONFIG, 13, 17)."""

import math
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit, urlunsplit

from avrotower.errors import PolicyError
from avrotower.registry.credential import NOBODY, Credentials, basic, bearer
from avrotower.registry.vendor import VENDORS, Vendor
from avrotower.schema.model import JSON

PREFIX: Final = "AVROTOWER_REGISTRY__"
_ENDINGS: Final = (
    "URL",
    "USERNAME",
    "PASSWORD",
    "PASSWORD_FILE",
    "TOKEN",
    "TOKEN_FILE",
    "CA_FILE",
    "CERT_FILE",
    "KEY_FILE",
)
_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}


class Rate(NamedTuple):
    """So many requests in so many seconds."""

    requests: int
    period_s: float


class Connection(NamedTuple):
    """Everything that asking a registry needs to know."""

    url: str
    """Its base address, without credentials and without a slash at the end."""
    vendor: Vendor | None = None
    """None where the registry shall be asked."""
    timeout_s: float = 10.0
    """How long one answer may take."""
    page: int = 500
    rate: Rate | None = Rate(50, 1.0)
    """Of reads; None for as fast as it goes."""
    credentials: Credentials = NOBODY
    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None


def connection(
    table: Mapping[str, JSON], environment: Mapping[str, str]
) -> Connection | None:
    """Return what `[registry]` and the variables say, None where no address is named.

    *table* has the keys of a policy file; what it lacks has its default.
    A variable wins over the file.

    Raises:
        PolicyError: If an address, a variable or a file cannot be used.
    """
    found = _variables(environment)
    named = found.get("URL") or str(table.get("url") or "")
    if not named:
        return None
    url, credentials = _address(
        named, f"{PREFIX}URL" if "URL" in found else "[registry] url"
    )
    if credentials and "URL" not in found:
        raise PolicyError(
            "[registry] url contains a password; write the address without it, and "
            f"set {PREFIX}USERNAME and {PREFIX}PASSWORD"
        )
    vendor = str(table.get("vendor", "auto"))
    defaults = Connection(url)
    rate = table.get("rate")
    timeout = table.get("timeout")
    return Connection(
        url,
        vendor=next((known for known in VENDORS if known == vendor), None),
        timeout_s=duration_s(str(timeout)) if timeout else defaults.timeout_s,
        page=int(table.get("page", defaults.page)),
        rate=rate_of(str(rate)) if rate else defaults.rate,
        credentials=_credentials(found) or credentials,
        ca_file=found.get("CA_FILE"),
        cert_file=found.get("CERT_FILE"),
        key_file=found.get("KEY_FILE"),
    )


def duration_s(text: str) -> float:
    """Return the seconds of a duration: `500ms`, `10s`, `infinite`.

    Raises:
        PolicyError: If *text* is none.
    """
    if text == "infinite":
        return math.inf
    number = text.rstrip("mshd")
    unit = text[len(number) :]
    if not number.isdecimal() or unit not in _SECONDS:
        raise PolicyError(f"{text!r} is no duration; write 500ms, 10s, 5m or infinite")
    return int(number) * _SECONDS[unit]


def rate_of(text: str) -> Rate:
    """Return the rate that *text* names: `50/s`.

    Raises:
        PolicyError: If *text* is none.
    """
    number, slash, unit = text.partition("/")
    if (
        not slash
        or not number.isdecimal()
        or not int(number)
        or unit not in {"s", "m", "h"}
    ):
        raise PolicyError(f"{text!r} is no rate; write 50/s, 600/m or 9000/h")
    return Rate(int(number), _SECONDS[unit])


def _variables(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of a registry by their endings; empty ones count as unset."""
    found = {
        name.removeprefix(PREFIX): text
        for name, text in environment.items()
        if name.startswith(PREFIX) and text
    }
    for ending in found:
        if ending not in _ENDINGS:
            near = get_close_matches(ending, _ENDINGS, n=1) or ["URL"]
            raise PolicyError(
                f"the variable {PREFIX}{ending} names no setting; "
                f"did you mean {PREFIX}{near[0]}?"
            )
    return found


def _address(text: str, source: str) -> tuple[str, Credentials]:
    """Return the base address that *text* names, and the credentials inside of it."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _no_address(source) from None
    if (
        parts.scheme not in {"http", "https"}
        or not host
        or parts.query
        or parts.fragment
    ):
        raise _no_address(source)
    place = f"[{host}]" if ":" in host else host
    place += "" if port is None else f":{port}"
    url = urlunsplit((parts.scheme, place, parts.path.rstrip("/"), "", ""))
    if parts.username is None:
        return url, NOBODY
    return url, basic(unquote(parts.username), unquote(parts.password or ""))


def _no_address(source: str) -> PolicyError:
    # The address may hold a password, so it is not repeated.
    return PolicyError(
        f"{source} is no address of a registry; write http://HOST:PORT or "
        "https://HOST/PATH, without query and fragment"
    )


def _credentials(found: Mapping[str, str]) -> Credentials:
    password = _secret(found, "PASSWORD")
    token = _secret(found, "TOKEN")
    username = found.get("USERNAME")
    if token and (username or password):
        raise PolicyError(
            f"both {PREFIX}TOKEN and {PREFIX}USERNAME or {PREFIX}PASSWORD are set; "
            "unset the one that is not meant"
        )
    if token:
        return bearer(token)
    if password and not username:
        raise PolicyError(f"{PREFIX}PASSWORD is set without {PREFIX}USERNAME")
    return basic(username, password) if username else NOBODY


def _secret(found: Mapping[str, str], ending: str) -> str:
    """Return the secret of a variable, or of the file that another one names."""
    plain, named = found.get(ending, ""), found.get(f"{ending}_FILE")
    if named is None:
        return plain
    variable = f"{PREFIX}{ending}_FILE"
    if plain:
        raise PolicyError(f"both {PREFIX}{ending} and {variable} are set; unset one")
    try:
        text = Path(named).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
        raise PolicyError(f"{variable} names {named!r}: {why}") from None
    if not text:
        raise PolicyError(f"{variable} names {named!r}, which is empty")
    return text
