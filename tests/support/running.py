"""The embedded registry as a process that tests signal, kill and listen to."""

import contextlib
import re
import subprocess
import threading
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final

from measured import measured
from program import PROGRAM

START_S: Final = 30
"""More than any start takes; a registry that says nothing by then is ended."""


class Running:
    """A registry that runs."""

    def __init__(self, process: subprocess.Popen[str], line: str) -> None:
        self.process = process
        self.line = line
        self.url = ""
        self.read(line)

    def read(self, line: str) -> None:
        assert line.startswith("avrotower: "), line
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        self.url = found[0] if found else ""

    def wait_for(self, words: str) -> None:
        """Read what it says until it says *words*."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if words in line:
                self.read(line)
                return
        raise AssertionError(self.process.wait())

    def end(self, *signals: int) -> int:
        for number in signals:
            self.process.send_signal(number)
        return self.process.wait(timeout=30)


@contextlib.contextmanager
def running(
    path: str, *more: str, cwd: Path, within: Sequence[str] = ()
) -> Generator[Running]:
    """Start a registry on the file *path*; *within* is a command that starts it."""
    process = subprocess.Popen(
        [
            *within,
            PROGRAM,
            "serve",
            "--embedded",
            path,
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            *more,
        ],
        cwd=cwd,
        env=measured(),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    patience = threading.Timer(START_S, process.kill)
    patience.start()
    try:
        line = process.stderr.readline()
        patience.cancel()
        yield Running(process, line)
    finally:
        patience.cancel()
        process.kill()
        process.communicate()
