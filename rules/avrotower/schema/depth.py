"""How deep a text nests, found out without nesting."""

from avrotower.schema.cap import MAX_DEPTH

_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b'[]{}"')
_ROUND = bytes.maketrans(b"[]{}", b"()()")


def may_be_deep(text: str) -> bool:
    """Return whether *text* may nest deeper than `MAX_DEPTH`.

    False is certain up to the first place where *text* is no JSON.
    """
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return False
    data = text.encode("utf-8", "surrogatepass")
    if b"\\" in data:
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    # Texts without brackets are empty by now; without them, as many quotes more or less
    # stand before each bracket, an odd number inside of texts.
    brackets = data.translate(_ROUND, _NO_BRACKETS).replace(b'""', b"")
    if b'"' in brackets:
        brackets = b"".join(brackets.split(b'"')[::2])
    # Each round takes the innermost pairs away, so the rounds count the levels.
    for level in range(MAX_DEPTH + 1):
        rest = brackets.replace(b"()", b"")
        if len(rest) == len(brackets):
            return level + rest.count(b"(") > MAX_DEPTH
        brackets = rest
    return True
