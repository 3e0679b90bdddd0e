"""The runs that need no click: `lint` with files, as a hook or an editor calls it.

Importing click costs as much as judging a document. What is not plain here, and every
wrong use, is click's: it has all options, and the words for errors.
"""

from __future__ import annotations

import gc
import os

from avrotower.forms import TYPE_CHECKING
from avrotower_cli.delivery import FORMATS, Delivery
from avrotower_cli.variables import look_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final


COMPLETION: Final = "_AVROTOWER_COMPLETE"
"""Set by the shell when it asks click for completions."""

_FORMAT: Final = "--format"
_STDIN_FILENAME: Final = "--stdin-filename"


def answer(arguments: Sequence[str]) -> int | None:
    """Run what *arguments* ask for and return the exit code; None is for click to answer."""
    if COMPLETION in os.environ or not arguments or arguments[0] != "lint":
        return None
    paths: list[str] = []
    given: dict[str, str] = {}
    words = iter(arguments[1:])
    for word in words:
        if word == "-" or not word.startswith("-"):
            paths.append(word)
        elif not _is_taken(word, words, given):
            return None
    form = given.get(_FORMAT, "text")
    name = given.get(_STDIN_FILENAME)
    if form not in FORMATS or (name is not None and "-" not in paths):
        return None
    from avrotower_cli.linting import lint_documents  # noqa: PLC0415  all the rest

    look_at(os.environ)
    settle()
    return lint_documents(paths, stdin_filename=name, delivery=Delivery(form))


def _is_taken(word: str, words: Iterator[str], given: dict[str, str]) -> bool:
    """Whether *word*, with the next of *words*, is an option that is known here."""
    if word not in {_FORMAT, _STDIN_FILENAME} or word in given:
        return False
    value = next(words, None)
    if value is None:
        return False
    given[word] = value
    return True


def settle() -> None:
    """Keep the code that is loaded out of all further looks for garbage.

    From here on documents come and go. Looking often, while what they were made of is
    still in the processor's cache, takes a fifth off a large run.
    """
    gc.freeze()
    gc.set_threshold(5_000)
