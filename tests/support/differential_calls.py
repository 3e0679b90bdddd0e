"""Random sequences of calls: every endpoint, every parameter, odd names and bodies."""

import random
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import unquote

from registry_call import Call, delete, get, post, put

LENGTH: Final = (6, 30)
SUBJECTS: Final = ("s", "t", "r", ":.ctx:s", ":.ctx:t", ":.cty:s", ":.:s")
ODD_SUBJECTS: Final = (
    "a%20b", "a%2Fb", "a+b", "%C3%A9", "__GLOBAL", "__EMPTY", ":.__GLOBAL:s", ":a:b",
    ":.ctx:", ":.ctx", ".ctx:s", "a:b", "s%25", "S", ":.ctx:a:b", "%20s",
)  # fmt: skip
"""Not the empty subject of the default context: the reference waits a minute and fails."""
VERSIONS: Final = ("1", "1", "2", "2", "3", "latest", "latest", "-1")
ODD_VERSIONS: Final = ("0", "-2", "x", "2147483647", "2147483648", "LATEST", "01", "")
LEVELS: Final = (
    "NONE", "NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE",
    "FULL", "FULL_TRANSITIVE", "full", "X", "",
)  # fmt: skip
MODES: Final = (
    "READWRITE", "READWRITE", "READONLY", "IMPORT", "IMPORT", "READONLY_OVERRIDE",
    "readonly", "FORWARD", "X",
)  # fmt: skip
BOOLEANS: Final = ("true", "true", "false", "TRUE", "1", "")


def record(*fields: str, name: str = "R", more: str = "") -> str:
    listed = ",".join(fields)
    return f'{{"type":"record","name":"{name}"{more},"fields":[{listed}]}}'


def field(name: str, kind: str = '"int"', more: str = "") -> str:
    return f'{{"name":"{name}","type":{kind}{more}}}'


SCHEMAS: Final = (
    '"int"', '"int"', '"long"', '"string"', '{"type":"int"}', '["null","int"]',
    record(), record(field("a")), record(field("a", '"long"')),
    record(field("a"), field("b", more=',"default":0')),
    record(field("a"), field("b")),
    record(field("a", more=',"doc":"d"')),
    record(field("b", more=',"aliases":["a"]')),
    record(field("a"), more=',"namespace":"n"'), record(field("a"), name="n.R"),
    record(field("a"), more=',"b":1,"a":2,"aliases":["P"]'),
    record(field("a", more=',"confluent:tags":["PII"]')),
    record(field("a", '{"type":"bytes","logicalType":"decimal","precision":4}')),
    record(field("a", '["null","string"]', ',"default":null')),
    record(field("a", record(field("x"), name="I"))),
    '{"type":"enum","name":"E","symbols":["A","B"]}',
    '{"type":"enum","name":"E","symbols":["A"]}',
    '{"type":"enum","name":"E","symbols":["A","B","C"],"default":"A"}',
    '{"type":"fixed","name":"X","size":4}', '{"type":"fixed","name":"X","size":8}',
    '{"type":"array","items":"int"}', '{"type":"map","values":"long"}',
)  # fmt: skip
REFERRING: Final = (
    record(field("r", '"R"'), name="Q"),
    record(field("r", '"R"'), field("a", more=',"default":1'), name="Q"),
    '"R"',
    '["null","R"]',
)
BAD_SCHEMAS: Final = (
    "", " ", "x", "{}", "[]", '"Nope"', '{"type":"record"}', record(field("a"), field("a")),
    record(field("a", more=',"default":"x"')), record(field("a-b")), record(name="R-x"),
    '{"type":"enum","name":"E","symbols":["A","A"]}', '["int","int"]', '{"type":"int"',
    '{"type":"fixed","name":"X","size":-1}', "null", "1", '"int" x',
)  # fmt: skip
_NOTHING: Final[dict[str, Any]] = {}
BAD_BODIES: Final[tuple[Any, ...]] = (
    b"{", b"[]", b"1", b"", b"null", _NOTHING, {"schema": None}, {"schema": _NOTHING},
    {"schema": '"int"', "references": _NOTHING}, {"schema": '"int"', "references": [_NOTHING]},
    {"schema": '"int"', "schemaType": "avro"}, {"schema": '"int"', "schemaType": "X"},
    {"schema": '"int"', "metadata": [1]}, {"schema": '"int"', "unknown": 1},
    {"schema": '"int"', "metadata": {"properties": {"a": None}}},
)  # fmt: skip


