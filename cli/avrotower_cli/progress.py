"""A counter on the terminal for runs that take longer than a second."""

import sys
from collections.abc import Iterator
from time import monotonic
from typing import Final

from avrotower.engine.result import Judgement, Report, Unread

_PATIENCE_S: Final = 1.0
_EVERY_S: Final = 0.2
_CLEAR: Final = "\r\x1b[K"


def watched(report: Report) -> Report:
    """Return *report*, which counts on standard error while it is made.

    Only on a terminal, and only where the report itself goes elsewhere: the two would
    write over each other.
    """
    if sys.stderr.isatty() and not sys.stdout.isatty():
        report.watch(_counted)
    return report


def _counted(judgements: Iterator[Judgement | Unread]) -> Iterator[Judgement | Unread]:
    shown = monotonic() + _PATIENCE_S - _EVERY_S
    is_dirty = False
    try:
        for number, judgement in enumerate(judgements, start=1):
            if monotonic() - shown > _EVERY_S:
                shown = monotonic()
                is_dirty = True
                sys.stderr.write(f"{_CLEAR}{number} documents judged")
                sys.stderr.flush()
            yield judgement
    finally:
        if is_dirty:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
