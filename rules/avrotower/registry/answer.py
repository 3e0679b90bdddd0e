"""What came back: bytes with a limit, JSON, or the error that it is."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import httpx

from avrotower.errors import RegistryRefusedError, RegistryUnreachableError
from avrotower.registry.connection import PREFIX
from avrotower.registry.credential import Credentials
from avrotower.registry.value import is_object

MAX_BYTES: Final = 64 << 20
"""Of one decoded answer; a page of 500 real schemas has a tenth of it."""
_BEGINNING: Final = 200
"""Characters of a body that an error repeats."""
_ENCODINGS: Final = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
"""What we ask for; others could grow without limit before anybody counts."""

_REMEDIES: Final[Mapping[int, str]] = {
    401: f"set {PREFIX}USERNAME and {PREFIX}PASSWORD, or {PREFIX}TOKEN, to credentials "
    "that it accepts",
    403: "let this user read it, or name another user",
    407: "put the credentials of the HTTP proxy into its variable",
    413: "it takes no body of this size",
    429: "lower `rate` in [registry]",
}
_NOT_FOUND: Final = 404
_SERVER_ERROR: Final = 500
_NOT_THERE: Final = (
    "look at the address: it ends where `/subjects` begins, as in "
    "https://HOST/apis/ccompat/v7"
)


class TooLargeError(RegistryUnreachableError):
    """An answer is larger than anybody should send; smaller pages may help."""


class NoJSONError(RegistryUnreachableError):
    """An answer that should be JSON is something else: a page, as a rule."""


def chunks(
    response: httpx.Response, asked: str, most: int = MAX_BYTES
) -> Iterator[bytes]:
    """Yield the decoded body of *response*, at most *most* bytes.

    Raises:
        TooLargeError: If there are more.
        RegistryUnreachableError: If the body is encoded in a way that nobody asked for.
    """
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        raise RegistryUnreachableError(asked, f"sent a body encoded as {encoding!r}")
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > most:
            raise TooLargeError(asked, f"sent more than {most >> 20} MiB at once")
        yield chunk


def decoded(body: bytes, response: httpx.Response, asked: str) -> Any:
    """Return the JSON of *body*, None where it is empty.

    Raises:
        NoJSONError: If it is none.
    """
    if not body:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        # A body that nests without end is as little an answer as a page of HTML.
        told = response.headers.get("Content-Type", "no content type").partition(";")[0]
        raise NoJSONError(
            asked,
            f"answered {response.status_code} with {told}, which is no JSON: "
            f"{beginning(body)!r}",
            _NOT_THERE,
        ) from None


def refusal(
    body: bytes, response: httpx.Response, asked: str, credentials: Credentials
) -> RegistryRefusedError:
    """Return the error that *response* is; it repeats no secret of ours."""
    status = response.status_code
    code: int | None = None
    message = beginning(body)
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if is_object(told):
        given = told.get("error_code")
        code = given if isinstance(given, int) else None
        said = told.get("message", told.get("detail", message))
        message = said if isinstance(said, str) else json.dumps(said)
    remedy = _REMEDIES.get(status, "")
    if status == _NOT_FOUND and code is None:
        remedy = _NOT_THERE
    elif status >= _SERVER_ERROR:
        remedy = "look into its log, and ask again"
    return RegistryRefusedError(
        asked, status, code, credentials.hide(message[: 10 * _BEGINNING]), remedy
    )


def beginning(body: bytes) -> str:
    """Return the first words of *body* in one line."""
    text = " ".join(body[: 4 * _BEGINNING].decode("utf-8", "replace").split())
    return f"{text[:_BEGINNING]}…" if len(text) > _BEGINNING else text


def watched(
    parts: Iterator[bytes], asked: str, end: float, now: Callable[[], float]
) -> Iterator[bytes]:
    """Pass *parts* on until the moment *end*.

    Raises:
        RegistryUnreachableError: If there are some left then: a registry that sends a
            byte now and then would never reach the time-out between two of them.
    """
    for part in parts:
        yield part
        if now() > end:
            raise RegistryUnreachableError(
                asked,
                "did not end its answer in time",
                "raise `timeout` in [registry]",
                kind="slow",
            )
