"""`/config…`, `/mode…`, `/contexts…` (REGISTRY, A.6.6 to A.6.8)."""

from fastapi import APIRouter, Request, Response

from avrotower_service.embedded.api import answer, ask
from avrotower_service.embedded.api.call import (
    Asked,
    ContextName,
    Paging,
    Scope,
    body_of,
    check_name,
)
from avrotower_service.embedded.registry import delete, reading, setting
from avrotower_service.embedded.registry.subject import subject_of

router = APIRouter()


@router.get("/config")
@router.get("/config/{subject}")
async def config(call: Asked, scope: Scope) -> Response:
    """Return the configuration of a subject or a context."""
    in_scope = call.query.flag("defaultToGlobal")
    with call.shelf() as shelf:
        found = setting.get_config(shelf, scope, in_scope=in_scope)
    return call.answer(answer.config(found, written=False))


@router.put("/config")
@router.put("/config/{subject}")
async def put_config(request: Request, call: Asked, scope: Scope) -> Response:
    """Change the configuration of a subject or a context."""
    is_named = bool(request.path_params)
    data = await body_of(
        request,
        "updateSubjectLevelConfig.arg2" if is_named else "updateTopLevelConfig.arg1",
    )
    asked = ask.configuration(data)
    setting.check_config(asked)
    if is_named:
        check_name(request, of_setting=True)
    record = await call.write(lambda shelf, _: setting.put_config(shelf, scope, asked))
    return call.answer(answer.config(record, written=True))


@router.delete("/config")
@router.delete("/config/{subject}")
async def delete_config(call: Asked, scope: Scope) -> Response:
    """Remove the configuration of a subject or a context."""
    record = await call.write(lambda shelf, _: setting.delete_config(shelf, scope))
    return call.answer(answer.config(record, written=False))


@router.get("/mode")
@router.get("/mode/{subject}")
async def mode(call: Asked, scope: Scope) -> Response:
    """Return the mode of a subject or a context."""
    in_scope = call.query.flag("defaultToGlobal")
    with call.shelf() as shelf:
        found = setting.get_mode(shelf, scope, in_scope=in_scope)
    return call.answer({"mode": found})


@router.put("/mode")
@router.put("/mode/{subject}")
async def put_mode(request: Request, call: Asked, scope: Scope) -> Response:
    """Change the mode of a subject or a context."""
    is_named = bool(request.path_params)
    data = await body_of(
        request, "updateMode.arg2" if is_named else "updateTopLevelMode.arg1"
    )
    asked = ask.mode(data)
    if is_named:
        check_name(request, of_setting=True)
    force = call.query.flag("force")
    await call.write(
        lambda shelf, _: setting.put_mode(shelf, scope, asked, force=force)
    )
    return call.answer({"mode": asked} if "mode" in data else {})


@router.delete("/mode")
@router.delete("/mode/{subject}")
async def delete_mode(call: Asked, scope: Scope) -> Response:
    """Remove the mode of a subject or a context."""
    recursive = call.query.flag("recursive")
    found = await call.write(
        lambda shelf, _: setting.delete_mode(shelf, scope, recursive=recursive)
    )
    return call.answer({} if found is None else {"mode": found})


@router.get("/contexts")
async def contexts(call: Asked, paging: Paging) -> Response:
    """List contexts."""
    query = call.query
    with call.shelf() as shelf:
        found = reading.contexts(shelf.view, query.text("contextPrefix"))
    return call.answer(reading.page(found, *paging))


@router.delete("/contexts/{context}")
async def delete_context(call: Asked, context: ContextName) -> Response:
    """Remove an empty context."""
    subject = subject_of(context)
    await call.write(lambda shelf, _: delete.delete_context(shelf, subject))
    return Response(status_code=204)
