"""How deep a text nests, found out without nesting."""

import re

from avrotower.schema.cap import MAX_DEPTH

_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b'[]{}"')
_ROUND = bytes.maketrans(b"[]{}", b"()()")
_OPEN = ord("(")
_BLOCK = 128
"""Brackets that are counted at once; fewer than `MAX_DEPTH`."""


def may_be_deep(text: str) -> bool:
    """Return whether *text* may nest deeper than `MAX_DEPTH`.

    False is certain up to the first place where *text* is no JSON.
    """
    if text.count("{") + text.count("[") <= MAX_DEPTH:
        return False
    data = text.encode("utf-8", "surrogatepass")
    if b"\\" in data:
        data = re.sub(rb"(?s)\\.", b"", data)
    brackets = data.translate(_ROUND, _NO_BRACKETS)
    if brackets.count(b"(") <= MAX_DEPTH:
        return False
    # Texts without brackets are empty by now; without them, as many quotes more or less
    # stand before each bracket, an odd number inside of texts.
    brackets = brackets.replace(b'""', b"")
    if b'"' in brackets:
        brackets = b"".join(brackets.split(b'"')[::2])
    return _may_nest(brackets)


def _may_nest(brackets: bytes) -> bool:
    """Return whether *brackets* alone nest deeper than `MAX_DEPTH`."""
    depth = 0
    for start in range(0, len(brackets), _BLOCK):
        block = brackets[start : start + _BLOCK]
        opened = block.count(b"(")
        if depth + opened > MAX_DEPTH:
            # Only near the cap every bracket counts.
            for bracket in block:
                depth += 1 if bracket == _OPEN else -1
                if depth > MAX_DEPTH:
                    return True
        else:
            depth += 2 * opened - len(block)
    return False
