"""Raw paths."""

import pytest

from avrotower_service.embedded.api.path import target_of
from avrotower_service.embedded.api.query import Query
from avrotower_service.embedded.registry.refusal import RefusedError


@pytest.mark.parametrize(
    ("raw", "segments"),
    [
        ("/", []),
        ("/subjects", ["subjects"]),
        ("//subjects//a/versions/", ["subjects", "a", "versions"]),
        ("/subjects/a%2Fb/versions", ["subjects", "a/b", "versions"]),
        ("/subjects/%3A.eu%3Aa+b%20c", ["subjects", ":.eu:a+b c"]),
        ("/subjects/versions/versions", ["subjects", "versions", "versions"]),
        ("/subjects/%C3%A4", ["subjects", "ä"]),
        ("/contexts", ["contexts"]),
        ("/contexts/eu", ["contexts", ":.eu:"]),
        ("/contexts/eu/contexts", ["contexts"]),
        ("/contexts/eu/subjects/a", ["subjects", ":.eu:a"]),
        ("/contexts/:.eu:/subjects/a", ["subjects", ":.eu:a"]),
        ("/contexts/eu/subjects/%3A.us%3Aa", ["subjects", ":.us:a"]),
        (
            "/contexts/eu/compatibility/subjects/a/versions/1",
            ["compatibility", "subjects", ":.eu:a", "versions", "1"],
        ),
        ("/contexts/eu/config", ["config", ":.eu:"]),
        ("/contexts/eu/mode/a", ["mode", ":.eu:a"]),
        ("/contexts/./config", ["config"]),
        ("/contexts/./subjects/a", ["subjects", "a"]),
    ],
)
def test_a_path_is_its_segments_with_their_context(
    raw: str, segments: list[str]
) -> None:
    assert list(target_of(raw.encode(), Query()).segments) == segments


@pytest.mark.parametrize(
    ("raw", "query", "parameter", "value"),
    [
        ("/contexts/eu/schemas/ids/1", b"", "subject", ":.eu:"),
        ("/contexts/eu/schemas/ids/1", b"subject=a", "subject", ":.eu:a"),
        ("/contexts/eu/subjects", b"", "subjectPrefix", ":.eu:"),
        ("/contexts/eu/schemas", b"subjectPrefix=a", "subjectPrefix", ":.eu:a"),
        ("/contexts/eu/schemas", b"subjectPrefix=:*:a", "subjectPrefix", ":*:a"),
    ],
)
def test_a_context_in_the_path_reaches_the_query(
    raw: str, query: bytes, parameter: str, value: str
) -> None:
    assert target_of(raw.encode(), Query.of(query)).query.text(parameter) == value


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("/%73ubjects", 400),
        ("/subjects/a/%76ersions", 400),
        ("/subjects/a;x=1", 400),
        ("/subjects/a\\b", 400),
        ("/subjects/..", 400),
        ("/subjects/%2E", 400),
        ("/subjects/%zz", 400),
        ("/subjects/%ff", 400),
        ("/subjects/%00", 400),
        ("/subjects/a%252Fb", 400),
        ("/contexts/a/contexts/b/subjects", 400),
        ("/contexts/a:b/subjects", 400),
        ("/nothing", 404),
        ("/associations/subjects/a", 404),
    ],
)
def test_a_path_that_says_two_things_is_refused(raw: str, code: int) -> None:
    with pytest.raises(RefusedError) as caught:
        target_of(raw.encode(), Query())

    assert caught.value.code == code


def test_segments_encoded_twice_can_be_allowed() -> None:
    target = target_of(b"/subjects/a%252Fb", Query(), double=True)

    assert target.segments == ["subjects", "a%2Fb"]
    assert target.path == "/subjects/a%252Fb"
