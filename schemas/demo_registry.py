"""The reference estate in a Schema Registry, through the client that its users have.

Argument: the address of a registry without schemas; `make demo` starts one.
"""

import json
import sys
from pathlib import Path

from confluent_kafka.schema_registry import (
    Schema,
    SchemaReference,
    SchemaRegistryClient,
    SchemaRegistryError,
)

ESTATE = Path(__file__).parent / "estate"
VERSIONS = ("v1", "v2", "current")
MONEY = "com.example.shop.common.Money"
REFUSED = "stock.level.v1-value"
PROPOSAL = ESTATE / "proposals" / "quantity-long-to-int" / "stock.level.v1/value.avsc"


def schema(path: Path) -> Schema:
    """Return the document at *path*, with a reference to what it only names."""
    text = path.read_text(encoding="utf-8")
    named = path.stem != "money" and f'"{MONEY}"' in text
    to_money = [SchemaReference(name=MONEY, subject=MONEY, version=1)] if named else []
    return Schema(text, "AVRO", to_money)


def documents(version: str) -> dict[str, Path]:
    """Return subjects and documents of a version of the estate, the shared type first."""
    topics = sorted((ESTATE / version).glob("*/*.avsc"))
    of_topics = {f"{path.parent.name}-{path.stem}": path for path in topics}
    of_topics.pop("common-money")
    return {MONEY: ESTATE / version / "common" / "money.avsc", **of_topics}


def register(client: SchemaRegistryClient) -> dict[str, list[int]]:
    """Register every version of the estate, and return the ids by subject."""
    ids: dict[str, list[int]] = {}
    for version in VERSIONS:
        for subject, path in documents(version).items():
            ids.setdefault(subject, []).append(
                client.register_schema(subject, schema(path))
            )
    return ids


def read_back(client: SchemaRegistryClient, ids: dict[str, list[int]]) -> None:
    """Show every subject, and insist that the registry has what was written."""
    for subject, given in ids.items():
        for version, number in zip(VERSIONS, given, strict=True):
            written = schema(documents(version)[subject])
            read = client.get_schema(number)
            if json.loads(read.schema_str or "") != json.loads(
                written.schema_str or ""
            ):
                sys.exit(f"{subject}: id {number} is not what was registered")
        versions = client.get_versions(subject)
        print(f"{subject:<30} versions {versions}, ids {sorted(set(given))}")


def main(url: str) -> None:
    """Register, read back as somebody else, and be refused."""
    ids = register(SchemaRegistryClient({"url": url}))
    read_back(SchemaRegistryClient({"url": url}), ids)
    try:
        SchemaRegistryClient({"url": url}).register_schema(REFUSED, schema(PROPOSAL))
    except SchemaRegistryError as error:
        print(f"\nThe int again: {error}")
    else:
        sys.exit(f"{REFUSED}: a change that breaks it was registered")


main(sys.argv[1])
