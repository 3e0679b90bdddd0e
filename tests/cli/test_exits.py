"""How the program ends: one table of codes, whatever happens."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import NoReturn

import pytest
from program import PROGRAM, TIMEOUT_S, environment, invoke, on_terminal, program
from shop import KEY, KEY_WITH_NULL

from avrotower.engine.result import Failure, Summary, Unread
from avrotower.errors import GitError, PolicyError, ProjectError, UnknownRuleError
from avrotower.finding import Severity
from avrotower_cli.exits import code_of, leave
from avrotower_cli.main import run


def fails_with(error: BaseException) -> Callable[[], int]:
    def command() -> int:
        raise error

    return command


def ended(command: Callable[[], int]) -> int:
    with pytest.raises(SystemExit) as end:
        leave(command)
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (PolicyError("no such option"), 2, "avrotower: no such option\n"),
        (UnknownRuleError("KEY01", ("KEY001",)), 2, "did you mean KEY001?"),
        (ProjectError("two files"), 2, "avrotower: two files\n"),
        (GitError("no commit", "fatal", "fetch it"), 3, "no commit: fatal; fetch it"),
        (KeyboardInterrupt(), 130, ""),
        (RuntimeError("oops"), 70, "this is a bug in avrotower"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_an_error_has_its_code(
    error: BaseException, code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended(fails_with(error)) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert ("Traceback" in told.err) == (code == 70)


@pytest.mark.parametrize(
    ("error", "code"),
    [(BrokenPipeError(32, "Broken pipe"), 141), (OSError(28, "No space left"), 2)],
    ids=["reader-gone", "disk-full"],
)
def test_an_output_that_fails_is_not_flushed_again(
    error: OSError, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "out").open("w", encoding="utf-8") as out:
        monkeypatch.setattr(sys, "stdout", out)
        assert ended(fails_with(error)) == code
        out.write("nobody reads this")

    assert (tmp_path / "out").read_text() == ""


def test_a_command_that_ends_well_gives_its_code() -> None:
    assert ended(lambda: 3) == 3


def summary(
    *severities: Severity, unread: bool = False, failed: bool = False
) -> Summary:
    made = Summary()
    made.severities.update(severities)
    made.stops = severities.count(Severity.ERROR)
    if unread:
        made.unread.append(Unread("a", "b", "c"))
    if failed:
        made.failures.append(Failure("KEY001", "a", "b", "c"))
    return made


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (summary(), 0),
        (summary(Severity.INFO, Severity.WARNING), 0),
        (summary(Severity.ERROR, Severity.INFO), 1),
        (summary(unread=True), 3),
        (summary(Severity.ERROR, unread=True), 3),
        (summary(Severity.ERROR, unread=True, failed=True), 70),
    ],
    ids=["nothing", "warning", "error", "unread", "unread-and-error", "failed"],
)
def test_what_hides_other_findings_comes_first(made: Summary, code: int) -> None:
    assert code_of(made) == code


def test_a_lower_threshold_makes_warnings_count() -> None:
    assert code_of(summary(Severity.WARNING), fail_on=Severity.WARNING) == 1


def test_the_policy_decides_where_no_threshold_is_given() -> None:
    made = summary(Severity.WARNING)
    made.stops = 1

    assert code_of(made) == 1
    assert code_of(made, fail_on=Severity.ERROR) == 0


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for number in range(3_000):
        (tmp_path / f"t{number}-key.avsc").write_text(KEY_WITH_NULL)
    return tmp_path


def test_a_reader_that_goes_away_ends_the_program_quietly(many: Path) -> None:
    process = subprocess.Popen(
        [PROGRAM, "lint"],
        cwd=many,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    first = process.stdout.readline()
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()

    assert process.wait(TIMEOUT_S) == 141
    assert first.startswith(b"no avrotower.toml")
    assert told == b""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_leaves_nothing_half_written(many: Path, jobs: str) -> None:
    (many / "report.txt").write_text("old")
    process = subprocess.Popen(
        [PROGRAM, "lint", "--output", "report.txt", "--jobs", jobs],
        cwd=many,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    until = monotonic() + TIMEOUT_S
    while not list(many.glob("report.txt.part-*")):
        assert monotonic() < until
        assert process.poll() is None
        sleep(0.001)
    # What a terminal does at Ctrl-C: everybody in the group hears it.
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=TIMEOUT_S)

    assert (process.returncode, out, err.strip()) == (130, b"", b"")
    assert (many / "report.txt").read_text() == "old"
    assert not list(many.glob("report.txt.part-*"))


def test_a_full_disk_is_told(many: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [PROGRAM, "lint"],
            cwd=many,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=TIMEOUT_S,
            check=False,
        )

    assert process.returncode == 2
    told = process.stderr.decode()
    assert told == "avrotower: the report cannot be written: No space left on device\n"


@pytest.mark.parametrize(
    ("closed", "code"), [("<&-", 1), (">&-", 0), ("2>&-", 0), ("<&- >&- 2>&-", 0)]
)
def test_closed_streams_are_no_crash(tmp_path: Path, closed: str, code: int) -> None:
    (tmp_path / "stock-key.avsc").write_text(KEY)
    paths = "-" if closed == "<&-" else "."

    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" lint {paths} {closed}', PROGRAM],
        cwd=tmp_path,
        env=environment(),
        timeout=TIMEOUT_S,
        capture_output=True,
        check=False,
    )

    assert done.returncode == code
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("lint", 0),
        ("lint nowhere", 3),
        ("lint --nope", 2),
        ("breaking --against git:main", 3),
        ("explain KEY999", 2),
        ("--version", 0),
        ("", 2),
    ],
)
def test_the_installed_program_ends_with_the_codes_of_the_table(
    tmp_path: Path, line: str, code: int
) -> None:
    (tmp_path / "stock-key.avsc").write_text(KEY)

    outcome = program(*line.split(), cwd=tmp_path)

    assert outcome.code == code
    assert "Traceback" not in outcome.err


class Interrupted(io.StringIO):
    """Standard input at which somebody presses Ctrl-C."""

    @property
    def buffer(self) -> NoReturn:
        raise KeyboardInterrupt


def test_ctrl_c_while_waiting_for_input_is_an_interrupt(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Interrupted())

    assert ended(lambda: run(["lint", "-"])) == 130
    assert capsys.readouterr().err.strip() == ""


def test_clicks_own_answer_to_a_closed_pipe_is_not_taken_for_findings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as out:
        monkeypatch.setattr(sys, "stdout", out)

        assert ended(lambda: run(["rules"])) == 141


@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_a_closed_stream_is_replaced(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, name, None)

    assert ended(lambda: run(["rules", "--family", "KEY"])) == 0

    getattr(sys, name).close()


def test_a_directory_that_is_gone_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    outcome = invoke("lint")

    assert outcome.code == 2
    assert "the current directory is gone; go into another one" in outcome.err


def test_the_script_for_completions_is_given() -> None:
    outcome = invoke(env={"_AVROTOWER_COMPLETE": "bash_source"})

    assert outcome.code == 0
    assert "_AVROTOWER_COMPLETE=bash_complete" in outcome.out


def test_a_shell_can_ask_for_completions(tmp_path: Path) -> None:
    asks = {
        "_AVROTOWER_COMPLETE": "bash_complete",
        "COMP_WORDS": "avrotower br",
        "COMP_CWORD": "1",
    }

    outcome = program(cwd=tmp_path, env=asks)

    assert outcome == (0, "plain,breaking\n", "")


def test_no_argument_on_a_terminal_shows_the_help(tmp_path: Path) -> None:
    code, shown = on_terminal(cwd=tmp_path)

    assert code == 2
    assert "avrotower explain KEY001" in shown
