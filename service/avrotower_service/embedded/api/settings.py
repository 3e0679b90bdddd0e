"""`/config…`, `/mode…`, `/contexts…` (REGISTRY, A.6.6 to A.6.8)."""

from fastapi import APIRouter, Request, Response

from avrotower_service.embedded.api import answer, ask
from avrotower_service.embedded.api.call import (
    Asked,
    Call,
    ContextName,
    Named,
    Paging,
    body_of,
    check_name,
)
from avrotower_service.embedded.registry import delete, reading, setting
from avrotower_service.embedded.registry.subject import (
    DEFAULT_CONTEXT,
    Subject,
    subject_of,
)

router = APIRouter()


@router.get("/config")
async def config(call: Asked) -> Response:
    """Return the configuration of the default context."""
    return _config(call, DEFAULT_CONTEXT)


@router.get("/config/{subject}")
async def config_of(call: Asked, subject: Named) -> Response:
    """Return the configuration of a subject or a context."""
    return _config(call, subject)


def _config(call: Call, subject: Subject) -> Response:
    in_scope = call.query.flag("defaultToGlobal")
    with call.shelf() as shelf:
        found = setting.get_config(shelf, subject, in_scope=in_scope)
    return call.answer(answer.config(found, written=False))


@router.put("/config")
async def put_config(request: Request, call: Asked) -> Response:
    """Change the configuration of the default context."""
    data = await body_of(request, "updateTopLevelConfig.arg1")
    return await _put_config(request, call, DEFAULT_CONTEXT, data)


@router.put("/config/{subject}")
async def put_config_of(request: Request, call: Asked, subject: Named) -> Response:
    """Change the configuration of a subject or a context."""
    data = await body_of(request, "updateSubjectLevelConfig.arg2")
    return await _put_config(request, call, subject, data)


async def _put_config(
    request: Request, call: Call, subject: Subject, data: dict[str, object]
) -> Response:
    asked = ask.configuration(data)
    setting.check_config(asked)
    if request.path_params:
        check_name(request, of_setting=True)
    record = await call.write(
        lambda shelf, _: setting.put_config(shelf, subject, asked)
    )
    return call.answer(answer.config(record, written=True))


@router.delete("/config")
async def delete_config(call: Asked) -> Response:
    """Remove the configuration of the default context."""
    return await _delete_config(call, DEFAULT_CONTEXT)


@router.delete("/config/{subject}")
async def delete_config_of(call: Asked, subject: Named) -> Response:
    """Remove the configuration of a subject or a context."""
    return await _delete_config(call, subject)


async def _delete_config(call: Call, subject: Subject) -> Response:
    record = await call.write(lambda shelf, _: setting.delete_config(shelf, subject))
    return call.answer(answer.config(record, written=False))


@router.get("/mode")
async def mode(call: Asked) -> Response:
    """Return the mode of the default context."""
    return _mode(call, DEFAULT_CONTEXT)


@router.get("/mode/{subject}")
async def mode_of(call: Asked, subject: Named) -> Response:
    """Return the mode of a subject or a context."""
    return _mode(call, subject)


def _mode(call: Call, subject: Subject) -> Response:
    in_scope = call.query.flag("defaultToGlobal")
    with call.shelf() as shelf:
        found = setting.get_mode(shelf, subject, in_scope=in_scope)
    return call.answer({"mode": found})


@router.put("/mode")
async def put_mode(request: Request, call: Asked) -> Response:
    """Change the mode of the default context."""
    data = await body_of(request, "updateTopLevelMode.arg1")
    return await _put_mode(request, call, DEFAULT_CONTEXT, data)


@router.put("/mode/{subject}")
async def put_mode_of(request: Request, call: Asked, subject: Named) -> Response:
    """Change the mode of a subject or a context."""
    data = await body_of(request, "updateMode.arg2")
    return await _put_mode(request, call, subject, data)


async def _put_mode(
    request: Request, call: Call, subject: Subject, data: dict[str, object]
) -> Response:
    asked = ask.mode(data)
    if request.path_params:
        check_name(request, of_setting=True)
    force = call.query.flag("force")
    await call.write(
        lambda shelf, _: setting.put_mode(shelf, subject, asked, force=force)
    )
    return call.answer({"mode": asked} if "mode" in data else {})


@router.delete("/mode")
async def delete_mode(call: Asked) -> Response:
    """Remove the mode of the default context."""
    return await _delete_mode(call, DEFAULT_CONTEXT)


@router.delete("/mode/{subject}")
async def delete_mode_of(call: Asked, subject: Named) -> Response:
    """Remove the mode of a subject or a context."""
    return await _delete_mode(call, subject)


async def _delete_mode(call: Call, subject: Subject) -> Response:
    recursive = call.query.flag("recursive")
    found = await call.write(
        lambda shelf, _: setting.delete_mode(shelf, subject, recursive=recursive)
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
