"""`/subjects/…` and `/compatibility/…` (REGISTRY, A.6.3 to A.6.5)."""

from fastapi import APIRouter, Request, Response

from avrotower_service.embedded.api import answer, ask
from avrotower_service.embedded.api.call import (
    Asked,
    Call,
    Named,
    Paging,
    VersionText,
    body_of,
    check_name,
    name_in,
)
from avrotower_service.embedded.api.show import shown
from avrotower_service.embedded.registry import (
    compatibility,
    delete,
    lookup,
    reading,
    refusal,
    rule_set,
)
from avrotower_service.embedded.registry import register as registering
from avrotower_service.embedded.registry.lookup import Shelf
from avrotower_service.embedded.registry.refusal import InvalidError, RefusedError
from avrotower_service.embedded.registry.retag import retag
from avrotower_service.embedded.registry.subject import Subject, has_control
from avrotower_service.embedded.registry.value import Registered

router = APIRouter()


@router.get("/subjects")
async def subjects(call: Asked, paging: Paging) -> Response:
    """List subjects."""
    query = call.query
    with call.shelf() as shelf:
        found = reading.subjects(
            shelf.view,
            query.text("subjectPrefix", ":*:"),
            deleted=query.flag("deleted"),
            only=query.flag("deletedOnly"),
        )
    return call.answer(reading.page(found, *paging))


@router.post("/subjects/{subject}")
async def look_up(request: Request, call: Asked, subject: Named) -> Response:
    """Say under which version a schema is registered."""
    data = await body_of(request, "lookUpSchemaUnderSubject.arg5")
    asked = ask.registration(data)
    if has_control(subject.text):
        raise refusal.subject_invalid(subject.text)

    def find(shelf: Shelf) -> bytes:
        if not lookup.is_empty(asked.content.text):
            lookup.check_type(asked.schema_type)
        found = lookup.look_up(
            shelf,
            subject,
            asked.content,
            normalize=call.query.flag("normalize"),
            deleted=call.query.flag("deleted"),
        )
        part = shown(shelf, call.query.only("format"), found)
        return answer.dumps(answer.schema(part, extended=call.extended))

    return call.raw(await call.look(find, len(asked.content.text)))


@router.delete("/subjects/{subject}")
async def delete_subject(call: Asked, subject: Named) -> Response:
    """Delete a subject."""
    permanent = call.query.flag("permanent")
    return call.answer(
        await call.write(
            lambda shelf, _: delete.delete_subject(shelf, subject, permanent=permanent)
        )
    )


@router.get("/subjects/{subject}/metadata")
async def with_metadata(call: Asked, subject: Named) -> Response:
    """Return the highest version with certain metadata."""
    query = call.query
    asked = dict(zip(query.texts("key"), query.texts("value"), strict=False))
    with call.shelf() as shelf:
        found = reading.with_metadata(
            shelf, subject, asked, deleted=query.flag("deleted")
        )
        part = shown(shelf, query.only("format"), found)
    return call.answer(answer.schema(part, extended=call.extended))


@router.get("/subjects/{subject}/versions")
async def versions(call: Asked, subject: Named, paging: Paging) -> Response:
    """List the versions of a subject."""
    query = call.query
    with call.shelf() as shelf:
        found = reading.versions(
            shelf.view,
            subject,
            deleted=query.flag("deleted"),
            only=query.flag("deletedOnly"),
            negative=query.flag("deletedAsNegative"),
        )
    return call.answer(reading.page(found, *paging))


@router.post("/subjects/{subject}/versions")
async def register(request: Request, call: Asked, subject: Named) -> Response:
    """Register a schema."""
    data = await body_of(request, "register.arg5")
    asked = ask.registration(data)
    rule_set.check(asked.content.rule_set)
    check_name(request)
    explicit = call.query.flag("normalize")
    made: Registered = await call.write(
        lambda shelf, now_ms: registering.register(
            shelf,
            subject,
            asked,
            normalize=explicit or shelf.config(subject).normalize,
            now_ms=now_ms,
        ),
        len(asked.content.text),
    )
    with call.shelf() as shelf:
        part = shown(shelf, call.query.only("format"), made)
    return call.answer(answer.registration(part, extended=call.extended))


