"""What examples of rules look like: they are their tests and their documentation."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal


class Good(NamedTuple):
    """A document in which the rule finds nothing."""

    text: str
    beside: Mapping[str, str] = {}
    """Other documents of the project, by file name."""
    options: Mapping[str, object] = {}
    """Options of the rule that are not as by default."""
    policy: str = ""
    """What a policy declares, in TOML; the document belongs to the topic `example`."""
    registry: str = ""
    """What a registry holds, in JSON; see `avrotower.engine.scenery`."""
    broker: str = ""
    """A broker snapshot, in JSON."""


class Bad(NamedTuple):
    """A document with one fault."""

    text: str
    at: str
    """JSON pointer of the finding."""
    says: str
    """A fragment of its message."""
    on: Literal["value", "key"] = "value"
    beside: Mapping[str, str] = {}
    spot: str = ""
    """`line:column` of the finding, for what has no pointer: a slip in the JSON."""
    options: Mapping[str, object] = {}
    """Options of the rule that are not as by default."""
    policy: str = ""
    """What a policy declares, in TOML; the document belongs to the topic `example`."""
    registry: str = ""
    """What a registry holds, in JSON; see `avrotower.engine.scenery`."""
    broker: str = ""
    """A broker snapshot, in JSON."""


class Evolution(NamedTuple):
    """Two versions; with *says* it is a bad example, without a good one."""

    before: str
    after: str
    at: str = ""
    """JSON pointer of the finding in *after*."""
    says: str = ""
    level: str = "BACKWARD"
    options: Mapping[str, object] = {}
    """Options of the rule that are not as by default."""
