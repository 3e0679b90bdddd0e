"""How avrotower ends: one table of exit codes, one entry point that keeps it."""

from __future__ import annotations

import os
import sys

from avrotower.engine.result import Summary
from avrotower.errors import AvrotowerError, PolicyError, SourceError
from avrotower.finding import Severity
from avrotower.forms import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final, NoReturn


CLEAN: Final = 0
FOUND: Final = 1
WRONG_USE: Final = 2
UNREACHED: Final = 3
CRASHED: Final = 70
INTERRUPTED: Final = 130
READER_GONE: Final = 141

CODES: Final[dict[type[AvrotowerError], int]] = {
    SourceError: UNREACHED,
    AvrotowerError: WRONG_USE,
}
"""Narrow first."""


def code_of(summary: Summary, fail_on: Severity | None = None) -> int:
    """Return the exit code of a run that has come to its end.

    *fail_on* is a threshold instead of those of the policy.

    A rule that failed is a bug and says so; a file that could not be read, or an input
    that the policy demands, was not looked at, which findings elsewhere must not hide.
    """
    if summary.failures:
        return CRASHED
    if summary.lost:
        return UNREACHED
    if fail_on is None:
        return FOUND if summary.stops else CLEAN
    worst = max(summary.severities, default=Severity.OFF)
    return FOUND if worst >= fail_on else CLEAN


def leave(command: Callable[[], int]) -> NoReturn:
    """Run *command* and leave with one of the codes above."""
    try:
        code = command()
        sys.stdout.flush()
    except AvrotowerError as error:
        # The faults of a policy file begin with their own places.
        has_places = isinstance(error, PolicyError) and error.errors
        sys.stderr.write(f"{'' if has_places else 'avrotower: '}{error}\n")
        code = next(code for kind, code in CODES.items() if isinstance(error, kind))
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        code = READER_GONE
    except OSError as error:
        # Files and git answer with values; what is left is our own output.
        _forget_output()
        sys.stderr.write(f"avrotower: the report cannot be written: {error.strerror}\n")
        code = WRONG_USE
    except Exception:  # noqa: BLE001  the crash handler; what is expected is above
        import traceback  # noqa: PLC0415  only when we crash

        traceback.print_exc()
        sys.stderr.write("avrotower: this is a bug in avrotower, not in your schemas\n")
        code = CRASHED
    sys.exit(code)


def _forget_output() -> None:
    """Give what Python would flush at exit to nobody: there is no reader for it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
