"""Messages of declared rules: texts with placeholders."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

PLACEHOLDERS: Final = ("name", "path", "subject", "kind", "value")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_LONGEST: Final = 80
"""Characters of one value that a message shows: a doc may be a page."""


def filled(message: str, values: Mapping[str, str]) -> str:
    """Return *message* with *values* in the place of its placeholders."""
    return _PLACEHOLDER.sub(lambda found: _cut(values.get(found[1], found[0])), message)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def unknown(message: str) -> Iterator[str]:
    """Yield the placeholders of *message* that nothing is put in the place of."""
    for name in dict.fromkeys(_PLACEHOLDER.findall(message)):
        if name not in PLACEHOLDERS:
            yield name
