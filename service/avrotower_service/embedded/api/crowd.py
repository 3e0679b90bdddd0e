"""How many requests are answered at the same time (REGISTRY, B.15)."""

from starlette.types import Receive, Scope, Send

from avrotower_service.embedded.api.front import Front
from avrotower_service.embedded.registry.refusal import RefusedError


class Crowd:
    """An ASGI application that lets *front* answer *most* requests and refuses more."""

    def __init__(self, front: Front, most: int) -> None:
        self._front = front
        self._most = most
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http" and self._running >= self._most:
            said = f"avrotower: {self._most} requests are being answered, try again"
            await self._front.refuse(scope, send, RefusedError(50301, said))
            return
        self._running += 1
        try:
            await self._front(scope, receive, send)
        finally:
            self._running -= 1
