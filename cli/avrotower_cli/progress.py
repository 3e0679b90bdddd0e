"""A counter on the terminal for runs that take longer than a second."""

import sys
from collections.abc import Iterator
from time import monotonic
from typing import Final

from avrotower.engine.result import Judgement, Report, Unread

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
        report.watch(_counted)
    return report


def _counted(judgements: Iterator[Judgement | Unread]) -> Iterator[Judgement | Unread]:
    shown = monotonic() + _PATIENCE_S - _EVERY_S
    is_dirty = False
    try:
        for number, judgement in enumerate(judgements, start=1):
            has_findings = isinstance(judgement, Judgement) and judgement.findings
            if monotonic() - shown > _EVERY_S:
                shown = monotonic()
                is_dirty = True
                sys.stderr.write(f"{_CLEAR}{number} documents judged")
                sys.stderr.flush()
            if is_dirty and has_findings:
                _clear()
                is_dirty = False
            yield judgement
    finally:
        if is_dirty:
            _clear()


def _clear() -> None:
    sys.stderr.write(_CLEAR)
    sys.stderr.flush()
