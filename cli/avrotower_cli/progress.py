"""A counter on the terminal for runs that take longer than a second."""

from __future__ import annotations

import sys
from time import monotonic

from avrotower.engine.result import Judgement, Report, Unread
from avrotower.forms import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Final, TextIO


_PATIENCE_S: Final = 1.0
_EVERY_S: Final = 0.2
_CLEAR: Final = "\r\x1b[K"


def watched(report: Report, form: str) -> Report:
    """Return *report*, which counts on standard error while it is made.

    Only on a terminal, and not where JSON is written to the same one: the two would
    write over each other. Text comes in whole lines, so the counter makes way for it.
    """
    is_shared = sys.stdout.isatty()
    if sys.stderr.isatty() and not (is_shared and form != "text"):
        report.watch(lambda judgements: counted(judgements, sys.stderr, monotonic))
    return report


def counted(
    judgements: Iterator[Judgement | Unread], out: TextIO, clock: Callable[[], float]
) -> Iterator[Judgement | Unread]:
    """Pass *judgements* on and count them on *out*, once *clock* says it takes long.

    The line is gone before a judgement with findings is passed on, and at the end.
    """
    shown = clock() + _PATIENCE_S - _EVERY_S
    is_dirty = False
    try:
        for number, judgement in enumerate(judgements, start=1):
            if clock() - shown > _EVERY_S:
                shown = clock()
                is_dirty = True
                _show(out, f"{_CLEAR}{number} documents judged")
            if is_dirty and isinstance(judgement, Judgement) and judgement.findings:
                is_dirty = False
                _show(out, _CLEAR)
            yield judgement
    finally:
        if is_dirty:
            _show(out, _CLEAR)


def _show(out: TextIO, text: str) -> None:
    out.write(text)
    out.flush()