@router.get("/subjects/{subject}/versions/{version}")
async def get_version(call: Asked, subject: Named, version: VersionText) -> Response:
    """Return a version."""
    number = reading.version_of(version)
    with call.shelf() as shelf:
        found = reading.version(
            shelf, subject, number, deleted=call.query.flag("deleted")
        )
        part = shown(shelf, call.query, found)
    return call.answer(answer.schema(part, extended=call.extended))


@router.get("/subjects/{subject}/versions/{version}/schema")
async def text(call: Asked, subject: Named, version: VersionText) -> Response:
    """Return the text of a version."""
    number = reading.version_of(version)
    with call.shelf() as shelf:
        found = reading.version(
            shelf, subject, number, deleted=call.query.flag("deleted")
        )
        part = shown(shelf, call.query.only("format"), found)
    return call.raw((part.text or found.content.text).encode())


@router.get("/subjects/{subject}/versions/{version}/referencedby")
async def referring(
    call: Asked, subject: Named, version: VersionText, paging: Paging
) -> Response:
    """List the ids of the schemas that refer to a version."""
    query, number = call.query, reading.version_of(version)
    with call.shelf() as shelf:
        found = reading.version(shelf, subject, number, deleted=True)
        ids = reading.referring(shelf.view, found, deleted=query.flag("deleted"))
    return call.answer(reading.page(ids, *paging))


@router.delete("/subjects/{subject}/versions/{version}")
async def delete_version(call: Asked, subject: Named, version: VersionText) -> Response:
    """Delete a version."""
    number, permanent = reading.version_of(version), call.query.flag("permanent")
    return call.answer(
        await call.write(
            lambda shelf, _: delete.delete_version(
                shelf, subject, number, permanent=permanent
            )
        )
    )


@router.post("/subjects/{subject}/versions/{version}/tags")
async def tags(
    request: Request, call: Asked, subject: Named, version: VersionText
) -> Response:
    """Register a version with other tags, metadata or rules."""
    data = await body_of(request, "modifyTags.arg4")
    asked = ask.retagging(data)
    check_name(request)
    number = reading.version_of(version)
    try:
        made: Registered = await call.write(
            lambda shelf, now_ms: retag(shelf, subject, number, asked, now_ms=now_ms)
        )
    except RefusedError as refused:
        raise _as_named(refused, subject, name_in(request)) from None
    return call.answer(answer.registration(answer.Shown(made), extended=call.extended))


def _as_named(refused: RefusedError, subject: Subject, name: str) -> RefusedError:
    """Return *refused* with the subject as the request names it.

    Confluent does so here, and nowhere else.
    """
    if refused.code == refusal.NO_SUBJECT:
        return refusal.subject_missing(name)
    if refused.code == registering.INCOMPATIBLE:
        said = refused.message.replace(f'"{subject.text}"', f'"{name}"', 1)
        return RefusedError(refused.code, said)
    return refused


@router.post("/compatibility/subjects/{subject}/versions")
async def check_all(request: Request, call: Asked, subject: Named) -> Response:
    """Say whether a schema may follow a subject."""
    data = await body_of(request, "testCompatibilityForSubject.arg3")
    return await _check(call, subject, data, None)


@router.post("/compatibility/subjects/{subject}/versions/{version}")
async def check_one(
    request: Request, call: Asked, subject: Named, version: VersionText
) -> Response:
    """Say whether a schema may follow a version."""
    data = await body_of(request, "testCompatibilityBySubjectName.arg4")
    return await _check(call, subject, data, reading.version_of(version))


async def _check(
    call: Call, subject: Subject, data: dict[str, object], number: int | None
) -> Response:
    asked = ask.registration(data)
    is_verbose = call.query.flag("verbose")

    def check(shelf: Shelf) -> tuple[str, ...]:
        try:
            return compatibility.check(
                shelf,
                subject,
                asked.content,
                asked.schema_type,
                version=number,
                normalize=call.query.flag("normalize"),
            )
        except InvalidError as error:
            if is_verbose:
                return (error.message,)
            raise

    messages = await call.look(check, len(asked.content.text))
    body: dict[str, object] = {"is_compatible": not messages}
    if is_verbose:
        body["messages"] = list(messages)
    return call.answer(body)
