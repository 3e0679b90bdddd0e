"""Fingerprints of a Parsing Canonical Form (COMPATIBILITY, 3.4)."""

import functools
from typing import Final

EMPTY: Final = 0xC15D213AA4D7A795
"""The fingerprint of no bytes; also the polynomial."""


def fingerprint64(form: str) -> int:
    """Return the CRC-64-AVRO fingerprint of a Parsing Canonical Form.

    *form* is hashed as UTF-8.
    The result is an unsigned number of 64 bits; the header of a single-object
    message carries its bytes in little-endian order.

    Source: Avro 1.12, Schema Fingerprints.
    """
    table = _table()
    result = EMPTY
    for byte in _encoded(form):
        result = (result >> 8) ^ table[(result ^ byte) & 0xFF]
    return result


def md5(form: str) -> str:
    """Return the MD5 of *form* as 32 hexadecimal digits."""
    import hashlib  # noqa: PLC0415  it loads OpenSSL

    return hashlib.md5(_encoded(form), usedforsecurity=False).hexdigest()


def sha256(form: str) -> str:
    """Return the SHA-256 of *form* as 64 hexadecimal digits."""
    import hashlib  # noqa: PLC0415  as above

    return hashlib.sha256(_encoded(form)).hexdigest()


def _encoded(form: str) -> bytes:
    # Java: what UTF-8 cannot carry, a lone surrogate, becomes a question mark.
    return form.encode("utf-8", "replace")


@functools.cache
def _table() -> tuple[int, ...]:
    """Return the remainders of the 256 bytes."""
    remainders: list[int] = []
    for byte in range(256):
        remainder = byte
        for _ in range(8):
            remainder = (remainder >> 1) ^ (EMPTY if remainder & 1 else 0)
        remainders.append(remainder)
    return tuple(remainders)
