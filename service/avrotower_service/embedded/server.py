"""The process that serves a registry: its port, its signals, its end (REGISTRY, E.3)."""

import asyncio
import contextlib
import gc
import math
import os
import signal
import socket
import sys
from collections.abc import Callable, Generator
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from avrotower.compat.levels import Level
from avrotower.errors import PolicyError
from avrotower.policy.document.service import Service
from avrotower.registry.connection import Connection, duration_s
from avrotower_service.embedded.api.app import create_app
from avrotower_service.embedded.protocol import Protocol
from avrotower_service.embedded.registry.scope import Defaults
from avrotower_service.embedded.storage import Storage
from avrotower_service.embedded.transfer.copy import copy, copy_file
from avrotower_service.embedded.transfer.file import export

_INTERRUPTED: Final = 130
_BACKLOG: Final = 2048
_SWITCH_S: Final = 0.0005
"""How long the thread that writes may keep the event loop waiting."""
_PER_CALLER: Final = ("requests_per_caller", "writes")


def serve(
    settings: Service,
    tell: Callable[[str], None],
    origin: Connection | str | None = None,
) -> None:
    """Serve a registry until a signal ends it; *tell* gets the line that says where.

    *origin* is a registry that is copied first, or the file that one was exported to.

    Raises:
        StorageError: If its file cannot be used, or the copy is not complete.
        RegistryError: If *origin* cannot be read.
        PolicyError: If the port cannot be had, or a setting cannot be kept.
    """
    _check(settings)
    listening = _socket(settings.listen.host, settings.listen.port)
    with contextlib.closing(listening):
        storage = Storage.open(settings.embedded.path)
        try:
            if isinstance(origin, str):
                copy_file(storage, origin, tell)
            elif origin is not None:
                defaults = Defaults(
                    Level(settings.embedded.level), settings.embedded.mode
                )
                copy(storage, origin, defaults, tell)
            application = create_app(storage, settings.embedded, settings.limits)
            host, port = listening.getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            kept = (
                "in memory, gone when it ends"
                if storage.path is None
                else f"in {str(storage.path)!r}"
            )
            _run(
                application,
                listening,
                _seconds(settings.drain.timeout),
                lambda: tell(
                    f"avrotower: registry on http://{shown}:{port}, kept {kept}"
                ),
            )
        finally:
            storage.close()


def write_export(settings: Service, path: str, tell: Callable[[str], None]) -> None:
    """Write all that a registry holds to the file *path*.

    Raises:
        StorageError: If the registry cannot be used.
        PolicyError: If *path* cannot be written.
    """
    storage = Storage.open(settings.embedded.path)
    try:
        number = export(storage, path)
    finally:
        storage.close()
    tell(f"avrotower: exported {number} versions to {path!r}")


def _run(
    application: ASGIApp,
    listening: socket.socket,
    patience_s: int | None,
    ready: Callable[[], None],
) -> None:
    sys.setswitchinterval(_SWITCH_S)
    config = uvicorn.Config(
        application,
        loop="uvloop",
        http=Protocol,
        ws="none",
        # Nobody asks where a request came from.
        proxy_headers=False,
        lifespan="off",
        access_log=False,
        # Its warnings tell of clients that send no HTTP, once for each request.
        log_level="error",
        server_header=False,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=patience_s,
    )
    _Server(config, ready).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Ends in order at the first signal, and at once at the second."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals to the event loop; uvicorn would raise them anew at the end."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._end)
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, and say so."""
        await super().startup(sockets)
        # What lives now lives as long as the process; looking at it costs every pause.
        gc.collect()
        gc.freeze()
        self._ready()

    def _end(self) -> None:
        if self.should_exit:
            os._exit(_INTERRUPTED)
        self.should_exit = True


def _check(settings: Service) -> None:
    """Refuse settings that cannot be kept; a policy that was loaded has all defaults.

    Raises:
        PolicyError: If one of them is not the default.
    """
    ordinary = Service()
    for table in ("auth", "tls"):
        if getattr(settings, table) != getattr(ordinary, table):
            raise PolicyError(
                f"[service.{table}] cannot be kept by the embedded registry, which whoever "
                "reaches its port reads and writes; leave it out, and let something in "
                "front of the registry see to it"
            )
    for name in _PER_CALLER:
        if getattr(settings.limits, name) != getattr(ordinary.limits, name):
            key = name.replace("_", "-")
            raise PolicyError(
                f"[service.limits] {key} cannot be kept by the embedded registry, "
                "which tells no caller from another; leave it out"
            )


def _socket(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise PolicyError(
            f"cannot listen on {host}:{port}: {error.strerror}; name another one with "
            "--host and --port"
        ) from None
    return listening


def _seconds(duration: str) -> int | None:
    """Return a duration of the settings in whole seconds, None for an infinite one."""
    seconds = duration_s(duration)
    return None if math.isinf(seconds) else max(1, round(seconds))
