"""A row of the API's own suite: a call, what went before it, and the exact answer."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple
from unittest.mock import ANY

from registry_call import Call, Names, Server

INT: Final = '"int"'
LONG: Final = '"long"'
STRING: Final = '"string"'
INT_GUID: Final = "ef524ea1-b91e-7317-3d93-8ade36c1db32"


class Row(NamedTuple):
    """One sentence of the contract.

    Symbols (`$1`, `ctx`) mean what `Names` says, in the call and in the answer.
    A header that must be absent is expected as None.
    Where we differ from the reference on purpose (A.18) or because it fails with
    500, *reference* is the status and body that it gives.
    """

    says: str
    given: Sequence[Call]
    call: Call
    status: int
    body: Any
    headers: Mapping[str, Any] = {}
    reference: tuple[int, Any] | None = None

    def name(self) -> str:
        return self.says


def error(code: int, message: Any) -> dict[str, Any]:
    return {"error_code": code, "message": message}


def registered(
    version: int, identity: int | str, schema: str, **more: Any
) -> dict[str, Any]:
    """Return the answer to a registration that wrote something."""
    body = {"id": identity, "version": version, "guid": ANY, "schemaType": "AVRO"}
    return body | {"schema": schema} | more


def stored(
    subject: str,
    version: int,
    identity: int | str,
    schema: str,
    **more: Any,
) -> dict[str, Any]:
    """Return what a version of a subject is answered as."""
    written = {"ts": ANY, "deleted": False}
    return {"subject": subject} | registered(version, identity, schema) | written | more


def found(
    subject: str, version: int, identity: int | str, schema: str, **more: Any
) -> dict[str, Any]:
    """Return what a lookup is answered with."""
    return {"subject": subject} | registered(version, identity, schema) | more


def check(server: Server, names: Names, row: Row, *, is_reference: bool) -> None:
    """Assert that *server* answers *row* as it says."""
    for call in row.given:
        answer = server.send(names.call(call))
        assert answer.status < 300, (str(call), answer.body)

    answer = server.send(names.call(row.call))

    status, body = row.status, row.body
    if is_reference and row.reference is not None:
        status, body = row.reference
    expected = names.value(body)
    wrong = f"{row.call}\nanswered {answer.status} {answer.body}\nand not {status} {expected}"
    assert (answer.status, answer.body) == (status, expected), wrong
    told = {name: answer.headers.get(name) for name in row.headers}
    assert told == dict(row.headers), told
