"""`/schemas/…` (REGISTRY, A.6.2)."""

from fastapi import APIRouter, Response

from avrotower_service.embedded.api import answer, fault
from avrotower_service.embedded.api.answer import Shown
from avrotower_service.embedded.api.call import Asked, Call, Guid, IdText, Paging
from avrotower_service.embedded.api.query import number_of
from avrotower_service.embedded.api.show import shown
from avrotower_service.embedded.registry import reading, refusal
from avrotower_service.embedded.registry.lookup import Shelf
from avrotower_service.embedded.registry.subject import Subject, subject_of
from avrotower_service.embedded.registry.value import Registered

router = APIRouter()


def _id(text: str) -> int:
    if text.startswith("+"):
        raise fault.not_found()
    return number_of(text)


@router.get("/schemas")
async def schemas(call: Asked, paging: Paging) -> Response:
    """List versions, with all that they consist of."""
    query = call.query
    offset, limit = paging
    prefix = query.text("subjectPrefix")
    with call.shelf() as shelf:
        aliases = reading.aliases(shelf.view, prefix) if query.flag("aliases") else {}
        found = reading.items(
            shelf.view,
            prefix,
            deleted=query.flag("deleted"),
            latest_only=query.flag("latestOnly"),
            rule_type=query.text("ruleType"),
            aliases=aliases,
            offset=offset,
            limit=limit,
        )
    return call.answer(
        [
            answer.schema(
                Shown(old, aliases=aliases.get(old.subject.text, ())),
                extended=call.extended,
            )
            for old in found
        ]
    )


@router.get("/schemas/types")
async def types(call: Asked) -> Response:
    """List the types of schemas."""
    return call.answer(["AVRO"])


@router.get("/schemas/ids/{schema_id}")
async def by_id(call: Asked, schema_id: IdText) -> Response:
    """Return the schema of an id."""
    number = _id(schema_id)
    with call.shelf() as shelf:
        found = _found(shelf, call, number)
        most = shelf.view.max_id(found.subject.context)
        part = shown(shelf, call.query, found)
    if call.query.flag("fetchMaxId"):
        part = part._replace(max_id=most)
    return call.answer(answer.by_id(part, place=True, extended=call.extended))


@router.get("/schemas/ids/{schema_id}/schema")
async def text_by_id(call: Asked, schema_id: IdText) -> Response:
    """Return the text of the schema of an id."""
    number = _id(schema_id)
    with call.shelf() as shelf:
        found = _found(shelf, call, number)
        part = shown(shelf, call.query, found)
    return call.raw((part.text or found.content.text).encode())


def _found(shelf: Shelf, call: Call, number: int) -> Registered:
    subject = subject_of(call.query.text("subject"))
    found = reading.by_id(shelf.view, number, subject)
    if found is None:
        raise refusal.schema_missing(number)
    return found


@router.get("/schemas/ids/{schema_id}/subjects")
async def subjects_of_id(call: Asked, schema_id: IdText, paging: Paging) -> Response:
    """List the subjects that have an id."""
    found = _places(call, schema_id, paging)
    return call.answer([name for name, _ in found])


@router.get("/schemas/ids/{schema_id}/versions")
async def versions_of_id(call: Asked, schema_id: IdText, paging: Paging) -> Response:
    """List the versions that have an id."""
    found = _places(call, schema_id, paging)
    return call.answer([{"subject": name, "version": n} for name, n in found])


def _places(
    call: Call, schema_id: str, paging: tuple[int, int]
) -> list[tuple[str, int]]:
    query = call.query
    with call.shelf() as shelf:
        found = reading.places(
            shelf.view,
            _id(schema_id),
            subject_of(query.text("subject")),
            deleted=query.flag("deleted"),
        )
    names = [(place.subject.text, place.version) for place in found]
    return reading.page(names, *paging)


@router.get("/schemas/guids/{guid}")
async def by_guid(call: Asked, guid: Guid) -> Response:
    """Return the schema of a guid."""
    with call.shelf() as shelf:
        found: Registered | None = None
        places = reading.ids_of(shelf.view, guid)
        if places:
            context, number = places[0]
            found = reading.by_id(shelf.view, number, Subject(context, ""))
        if found is None:
            raise refusal.schema_missing(guid)
        part = shown(shelf, call.query, found)
    return call.answer(answer.by_id(part, place=False, extended=call.extended))


@router.get("/schemas/guids/{guid}/ids")
async def ids_of_guid(call: Asked, guid: Guid) -> Response:
    """List the ids of a guid."""
    with call.shelf() as shelf:
        found = reading.ids_of(shelf.view, guid)
    return call.answer([{"context": context, "id": n} for context, n in found])
