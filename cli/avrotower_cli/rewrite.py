"""What `fix` and `format` have in common: standard input, differences, writing."""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Final

import click

from avrotower.engine.look import Stdin
from avrotower.errors import ProjectError
from avrotower.project.files import MAX_BYTES
from avrotower.project.writing import replace
from avrotower.report.paint import plain

STDIN: Final = "-"
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")

stdin_filename_option = click.option(
    "--stdin-filename",
    metavar="NAME",
    help="The file name that standard input (PATH is -) stands for.",
)
check_option = click.option(
    "--check",
    is_flag=True,
    help="Write nothing; the exit code is 1 when something would change.",
)
diff_option = click.option(
    "--diff",
    is_flag=True,
    help="Write nothing; show what would change, as a unified diff.",
)


def standard_input(paths: Sequence[str], filename: str | None) -> Stdin | None:
    """Return what standard input holds, None where *paths* do not ask for it.

    Raises:
        UsageError: If it is mixed with files, or a name is given without it.
    """
    if STDIN not in paths:
        if filename is not None:
            raise click.UsageError("--stdin-filename needs the path - for stdin")
        return None
    if len(paths) > 1:
        raise click.UsageError(
            "- stands for standard input and goes with no other PATH"
        )
    # One byte more than a document may have: endless input is too large, no hang.
    return sys.stdin.buffer.read(MAX_BYTES), filename or "stdin.avsc"


def difference(path: str, before: bytes, after: bytes) -> str:
    """Return the unified diff that turns *before* into *after*."""
    lines = difflib.unified_diff(
        _LINE.findall(before.decode()),
        _LINE.findall(after.decode()),
        f"a/{path}",
        f"b/{path}",
    )
    return "".join(_ended(lines))


def _ended(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"


def put(data: bytes) -> None:
    """Write *data* to standard output as it is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def write(path: str, before: bytes, after: bytes) -> bool:
    """Write *after* to the file at *path*; say so and return false if it cannot be."""
    try:
        replace(path, before, after)
    except ProjectError as error:
        click.echo(f"avrotower: {plain(str(error))}", err=True)
        return False
    return True
