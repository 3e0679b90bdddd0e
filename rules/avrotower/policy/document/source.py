"""`[registry]`, `[broker]`, `[samples]`: what judging may look at beside documents."""

from typing import Literal

from pydantic import Field

from avrotower.policy.document.table import Duration, Glob, Name, Path, Rate, Table


class Registry(Table):
    """The Schema Registry, as the command line and CI ask it."""

    url: Name | None = None
    """Its address; `AVROTOWER_REGISTRY__URL` wins."""
    vendor: Literal[
        "auto", "confluent", "karapace", "axonops", "apicurio", "redpanda"
    ] = "auto"
    """Its product, which decides what can be asked."""
    timeout: Duration = "10s"
    """How long an answer may take."""
    page: int = Field(default=500, ge=1)
    """How many entries are asked for at once when the whole registry is read."""
    rate: Rate = "50/s"
    """How many reads are sent."""


class Broker(Table):
    """The Kafka cluster: a snapshot of it, or the cluster itself."""

    snapshot: Path | None = None
    """A file with topics, their configuration and consumer groups."""
    bootstrap_servers: Name | None = None
    """The cluster itself, with the extra `avrotower[kafka]`; a snapshot wins."""
    properties_file: Path | None = None
    """Client properties of that connection, credentials among them."""
    max_age: Duration = "24h"
    """Older snapshots count as missing."""


class Samples(Table):
    """Records of topics."""

    dir: Path | None = None
    """A directory of record files."""
    topics: list[Glob] = []
    """Topics that `audit` samples from the cluster."""
    records: int = Field(default=1000, ge=1)
    """The newest records per partition."""
