"""Regular expressions of declared rules, which read texts of strangers.

Python tries one way after another, and a text can be made for which some expressions
take years; whoever registers a schema could stop a gate. Here all ways are gone at once,
so that time grows with the text. What cannot be read so, such as looking ahead, is
refused.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib import import_module
from re import ASCII, DOTALL, IGNORECASE, MULTILINE, error, escape
from typing import Any, Final, NamedTuple, TypeAlias
from warnings import catch_warnings, simplefilter

MOST: Final = 4_096
"""Characters of a text that are looked at."""
_LARGEST: Final = 500
"""States of one expression."""
_STEPS: Final = 1_000
"""Steps that are kept."""
_TEXTS: Final = 2_048
"""Texts of which the answer is kept: document after document has the same names."""

_PARSER: Any = import_module("re._parser")
"""Python's own reader of expressions, which has no public name."""
_REFUSED: Final = {
    "ASSERT": "looks ahead or behind",
    "ASSERT_NOT": "looks ahead or behind",
    "GROUPREF": "refers to a group",
    "GROUPREF_EXISTS": "refers to a group",
    "ATOMIC_GROUP": "has an atomic group",
    "POSSESSIVE_REPEAT": "has a possessive repeat",
}

Test: TypeAlias = Callable[[str], bool]
"""Whether a character fits."""


class PatternError(Exception):
    """A text that is no regular expression, or one that is not run here."""


class _State(NamedTuple):
    """One state: it takes a character, or has a condition, or is a choice, or the end."""

    then: tuple[int, ...]
    takes: Test | None = None
    at: str = ""
    """The condition on the place: `AT_BOUNDARY`."""
    flags: int = 0


_END: Final = 0


class Pattern:
    """A regular expression that is looked for in texts.

    Raises:
        PatternError: If *text* is none, or one that is refused; the message says why.
    """

    def __init__(self, text: str) -> None:
        try:
            with catch_warnings():
                simplefilter("error")  # of what means something else in a later Python
                tree = _PARSER.parse(text)
        except RecursionError:
            raise PatternError("nested too deeply") from None
        except (error, OverflowError, Warning) as wrong:
            raise PatternError(f"no regular expression: {wrong}") from wrong
        self._states: list[_State] = [_State(())]
        self._start = self._sequence(tree, _END, tree.state.flags)
        self._steps: dict[tuple[frozenset[int], str, str, bool], _Step] = {}
        self._known = lru_cache(_TEXTS)(self._fits)

    def fits(self, text: str) -> bool:
        """Whether the expression fits somewhere in *text*, as far as it is looked at."""
        return self._known(text[: MOST + 1])

    # From the expression to states, from the end to the beginning

    def _add(self, state: _State) -> int:
        if len(self._states) >= _LARGEST:
            raise PatternError("too large; write a rule in Python, or a shorter one")
        self._states.append(state)
        return len(self._states) - 1

    def _sequence(self, items: Iterable[Any], then: int, flags: int) -> int:
        for operation, argument in reversed(tuple(items)):
            then = self._item(str(operation), argument, then, flags)
        return then

    def _item(self, operation: str, argument: Any, then: int, flags: int) -> int:
        match operation:
            case "SUBPATTERN":
                _, added, removed, items = argument
                return self._sequence(items, then, flags & ~removed | added)
            case "BRANCH":
                ways = [self._sequence(way, then, flags) for way in argument[1]]
                return self._add(_State(tuple(ways)))
            case "MAX_REPEAT" | "MIN_REPEAT":
                return self._repeat(argument, then, flags)
            case "AT":
                return self._add(_State((then,), at=str(argument), flags=flags))
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN":
                takes = _test(operation, argument, flags)
                return self._add(_State((then,), takes))
            case _:
                why = _REFUSED.get(operation, f"has {operation}")
                raise PatternError(
                    f"not supported: it {why}; say it with another entry, or write "
                    "a rule in Python"
                )

    def _repeat(self, argument: Any, then: int, flags: int) -> int:
        least, most, items = argument
        if most == _PARSER.MAXREPEAT:
            again = self._add(_State((then,)))
            inner = self._sequence(items, again, flags)
            self._states[again] = _State((inner, then))
            start = again
        else:
            start = then
            for _ in range(most - least):
                start = self._add(_State((self._sequence(items, start, flags), then)))
        for _ in range(least):
            before, start = start, self._sequence(items, start, flags)
            if start == before:
                break  # nothing, as often as you like
        return start

    # Through a text

    def _fits(self, text: str) -> bool:
        states: frozenset[int] = frozenset()
        before = ""
        last = len(text) - 1
        # A text that goes on has no end here.
        for index in range(min(len(text) + 1, MOST)):
            character = text[index] if index <= last else ""
            key = states, before, character, index == last
            step = self._steps.get(key)
            if step is None:
                step = self._step(*key)
            if step.is_end:
                return True
            states, before = step.states, step.kind
        return False

    def _step(
        self,
        states: frozenset[int],
        before: str,
        character: str,
        is_last: bool,  # noqa: FBT001  as the key has it
    ) -> "_Step":
        """Return what becomes of *states* by *character*, which may also begin anew."""
        place = _Place(before, character, is_last)
        reached: set[int] = set()
        taken: set[int] = set()
        waiting = [*states, self._start]
        while waiting:
            number = waiting.pop()
            if number in reached:
                continue
            reached.add(number)
            state = self._states[number]
            if state.takes is not None:
                if character and state.takes(character):
                    taken.update(state.then)
            elif not state.at or place.is_at(state.at, state.flags):
                waiting += state.then
        step = _Step(_END in reached, frozenset(taken), _kind(character))
        if len(self._steps) >= _STEPS:
            self._steps.clear()
        self._steps[states, before, character, is_last] = step
        return step


