"""The bytes of a text: how many there may be, and that they are UTF-8."""

from __future__ import annotations

from avrotower.finding import Span
from avrotower.forms import TYPE_CHECKING
from avrotower.schema.cap import MAX_BYTES
from avrotower.schema.document import SchemaError

if TYPE_CHECKING:
    from typing import Final


BYTE_ORDER_MARK: Final = "\ufeff"
_REPLACEMENT: Final = "\ufffd"
_START: Final = Span(0, 0, 1, 1, 1, 1)


def is_too_large(data: str | bytes) -> bool:
    """Return whether *data* has more than `MAX_BYTES` bytes in UTF-8."""
    if len(data) > MAX_BYTES:
        return True
    if isinstance(data, bytes) or len(data) * 4 <= MAX_BYTES or data.isascii():
        return False
    return len(data.encode("utf-8", "surrogatepass")) > MAX_BYTES


def too_large() -> SchemaError:
    """Return the error of a text that is not even looked at."""
    message = (
        f"the text has more than {MAX_BYTES:,} bytes; split it into several schemas"
    )
    return SchemaError("text-too-large", message, "", span=_START)


def byte_order_mark() -> SchemaError:
    """Return the error of a text that begins with a byte order mark."""
    message = "the text begins with a byte order mark; save it as UTF-8 without one"
    return SchemaError("text-bom", message, "", span=Span(0, 1, 1, 1, 1, 2))


def decode(data: bytes) -> tuple[str, SchemaError | None]:
    """Return the text of *data*, and what is wrong with its encoding.

    What cannot be decoded is replaced, so that the rest can still be judged.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return _utf16(data, "utf-16")
        offset = error.start
        before = data[:offset].decode()
        text = before + data[offset:].decode(errors="replace")
        message = (
            f"byte 0x{data[offset]:02X} at offset {offset} is no UTF-8; "
            "save the text as UTF-8"
        )
        return text, _not_utf8(text, len(before), message)
    if "\0" in text[:2]:
        return _utf16(data, "utf-16-be" if text[0] == "\0" else "utf-16-le")
    return text, None


def check(text: str) -> tuple[str, SchemaError | None]:
    """Return *text*, and what is wrong if it has no form in UTF-8.

    Half a surrogate pair has none; it is replaced.
    """
    if text.isascii():
        return text, None
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = (
            f"U+{ord(text[error.start]):04X} is half a surrogate pair and has no form "
            "in UTF-8; write it as an escape"
        )
        import re  # noqa: PLC0415  on the way to an error

        text = re.sub("[\ud800-\udfff]", _REPLACEMENT, text)
        return text, _not_utf8(text, error.start, message)
    return text, None


def _utf16(data: bytes, encoding: str) -> tuple[str, SchemaError]:
    text = data.decode(encoding, "replace")
    return text, _not_utf8(text, 0, "the text is UTF-16; save it as UTF-8")


def _not_utf8(text: str, place: int, message: str) -> SchemaError:
    from avrotower.schema.scan.lines import Lines  # noqa: PLC0415  only on the way to an error

    span = Lines(text).span(place, min(place + 1, len(text)))
    return SchemaError("text-not-utf8", message, "", span=span)
