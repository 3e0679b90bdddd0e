"""The counter on a terminal."""

import io
import sys
from collections.abc import Iterator
from itertools import count

import pytest
from shop import KEY, KEY_WITH_NULL

from avrotower.engine.result import Judgement, Report, Unread, Watch
from avrotower.engine.run import lint
from avrotower_cli.progress import counted, watched

CLEAR = "\r\x1b[K"


def clock(step_s: float) -> Iterator[float]:
    return count(0.0, step_s)


def judgements(number: int) -> list[Judgement]:
    report = lint(["-"], stdin=(KEY.encode(), "stock-key.avsc"))
    return list(report) * number


def found() -> Judgement:
    (judgement,) = lint(["-"], stdin=(KEY_WITH_NULL.encode(), "stock-key.avsc"))
    return judgement


def test_a_short_run_shows_nothing() -> None:
    out, time = io.StringIO(), clock(0.01)

    passed = list(counted(iter(judgements(20)), out, lambda: next(time)))

    assert len(passed) == 20
    assert out.getvalue() == ""


def test_a_long_run_counts_a_few_times_in_a_second_and_ends_with_an_empty_line() -> (
    None
):
    out, time = io.StringIO(), clock(0.05)

    list(counted(iter(judgements(60)), out, lambda: next(time)))
    lines = out.getvalue().split(CLEAR)[1:]

    assert 5 < len(lines) < 20
    assert lines[0].endswith(" documents judged")
    assert lines[-1] == ""


def test_the_counter_makes_way_for_findings() -> None:
    out, time = io.StringIO(), clock(2.0)
    passing = counted(iter([found(), *judgements(1)]), out, lambda: next(time))

    next(passing)

    assert out.getvalue().endswith(CLEAR)


def test_files_that_are_not_read_are_counted() -> None:
    out, time = io.StringIO(), clock(2.0)

    list(counted(iter([Unread("a", "b", "c")]), out, lambda: next(time)))

    assert out.getvalue() == f"{CLEAR}1 documents judged{CLEAR}"


def test_a_run_that_is_given_up_leaves_an_empty_line() -> None:
    out, time = io.StringIO(), clock(2.0)
    passing = counted(iter(judgements(9)), out, lambda: next(time))

    next(passing)
    del passing

    assert out.getvalue().endswith(CLEAR)


class Counting(Report):
    """A report that knows whether somebody counts."""

    counts = "no"

    def watch(self, through: Watch) -> None:
        super().watch(through)
        self.counts = "yes"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("out", "err", "form", "counts"),
    [
        (Terminal(), Terminal(), "text", "yes"),
        (io.StringIO(), Terminal(), "json", "yes"),
        (Terminal(), Terminal(), "json", "no"),
        (Terminal(), io.StringIO(), "text", "no"),
    ],
    ids=["both", "json-to-a-file", "json-on-the-same-terminal", "errors-to-a-file"],
)
def test_only_a_terminal_that_nobody_else_writes_to_is_counted_on(
    out: io.StringIO,
    err: io.StringIO,
    form: str,
    counts: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    report = Counting(command="lint", policy="", rules=(), judgements=())

    watched(report, form)

    assert report.counts == counts
