"""avrotower: governance of Avro schemas for teams that run Kafka."""

__version__ = "0.1.0"
