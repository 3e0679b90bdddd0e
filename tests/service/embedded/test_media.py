"""Media types of answers."""

import pytest

from avrotower_service.embedded.api.media import accepted, is_readable

V1 = "application/vnd.schemaregistry.v1+json"
PLAIN = "application/json"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", V1),
        ("*/*", V1),
        ("*", V1),
        ("application/*", V1),
        (PLAIN, PLAIN),
        (f"{PLAIN}, {V1}", V1),
        (f"{V1};q=0.1, {PLAIN}", PLAIN),
        ("application/json, text/plain, */*", V1),
        ("application/json;q=0", None),
        ("text/html", None),
        ("text/html, application/json;q=0.1", PLAIN),
        ("nonsense", None),
        (f"{PLAIN};q=many", None),
    ],
)
def test_the_best_type_that_a_client_accepts(accept: str, kind: str | None) -> None:
    assert accepted(accept.encode()) == (kind.encode() if kind else None)


@pytest.mark.parametrize(
    ("kind", "is_read"),
    [
        (V1, True),
        ("application/json; charset=utf-8", True),
        ("APPLICATION/JSON", True),
        ("application/octet-stream", True),
        ("text/plain", False),
    ],
)
def test_which_bodies_are_read(kind: str, *, is_read: bool) -> None:
    assert is_readable(kind.encode()) is is_read
