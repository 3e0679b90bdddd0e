"""Requests that no client should send: paths, queries, headers, bodies, sequences of them."""

import gzip
import json
import zlib
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from hypothesis import strategies as st

METHODS: Final = ("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS")


class Odd(NamedTuple):
    """A request as it goes over the wire."""

    method: str
    target: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


_TEXT: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_NAMES: Final = st.sampled_from(
    [
        "a",
        "b",
        ":.c:a",
        ":.c:",
        ":*:",
        ":.:a",
        "::",
        "latest",
        "-1",
        "1",
        "0",
        "é",
        "*",
        "99999999999",
        "2147483648",
        "+1",
        "1.0",
        "\u0661",
        "__GLOBAL",
        ".c",
        ":.__GLOBAL:",
        "00000000-0000-0000-0000-000000000000",
        "0" * 32,
        " ",
        "a" * 300,
        "subjects",
    ]
)
_RAW: Final = st.sampled_from(
    [
        "%2F",
        "%00",
        "%ff",
        "%zz",
        "%",
        "..",
        ".",
        "",
        ";x",
        "\\",
        "%2e%2e",
        "%252F",
        "a%0ab",
        "%ed%a0%80",
        "%F0%9F%98%80",
        "a+b",
        "a b",
    ]
)
_SEGMENT: Final = (
    _NAMES.map(lambda name: quote(name, safe=":*+")) | _RAW | _TEXT.map(quote)
)
_ROUTES: Final = st.sampled_from(
    [
        "subjects",
        "subjects/{}",
        "subjects/{}/versions",
        "subjects/{}/versions/{}",
        "subjects/{}/versions/{}/schema",
        "subjects/{}/versions/{}/referencedby",
        "subjects/{}/versions/{}/tags",
        "subjects/{}/metadata",
        "schemas",
        "schemas/types",
        "schemas/ids/{}",
        "schemas/ids/{}/schema",
        "schemas/ids/{}/subjects",
        "schemas/ids/{}/versions",
        "schemas/guids/{}",
        "schemas/guids/{}/ids",
        "config",
        "config/{}",
        "mode",
        "mode/{}",
        "contexts",
        "contexts/{}",
        "compatibility/subjects/{}/versions",
        "compatibility/subjects/{}/versions/{}",
        "v1/metadata/id",
        "v1/metadata/version",
        "-/embedded/reset",
        "",
        "{}",
        "{}/{}/{}",
    ]
)
_BEFORE: Final = st.sampled_from(["", "", "", "contexts/.c/", "contexts/{}/", "/"])


@st.composite
def paths(draw: st.DrawFn) -> bytes:
    """Paths of the registry with odd names in them."""
    route = draw(_BEFORE) + draw(_ROUTES)
    while "{}" in route:
        route = route.replace("{}", draw(_SEGMENT), 1)
    return ("/" + route).encode("utf-8", "replace")


_PARAMETERS: Final = [
    "deleted",
    "permanent",
    "normalize",
    "verbose",
    "fetchMaxId",
    "format",
    "subject",
    "subjectPrefix",
    "offset",
    "limit",
    "latestOnly",
    "deletedOnly",
    "deletedAsNegative",
    "ruleType",
    "aliases",
    "key",
    "value",
    "force",
    "defaultToGlobal",
    "referenceFormat",
    "findTags",
    "contextPrefix",
    "recursive",
    "x",
]
_VALUES: Final = (
    st.sampled_from(
        ["true", "TRUE", "", "1", "-1", "0", "99999999999", "x", "%ff", "%zz"]
    )
    | st.sampled_from(
        ["resolved", "serialized", ":.c:", ":*:", "a", "%00", "+1", "%F0%9F%98%80"]
    )
    | _TEXT.map(quote)
)
_QUERIES: Final = st.lists(
    st.tuples(st.sampled_from(_PARAMETERS), _VALUES).map("=".join)
    | st.sampled_from(["", "&", "=", "a=b=c", "%", "deleted", "limit=%31", ";"]),
    max_size=4,
).map(lambda pairs: "&".join(pairs).encode())

_TYPES: Final = (
    b"application/vnd.schemaregistry.v1+json",
    b"application/json",
    b"application/json; charset=utf-16",
    b"text/plain",
    b"",
    b"x",
    b"\xff",
    b"*/*;q=0",
    b"application/json;q=x,,text/*",
    b"application/octet-stream",
)
_HEADERS: Final = st.lists(
    st.tuples(st.just(b"content-type"), st.sampled_from(_TYPES))
    | st.tuples(st.just(b"accept"), st.sampled_from(_TYPES))
    | st.tuples(
        st.just(b"content-encoding"),
        st.sampled_from([b"gzip", b"deflate", b"identity", b"GZIP", b"", b"br, gzip"]),
    )
    | st.tuples(
        st.sampled_from(
            [
                b"x-request-id",
                b"confluent-accept-unknown-properties",
                b"x-forward",
                b"te",
            ]
        ),
        st.sampled_from([b"true", b"", b"\xc3\xa9", b"a" * 200, b"1"]),
    ),
    max_size=4,
).map(tuple)

