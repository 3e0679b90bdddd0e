"""`/` and `/v1/…`: what the server is (REGISTRY, A.6.1), and emptying it (F.8)."""

import asyncio

from fastapi import APIRouter, Request, Response

from avrotower import __version__
from avrotower_service.embedded.api.call import Asked, body_of
from avrotower_service.embedded.api.fault import not_found

router = APIRouter()


@router.get("/")
async def root(call: Asked) -> Response:
    """Say that a registry is here."""
    return call.answer({})


@router.post("/")
async def post_root(request: Request, call: Asked) -> Response:
    """Say that a registry is here."""
    await body_of(request, "")
    return call.answer({})


@router.get("/v1/metadata/id")
async def identity(call: Asked) -> Response:
    """Return the id of this registry."""
    clusters = {
        "kafka-cluster": call.setup.storage.cluster,
        "schema-registry-cluster": "avrotower",
    }
    return call.answer({"scope": {"path": [], "clusters": clusters}})


@router.get("/v1/metadata/version")
async def version(call: Asked) -> Response:
    """Return the version of this program; no other's is claimed."""
    return call.answer({"version": f"avrotower-{__version__}", "commitId": "unknown"})


@router.get("/v1/metadata/deployment")
async def deployment(call: Asked) -> Response:
    """Return attributes of this deployment, of which there are none."""
    return call.answer({"attributes": []})


@router.post("/-/embedded/reset")
async def reset(call: Asked) -> Response:
    """Empty the registry; for test suites."""
    if not call.setup.settings.allow_reset:
        raise not_found()
    await asyncio.wrap_future(call.setup.storage.reset())
    return Response(status_code=204)
