"""Names compared by words (RULES, 2.4), and types as options write them (2.5)."""

import re
from functools import lru_cache
from typing import Final

from avrotower.schema.logical import logical
from avrotower.schema.model import FIXED, NULL, Fixed, Named, Node, Union

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """Return the words of *name* in lower case: `eventId` and `EVENT_ID` are two.

    Digits stay with the word before them.
    """
    found: list[str] = []
    for part in _WORD.findall(name):
        if part.isdigit() and found:
            found[-1] += part
        else:
            found.append(part.lower())
    return tuple(found)


def without_null(node: Node) -> Node:
    """Return the one branch beside `null`, or *node* itself."""
    if isinstance(node, Union):
        rest = [branch for branch in node.branches if branch.type != NULL]
        if len(rest) == 1:
            return rest[0]
    return node


def type_words(node: Node) -> str:
    """Return the type of *node* as options write it: `long:timestamp-millis`, `fixed(16)`.

    `null` is taken out of a union; a logical type counts only where it is valid.
    """
    node = without_null(node)
    base = f"fixed({node.size})" if isinstance(node, Fixed) else node.type_name
    meant = logical(node)
    return f"{base}:{meant.name}" if meant is not None and meant.is_valid else base


def is_type(node: Node, allowed: tuple[str, ...]) -> bool:
    """Whether the type of *node* is one of *allowed*: base, base:logical, or full name."""
    node = without_null(node)
    if type_words(node) in allowed:
        return True
    if isinstance(node, Named) and node.fullname in allowed:
        return True
    return node.type == FIXED and "fixed" in allowed