def glob(text: str) -> Pattern:
    """Return the expression of a glob over whole names; `*` fits dots, too."""
    return Pattern(rf"(?s)\A{'.*'.join(map(escape, text.split('*')))}\Z")


class _Step(NamedTuple):
    is_end: bool
    states: frozenset[int]
    kind: str
    """A character of the kind that was taken."""


class _Place(NamedTuple):
    """A place between two characters; an empty one is the end of the text."""

    before: str
    after: str
    is_last: bool
    """Whether *after* is the last character."""

    def is_at(self, condition: str, flags: int) -> bool:
        """Whether *condition* holds here."""
        before, after, is_last = self
        by_line = flags & MULTILINE
        match condition:
            case "AT_BEGINNING":
                return not before or bool(by_line and before == "\n")
            case "AT_BEGINNING_STRING":
                return not before
            case "AT_END":
                return not after or (after == "\n" and bool(is_last or by_line))
            case "AT_END_STRING":
                return not after
            case _:
                is_edge = _is_word(before, flags) != _is_word(after, flags)
                return is_edge == (condition == "AT_BOUNDARY")


def _kind(character: str) -> str:
    """Return a character that is like *character* for all conditions on places."""
    if not character or character == "\n":
        return character
    if not _is_word(character, 0):
        return " "
    return "a" if character.isascii() else "é"


def _is_word(character: str, flags: int) -> bool:
    is_word = character.isalnum() or character == "_"
    return is_word and not (flags & ASCII and not character.isascii())


def _test(operation: str, argument: Any, flags: int) -> Test:
    if operation == "ANY":
        return lambda character: bool(flags & DOTALL) or character != "\n"
    items: Sequence[Any] = argument if operation == "IN" else [("LITERAL", argument)]
    parts = [(str(kind), value) for kind, value in items]
    is_negated = operation == "NOT_LITERAL" or parts[0][0] == "NEGATE"

    def test(character: str) -> bool:
        forms = {character}
        if flags & IGNORECASE:
            forms |= {character.lower(), character.upper()}
        found = any(_is_in(form, part, flags) for form in forms for part in parts)
        return found != is_negated

    return test


def _is_in(character: str, part: tuple[str, Any], flags: int) -> bool:
    kind, value = part
    if kind == "NEGATE" or len(character) != 1:
        return False  # "ß" has two letters in upper case
    if kind == "LITERAL":
        return bool(ord(character) == value)
    if kind == "RANGE":
        return bool(value[0] <= ord(character) <= value[1])
    _, _, name = str(value).partition("CATEGORY_")
    is_in = {
        "DIGIT": character.isdecimal(),
        "SPACE": character.isspace(),
        "WORD": _is_word(character, 0),
    }[name.removeprefix("NOT_")]
    is_in = is_in and not (flags & ASCII and not character.isascii())
    return is_in != name.startswith("NOT_")
