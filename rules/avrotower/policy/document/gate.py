"""`[gate]`: what the proxy judges in which mode, and what may be written."""

from typing import Literal, TypeAlias

from pydantic import Field

from avrotower.policy.document.table import Glob, Level, Size, Table
from avrotower.policy.document.words import Kind, Role

Mode: TypeAlias = Literal["off", "shadow", "warn", "enforce"]
OpenOrClosed: TypeAlias = Literal["open", "closed"]
OnFailure: TypeAlias = Literal["open", "closed", "by-role"]


class BreakGlass(Table):
    """Who may turn one deny into allow, logged and alerted."""

    groups: list[str] = []
    """Groups whose members may."""
    actions: list[Literal["config", "mode", "delete", "register"]] = [
        "config",
        "mode",
        "delete",
        "register",
    ]
    """What they may."""
    max_per_hour: int = Field(default=10, ge=0)
    """How often."""


class Fail(Table):
    """What happens in `enforce` when judging is not possible, by cause."""

    too_large: OnFailure = "closed"
    """Over a limit, or a judgement that used up its own time."""
    input_missing: OnFailure = "closed"
    """Something that judging needs cannot be read from upstream."""
    deadline: OnFailure = "closed"
    """The judgement was kept waiting by others for too long."""
    overload: OnFailure = "closed"
    """The queue is full."""
    rule_error: OnFailure = "by-role"
    """A rule raised."""
    unknown_write: OnFailure = "closed"
    """A writing route that is not known."""
    log: OnFailure = "open"
    """A decision cannot be written."""


class GateSubject(Table):
    """What holds for some subjects; the first entry that matches decides."""

    match: list[Glob] = Field(min_length=1)
    """Globs of qualified subjects."""
    role: Role | None = None
    """Only keys, or only values."""
    kind: Kind | None = None
    """Only this kind."""
    mode: Mode
    """How they are judged."""
    deny_at: Literal["info", "warning", "error"] | None = None
    """From which severity on a finding denies; `[lint] fail-on` without it."""
    floor: Level | None = None
    """The least level, where it is above the demanded one."""
    delete: Literal["deny", "soft", "any"] | None = None
    """What may be deleted."""
    on_failure: OnFailure | None = None
    """What happens when judging is not possible; `[gate.fail]` without it."""


class Gate(Table):
    """What the proxy judges, and what it refuses."""

    default_mode: Mode = "shadow"
    """The mode where no entry matches."""
    contexts: list[Glob] = ["*"]
    """Contexts that may be written."""
    types: list[Literal["AVRO", "JSON", "PROTOBUF"]] = ["AVRO"]
    """Schema types that may be registered."""
    deny_code: int = Field(default=42201, ge=40000, le=49999)
    """`error_code` of a deny by rules; the status is 422."""
    incompatible_code: Literal["upstream", 409, 40901] = "upstream"
    """`error_code` of a deny for incompatibility; the status is 409."""
    advise: Literal["off", "messages", "verdict"] = "messages"
    """What compatibility checks tell of findings."""
    details: Literal["auto", "always", "never"] = "auto"
    """Whether error bodies carry findings as data."""
    message_limit: Size = "2KiB"
    """The longest message of an error body."""
    push_level: Literal["off", "global", "subject"] = "off"
    """Whether the floor is written to upstream."""
    server_default: Level | None = None
    """Upstream's own default level, which no endpoint shows."""
    import_: list[Glob] = []
    """Subjects that may be written with `id`, `version` or in mode IMPORT."""
    groups: list[Glob] = []
    """Subjects that may use `compatibilityGroup`."""
    routes: list[str] = []
    """Administrative and unknown routes that are opened: `"POST /schemas/search"`."""
    dek: Literal["pass", "deny"] = "pass"
    """Deletions in the registry of encryption keys."""
    break_glass: BreakGlass = BreakGlass()
    """Who may go on in an emergency."""
    subjects: list[GateSubject] = []
    """What holds for which subjects."""
    fail: Fail = Fail()
    """What happens when judging is not possible."""
