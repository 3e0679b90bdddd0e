"""Text in XML and HTML: nothing that a schema holds is taken for markup."""

import re
from typing import Final

from avrotower.report.paint import plain

_MARKS: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
)
_NO_CHARACTER: Final = re.compile("[\ufffe\uffff]")
"""Code points that XML 1.0 has no way to write, beside those that `plain` escapes."""


def marked_up(text: str) -> str:
    """Return *text*, which may have line breaks, for an element or an attribute."""
    return "\n".join(map(_line, text.split("\n"))).translate(_MARKS)


def attributes(**values: object) -> str:
    """Return *values* as attributes in their order, each with a space before it."""
    return "".join(
        f' {name.rstrip("_")}="{marked_up(str(value)).replace(chr(10), "&#10;")}"'
        for name, value in values.items()
    )


def _line(text: str) -> str:
    return _NO_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", plain(text))
