"""Environment variables: which there are, and what is said of the others (CONFIG, 17).

They say how one deployment runs, and where policies and servers lie. No variable changes
a rule, a level, a mode or a guard.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from avrotower.errors import PolicyError
from avrotower.suggestion import near

PREFIX: Final = "AVROTOWER_"
JOINT: Final = "__"
"""What a name of ours contains; one without it may be made by Kubernetes."""

_CREDENTIALS: Final = "USERNAME PASSWORD CA_FILE CERT_FILE KEY_FILE"
_ELSEWHERE: Final = {
    "REGISTRY": f"URL TOKEN TOKEN_FILE PASSWORD_FILE {_CREDENTIALS}",
    "BROKER": f"BOOTSTRAP_SERVERS {_CREDENTIALS}",
    "POLICY": "TOKEN",
    "UPSTREAM": "PASSWORD TOKEN",
}
"""What is set by the environment and stands in no table of `[service]`."""
SERVICE: Final = {
    "AUTH": "ANONYMOUS_READS GRANTS",
    "AUTH__BASIC": "FILE",
    "AUTH__HEADER": "GROUPS NAME TRUSTED_PROXIES",
    "AUTH__MTLS": "NAME_FROM",
    "AUTH__OIDC": "ALGORITHMS AUDIENCE GROUPS_CLAIM ISSUER",
    "CACHE": "CREDENTIAL_TTL DISK IDS KNOWN MAX_AGE MEMORY PATH REVALIDATE",
    "CACHE__TTL": "ASSOCIATIONS CONFIG LATEST MISSING",
    "DECISIONS": "ADVISE ALLOW KNOWN SCHEMA STDOUT WHO",
    "DECISIONS__FILE": "KEEP PATH ROTATE",
    "DECISIONS__KAFKA": "BOOTSTRAP_SERVERS PROPERTIES_FILE TOPIC",
    "DECISIONS__SQLITE": "KEEP PATH",
    "DRAIN": "DELAY TIMEOUT",
    "DRIFT": "AT ENABLED RATE",
    "EMBEDDED": "ALLOW_RESET CONTEXT_FALLBACK EXTENDED_FIELDS INCOMPATIBLE_CODE LEVEL MODE "
    "MODE_MUTABLE PATH REFERENCE_VERSIONS",
    "JUDGE": "CPU MEMORY QUEUE WAIT WORKERS",
    "LIMITS": "BODY DOUBLE_ENCODING METADATA REFERENCES REFERENCE_DEPTH REQUESTS "
    "REQUESTS_PER_CALLER WRITES",
    "LISTEN": "HOST PORT PUBLIC_URL",
    "LOG": "FORMAT LEVEL SAMPLE_READS",
    "OPS": "HEARTBEAT_MAX LISTEN METRICS_ON_API READY_UPSTREAM",
    "PAGES": "DOCS_URL ENABLED",
    "POLICY": "CANDIDATE PATH POLL",
    "TLS": "CERT CLIENT_AUTH CLIENT_CA KEY",
    "UPSTREAM": "CA_FILE CERT_FILE CONNECT CONNECTIONS CREDENTIALS FORWARD_HEADERS KEY_FILE "
    "PASSWORD_FILE READ TOKEN_FILE URL URLS USERNAME VENDOR WRITE",
}
"""The keys of `[service]`, by table; a test holds them against its models."""
TABLES: Final = frozenset(
    {
        "APPS",
        "BASELINE",
        "BROKER",
        "COMPAT",
        "CUSTOM_RULES",
        "FORMAT",
        "GATE",
        "GENERATORS",
        "JOINS",
        "JOIN_GROUPS",
        "KINDS",
        "LINT",
        "OVERRIDES",
        "PROJECT",
        "REGISTRY",
        "ROLES",
        "RULES",
        "SAMPLES",
        "SUBJECTS",
        "TOPICS",
        "WAIVERS",
    }
)
"""Tables of the policy, which the environment does not change."""


def names() -> Iterator[str]:
    """Yield the names of all variables that there are."""
    for tables in (SERVICE, _ELSEWHERE):
        for table, keys in tables.items():
            for key in keys.split():
                yield f"{PREFIX}{table}{JOINT}{key}"


def refuse_unknown(given: Iterable[str]) -> None:
    """Refuse those of the variables *given* that name no key.

    A typing mistake must not switch something off.

    Raises:
        PolicyError: If there are any; `.errors` has a line for each.
    """
    known = frozenset(names())
    wrong = [name for name in given if name not in known]
    if wrong:
        raise PolicyError.of([_told(name, known) for name in sorted(wrong)])


def _told(name: str, known: Iterable[str]) -> str:
    said = f"the environment variable {name}"
    table, _, key = name.removeprefix(PREFIX).partition(JOINT)
    if table == "SERVICE":
        return f'{said} names no key; leave the word out: "{PREFIX}{key}"'
    hint = near(name, sorted(known))
    if table in TABLES and not (table in _ELSEWHERE and hint):
        return (
            f"{said} would change the policy, which no variable can; unset it, and write "
            f"the key into [{table.lower().replace('_', '-')}] of avrotower.toml"
        )
    return f"{said} names no key{hint or '; unset it'}"
