"""The entry point: click is asked where an ordinary run of `lint` cannot do without."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from io import TextIOWrapper

from avrotower.errors import ProjectError
from avrotower.forms import TYPE_CHECKING
from avrotower_cli import exits, quick

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command that *arguments* name and leave with its exit code.

    Without them, those of the process.
    """
    # What the process has at its end is not worth looking through once more.
    atexit.register(gc.freeze)
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        # A schema may hold what the terminal's encoding lacks.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    exits.leave(lambda: _answer(given))


def _answer(arguments: Sequence[str]) -> int:
    try:
        os.getcwd()  # noqa: PTH109  pathlib starts slowly
    except FileNotFoundError:
        raise ProjectError(
            "the current directory is gone; go into another one"
        ) from None
    code = quick.answer(arguments)
    if code is not None:
        return code
    from avrotower_cli import group  # noqa: PLC0415  click, where it is needed

    return group.answer(arguments)


def _open_streams() -> None:
    """Stand in for streams that the caller has closed (`>&-`): Python has None there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115  for the rest of the run
            setattr(sys, name, stream)
