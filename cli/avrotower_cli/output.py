"""Where a report goes: the terminal, or a file that is whole or not there."""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Final, TextIO

import click

from avrotower.engine.result import Report, Summary

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
    if output is None:
        colour = form == "text" and wants_colour(color, sys.stdout)
        return write(report, sys.stdout, colour=colour)
    beside = f"{output}.part-{os.getpid()}"
    try:
        with open(beside, "w", encoding="utf-8") as file:  # noqa: PTH123  pathlib starts slowly
            summary = write(report, file, colour=color == "always")
        os.replace(beside, output)  # noqa: PTH105
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise click.UsageError(f"{output}: {reason}") from None
    finally:
        if os.path.exists(beside):  # noqa: PTH110
            os.unlink(beside)  # noqa: PTH108
    return summary
