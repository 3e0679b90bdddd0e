"""The one thread that writes: takes what waits, and commits it in one go."""

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from typing import Any, Final, NamedTuple, TypeAlias

from avrotower_service.embedded.registry.refusal import RefusedError
from avrotower_service.embedded.registry.view import Outcome, View
from avrotower_service.embedded.storage import layout
from avrotower_service.embedded.storage.change import Changer
from avrotower_service.embedded.storage.error import WriteError
from avrotower_service.embedded.storage.view import SqliteView

Decide: TypeAlias = Callable[[View, int], Outcome[Any]]
"""Decides on a state, at a time in milliseconds; never changes anything itself."""

_GROUP: Final = 512
_log = logging.getLogger("avrotower.storage")


class _Job(NamedTuple):
    decide: Decide | None
    """None empties the registry."""
    answer: "Future[Any]"


class Writer:
    """Decides and writes, job after job; an answer is given when its commit is on disk.

    *lock* is held while a transaction is open, where readers share the connection.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        lock: AbstractContextManager[Any] | None = None,
    ) -> None:
        self.generation = 0
        """Changes after each commit, before its answers are given."""
        self._connection = connection
        self._lock = lock
        self._view = SqliteView(connection)
        self._changer = Changer(connection)
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(
            target=self._work, name="avrotower-writer", daemon=True
        )
        self._thread.start()

    def submit(self, decide: Decide | None) -> "Future[Any]":
        """Let *decide* have its turn; the answer comes when it is on disk."""
        answer: Future[Any] = Future()
        self._waiting.put(_Job(decide, answer))
        return answer

    def close(self) -> None:
        """Finish what waits, and end the thread."""
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        is_open = True
        while is_open:
            job = self._waiting.get()
            group: list[_Job] = []
            while job is not None:
                group.append(job)
                if len(group) == _GROUP:
                    break
                try:
                    job = self._waiting.get_nowait()
                except queue.Empty:
                    break
            is_open = job is not None
            wanted = [j for j in group if j.answer.set_running_or_notify_cancel()]
            if wanted:
                self._do(wanted)

    def _do(self, group: Sequence[_Job]) -> None:
        if self._lock is None:
            answers = self._transact(group)
        else:
            with self._lock:
                answers = self._transact(group)
        for job, answer in zip(group, answers, strict=True):
            if isinstance(answer, BaseException):
                job.answer.set_exception(answer)
            else:
                job.answer.set_result(answer)

    def _transact(self, group: Sequence[_Job]) -> list[Any]:
        """Return an answer for each job; errors are answers too."""
        run = self._connection.execute
        try:
            run("BEGIN IMMEDIATE")
            answers = [self._decide(job) for job in group]
            run("COMMIT")
        except Exception as error:  # noqa: BLE001  the thread outlives whatever happens
            _log.error("the registry cannot be written: %s", error)
            with suppress(sqlite3.Error):
                if self._connection.in_transaction:
                    run("ROLLBACK")
            return [WriteError(str(error))] * len(group)
        self.generation += 1
        return answers

    def _decide(self, job: _Job) -> Any:
        if job.decide is None:
            layout.reset(self._connection)
            return None
        now_ms = time.time_ns() // 1_000_000
        try:
            outcome = job.decide(self._view, now_ms)
        except sqlite3.Error:
            raise
        except RefusedError as refused:
            return refused
        except Exception as error:  # noqa: BLE001  a bug in one decision fails that one only
            _log.exception("a decision failed")
            return error
        self._changer.apply(outcome.changes, now_ms)
        return outcome.answer
