"""The words for what is no JSON, and how much of the text they are about."""

import re
from typing import Final

EMPTY: Final = "the text is empty"
HASH: Final = "# begins no comment in JSON; remove this"
SECOND_COLON: Final = "one colon is enough; remove this one"
EXTRA_COMMA: Final = "one comma is enough; remove this one"
EARLY_COMMA: Final = "a value must stand before the first comma; remove the comma"
SEMICOLON: Final = "write a comma instead of the semicolon"
NO_COLON: Final = "write a colon instead of this"
COLON_IN_ARRAY: Final = "a colon cannot stand in [ ]; members of an object need { }"
QUOTE_INSIDE: Final = r"the text ends before this; write \" for a quote inside a text"
TEXT_NEVER_CLOSED: Final = 'this text is never closed; a " is missing'
LINE_BREAK: Final = r"a text cannot go on in the next line; write \n for a line break"
BAD_UNICODE: Final = r"four hexadecimal digits must follow \u"

_QUOTED: Final = re.compile(r"'((?:[^'\\\n\r]|\\[^\n\r])*+)'")
_CURLY: Final = re.compile(
    '[\u201c\u201d\u201e\u00ab\u00bb]([^"\u201c\u201d\u201e\u00ab\u00bb\n\r]*)'
    "[\u201c\u201d\u201e\u00ab\u00bb]"
)
_NUMBER: Final = re.compile(r"[-+]?\.?[0-9][\w.]*(?:(?<=[eE])[-+]\w*)?")
_PARTS: Final = re.compile(r"(-?)0*(\d*)(?:(\.)(\d*))?")
_WORD: Final = re.compile(r"[-+]?[^\W\d][\w$.-]*")
_PIECE: Final = re.compile(r'"(?:[^"\\\n\r]|\\[^\n\r])*+"|-?[\w.]+')
# Up to a length: it is looked for at every word.
_BARE_TEXT: Final = re.compile(
    r'([^\W\d][^"\n\r]{0,100}+)"(?=[ \t]*+(?:[,\]}\n\r]|\Z))'
)
_LITERALS: Final = {
    "true": "true",
    "false": "false",
    "null": "null",
    "none": "null",
    "nil": "null",
    "undefined": "null",
}
_NO_NUMBERS: Final = {"nan", "infinity", "inf"}
_SHORT: Final = 40


def shown(piece: str) -> str:
    """Return *piece* as it can be shown in one line."""
    if len(piece) > _SHORT:
        piece = piece[: _SHORT - 1] + "…"
    return "".join(
        char if char.isprintable() else f"<U+{ord(char):04X}>" for char in piece
    )


def odd_space(char: str) -> str:
    """Say that *char* is white space elsewhere, not in JSON."""
    return f"U+{ord(char):04X} is no white space in JSON; write a blank instead"


def never_closed(closer: str) -> str:
    """Say that a bracket, which needs *closer*, stays open to the end of the text."""
    return (
        f"this {'[' if closer == ']' else '{'} is never closed; a {closer} is missing"
    )


def closed_by_other(closer: str, char: str, line: int, column: int) -> str:
    """Say that a bracket, which needs *closer*, is open where *char* stands."""
    opener = "[" if closer == "]" else "{"
    before = f"before the {char} in line {line}, column {column}"
    return f"this {opener} is never closed; a {closer} is missing {before}"


def wrong_closer(closer: str, char: str) -> str:
    """Say that *char* closes what *closer* should close."""
    return f"write {closer} instead of {char}"


def closes_nothing(char: str) -> str:
    """Say that there is nothing for *char* to close."""
    return f"this {char} closes nothing; remove it"


def trailing_comma(closer: str) -> str:
    """Say that a comma stands before *closer*."""
    return f"trailing comma before {closer}; remove it"


def value_missing(key: str) -> str:
    """Say that *key* has no value."""
    return f'"{shown(key)}" has no value; a colon and a value must follow it'


def missing(sign: str, text: str, pos: int) -> str:
    """Say that *sign*, `comma` or `{`, is missing before what stands at *pos*."""
    match = _PIECE.match(text, pos)
    return f"a {sign} is missing before {shown(match[0] if match else text[pos])}"


def bare_key(word: str) -> str:
    """Say that the key *word* has no quotes."""
    return f'keys need double quotes; write "{shown(word)}"'


def no_key(piece: str) -> str:
    """Say that *piece* stands where a key is due."""
    if piece == ":":
        return "a key is missing before this colon"
    return unexpected(piece, "a key in double quotes")


def control(char: str) -> str:
    """Say that the control character *char* stands in a text."""
    escape = {"\t": r"\t", "\b": r"\b", "\f": r"\f"}.get(char, f"\\u{ord(char):04x}")
    name = "tab" if char == "\t" else f"control character U+{ord(char):04X}"
    return f"a text cannot hold a bare {name}; write {escape}"


def bad_escape(char: str) -> str:
    r"""Say that *char* cannot follow a backslash."""
    if char == "'":
        return r"\' is no escape in JSON; write ' without the backslash"
    return f"\\{shown(char)} is no escape in JSON; write \\\\ for a backslash"


def unexpected(char: str, due: str) -> str:
    """Say that *char* stands where something else is due."""
    return f"unexpected `{shown(char)}`; {due} must stand here"


def trailing(text: str, pos: int) -> str:
    """Say that something stands at *pos*, after the value."""
    if text.startswith(("//", "/*"), pos):
        return "Avro reads no comment after the value; move it up or remove it"
    if text[pos] in "]}":
        return closes_nothing(text[pos])
    return "this stands after the end of the value; one text holds one value"


def quoted(text: str, pos: int) -> tuple[str, str, int] | None:
    """Return what to say of a text in other quotes, what it holds, and its end."""
    if match := _QUOTED.match(text, pos):
        kind = "single"
    elif match := _CURLY.match(text, pos):
        kind = "curly"
    else:
        return None
    inner = match[1]
    message = f'{kind} quotes are no quotes in JSON; write "{shown(inner)}"'
    return message, inner, match.end()


def not_a_value(text: str, pos: int) -> tuple[str, int]:
    """Return what is wrong with the value at *pos*, and where its first part ends."""
    if other := quoted(text, pos):
        return other[0], other[2]
    if match := _NUMBER.match(text, pos):
        return _bad_number(match[0]), match.end()
    if match := _BARE_TEXT.match(text, pos):
        return _bad_word(match[1]), match.end()
    if match := _WORD.match(text, pos):
        return _bad_word(match[0]), match.end()
    return unexpected(text[pos], "a value"), pos + 1


def _bad_number(piece: str) -> str:
    parts = _PARTS.fullmatch(piece)
    if piece[0] == "+":
        return f"numbers have no plus sign; write {shown(piece[1:])}"
    if not parts:
        return f"{shown(piece)} is no number in JSON"
    sign, whole, point, fraction = parts.groups()
    right = sign + (whole or "0") + (f".{fraction or '0'}" if point else "")
    if point and not fraction:
        return f"a digit must follow the point; write {shown(right)}"
    if point and not whole and piece.lstrip("-")[0] == ".":
        return f"a digit must stand before the point; write {shown(right)}"
    return f"numbers have no leading zeros; write {shown(right)}"


def _bad_word(piece: str) -> str:
    lower = piece.lower()
    if lower in _LITERALS:
        return f"{piece} is no word of JSON; write {_LITERALS[lower]}"
    if lower.lstrip("+-") in _NO_NUMBERS:
        return (
            f'{piece} is no number in JSON; as the default of a float write "{piece}"'
        )
    return f'texts need double quotes; write "{shown(piece)}"'
