"""Who we are for a registry; nothing here shows a secret."""

from base64 import b64encode
from typing import Final

from avrotower.errors import PolicyError

_HIDDEN: Final = "***"
_LEAST: Final = 4
"""Shorter secrets are not looked for in texts; they would be found everywhere."""


class Credentials:
    """The value of an `Authorization` header, and the words that nobody may see."""

    __slots__ = ("_header", "_secrets")

    def __init__(self, header: str = "", secrets: tuple[str, ...] = ()) -> None:
        self._header = header
        found = (word for word in secrets if len(word) >= _LEAST)
        self._secrets = tuple(sorted(found, key=len, reverse=True))

    def __repr__(self) -> str:
        return f"Credentials({_HIDDEN if self._header else ''})"

    def __bool__(self) -> bool:
        return bool(self._header)

    @property
    def header(self) -> str:
        """For the wire only; empty where there are none."""
        return self._header

    def hide(self, text: str) -> str:
        """Return *text* without the secrets that a registry may have repeated in it."""
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return text


NOBODY: Final = Credentials()


def basic(username: str, password: str) -> Credentials:
    """Return the credentials of a user, or of an API key and its secret.

    Raises:
        PolicyError: If *username* cannot be sent this way.
    """
    if ":" in username:
        raise PolicyError(
            "the username of the registry contains a colon, which basic "
            "authentication cannot send"
        )
    pair = b64encode(f"{username}:{password}".encode()).decode()
    return Credentials(f"Basic {pair}", (password, pair))


def bearer(token: str) -> Credentials:
    """Return the credentials of a token.

    Raises:
        PolicyError: If *token* cannot stand in a header.
    """
    if not token.isascii() or not token.isprintable() or " " in token:
        raise PolicyError(
            "the token of the registry has characters that no header can carry; "
            "is it cut off, or has it a line break inside?"
        )
    return Credentials(f"Bearer {token}", (token,))
