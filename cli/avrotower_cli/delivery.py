"""Where reports go: the terminal, or files that are whole or not there."""

from __future__ import annotations

import os
import stat
import sys

from avrotower.engine.result import Report, Summary
from avrotower.finding import Severity
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.report.format import Format, View, written
from avrotower.report.paint import Out
from avrotower_cli.progress import watched

if TYPE_CHECKING:  # click is slow, and only wrong use needs it
    from collections.abc import Sequence
    from typing import Final, TextIO

    from click import UsageError

FORMATS: Final = (
    "text",
    "json",
    "jsonl",
    "github",
    "gitlab",
    "sarif",
    "junit",
    "checkstyle",
    "rdjson",
    "markdown",
    "html",
)
"""Each is a module of `avrotower.report` with a class `Writer`."""


class Delivery(NamedTuple):
    """What was asked about reports."""

    form: str = "text"
    outputs: tuple[str, ...] = ()
    """Files, or formats and files as `FORMAT=FILE`."""
    fail_on: str | None = None
    show_accepted: bool = False
    statistics: bool = False
    quiet: bool = False
    color: str = "auto"

    @property
    def threshold(self) -> Severity | None:
        """The severity that fails the run; None where the policy decides."""
        return None if self.fail_on is None else Severity.of(self.fail_on)

    def view(self, *, colour: bool) -> View:
        """Return what a report shows."""
        return View(
            colour, self.threshold, self.show_accepted, self.statistics, self.quiet
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


def deliver(report: Report, delivery: Delivery) -> Summary:
    """Write *report* to all places that *delivery* names, and return its summary.

    Raises:
        UsageError: If a place cannot be written, or is named twice.
    """
    main, more = places(delivery)
    screen: list[Format] = []
    if main is None:
        colour = delivery.form == "text" and wants_colour(delivery.color, sys.stdout)
        screen.append(
            _writer(report, delivery, delivery.form, sys.stdout, colour=colour)
        )
    else:
        more = [(delivery.form, main), *more]
    if not more:
        return written(watched(report, delivery.form), screen)
    from avrotower_cli.output_file import opened  # noqa: PLC0415  mostly to the screen

    with opened([path for _, path in more]) as files:
        formats = [
            _writer(report, delivery, form, file, colour=delivery.color == "always")
            for (form, _), file in zip(more, files, strict=True)
        ]
        return written(watched(report, delivery.form), [*screen, *formats])


def _writer(
    report: Report, delivery: Delivery, form: str, out: Out, *, colour: bool
) -> Format:
    """Return what writes *report* in the format *form* to *out*."""
    module = __import__(f"avrotower.report.{form}", fromlist=("Writer",))
    view = delivery.view(colour=colour and form == "text")
    writer: Format = module.Writer(report, out, view)
    return writer


def places(delivery: Delivery) -> tuple[str | None, Sequence[tuple[str, str]]]:
    """Return the file of the main report, None for the screen, and the other reports.

    Raises:
        UsageError: If the main report has two files, or a file has two reports.
    """
    main: list[str] = []
    more: list[tuple[str, str]] = []
    for text in delivery.outputs:
        form, equals, path = text.partition("=")
        if equals and form in FORMATS:
            more.append((form, path))
            continue
        if equals and "/" not in form and "." not in form:
            from avrotower_cli.suggest import near  # noqa: PLC0415  for an error

            raise wrong_output(
                f"--output {text}: there is no format {form!r} (a file name with = "
                f"needs ./ before it){near(form, FORMATS)}"
            )
        main.append(text)
    if len(main) > 1:
        raise wrong_output(
            f"--output {main[0]} and {main[1]}: one report has one file; "
            "name the format of the others: --output FORMAT=FILE"
        )
    for form, path in more:
        if path in {"", "-"}:
            raise wrong_output(
                f"--output {form}={path}: name a file; "
                f"--format {form} writes to the screen"
            )
    files = [os.path.realpath(path) for path in (*main, *(p for _, p in more))]
    for place in files:
        if files.count(place) > 1 and not is_special(place):
            raise wrong_output(f"--output {place}: two reports for one file")
    return (main[0] if main and main[0] != "-" else None), more


def is_special(path: str) -> bool:
    """Whether *path* is a device or a pipe, which is written to and never replaced."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except OSError:
        return False
    return not stat.S_ISREG(mode)


def wrong_output(message: str) -> UsageError:
    """Return the error for an output that cannot be written as it was asked for."""
    from click import UsageError  # noqa: PLC0415  as above

    return UsageError(message)
