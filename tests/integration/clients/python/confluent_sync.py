"""confluent-kafka, with its blocking client: one step of a client's life.

Arguments: address of the registry, topic, directory of the schemas, step.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

URL, TOPIC, DIRECTORY, STEP = sys.argv[1:]
SUBJECT = f"{TOPIC}-value"
ELSEWHERE = f":.{TOPIC.partition('.')[0]}:stock/größe 1"
RECORDS = Path(DIRECTORY, "records.txt")
CONTEXT = SerializationContext(TOPIC, MessageField.VALUE)


def text(name: str) -> str:
    return Path(DIRECTORY, f"{name}.avsc").read_text(encoding="utf-8")


def encoded(client: Any, name: str, record: dict[str, Any]) -> bytes:
    serializer: Any = AvroSerializer
    return bytes(serializer(client, text(name))(record, CONTEXT))


def serialise(client: Any, name: str, record: dict[str, Any]) -> None:
    data = encoded(client, name, record)
    print(f"{name}: id {int.from_bytes(data[1:5], 'big')}, bytes {data[5:].hex()}")
    with RECORDS.open("a", encoding="utf-8") as file:
        file.write(f"{data.hex()}\n")


def produce(client: Any) -> None:
    serialise(client, "v1", {"store": "a", "quantity": 7})
    serialise(client, "v1", {"store": "b", "quantity": -1})


def evolve(client: Any) -> None:
    later = Schema(text("v2"), "AVRO")
    print("compatible:", client.test_compatibility(SUBJECT, later))
    serialise(client, "v2", {"store": "c", "quantity": 3, "unit": "box"})
    serialise(client, "v1", {"store": "d", "quantity": 4})


def consume(client: Any) -> None:
    deserializer: Any = AvroDeserializer
    deserialise = deserializer(client, text("v2"))
    for line in RECORDS.read_text(encoding="utf-8").splitlines():
        print(deserialise(bytes.fromhex(line), CONTEXT))
    latest = client.get_latest_version(SUBJECT)
    print("versions:", client.get_versions(SUBJECT), "latest:", latest.version)
    print("latest text:", latest.schema.schema_str)
    found = client.lookup_schema(SUBJECT, Schema(text("v1"), "AVRO"))
    print("v1 is version", found.version)
    print("elsewhere:", client.register_schema(ELSEWHERE, Schema(text("v1"), "AVRO")))
    print("elsewhere:", client.get_latest_version(ELSEWHERE).subject)


def refuse(client: Any) -> None:
    bad = Schema(text("refused"), "AVRO")
    print("compatible:", client.test_compatibility(SUBJECT, bad))
    client.set_compatibility(SUBJECT, "FULL")
    print("level:", client.get_compatibility(SUBJECT))
    attempts: dict[str, Callable[[], Any]] = {
        "incompatible": lambda: encoded(
            client, "refused", {"store": "a", "quantity": "7"}
        ),
        "no schema": lambda: client.register_schema(
            SUBJECT, Schema(text("invalid"), "AVRO")
        ),
        "unknown id": lambda: client.get_schema(999999),
        "unknown subject": lambda: client.get_latest_version(f"{TOPIC}-nobody"),
        "unknown version": lambda: client.get_version(SUBJECT, 9),
        "unknown schema": lambda: client.lookup_schema(SUBJECT, bad),
        "unknown level": lambda: client.set_compatibility(SUBJECT, "SIDEWAYS"),
        "no level": lambda: client.get_compatibility(f"{TOPIC}-nobody"),
    }
    for name, attempt in attempts.items():
        try:
            print(f"{name}: answered {attempt()}")
        except Exception as error:  # noqa: BLE001  whatever its user would see
            print(f"{name}: {type(error).__name__}: {error}")
    print("deleted:", client.delete_subject(SUBJECT))


STEPS = {"produce": produce, "evolve": evolve, "consume": consume, "refuse": refuse}
STEPS[STEP](SchemaRegistryClient({"url": URL}))
