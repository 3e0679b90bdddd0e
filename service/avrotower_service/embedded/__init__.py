"""The embedded registry: the Schema Registry API for Avro in one SQLite file."""
