"""Where a report goes: the terminal, or a file that is whole or not there."""

import os
import stat
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Final, TextIO

import click

from avrotower.engine.result import Report, Summary
from avrotower_cli.progress import watched

FORMATS: Final = ("text", "json")
"""Each is a module of `avrotower.report` with a function `write`."""

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="Text for people (the default), or JSON for programs.",
)
output_option = click.option(
    "--output",
    metavar="FILE",
    help="Write the report to FILE; it is replaced only when the report is complete.",
)
color_option = click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    help="Colours; auto is on terminals only, unless NO_COLOR or FORCE_COLOR is set.",
)


def wants_colour(choice: str, stream: TextIO) -> bool:
    """Whether to write colours to *stream*."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def deliver(report: Report, form: str, output: str | None, color: str) -> Summary:
    """Write *report* in the format *form* and return its summary."""
    write: Callable[..., Summary] = import_module(f"avrotower.report.{form}").write
    report = watched(report, form)
    if output is None or output == "-":
        colour = form == "text" and wants_colour(color, sys.stdout)
        return write(report, sys.stdout, colour=colour)
    with _whole(output) as file:
        return write(report, file, colour=form == "text" and color == "always")


@contextmanager
def _whole(output: str) -> Generator[TextIO, None, None]:
    """Open *output* for writing; its old text stays until the new one is complete."""
    goal = os.path.realpath(output)
    beside = f"{goal}.part-{os.getpid()}"
    try:
        if _is_special(goal):
            # A device or a pipe is written to; replacing it would remove it.
            beside = goal
        with open(beside, "w", encoding="utf-8") as file:  # noqa: PTH123  pathlib starts slowly
            yield file
        if beside != goal:
            os.replace(beside, goal)  # noqa: PTH105
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise click.UsageError(f"--output {output}: {reason}") from None
    finally:
        if beside != goal:
            with suppress(OSError):
                os.unlink(beside)  # noqa: PTH108


def _is_special(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except OSError:
        return False
    return not stat.S_ISREG(mode)
