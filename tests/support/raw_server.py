"""A server on this machine that sends exactly the bytes it is told, however wrong."""

import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

Serve = Callable[[socket.socket], None]


@contextmanager
def raw_server(serve: Serve, *, reads_head: bool = True) -> Generator[str]:
    """Give the address of a server that lets *serve* answer each connection once.

    *serve* gets the connection when the head of the request is read, or at once.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    is_over = threading.Event()

    def accept() -> None:
        while not is_over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    if reads_head:
                        read_head(connection)
                    serve(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        is_over.set()
        # Closing alone does not wake who waits in `accept`.
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def read_head(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            raise ConnectionError
        data += part
    return data


def head(length: int, *lines: str) -> bytes:
    """Return the head of an answer whose body has *length* bytes."""
    told = ["HTTP/1.1 200 OK", f"Content-Length: {length}", *lines, "", ""]
    return "\r\n".join(told).encode()
