"""The registry as an ASGI application."""

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route
from starlette.types import ASGIApp

from avrotower.policy.document.service import Embedded, Limits
from avrotower_service.embedded.api import schemas, server_info, settings, subjects
from avrotower_service.embedded.api.call import Call
from avrotower_service.embedded.api.front import Front, told
from avrotower_service.embedded.api.setup import Setup
from avrotower_service.embedded.registry.refusal import RefusedError
from avrotower_service.embedded.storage import Storage
from avrotower_service.embedded.storage.error import BusyError, WriteError

_METHODS = ("HEAD", "GET", "POST", "PUT", "DELETE", "OPTIONS")
_ROUTERS = (subjects.router, schemas.router, settings.router, server_info.router)


def create_app(
    storage: Storage, settings_: Embedded | None = None, limits: Limits | None = None
) -> ASGIApp:
    """Return the registry that is kept in *storage*; whoever opened that closes it."""
    setup = Setup(storage, settings_ or Embedded(), limits or Limits())
    # The pages of the framework would hide paths of the registry.
    inner = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        # Routes of a router that is included are looked for in three times the time.
        routes=[route for router in _ROUTERS for route in router.routes],
    )
    for kind in (RefusedError, WriteError, BusyError):
        inner.add_exception_handler(kind, _refused)
    inner.add_exception_handler(HTTPException, _of_framework)
    inner.add_exception_handler(Exception, _refused)
    return Front(inner, setup)


def _body(request: Request, status: int, code: int, message: str) -> Response:
    call: Call = request.state.call
    return call.answer({"error_code": code, "message": message}, status)


async def _refused(request: Request, error: Exception) -> Response:
    call: Call = request.state.call
    return _body(request, *told(error, call.setup))


async def _of_framework(request: Request, error: Exception) -> Response:
    """Answer for a path or a method that no endpoint has."""
    assert isinstance(error, HTTPException)  # noqa: S101  registered for no other
    allowed = _allowed(request)
    if not allowed:
        return _body(request, 404, 404, "HTTP 404 Not Found")
    if request.method == "OPTIONS":
        answer = Response(", ".join(allowed), media_type="text/plain")
    else:
        answer = _body(request, 405, 405, "HTTP 405 Method Not Allowed")
    answer.headers["allow"] = ",".join(allowed)
    return answer


def _allowed(request: Request) -> list[str]:
    """Return the methods of the path; Starlette knows those of its first route only."""
    methods: set[str] = set()
    for route in (route for router in _ROUTERS for route in router.routes):
        match, _ = route.matches(request.scope)
        if match is not Match.NONE and isinstance(route, Route):
            methods |= route.methods or set()
    if methods:
        methods |= {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
    return [method for method in _METHODS if method in methods]
