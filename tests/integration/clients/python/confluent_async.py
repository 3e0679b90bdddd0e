"""confluent-kafka, with its asynchronous client: one step of a client's life.

Arguments: address of the registry, topic, directory of the schemas, step.
"""

import asyncio
import sys
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from confluent_kafka.schema_registry import AsyncSchemaRegistryClient, Schema
from confluent_kafka.schema_registry._async.avro import (
    AsyncAvroDeserializer,
    AsyncAvroSerializer,
)
from confluent_kafka.serialization import MessageField, SerializationContext

URL, TOPIC, DIRECTORY, STEP = sys.argv[1:]
SUBJECT = f"{TOPIC}-value"
ELSEWHERE = f":.{TOPIC.partition('.')[0]}:stock/größe 1"
RECORDS = Path(DIRECTORY, "records.txt")
CONTEXT = SerializationContext(TOPIC, MessageField.VALUE)


def text(name: str) -> str:
    return Path(DIRECTORY, f"{name}.avsc").read_text(encoding="utf-8")


def lines() -> list[str]:
    return RECORDS.read_text(encoding="utf-8").splitlines() if RECORDS.exists() else []


def keep(data: bytes) -> None:
    RECORDS.write_text("\n".join([*lines(), data.hex()]), encoding="utf-8")


async def encoded(client: Any, name: str, record: dict[str, Any]) -> bytes:
    serializer: Any = AsyncAvroSerializer
    return bytes(await (await serializer(client, text(name)))(record, CONTEXT))


async def serialise(client: Any, name: str, record: dict[str, Any]) -> None:
    data = await encoded(client, name, record)
    print(f"{name}: id {int.from_bytes(data[1:5], 'big')}, bytes {data[5:].hex()}")
    keep(data)


async def produce(client: Any) -> None:
    await serialise(client, "v1", {"store": "a", "quantity": 7})
    await serialise(client, "v1", {"store": "b", "quantity": -1})


async def evolve(client: Any) -> None:
    later = Schema(text("v2"), "AVRO")
    print("compatible:", await client.test_compatibility(SUBJECT, later))
    await serialise(client, "v2", {"store": "c", "quantity": 3, "unit": "box"})
    await serialise(client, "v1", {"store": "d", "quantity": 4})


async def consume(client: Any) -> None:
    deserializer: Any = AsyncAvroDeserializer
    deserialise = await deserializer(client, text("v2"))
    for line in lines():
        print(await deserialise(bytes.fromhex(line), CONTEXT))
    latest = await client.get_latest_version(SUBJECT)
    print("versions:", await client.get_versions(SUBJECT), "latest:", latest.version)
    print("latest text:", latest.schema.schema_str)
    found = await client.lookup_schema(SUBJECT, Schema(text("v1"), "AVRO"))
    print("v1 is version", found.version)
    first = Schema(text("v1"), "AVRO")
    print("elsewhere:", await client.register_schema(ELSEWHERE, first))
    print("elsewhere:", (await client.get_latest_version(ELSEWHERE)).subject)


async def refuse(client: Any) -> None:
    bad = Schema(text("refused"), "AVRO")
    print("compatible:", await client.test_compatibility(SUBJECT, bad))
    await client.set_compatibility(SUBJECT, "FULL")
    print("level:", await client.get_compatibility(SUBJECT))
    attempts: dict[str, Awaitable[Any]] = {
        "incompatible": encoded(client, "refused", {"store": "a", "quantity": "7"}),
        "no schema": client.register_schema(SUBJECT, Schema(text("invalid"), "AVRO")),
        "unknown id": client.get_schema(999999),
        "unknown subject": client.get_latest_version(f"{TOPIC}-nobody"),
        "unknown version": client.get_version(SUBJECT, 9),
        "unknown schema": client.lookup_schema(SUBJECT, bad),
        "unknown level": client.set_compatibility(SUBJECT, "SIDEWAYS"),
        "no level": client.get_compatibility(f"{TOPIC}-nobody"),
    }
    for name, attempt in attempts.items():
        try:
            print(f"{name}: answered {await attempt}")
        except Exception as error:  # noqa: BLE001  whatever its user would see
            print(f"{name}: {type(error).__name__}: {error}")
    print("deleted:", await client.delete_subject(SUBJECT))


STEPS = {"produce": produce, "evolve": evolve, "consume": consume, "refuse": refuse}


async def main() -> None:
    async with AsyncSchemaRegistryClient({"url": URL}) as client:
        await STEPS[STEP](client)


asyncio.run(main())
