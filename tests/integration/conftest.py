"""Real servers, started once for all tests; `upstreams/` says what they need."""

from real_servers import Upstream, broker, kafka, reference, upstream

__all__ = ["Upstream", "broker", "kafka", "reference", "upstream"]
