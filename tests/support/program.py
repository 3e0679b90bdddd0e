"""The command, run two ways: inside the test, and as the program that is installed."""

import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from avrotower_cli.main import run

PROGRAM = str(Path(sys.executable).with_name("avrotower"))
TIMEOUT_S = 60
"""More than any run takes; a run that takes longer hangs."""


class Outcome(NamedTuple):
    """What a run of the command left."""

    code: int
    out: str
    err: str


def invoke(
    *arguments: str, stdin: bytes = b"", env: Mapping[str, str | None] | None = None
) -> Outcome:
    """Run the command inside this process, with its entry point and all."""
    with CliRunner().isolation(input=stdin, env=env) as streams:
        try:
            run(arguments)
        except SystemExit as end:
            sys.stdout.flush()
            sys.stderr.flush()
            out, err = streams[0].getvalue(), streams[1].getvalue()
            return Outcome(int(end.code or 0), out.decode(), err.decode())


def program(
    *arguments: str | bytes,
    cwd: Path,
    stdin: bytes | int = subprocess.DEVNULL,
    env: Mapping[str, str] | None = None,
) -> Outcome:
    """Run the installed program in *cwd*; a run that hangs fails the test."""
    process = subprocess.Popen(
        [PROGRAM, *arguments],
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.PIPE if isinstance(stdin, bytes) else stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        given = stdin if isinstance(stdin, bytes) else None
        out, err = process.communicate(given, TIMEOUT_S)
    finally:
        process.kill()
    return Outcome(process.returncode, out.decode(), err.decode())


def on_terminal(
    *arguments: str, cwd: Path, extra: dict[str, str] | None = None
) -> tuple[int, str]:
    """Run the program with a terminal as its three streams."""
    ours, theirs = pty.openpty()
    env = environment({"TERM": "xterm", **(extra or {})})
    process = subprocess.Popen(
        [PROGRAM, *arguments],
        cwd=cwd,
        env=env,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says EIO when nobody holds the other end any more
            break
        if not piece:
            break
        shown += piece
    os.close(ours)
    return process.wait(TIMEOUT_S), shown.decode()


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return our environment without what would change colours, plus *extra*."""
    ours = {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}
    kept = {name: text for name, text in os.environ.items() if name not in ours}
    return {**kept, **(extra or {})}
