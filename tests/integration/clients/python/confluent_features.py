"""confluent-kafka, beyond a single subject: one step of a client's life.

References, metadata, guids in headers, contexts, modes and deletes.
Arguments: address of the registry, topic, directory of the schemas, step.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from confluent_kafka import schema_registry
from confluent_kafka.schema_registry import (
    Metadata,
    MetadataProperties,
    Schema,
    SchemaReference,
    SchemaRegistryClient,
    ServerConfig,
)
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.schema_registry_client import (
    ConfigCompatibilityLevel,
)
from confluent_kafka.serialization import MessageField, SerializationContext

URL, TOPIC, DIRECTORY, STEP = sys.argv[1:]
SHARED, SUBJECT = f"{TOPIC}-shared", f"{TOPIC}-value"
TOKEN = TOPIC.partition(".")[0]
IN_CONTEXT = f":.{TOKEN}:stock-value"
IDS: Any = schema_registry
KEPT = Path(DIRECTORY, "kept.json")


def text(name: str) -> str:
    return Path(DIRECTORY, f"{name}.avsc").read_text(encoding="utf-8")


def shelf(version: int = 1) -> Schema:
    """Return a schema that refers to a version of the shared one."""
    stock = {"name": "stock", "type": f"{TOKEN}.Stock"}
    shelf = {"type": "record", "name": "Shelf", "namespace": TOKEN, "fields": [stock]}
    to_stock = SchemaReference(name=f"{TOKEN}.Stock", subject=SHARED, version=version)
    return Schema(json.dumps(shelf), "AVRO", [to_stock])


def owned(name: str, owner: str) -> Schema:
    """Return a schema whose metadata name its owner."""
    metadata = Metadata(None, MetadataProperties({"owner": owner}), None)
    return Schema(text(name), "AVRO", [], metadata)


def write(client: Any) -> None:
    serializer: Any = AvroSerializer
    print(f"shared: id {client.register_schema(SHARED, Schema(text('v1'), 'AVRO'))}")
    headers: Any = []
    context = SerializationContext(TOPIC, MessageField.VALUE, headers)
    by_guid = {"schema.id.serializer": IDS.header_schema_id_serializer}
    record = {"stock": {"store": "a long way off", "quantity": 7}}
    data = serializer(client, shelf(), conf=by_guid)(record, context)
    [(header, guid)] = headers
    print("in bytes:", bytes(data).hex(), "in the header:", header, len(guid))
    KEPT.write_text(json.dumps([bytes(data).hex(), header, guid.hex()]))
    full = client.register_schema_full_response(f"{TOPIC}-owned", owned("v1", "shop"))
    print(f"owned: id {full.schema_id}", full.version, full.schema.metadata)
    full = client.register_schema_full_response(f"{TOPIC}-owned", owned("v2", "store"))
    print(f"owned: id {full.schema_id}", full.version, full.schema.metadata)
    number = client.register_schema(IN_CONTEXT, Schema(text("v2"), "AVRO"))
    print("in a context of its own:", number)


def read(client: Any) -> None:
    deserializer: Any = AvroDeserializer
    data, header, guid = json.loads(KEPT.read_text())
    headers: Any = [(header, bytes.fromhex(guid))]
    context = SerializationContext(TOPIC, MessageField.VALUE, headers)
    by_guid = {"schema.id.deserializer": IDS.dual_schema_id_deserializer}
    print(deserializer(client, conf=by_guid)(bytes.fromhex(data), context))
    latest = client.get_latest_version(SUBJECT)
    print(f"id {latest.schema_id}", latest.schema.references)
    [referrer] = client.get_referenced_by(SHARED, 1)
    print(f"referred to by id {referrer}")
    shared = client.get_latest_version(SHARED)
    print("subjects:", client.get_subjects_by_schema_id(shared.schema_id))
    print("versions:", client.get_schema_versions(shared.schema_id))
    print("by guid:", client.get_schema_by_guid(shared.guid).schema_str)
    found = client.get_latest_with_metadata(f"{TOPIC}-owned", {"owner": "shop"})
    print("of the shop:", found.version, found.schema.metadata)
    print("subjects:", client.get_subjects(subject_prefix=TOPIC))
    print("subjects:", client.get_subjects(subject_prefix=f":.{TOKEN}:"))
    print("contexts:", [name for name in client.get_contexts() if TOKEN in name])
    print("in the context:", client.get_latest_version(IN_CONTEXT).subject)
    print("Avro:", "AVRO" in client.get_schema_types())


def manage(client: Any) -> None:
    level = ServerConfig(compatibility=ConfigCompatibilityLevel.FULL_TRANSITIVE)
    print("config:", client.set_config(SHARED, level))
    print("config:", client.get_config(SHARED))
    other = Schema(text("refused"), "AVRO")
    print("all versions:", client.test_compatibility_all_versions(SHARED, other))
    print("config:", client.delete_config(SHARED))
    print("mode:", client.update_mode(SUBJECT, "READONLY"), client.get_mode(SUBJECT))
    attempts: dict[str, Callable[[], Any]] = {
        "write what is read-only": lambda: client.register_schema(SUBJECT, other),
        "delete what is read-only": lambda: client.delete_subject(SUBJECT),
        "mode again": lambda: client.delete_mode(SUBJECT),
        "mode of nobody": lambda: client.get_mode(f"{TOPIC}-nobody"),
        "unknown mode": lambda: client.update_mode(SUBJECT, "SIDEWAYS"),
        "delete what is referred to": lambda: client.delete_version(SHARED, 1),
        "delete for good at once": lambda: client.delete_subject(
            SUBJECT, permanent=True
        ),
        "delete": lambda: client.delete_subject(SUBJECT),
        "delete again": lambda: client.delete_subject(SUBJECT),
        "read what is deleted": lambda: client.get_version(SUBJECT, 1),
        "read what was deleted": lambda: (
            client.get_version(SUBJECT, 1, deleted=True).version
        ),
        "delete for good": lambda: client.delete_subject(SUBJECT, permanent=True),
        "delete what was referred to": lambda: client.delete_version(SHARED, 1),
        "delete of nobody": lambda: client.delete_subject(f"{TOPIC}-nobody"),
        "unknown reference": lambda: client.register_schema(SUBJECT, shelf(7)),
        "version no number": lambda: client.get_version(SUBJECT, "first"),
        "metadata of nobody": lambda: client.get_latest_with_metadata(
            f"{TOPIC}-owned", {"owner": "nobody"}
        ),
        "unknown guid": lambda: client.get_schema_by_guid("none"),
        "delete in the context": lambda: client.delete_subject(IN_CONTEXT),
    }
    for name, attempt in attempts.items():
        try:
            print(f"{name}: answered {attempt()}")
        except Exception as error:  # noqa: BLE001  whatever its user would see
            print(f"{name}: {type(error).__name__}: {error}")


STEPS = {"write": write, "read": read, "manage": manage}
STEPS[STEP](SchemaRegistryClient({"url": URL}))
