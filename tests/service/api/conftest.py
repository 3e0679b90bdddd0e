"""The registries that are asked: the embedded one, and the reference."""

from api_registry import Registry, broker, kafka, reference, registry, upstream

__all__ = ["Registry", "broker", "kafka", "reference", "registry", "upstream"]
