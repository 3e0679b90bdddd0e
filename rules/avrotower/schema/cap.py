"""How much is too much; no settings, the same at all gates (COMPATIBILITY, 1.2)."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Final


MAX_BYTES: Final = 1 << 20
"""Of a text in UTF-8."""

MAX_DEPTH: Final = 200
"""Levels of brackets, the outermost counted as one."""

MAX_NUMBER: Final = 1_000
"""Characters of one number; Jackson's limit."""

MAX_ERRORS: Final = 100
"""Errors told of one document; one more tells how many there are besides."""
