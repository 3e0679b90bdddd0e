"""Several processes answer as one would, and leave nothing behind."""

import os
import signal
from itertools import islice

import pytest

from avrotower.engine.fork import WorkerError, in_processes

PATHS = [f"{number}.avsc" for number in range(103)]


def long_answer(path: str) -> str:
    return path * 20_000  # more than a pipe holds


def fail(path: str) -> str:
    if path == "57.avsc":
        msg = "no such luck"
        raise ValueError(msg)
    return path


def die(path: str) -> str:
    if path == "57.avsc":
        os.kill(os.getpid(), signal.SIGKILL)
    return path


def ended(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("jobs", [2, 3, 7])
@pytest.mark.parametrize("size", [1, 10, 1000])
def test_answers_come_in_the_order_of_the_paths(jobs: int, size: int) -> None:
    answers = list(in_processes(long_answer, PATHS, jobs=jobs, size=size))

    assert answers == [long_answer(path) for path in PATHS]


def test_the_work_is_done_elsewhere() -> None:
    processes = set(in_processes(lambda _: os.getpid(), PATHS, jobs=3, size=4))

    assert len(processes) == 3
    assert os.getpid() not in processes
    assert all(map(ended, processes))


def test_who_stops_early_leaves_no_process() -> None:
    def where(path: str) -> tuple[int, str]:
        return os.getpid(), long_answer(path)

    answers = in_processes(where, PATHS, jobs=2, size=1)
    processes = {process for process, _ in islice(answers, 4)}
    answers.close()

    assert len(processes) == 2
    assert all(map(ended, processes))


def test_what_fails_there_fails_here_and_says_why() -> None:
    answers = in_processes(fail, PATHS, jobs=2, size=5)

    with pytest.raises(WorkerError, match="ValueError: no such luck"):
        list(answers)


def test_a_process_that_dies_is_noticed() -> None:
    answers = in_processes(die, PATHS, jobs=2, size=5)

    with pytest.raises(WorkerError, match="ended before its work was done"):
        list(answers)
