"""Names of subjects and contexts (REGISTRY, A.3)."""

import re
from typing import Final, NamedTuple

from avrotower.internal import in_context, with_context

DEFAULT: Final = "."
"""The context of a name without one."""
GLOBAL: Final = ".__GLOBAL"
"""Holds configuration and modes for all contexts, and no subject."""
WILDCARD: Final = ":*:"
"""All contexts, at the start of a prefix."""

_PREFIX: Final = ":."
_RESERVED: Final = frozenset({"__GLOBAL", "__EMPTY"})
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")


class ContextNameError(Exception):
    """A context's name has a colon inside."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Context name '{name}' cannot contain a colon")


class Subject(NamedTuple):
    """A subject in its context; without a name it is the context itself."""

    context: str
    """With its leading dot."""
    name: str

    @property
    def qualifier(self) -> str:
        """The context as names begin with it; empty for the default one."""
        return with_context(self.context, "")

    @property
    def text(self) -> str:
        """The name as answers write it."""
        return with_context(*self)

    @property
    def is_context(self) -> bool:
        """Whether this is a context and no subject."""
        return not self.name


DEFAULT_CONTEXT: Final = Subject(DEFAULT, "")
GLOBAL_CONTEXT: Final = Subject(GLOBAL, "")


def subject_of(text: str) -> Subject:
    """Return what *text* names; later colons than the context's belong to the name."""
    if text.startswith(WILDCARD):
        return Subject("*", text[len(WILDCARD) :])
    return Subject(*in_context(text))


def within(text: str, parent: Subject) -> Subject:
    """Return what *text* names where *parent* uses it."""
    subject = subject_of(text)
    if subject.context == DEFAULT and parent.context != DEFAULT:
        return Subject(parent.context, text)
    return subject


def is_qualified(text: str) -> bool:
    """Whether *text* names its context itself."""
    return text.startswith((_PREFIX, WILDCARD))


def qualifier_of(context: str) -> str:
    """Return how names in *context* begin; it may be `.c`, `c` or `:.c:`.

    Raises:
        ContextNameError: If there is another colon in it.
    """
    name = context.removeprefix(":").removesuffix(":")
    if ":" in name:
        raise ContextNameError(name)
    if not name.startswith("."):
        name = f".{name}"
    return Subject(name, "").qualifier


def has_control(text: str) -> bool:
    """Whether *text* has control characters, which no name has."""
    return _CONTROL.search(text) is not None


def is_valid(text: str, *, of_setting: bool = False) -> bool:
    """Whether *text* may name a subject that something is stored for.

    *of_setting* allows contexts, among them the one for all.
    """
    subject = subject_of(text)
    if has_control(text) or subject.name in _RESERVED:
        return False
    if of_setting:
        return True
    return subject.name not in {"", "*"} and subject.context not in {GLOBAL, "*"}
