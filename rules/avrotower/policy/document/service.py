"""`[service]`: how one deployment of the proxy runs; not part of the policy hash."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from avrotower.policy.document.table import (
    Duration,
    Glob,
    Level,
    Name,
    Path,
    Rate,
    Size,
    Table,
)

Url: TypeAlias = Annotated[str, Field(pattern=r"^https?://.+")]


class Listen(Table):
    """Where the API and the pages are."""

    host: Name = "0.0.0.0"  # noqa: S104  a service in a container listens everywhere
    """Address of the API."""
    port: int = Field(default=8081, ge=0, le=65535)
    """Port of the API and of the pages under `/-/`."""
    public_url: Url | None = None
    """For links in messages; the address of the request without it."""


class Tls(Table):
    """Encryption towards clients; without a certificate plain HTTP."""

    cert: Path | None = None
    """The server's certificate."""
    key: Path | None = None
    """Its key."""
    client_ca: Path | None = None
    """The authority of client certificates."""
    client_auth: Literal["none", "optional", "required"] = "none"
    """Whether clients are asked for a certificate."""


class Ops(Table):
    """Health and metrics."""

    listen: Name = "127.0.0.1:8082"
    """Where `/livez`, `/readyz`, `/startupz` and `/metrics` are."""
    heartbeat_max: Duration = "10s"
    """The age of the heartbeat beyond which `/livez` fails."""
    ready_upstream: bool = False
    """Whether the proxy is not ready while upstream is down."""
    metrics_on_api: bool = False
    """Whether the API port has `/metrics` too."""


class Drain(Table):
    """How the service ends."""

    delay: Duration = "5s"
    """Still serving after SIGTERM, but not ready."""
    timeout: Duration = "25s"
    """The longest wait for running requests."""


class Upstream(Table):
    """The Schema Registry behind the proxy."""

    url: Url | None = None
    """Its address, usually from the environment."""
    urls: list[Url] = []
    """Its addresses, where it has several."""
    vendor: Literal[
        "auto", "confluent", "karapace", "axonops", "apicurio", "redpanda", "embedded"
    ] = "auto"
    """Its product; `embedded` is the built-in registry."""
    credentials: Literal["forward", "own", "none"] = "forward"
    """The caller's, the proxy's own, or none."""
    username: Name | None = None
    """With `own`."""
    password_file: Path | None = None
    """With `own`; read again when it changes."""
    token_file: Path | None = None
    """With `own`; read again when it changes."""
    ca_file: Path | None = None
    """The authority of upstream's certificate."""
    cert_file: Path | None = None
    """The proxy's certificate towards upstream."""
    key_file: Path | None = None
    """Its key."""
    forward_headers: list[Name] = []
    """Further request headers that are forwarded."""
    connect: Duration = "2s"
    """How long connecting may take."""
    read: Duration = "10s"
    """How long an answer may take."""
    write: Duration = "30s"
    """How long a registration may take."""
    connections: int = Field(default=50, ge=1)
    """Connections at the same time."""


class Embedded(Table):
    """The built-in registry."""

    path: Path = "avrotower.db"
    """Its SQLite file, or `:memory:`."""
    level: Level = "BACKWARD"
    """The default level of the server."""
    mode: Literal["READWRITE", "READONLY", "READONLY_OVERRIDE", "IMPORT"] = "READWRITE"
    """The default mode of the server."""
    mode_mutable: bool = True
    """Whether modes can be written."""
    incompatible_code: Literal[40901, 409] = 40901
    """`error_code` of an incompatible registration."""
    extended_fields: Literal["always", "header", "never"] = "always"
    """Fields that old Java clients refuse."""
    context_fallback: bool = True
    """Whether unqualified lookups try other contexts."""
    reference_versions: Literal["lenient", "strict"] = "lenient"
    """Whether two versions of one name may stand in a closure."""
    allow_reset: bool = False
    """Opens `POST /-/embedded/reset`; for test suites."""


class Basic(Table):
    """Users with passwords."""

    file: Path | None = None
    """Users: name, groups, hash; read again when it changes."""


class Oidc(Table):
    """Bearer tokens; the extra `avrotower[oidc]`."""

    issuer: Name | None = None
    """Who signs them."""
    audience: Name | None = None
    """Whom they are for."""
    groups_claim: Name = "groups"
    """Where the groups stand."""
    algorithms: list[Name] = ["RS256", "ES256", "EdDSA"]
    """Accepted signatures."""


class Mtls(Table):
    """Client certificates."""

    name_from: Literal["subject", "san"] = "subject"
    """Where the name stands in the certificate."""


class Header(Table):
    """Headers set by a proxy in front."""

    name: Name | None = None
    """The header with the name."""
    groups: Name | None = None
    """The header with the groups."""
    trusted_proxies: list[Name] = []
    """Networks from where these headers are believed."""


class Grant(Table):
    """What some callers may do with some subjects; a grant adds."""

    who: list[Name] = Field(min_length=1)
    """Names, `group:NAME`."""
    subjects: list[Glob] = Field(min_length=1)
    """Globs of qualified subjects."""
    actions: list[
        Literal["read", "register", "config", "mode", "delete", "operate"]
    ] = Field(min_length=1)
    """What they may do."""


class Auth(Table):
    """Who callers are; a method is on when its table is there."""

    anonymous_reads: bool = False
    """Whether schemas can be read without credentials."""
    basic: Basic | None = None
    oidc: Oidc | None = None
    mtls: Mtls | None = None
    header: Header | None = None
    grants: list[Grant] = []