_KEYS: Final = [
    "schema",
    "schemaType",
    "version",
    "id",
    "references",
    "metadata",
    "ruleSet",
    "name",
    "subject",
    "properties",
    "tags",
    "sensitive",
    "schemaTagsToAdd",
    "schemaTagsToRemove",
    "propagateSchemaTags",
    "tagsToAdd",
    "tagsToRemove",
    "newVersion",
    "rulesToMerge",
    "rulesToRemove",
    "schemaEntity",
    "entityPath",
    "entityType",
    "domainRules",
    "migrationRules",
    "encodingRules",
    "kind",
    "mode",
    "type",
    "expr",
    "params",
    "disabled",
    "enableAt",
    "compatibility",
    "compatibilityLevel",
    "alias",
    "normalize",
    "validateFields",
    "compatibilityGroup",
    "compatibilityPolicy",
    "defaultMetadata",
    "overrideMetadata",
    "defaultRuleSet",
    "overrideRuleSet",
]
_WORDS: Final = st.sampled_from(
    [
        "FULL",
        "none",
        "IMPORT",
        "READONLY",
        "READWRITE",
        "AVRO",
        "JSON",
        "a",
        ":.c:b",
        "TRANSFORM",
        "WRITE",
        "sr_record",
        "sr_field",
        "",
        "�",
        "\x00",
        "1",
    ]
)
_JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 3) | st.integers() | _WORDS | _TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4)
    ),
    max_leaves=10,
)
_SCHEMAS: Final = st.sampled_from(
    [
        '"int"',
        '"string"',
        " ",
        "",
        "{",
        "null",
        '{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}',
        '{"type":"record","name":"R","fields":[{"name":"a","type":"R"}]}',
        '{"type":"record","name":"R","fields":[{"name":"a","type":"F"}]}',
        '{"type":"fixed","name":"F","size":1,"doc":"\\ud800"}',
        '{"type":"enum","name":"E","symbols":["a"],"default":"b"}',
        '["null",["int"]]',
        '{"type":"array","items":' * 60 + '"int"' + "}" * 60,
        "[" * 5000,
        '{"type":"fixed","name":"F","size":1e400}',
    ]
)
_REFERENCES: Final = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "name": st.sampled_from(["F", "R", ""]),
            "subject": st.sampled_from(["a", "b", ":.c:a", ""]),
            "version": st.sampled_from([1, -1, 0, 2**31 - 1]),
        },
    ),
    max_size=2,
)
_REQUESTS: Final = st.fixed_dictionaries(
    {"schema": _SCHEMAS},
    optional={
        "references": _REFERENCES,
        "version": st.sampled_from([-1, 0, 1, 2, 2**31 - 1]),
        "id": st.sampled_from([-1, 0, 1, 2**31 - 1]),
        "metadata": _JSON,
        "ruleSet": _JSON,
        "schemaTagsToAdd": _JSON,
        "propagateSchemaTags": st.booleans(),
    },
)
_SETTINGS: Final = st.fixed_dictionaries(
    {},
    optional={
        "compatibility": st.sampled_from(["FULL", "NONE", "X", None]),
        "mode": st.sampled_from(["READONLY", "IMPORT", "READWRITE", "X"]),
        "alias": st.sampled_from(["a", "b", ":.c:a", ""]),
        "normalize": st.booleans(),
        "defaultMetadata": _JSON,
        "overrideRuleSet": _JSON,
    },
)


def _dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


_PLAIN: Final = (
    _REQUESTS.map(_dumped)
    | _SETTINGS.map(_dumped)
    | _JSON.map(_dumped)
    | st.binary(max_size=20)
    | st.sampled_from(
        [b"", b"null", b"[]", b'{"a":1}x', b'{"id":' + b"9" * 4500 + b"}"]
    )
)
_PACKED: Final = (
    _PLAIN
    | _PLAIN.map(gzip.compress)
    | _PLAIN.map(zlib.compress)
    | _PLAIN.map(lambda body: gzip.compress(body)[:-3])
)


@st.composite
def requests(draw: st.DrawFn) -> Odd:
    """Give one request."""
    query = draw(_QUERIES)
    target = draw(paths()) + (b"?" + query if query else b"")
    method = draw(st.sampled_from(METHODS))
    body = (
        draw(_PACKED) if method not in {"GET", "HEAD"} or draw(st.booleans()) else b""
    )
    return Odd(method, target, draw(_HEADERS), body)
