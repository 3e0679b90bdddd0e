"""Where reports go: the terminal, or files that are whole or not there."""

import os
import stat
import sys
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from avrotower.engine.result import Report, Summary
from avrotower.finding import Severity
from avrotower.report.format import Format, View, written
from avrotower.report.paint import Out
from avrotower_cli.progress import watched

if TYPE_CHECKING:  # click is slow, and only wrong use needs it
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
        return None if self.fail_on is None else Severity[self.fail_on.upper()]

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
    formats: list[Format] = []
    with ExitStack() as files:
        for form, path in [(delivery.form, main), *more]:
            if path is None:
                file: Out = sys.stdout
                colour = form == "text" and wants_colour(delivery.color, sys.stdout)
            else:
                file = files.enter_context(_whole(path))
                colour = form == "text" and delivery.color == "always"
            writer = import_module(f"avrotower.report.{form}").Writer
            formats.append(writer(report, file, delivery.view(colour=colour)))
        return written(watched(report, delivery.form), formats)


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

            raise _wrong(
                f"--output {text}: there is no format {form!r} (a file name with = "
                f"needs ./ before it){near(form, FORMATS)}"
            )
        main.append(text)
    if len(main) > 1:
        raise _wrong(
            f"--output {main[0]} and {main[1]}: one report has one file; "
            "name the format of the others: --output FORMAT=FILE"
        )
    for form, path in more:
        if path in {"", "-"}:
            raise _wrong(
                f"--output {form}={path}: name a file; "
                f"--format {form} writes to the screen"
            )
    files = [os.path.realpath(path) for path in (*main, *(p for _, p in more))]
    for place in files:
        if files.count(place) > 1 and not _is_special(place):
            raise _wrong(f"--output {place}: two reports for one file")
    return (main[0] if main and main[0] != "-" else None), more


class _File:
    """A file whose errors name it, whatever else is written at the same time."""

    def __init__(self, file: TextIO, output: str) -> None:
        self._file = file
        self._output = output

    def write(self, text: str, /) -> None:
        """Write *text*.

        Raises:
            UsageError: If that is not possible.
        """
        with _named(self._output):
            self._file.write(text)


@contextmanager
def _named(output: str) -> Generator[None, None, None]:
    """Say which *output* it is that cannot be written."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise _wrong(f"--output {output}: {reason}") from None


@contextmanager
def _whole(output: str) -> Generator[_File, None, None]:
    """Open *output* for writing; its old text stays until the new one is complete."""
    if _is_special(output):
        # A device or a pipe is written to; replacing it would remove it.
        with _named(output):
            file = open(output, "w", encoding="utf-8")  # noqa: PTH123, SIM115  pathlib starts slowly
        try:
            yield _File(file, output)
            with _named(output):
                file.close()
        finally:
            with suppress(OSError):
                file.close()
        return
    from io import TextIOWrapper  # noqa: PLC0415  most reports go to the screen

    from avrotower.replacement import Replacement  # noqa: PLC0415  as above

    new = Replacement(output)
    try:
        with _named(output):
            file = TextIOWrapper(new.open(), encoding="utf-8")
        yield _File(file, output)
        with _named(output):
            file.close()
            new.commit()
    finally:
        new.discard()


def _is_special(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except OSError:
        return False
    return not stat.S_ISREG(mode)


def _wrong(message: str) -> "UsageError":
    from click import UsageError  # noqa: PLC0415  as above

    return UsageError(message)
