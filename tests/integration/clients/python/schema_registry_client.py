"""python-schema-registry-client: one step of a client's life.

Arguments: address of the registry, topic, directory of the schemas, step.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from schema_registry.client import SchemaRegistryClient
from schema_registry.client.errors import ClientError
from schema_registry.client.schema import AvroSchema
from schema_registry.serializers.message_serializer import AvroMessageSerializer

URL, TOPIC, DIRECTORY, STEP = sys.argv[1:]
SUBJECT = f"{TOPIC}-value"
ELSEWHERE = f":.{TOPIC.partition('.')[0]}:größe 1"
RECORDS = Path(DIRECTORY, "records.txt")


def text(name: str) -> str:
    return Path(DIRECTORY, f"{name}.avsc").read_text(encoding="utf-8")


def encoded(client: Any, name: str, record: dict[str, Any]) -> bytes:
    schema = AvroSchema(text(name))
    return AvroMessageSerializer(client).encode_record_with_schema(
        SUBJECT, schema, record
    )


def serialise(client: Any, name: str, record: dict[str, Any]) -> None:
    data = encoded(client, name, record)
    print(f"{name}: id {int.from_bytes(data[1:5], 'big')}, bytes {data[5:].hex()}")
    with RECORDS.open("a", encoding="utf-8") as file:
        file.write(f"{data.hex()}\n")


def produce(client: Any) -> None:
    serialise(client, "v1", {"store": "a", "quantity": 7})
    serialise(client, "v1", {"store": "b", "quantity": -1})


def evolve(client: Any) -> None:
    later = AvroSchema(text("v2"))
    print("compatible:", client.test_compatibility(SUBJECT, later))
    serialise(client, "v2", {"store": "c", "quantity": 3, "unit": "box"})
    serialise(client, "v1", {"store": "d", "quantity": 4})


def consume(client: Any) -> None:
    # Declared as an AvroSchema, and used as the JSON of one.
    schema: Any = json.loads(text("v2"))
    reader: Any = AvroMessageSerializer(client, reader_schema=schema)
    for line in RECORDS.read_text(encoding="utf-8").splitlines():
        print(reader.decode_message(bytes.fromhex(line)))
    latest = client.get_schema(SUBJECT)
    print("versions:", client.get_versions(SUBJECT), "latest:", latest.version)
    print("latest text:", latest.schema.raw_schema)
    found = client.check_version(SUBJECT, AvroSchema(text("v1")))
    print("v1 is version", found.version)
    print("elsewhere:", client.register(ELSEWHERE, AvroSchema(text("v1"))))
    print("elsewhere:", client.get_schema(ELSEWHERE).subject)


def refuse(client: Any) -> None:
    bad = AvroSchema(text("refused"))
    print("compatible:", client.test_compatibility(SUBJECT, bad))
    client.update_compatibility("FULL", SUBJECT)
    print("level:", client.get_compatibility(SUBJECT))
    attempts: dict[str, Callable[[], Any]] = {
        "incompatible": lambda: encoded(
            client, "refused", {"store": "a", "quantity": "7"}
        ),
        "unknown id": lambda: client.get_by_id(999999),
        "unknown subject": lambda: client.get_schema(f"{TOPIC}-nobody"),
        "unknown version": lambda: client.get_schema(SUBJECT, 9),
        "unknown schema": lambda: client.check_version(SUBJECT, bad),
        "unknown level": lambda: client.update_compatibility("SIDEWAYS", SUBJECT),
        "no level": lambda: client.get_compatibility(f"{TOPIC}-nobody"),
        "nobody": lambda: client.delete_subject(f"{TOPIC}-nobody"),
    }
    for name, attempt in attempts.items():
        try:
            print(f"{name}: answered {attempt()}")
        except ClientError as error:
            print(f"{name}:", error, error.http_code, error.server_traceback)
    print("deleted:", client.delete_subject(SUBJECT))


STEPS = {"produce": produce, "evolve": evolve, "consume": consume, "refuse": refuse}
STEPS[STEP](SchemaRegistryClient(url=URL))
