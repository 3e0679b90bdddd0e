"""One question, and its answer: time-outs, retries, redirects, pace."""

import random
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, Any, Final, NamedTuple, Self, TypeAlias, TypeVar
from urllib.parse import quote, urlencode

import httpx

from avrotower.errors import (
    PolicyError,
    RegistryError,
    RegistryRefusedError,
    RegistryUnreachableError,
)
from avrotower.registry.answer import (
    MAX_BYTES,
    TooLargeError,
    chunks,
    decoded,
    refusal,
    watched,
)
from avrotower.registry.connection import PREFIX, Connection
from avrotower.registry.fault import NOWHERE, told
from avrotower.registry.pace import Pace
from avrotower.registry.patience import RETRIES, delay_s, retry_after_s
from avrotower.registry.session import session

_WHOLE: Final = 3
"""Time-outs after which a question is not asked again."""
_LISTING: Final = 30
"""Time-outs that an answer with a whole registry may take."""
_REDIRECTS: Final = 5
_MOST_WORDS: Final = 1 << 20
"""Bytes of an error's body."""

Query: TypeAlias = Mapping[str, str | int | bool]
Given = TypeVar("Given")
_NO_QUERY: Final[Query] = {}


class Clock(NamedTuple):
    """The time, as far as waiting needs it."""

    now: Callable[[], float] = time.monotonic
    """Seconds."""
    wait: Callable[[float], object] | None = None
    """None waits really, until the wire is closed."""
    chance: Callable[[], float] = random.random
    """A number from 0 to below 1."""


_REAL: Final = Clock()


class Wire:
    """Connections to one registry; threads may share it."""

    def __init__(
        self,
        connection: Connection,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Clock = _REAL,
    ) -> None:
        """Make the connections ready; nothing is sent yet.

        Raises:
            PolicyError: If an address or a certificate cannot be used.
        """
        self.connection = connection
        self._clock = clock
        self._closed = threading.Event()
        self._wait = clock.wait or self._closed.wait
        self._pace = Pace(connection.rate, clock.now)
        try:
            httpx.URL(connection.url)
        except httpx.InvalidURL as error:
            raise PolicyError(f"{connection.url!r} is no address: {error}") from None
        self._client = session(connection, transport)
        self._extensions = {"timeout": self._client.timeout.as_dict()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let all connections go, and wake who waits."""
        self._closed.set()
        self._client.close()

    def get(self, path: str, query: Query = _NO_QUERY) -> Any:
        """Return the JSON at *path*; what may pass is waited for and asked again.

        *path* begins with a slash, and its segments are encoded.

        Raises:
            RegistryUnreachableError: If no answer came.
            RegistryRefusedError: If the answer is an error.
        """
        return self._patiently(lambda: self._once("GET", path, query))

    def send(
        self, method: str, path: str, body: Any = None, query: Query = _NO_QUERY
    ) -> Any:
        """Write: as `get`, but nothing is ever sent twice."""
        return self._once(method, path, query, body)

    def download(self, path: str, query: Query, most: int) -> IO[bytes]:
        """Return the body at *path*, at most *most* bytes of it, in an unnamed file.

        Raises:
            RegistryError: As `get` does.
        """

        def once() -> IO[bytes]:
            file = TemporaryFile()  # noqa: SIM115  who asked for it closes it
            try:
                with self._answer("GET", path, query, None) as (response, asked):
                    file.writelines(self._parts(response, asked, most, _LISTING))
            except BaseException:
                file.close()
                raise
            file.seek(0)
            return file

        return self._patiently(once)

    def _patiently(self, ask: Callable[[], Given]) -> Given:
        last = self._clock.now() + _WHOLE * self.connection.timeout_s
        for attempt in range(RETRIES):
            try:
                return ask()
            except RegistryError as error:
                delay = delay_s(error, attempt, self._clock.chance())
                if delay is None or self._clock.now() + delay > last:
                    raise
                self._wait(delay)
                if self._closed.is_set():
                    raise
        return ask()

    def _once(self, method: str, path: str, query: Query, body: Any = None) -> Any:
        with self._answer(method, path, query, body) as (response, asked):
            data = b"".join(self._parts(response, asked))
            return decoded(data, response, asked)

    def _parts(
        self,
        response: httpx.Response,
        asked: str,
        most: int = MAX_BYTES,
        patience: int = 1,
    ) -> Iterator[bytes]:
        """Yield the body of *response*, for *patience* time-outs."""
        end = self._clock.now() + patience * self.connection.timeout_s
        return watched(chunks(response, asked, most), asked, end, self._clock.now)

    @contextmanager
    def _answer(
        self, method: str, path: str, query: Query, body: Any
    ) -> Generator[tuple[httpx.Response, str]]:
        """Give an answer that is no error, its body not read yet."""
        # One address is parsed, once: httpx takes longer for it than for the rest.
        url = httpx.URL(f"{self.connection.url}{path}{_words(query)}")
        for _ in range(_REDIRECTS + 1):
            asked = f"{method} {url.raw_path.decode()}"
            if method == "GET":
                self._keep_pace()
            request = httpx.Request(
                method,
                url,
                headers=self._client.headers,
                json=body,
                extensions=self._extensions,
            )
            with told(asked, self.connection):
                response = self._client.send(request, stream=True)
                try:
                    if response.is_success:
                        yield response, asked
                        return
                    if not response.has_redirect_location or method != "GET":
                        raise self._refused(response, asked)
                    url = _followed(url, response, asked)
                finally:
                    response.close()
        raise RegistryUnreachableError(
            f"{method} {path}", "sends us around in a circle", NOWHERE
        )

    def _keep_pace(self) -> None:
        delay = self._pace.reserve()
        if delay > 0:
            self._wait(delay)

    def _refused(self, response: httpx.Response, asked: str) -> RegistryRefusedError:
        try:
            body = b"".join(self._parts(response, asked, _MOST_WORDS))
        except TooLargeError:
            body = b""
        error = refusal(body, response, asked, self.connection.credentials)
        error.retry_after_s = retry_after_s(response)
        return error


def _followed(url: httpx.URL, response: httpx.Response, asked: str) -> httpx.URL:
    """Return where *response* sends us: never away from where credentials belong."""
    try:
        target = url.join(response.headers["Location"]).copy_with(userinfo=b"")
    except (httpx.InvalidURL, ValueError):
        target = httpx.URL("")
    if _origin(target) != _origin(url):
        where = f"{target.scheme}://{target.host}" if target.host else "nowhere"
        raise RegistryUnreachableError(
            asked,
            f"sends us to {where}, where our credentials do not belong",
            f"name that address in {PREFIX}URL if it is the registry",
        )
    return target


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _words(query: Query) -> str:
    """Return *query* as text: registries know `true`, and some only that."""
    words = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in query.items()
    }
    return f"?{urlencode(words, quote_via=quote)}" if words else ""
