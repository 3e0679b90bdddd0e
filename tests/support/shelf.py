"""A registry in memory, driven without HTTP."""

from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from avrotower.compat.levels import Level
from avrotower_service.embedded.registry.lookup import Shelf
from avrotower_service.embedded.registry.register import Request, register
from avrotower_service.embedded.registry.scope import Defaults
from avrotower_service.embedded.registry.subject import subject_of
from avrotower_service.embedded.registry.text import Texts
from avrotower_service.embedded.registry.value import Content, Registered
from avrotower_service.embedded.registry.view import Outcome
from avrotower_service.embedded.storage import Storage

Decide = Callable[[Shelf, int], Outcome[Any]]


class Desk:
    """Writes and reads as an endpoint would."""

    def __init__(self, storage: Storage, level: Level = Level.BACKWARD) -> None:
        self.storage = storage
        self.texts = Texts()
        self.defaults = Defaults(level)

    @contextmanager
    def shelf(self) -> Generator[Shelf]:
        """Give one state to look at."""
        with self.storage.reading() as view:
            yield Shelf(view, self.texts, self.defaults)

    def write(self, decide: Decide) -> Any:
        """Decide, write, and return the answer."""
        return self.later(decide).result(timeout=30)

    def later(self, decide: Decide) -> Future[Any]:
        """Decide and write in a while; return what will hold the answer."""

        def work(view: Any, now_ms: int) -> Outcome[Any]:
            outcome: Outcome[Any] = decide(
                Shelf(view, self.texts, self.defaults), now_ms
            )
            return outcome

        return self.storage.write(work)

    def register(self, subject: str, text: str, **more: Any) -> Registered:
        """Register *text*."""
        made: Registered = self.registering(subject, text, **more).result(timeout=30)
        return made

    def registering(self, subject: str, text: str, **more: Any) -> Future[Any]:
        """Register *text* in a while."""
        request = Request(Content(text), **more)

        def decide(shelf: Shelf, now_ms: int) -> Outcome[Registered]:
            return register(
                shelf, subject_of(subject), request, normalize=False, now_ms=now_ms
            )

        return self.later(decide)
