"""Files that reports go to: whole, or not there."""

from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from io import TextIOWrapper
from typing import TextIO

from avrotower.replacement import Replacement
from avrotower_cli.delivery import is_special, wrong_output


@contextmanager
def opened(outputs: Sequence[str]) -> Generator[Sequence["_File"], None, None]:
    """Open *outputs* for writing; each is complete in the end, or as it was before."""
    with ExitStack() as files:
        yield [files.enter_context(_whole(output)) for output in outputs]


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
        raise wrong_output(f"--output {output}: {reason}") from None


@contextmanager
def _whole(output: str) -> Generator[_File, None, None]:
    """Open *output* for writing; its old text stays until the new one is complete."""
    if is_special(output):
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
