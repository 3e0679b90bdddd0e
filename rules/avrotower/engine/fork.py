"""One function over many paths, in several processes.

Plain `fork`, a pipe for each process, a few chunks of paths for each: threads are slower
than one process, and one task for each file nearly six times slower (PERFORMANCE, 2).
"""

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Generator, Sequence
from typing import Any, BinaryIO, NamedTuple, NoReturn, TypeVar

T = TypeVar("T")


class _Worker(NamedTuple):
    process: int
    answers: BinaryIO


class WorkerError(RuntimeError):
    """A process ended before its work was done; the message holds what it said."""


def in_processes(
    work: Callable[[str], T], paths: Sequence[str], *, jobs: int, size: int
) -> Generator[T, None, None]:
    """Yield `work(path)` for each of *paths*, in order, from *jobs* processes.

    *size* is the number of paths in a chunk. The processes take the chunks in turn, and
    one that is ahead waits until its chunk is read, so that memory stays flat.

    Raises:
        WorkerError: If a process fails.
    """
    chunks = [paths[start : start + size] for start in range(0, len(paths), size)]
    workers: list[_Worker] = []
    # What is there now is used until the end: not looking at it keeps its pages shared.
    gc.freeze()
    try:
        for index in range(jobs):
            workers.append(_start(work, chunks[index::jobs], workers))
        for number in range(len(chunks)):
            yield from _answer(workers[number % jobs])
    finally:
        for worker in workers:
            worker.answers.close()
            os.kill(worker.process, signal.SIGTERM)
        for worker in workers:
            os.waitpid(worker.process, 0)


def _start(
    work: Callable[[str], object],
    chunks: Sequence[Sequence[str]],
    others: Sequence[_Worker],
) -> _Worker:
    # Else the process would write what waits for our own output once more.
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    # Ctrl-C goes to the parent, which ends us; until it is ignored here, it has to wait.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process = os.fork()
        if not process:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            os.close(reading)
            for other in others:
                other.answers.close()
            _serve(work, chunks, writing)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    os.close(writing)
    return _Worker(process, os.fdopen(reading, "rb"))


def _serve(
    work: Callable[[str], object], chunks: Sequence[Sequence[str]], writing: int
) -> NoReturn:
    """Answer for all *chunks*, then end the process, whatever happens."""
    code = 1
    try:
        with os.fdopen(writing, "wb") as out:
            for chunk in chunks:
                try:
                    answer: list[object] | str = [work(path) for path in chunk]
                except Exception:  # noqa: BLE001  told in the parent, which has a crash handler
                    import traceback  # noqa: PLC0415  only when we crash

                    answer = traceback.format_exc()
                pickle.dump(answer, out, pickle.HIGHEST_PROTOCOL)
                out.flush()
        code = 0
    except BrokenPipeError:
        pass  # The parent needs no more.
    finally:
        os._exit(code)


def _answer(worker: _Worker) -> list[Any]:
    try:
        # From our own process, through a pipe that nobody else has.
        answer: list[Any] | str = pickle.load(worker.answers)  # noqa: S301
    except EOFError:
        raise WorkerError("a process ended before its work was done") from None
    if isinstance(answer, str):
        raise WorkerError(answer)
    return answer