class Limits(Table):
    """How much is too much for one deployment."""

    body: Size = "2MiB"
    """A decoded body, on every route."""
    metadata: Size = "256KiB"
    """Metadata and rule set of one registration."""
    references: int = Field(default=100, ge=0)
    """Schemas in the closure of references."""
    reference_depth: int = Field(default=20, ge=0)
    """Its depth."""
    requests: int = Field(default=500, ge=1)
    """Requests at the same time."""
    requests_per_caller: int = Field(default=100, ge=1)
    """The same for one caller."""
    writes: Rate = "50/s"
    """Writes and judgements of one caller."""
    double_encoding: bool = False
    """Whether segments may be percent-encoded twice."""


class Judge(Table):
    """The processes that judge."""

    workers: int = Field(default=2, ge=1)
    """How many there are."""
    queue: int = Field(default=64, ge=1)
    """Jobs that may wait."""
    cpu: Duration = "2s"
    """CPU time of one job."""
    wait: Duration = "10s"
    """Wall time of one job since it was queued."""
    memory: Size = "512MiB"
    """Memory of one worker."""


class Ttl(Table):
    """How long answers count."""

    latest: Duration = "1s"
    """Answers for `latest`."""
    associations: Duration = "5m"
    """Answers of `/associations`."""
    config: Duration = "30s"
    """Configuration, where nothing is refused."""
    missing: Duration = "5s"
    """404 answers to the proxy's own questions."""


class Cache(Table):
    """What is kept of upstream's answers."""

    ids: int = Field(default=10000, ge=0)
    """Entries in memory."""
    memory: Size = "64MiB"
    """The same by bytes."""
    path: str = "cache.db"
    """The file on disk; empty for none."""
    disk: Size = "512MiB"
    """Its size."""
    revalidate: Duration = "24h"
    """Older entries are asked for again in the background."""
    max_age: Duration = "30d"
    """Older entries are dropped."""
    known: Duration = "7d"
    """How long an accepted registration is remembered for an outage."""
    credential_ttl: Duration = "10m"
    """How long a successful read of a caller counts."""
    ttl: Ttl = Ttl()
    """How long other answers count."""


class PolicySource(Table):
    """Where the policy of the proxy comes from."""

    path: Path = "."
    """Where it is looked for."""
    candidate: Path | None = None
    """A second policy, judged beside the first and only logged."""
    poll: Duration = "30s"
    """How often its content is looked at."""


class DecisionFile(Table):
    """Decisions as JSON lines in a file."""

    path: Path | None = None
    """The file."""
    rotate: Size = "100MiB"
    """The size at which a new one begins."""
    keep: int = Field(default=10, ge=0)
    """How many old ones are kept."""


class DecisionDatabase(Table):
    """Decisions in SQLite, for the pages."""

    path: str = "decisions.db"
    """The file; empty for none."""
    keep: Duration = "90d"
    """How long they are kept."""


class DecisionTopic(Table):
    """Decisions in a topic; the extra `avrotower[kafka]`."""

    topic: Name | None = None
    """The topic."""
    bootstrap_servers: Name | None = None
    """Its brokers."""
    properties_file: Path | None = None
    """Client properties, credentials among them."""


class Decisions(Table):
    """Where decisions go, and what they tell."""

    stdout: bool = True
    """JSON lines on standard output."""
    file: DecisionFile = DecisionFile()
    """A file."""
    sqlite: DecisionDatabase = DecisionDatabase()
    """A database."""
    kafka: DecisionTopic = DecisionTopic()
    """A topic."""
    allow: bool = True
    """Also decisions with verdict `allow`."""
    known: bool = False
    """Also registrations of known schemas."""
    advise: bool = False
    """Also compatibility checks."""
    who: Literal["name", "hash", "none"] = "hash"
    """How callers are written."""
    schema_: Literal["hash", "text", "none"] = "hash"
    """How schemas are written."""


class Drift(Table):
    """Looking for what is in upstream and not in the decisions."""

    enabled: bool | None = None
    """On with `credentials = "own"` where nothing is said."""
    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "02:30"
    """The time of day, UTC."""
    rate: Rate = "20/s"
    """Requests to upstream."""


class Log(Table):
    """What the service says of itself."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    """From which level on."""
    format: Literal["auto", "json", "text"] = "auto"
    """Text on a terminal, else JSON, with `auto`."""
    sample_reads: float = Field(default=0.0, ge=0.0, le=1.0)
    """The share of successful reads that get a line."""


class Pages(Table):
    """The pages under `/-/`."""

    enabled: bool = True
    """Whether there are any."""
    docs_url: Url | None = None
    """The base of addresses of rules in messages."""


class Service(Table):
    """How one deployment runs."""

    state_dir: Path | None = None
    """The directory of caches and decisions; the platform's without it."""
    listen: Listen = Listen()
    tls: Tls = Tls()
    ops: Ops = Ops()
    drain: Drain = Drain()
    upstream: Upstream = Upstream()
    embedded: Embedded = Embedded()
    auth: Auth = Auth()
    limits: Limits = Limits()
    judge: Judge = Judge()
    cache: Cache = Cache()
    policy: PolicySource = PolicySource()
    decisions: Decisions = Decisions()
    drift: Drift = Drift()
    log: Log = Log()
    pages: Pages = Pages()