class Maker:
    """Makes the calls of one sequence out of few names, so that they meet often."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)  # noqa: S311  it is to be repeatable
        self.subjects: list[str] = self.random.sample(
            SUBJECTS, self.random.randint(1, 3)
        )
        # Apart from aliases: an encoded name hides its context from the reference's.
        self.encodes = self.often(0.1)
        self.schemas = self.random.sample(SCHEMAS, self.random.randint(2, 5))
        if self.random.random() < 0.2:
            self.subjects.append(self.random.choice(ODD_SUBJECTS))

    def sequence(self) -> list[Call]:
        kinds, weights = zip(*_weighted(self), strict=True)
        count = self.random.randint(*LENGTH)
        return [kind() for kind in self.random.choices(kinds, weights, k=count)]

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def subject(self) -> str:
        pool = ODD_SUBJECTS if self.often(0.02) else self.subjects
        name = self.random.choice(pool)
        return name.replace(":", "%3A") if self.encodes and self.often(0.3) else name

    def version(self) -> str:
        return self.random.choice(ODD_VERSIONS if self.often(0.05) else VERSIONS)

    def query(self, *names: str) -> str:
        """Return some of the parameters *names*, each with a fitting value."""
        chosen = [name for name in names if self.often(0.25)]
        parts = [f"{name}={self._parameter(name)}" for name in chosen]
        return "?" + "&".join(parts) if parts else ""

    def _parameter(self, name: str) -> str:
        fitting: dict[str, tuple[str, ...]] = {
            "offset": ("0", "1", "2", "x"),
            "limit": ("1", "2", "0", "-1", "x"),
            "format": ("resolved", "default", "", "x"),
            "referenceFormat": ("qualified", "default", "x"),
            "subject": ("s", "t", ":.ctx:", ":.ctx:s", ":.cty:", ""),
            "subjectPrefix": ("", "s", ":*:", ":.ctx:", ":.ctx:s", ":*:s", ":.:"),
            "contextPrefix": (".", ".ct", ".ctx", "x", ""),
            "findTags": ("PII", "*", "x"),
            "key": ("k", "l"),
            "value": ("1", "2"),
        }
        return self.random.choice(fitting.get(name, BOOLEANS))

    def schema(self) -> str:
        pool = BAD_SCHEMAS if self.often(0.05) else self.schemas
        return self.random.choice(pool)

    def fresh(self, identity: str | int) -> str:
        """Return a schema that no other sequence and no other id has.

        Of two ids with one text the reference mixes up the versions, which a sequence
        written by hand shows.
        """
        size = 10 * int(str(identity).lstrip("$-")) + self.random.randint(1, 2)
        name = f"ctx.{'N' if str(identity)[0] == '$' else 'I'}"
        return f'{{"type":"fixed","name":"{name}","size":{size}}}'

    def registration(self) -> Any:
        """Return the body of a registration, a lookup or a comparison."""
        if self.often(0.03):
            return self.random.choice(BAD_BODIES)
        body: dict[str, Any] = {"schema": self.schema()}
        if self.often(0.15):
            body["schema"] = self.random.choice(REFERRING)
        if body["schema"] in REFERRING or self.often(0.05):
            body["references"] = [self.reference() for _ in range(1 + self.often(0.1))]
        if self.often(0.2):
            body["metadata"] = self.metadata()
        if self.often(0.1):
            body["version"] = self.random.choice((-1, -1, 0, 1, 2, 3, 5, -2))
        if self.often(0.1):
            body["id"] = self.random.choice(("$1", "$2", "$3", "$20", 1, 2, 7, -1))
            if body["id"] != -1:
                body["schema"] = self.fresh(body["id"])
                body.pop("version", None)
        return body | self.tagging()

    def tagging(self) -> dict[str, Any]:
        """Return what a registration may ask to do with tags, mostly nothing."""
        body: dict[str, Any] = {}
        if self.often(0.05):
            body["schemaTagsToAdd"] = self.tags()
        if self.often(0.03):
            body["schemaTagsToRemove"] = self.tags()
        if self.often(0.03):
            body["propagateSchemaTags"] = self.often(0.5)
        return body

    def reference(self) -> dict[str, Any]:
        subject = self.random.choice((*self.subjects, "r"))
        version = self.random.choice((1, 1, 1, 2, -1, 9))
        plain = subject.removeprefix(":.ctx:") if self.often(0.5) else subject
        return {"name": "R", "subject": plain, "version": version}

    def metadata(self) -> dict[str, Any]:
        value: dict[str, Any] = {}
        if self.often(0.8):
            keys = self.random.sample(("k", "l", "confluent:version"), 1)
            value["properties"] = {key: self.random.choice("12") for key in keys}
        if self.often(0.2):
            value["tags"] = {"R.a": ["PII", "B"]}
        if self.often(0.2):
            value["sensitive"] = ["l", "k"]
        return value

    def tags(self) -> list[dict[str, Any]]:
        path, kind = self.random.choice(
            (
                ("R.a", "sr_field"),
                ("R", "sr_record"),
                ("n.R.a", "sr_field"),
                ("Z", "sr_record"),
            )
        )
        entity = {"entityPath": path, "entityType": kind}
        return [{"schemaEntity": entity, "tags": self.random.sample(("PII", "A"), 1)}]

    def prefixed(self, path: str) -> str:
        """Put *path* below a context now and then."""
        if not self.often(0.05):
            return path
        return f"/contexts/{self.random.choice(('.ctx', 'ctx', ':.ctx:', '.', '.cty'))}{path}"

    def register(self) -> Call:
        path = f"/subjects/{self.subject()}/versions{self.query('normalize', 'format')}"
        return post(self.prefixed(path), self.registration())

    def import_(self) -> Call:
        """Return an import, which may replace a version.

        The reference goes on knowing what was replaced, in later sequences too, so
        that it is a fresh schema or in a fresh context.
        """
        names = [name for name in self.subjects if name.startswith(":.ct")]
        subject = self.random.choice((*names, "imported"))
        identity = self.random.choice(("$5", "$6", "$7", "$8", 3, 4))
        body = {
            "schema": self.fresh(identity),
            "id": identity,
            "version": self.random.choice((1, 2, 3, 7)),
        }
        return post(f"/subjects/{subject}/versions", body)

    def lookup(self) -> Call:
        path = (
            f"/subjects/{self.subject()}{self.query('normalize', 'deleted', 'format')}"
        )
        return post(self.prefixed(path), self.registration())

    def compatibility(self) -> Call:
        version = f"/{self.version()}" if self.often(0.6) else ""
        path = f"/compatibility/subjects/{self.subject()}/versions{version}"
        return post(
            self.prefixed(path + self.query("verbose", "normalize", "verbose")),
            self.registration(),
        )

    def delete_subject(self) -> Call:
        return delete(
            self.prefixed(f"/subjects/{self.subject()}{self.query('permanent')}")
        )

    def delete_version(self) -> Call:
        path = f"/subjects/{self.subject()}/versions/{self.version()}"
        return delete(self.prefixed(path + self.query("permanent", "permanent")))

    def tag(self) -> Call:
        body: dict[str, Any] = {"tagsToAdd": self.tags()}
        if self.often(0.3):
            body["tagsToRemove"] = self.tags()
        if self.often(0.3):
            body["newVersion"] = self.random.choice((2, 3, 4))
        if self.often(0.3):
            body["metadata"] = self.metadata()
        return post(f"/subjects/{self.subject()}/versions/{self.version()}/tags", body)

    def scope(self) -> str:
        if self.often(0.25):
            return self.random.choice(("", "/:.ctx:", "/:.__GLOBAL:"))
        return f"/{self.subject()}"

    def put_config(self) -> Call:
        # A record without level is a known difference that all later answers show.
        body: dict[str, Any] = {"compatibility": self.random.choice(LEVELS)}
        for name in ("normalize", "validateFields", "validateNewSchemas"):
            if self.often(0.1):
                body[name] = self.random.choice((True, False, None))
        if self.often(0.1) and not self.encodes:
            body["alias"] = self.alias()
        if self.often(0.05):
            body["compatibilityGroup"] = self.random.choice(("k", None))
        for name in ("defaultMetadata", "overrideMetadata"):
            if self.often(0.05):
                body[name] = self.random.choice((self.metadata(), None))
        return put(self.prefixed(f"/config{self.scope()}"), body)

    def alias(self) -> str | None:
        """Return an alias, without those that the reference reads in two ways.

        It puts a slash into the path as it is, and a context gets another subject of
        `:.:s` in a path than in a query; a bare context is no subject with us (A.18).
        """
        left_out = (":.:s", ":.ctx:", ":.ctx", "a%2Fb")
        names = [unquote(name) for name in self.subjects if name not in left_out]
        return self.random.choice((*names, "s", "", None))

    def put_mode(self) -> Call:
        body = {"mode": self.random.choice(MODES)}
        return put(
            self.prefixed(f"/mode{self.scope()}{self.query('force', 'force')}"), body
        )

    def delete_setting(self) -> Call:
        kind = self.random.choice(("config", "mode", "mode"))
        more = self.query("recursive") if kind == "mode" else ""
        return delete(self.prefixed(f"/{kind}{self.scope()}{more}"))

    def delete_context(self) -> Call:
        return delete(
            f"/contexts/{self.random.choice(('.ctx', '.cty', 'ctx', ':.ctx:'))}"
        )

    def read_setting(self) -> Call:
        kind = self.random.choice(("config", "mode"))
        return get(
            self.prefixed(f"/{kind}{self.scope()}{self.query('defaultToGlobal')}")
        )

    def read_subject(self) -> Call:
        path = f"/subjects/{self.subject()}"
        version = f"{path}/versions/{self.version()}"
        paged = ("deleted", "deletedOnly", "deletedAsNegative", "offset", "limit")
        told = ("deleted", "format", "referenceFormat", "findTags")
        chosen = self.random.choice(
            (
                f"{path}/versions{self.query(*paged)}",
                f"{version}{self.query(*told)}",
                f"{version}{self.query(*told)}",
                f"{version}/schema{self.query('deleted', 'format')}",
                f"{version}/referencedby{self.query('deleted', 'offset', 'limit')}",
                f"{path}/metadata{self.query('key', 'value', 'deleted')}",
            )
        )
        return get(self.prefixed(chosen))

    def read_id(self) -> Call:
        number = self.random.choice(("$1", "$1", "$2", "$3", "1", "2", "0", "-1", "x"))
        path = f"/schemas/ids/{number}"
        # Without pages: the order of the reference is that of a hash table.
        listed = ("subject", "deleted")
        chosen = self.random.choice(
            (
                f"{path}{self.query('subject', 'format', 'findTags', 'fetchMaxId')}",
                f"{path}/schema{self.query('subject', 'format')}",
                f"{path}/subjects{self.query(*listed)}",
                f"{path}/versions{self.query(*listed)}",
            )
        )
        return get(self.prefixed(chosen))

    def read_list(self) -> Call:
        paged = ("offset", "limit")
        chosen = self.random.choice(
            (
                f"/subjects{self.query('subjectPrefix', 'deleted', 'deletedOnly', *paged)}",
                f"/schemas{self.query('subjectPrefix', 'deleted', 'latestOnly', *paged)}",
                f"/schemas{self.query('subjectPrefix', 'deleted', 'aliases')}",
                f"/contexts{self.query('contextPrefix', *paged)}",
            )
        )
        return get(self.prefixed(chosen))

    def odd(self) -> Call:
        """Return a call that no client sends."""
        return self.random.choice(
            (
                get("/nowhere"), delete("/subjects"), Call("PATCH", "/config", {}),
                Call("HEAD", "/subjects"), get("/subjects/"), get("/"), get("/subjects/s"),
                get("/subjects", Accept="text/html"), get("/subjects", Accept="application/json"),
                post("/subjects/s/versions", {"schema": '"int"'}, Content_Type="text/plain"),
                get("/schemas/ids/$1/x"), get("/contexts/a:b/subjects"), post("/", {}),
                get("/subjects/s/versions/"), get("/v1/metadata/deployment"),
            )
        )  # fmt: skip


def _weighted(maker: Maker) -> list[tuple[Callable[[], Call], int]]:
    return [
        (maker.register, 30), (maker.import_, 5), (maker.lookup, 8),
        (maker.compatibility, 8), (maker.delete_subject, 6), (maker.delete_version, 7),
        (maker.tag, 2), (maker.put_config, 8), (maker.put_mode, 6),
        (maker.delete_setting, 4), (maker.delete_context, 1), (maker.read_setting, 4),
        (maker.read_subject, 10), (maker.read_id, 6), (maker.read_list, 4),
        (maker.odd, 1),
    ]  # fmt: skip


def sequence(seed: int, number: int) -> list[Call]:
    """Return the *number*-th random sequence of *seed*."""
    return Maker(f"{seed}:{number}").sequence()
