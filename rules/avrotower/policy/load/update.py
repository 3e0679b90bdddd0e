"""Policies behind URLs: fetched, held against their digests, kept beside the project."""

import os
import tomllib
from collections.abc import Sequence
from hashlib import sha256
from typing import Final, NamedTuple, Protocol
from urllib.parse import urlsplit

from avrotower import replacement
from avrotower.errors import PolicyError, SourceError
from avrotower.policy.load import above, find
from avrotower.policy.load.fault import in_order
from avrotower.policy.load.layers import KEPT, Layers, Wanted, digest_of
from avrotower.policy.load.place import offset
from avrotower.policy.replace import replace

MOST_BYTES: Final = 1_048_576
"""More than any policy has."""


class Get(Protocol):
    """Gives the bytes behind a URL, at most one more than `MOST_BYTES`."""

    def __call__(self, url: str, *, with_token: bool) -> bytes:
        """Return what is behind *url*.

        *with_token* tells that the project's own files name that server, which may so
        be told the token.

        Raises:
            SourceError: If it cannot be had.
            PolicyError: If it must not be asked for.
        """
        ...


class Copy(NamedTuple):
    """A policy behind a URL that is kept by now."""

    url: str
    path: str
    """Of the copy, from the project root."""
    is_new: bool
    """Whether it was fetched by this run."""
    pinned: str = ""
    """The file whose digest was written anew; empty where none was."""


def update(
    start: str, get: Get, *, config: str | None = None, is_refresh: bool = False
) -> Sequence[Copy] | None:
    """Fetch what the policy of *start* extends behind URLs; None where there is none.

    A copy that is there and has the digest is left alone. With *is_refresh* everything
    is fetched, and digests in the project's own files become those of today.

    Raises:
        SourceError: If a server cannot be reached, or does not give the policy.
        PolicyError: If what it gives is not what is pinned, or no policy.
    """
    found = find(start, config)
    while found is not None:
        copies = _Copies(found.root, get, is_refresh=is_refresh)
        layers = Layers(found.root, copies)
        if config is None:
            layers.read(found)
        else:
            layers.read_file(found.files[0])
        if layers.faults:
            faults = in_order(layers.faults)
            if copies.is_unreached:
                raise SourceError("\n".join(map(str, faults)))
            raise PolicyError.of(faults)
        if layers.layers:
            copies.pin()
            return tuple(copies.made.values())
        found = above(found)
    return None


class _Copies:
    """Brings the copy of each policy that `Layers` asks for."""

    def __init__(self, root: str, get: Get, *, is_refresh: bool) -> None:
        self._root = root
        self._get = get
        self._is_refresh = is_refresh
        self.made: dict[str, Copy] = {}
        """By URL and pinned digest."""
        self.is_unreached = False
        self._trusted: set[tuple[str, str]] = set()
        """Servers that the project's own files name."""
        self._pins: list[tuple[Wanted, str]] = []

    def __call__(self, wanted: Wanted) -> str:
        """Bring the copy that is *wanted*, and return its digest.

        Raises:
            PolicyError: If that is not possible; the message says why.
        """
        is_own = os.path.join(self._root, KEPT) != os.path.dirname(wanted.layer.path)
        server = urlsplit(wanted.url)[:2]
        if is_own:
            self._trusted.add(server)
        can_pin = self._is_refresh and is_own
        if not can_pin and digest_of(self._path(wanted.digest)) == wanted.digest:
            self._note(wanted, wanted.digest, is_new=False)
            return wanted.digest
        try:
            content = self._get(wanted.url, with_token=server in self._trusted)
        except SourceError as error:
            self.is_unreached = True
            raise PolicyError(str(error)) from None
        digest = sha256(content).hexdigest()
        _check(wanted, content)
        if digest != wanted.digest and not can_pin:
            raise PolicyError(_differs(wanted, digest, is_own=is_own))
        self._keep(digest, content)
        if digest != wanted.digest:
            self._pins.append((wanted, digest))
        self._note(wanted, digest, is_new=True)
        return digest

    def pin(self) -> None:
        """Write the digests of today into the files that pin others."""
        for wanted, digest in self._pins:
            layer = wanted.layer
            with open(layer.path, "rb") as file:
                text = file.read().decode()
            at = offset(text, (*layer.prefix, *wanted.at, "sha256"))
            before, after = text[:at], text[at:].replace(wanted.digest, digest, 1)
            replace(layer.path, before + after)

    def _path(self, digest: str) -> str:
        return os.path.join(self._root, KEPT, f"{digest}.toml")

    def _keep(self, digest: str, content: bytes) -> None:
        path = self._path(digest)
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            replacement.replace(path, content)
        except OSError as error:
            reason = (error.strerror or "it cannot be written").lower()
            raise PolicyError(f"{path} cannot be written: {reason}") from None

    def _note(self, wanted: Wanted, digest: str, *, is_new: bool) -> None:
        pinned = "" if digest == wanted.digest else wanted.layer.name
        path = os.path.join(KEPT, f"{digest}.toml")
        self.made.setdefault(
            f"{wanted.url} {wanted.digest}", Copy(wanted.url, path, is_new, pinned)
        )


def _check(wanted: Wanted, content: bytes) -> None:
    """Refuse what is no policy, before anything is kept.

    Raises:
        PolicyError: If *content* is too large, or no TOML.
    """
    if len(content) > MOST_BYTES:
        raise PolicyError(
            f"{wanted.url} is larger than {MOST_BYTES} bytes, so it is no policy"
        )
    try:
        tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        first = content[:40].decode("utf-8", "replace").strip().partition("\n")[0]
        raise PolicyError(
            f"{wanted.url} gives no TOML, but {first!r} ({error}); "
            "the address of the file itself is wanted, not that of a page about it"
        ) from None


def _differs(wanted: Wanted, digest: str, *, is_own: bool) -> str:
    said = (
        f"{wanted.url} has another content than the pinned one: its sha256 is {digest}"
    )
    if is_own:
        return (
            f"{said}; read what changed, then run "
            "`avrotower config update --refresh`, or write that digest here"
        )
    return f"{said}; {wanted.layer.name} pins it, so its owner has to pin it anew"
