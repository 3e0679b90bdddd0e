"""A project of many documents, generated: topics with keys and values, in directories.

The same number gives the same files. Their mix is that of a real estate: a key has two
or three fields, a value a dozen or two with enums, decimals, arrays of records.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

DOMAINS: Final = ("pricing", "sales", "stock", "store", "supply", "customer", "payment")
THINGS: Final = ("order", "ticket", "price", "offer", "delivery", "return", "invoice")
WORDS: Final = ("amount", "state", "origin", "count", "reason", "weight", "label")
FLAW: Final = {"type": "long", "logicalType": "timestamp-milis"}
"""AVR012 finds it."""


def write_project(directory: Path, documents: int, *, findings: int = 0) -> int:
    """Write *documents* files below *directory*; return their bytes in all.

    *findings* is the number of findings in each of them, all of the same kind.
    """
    size = 0
    for number, (path, schema) in enumerate(_documents()):
        if number == documents:
            break
        for flaw in range(findings):
            flawed = {"name": f"flawed_{flaw}", "type": FLAW, "doc": "Misspelt."}
            schema["fields"].append(flawed)
        file = directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        size += file.write_text(json.dumps(schema, indent=2), encoding="utf-8")
    return size


def _documents() -> Iterator[tuple[str, dict[str, Any]]]:
    number = 0
    while True:
        domain = DOMAINS[number % len(DOMAINS)]
        thing = THINGS[number // len(DOMAINS) % len(THINGS)]
        space = f"com.acme.{domain}.t{number}"
        topic = f"{domain}/{domain}.{thing}-{number}.v1"
        yield f"{topic}/key.avsc", _key(thing, space)
        yield f"{topic}/value.avsc", _value(thing, space, number)
        number += 1


def _key(thing: str, space: str) -> dict[str, Any]:
    return {
        "type": "record",
        "name": f"{thing.capitalize()}Key",
        "namespace": space,
        "doc": f"Tells one {thing} from another.",
        "fields": [
            {"name": f"{thing}_id", "type": "string", "doc": "As printed on it."},
            {"name": "store", "type": "int", "doc": "Number of the store."},
        ],
    }


def _value(thing: str, space: str, number: int) -> dict[str, Any]:
    fields: list[dict[str, Any]] = [
        {
            "name": "event_id",
            "type": {"type": "string", "logicalType": "uuid"},
            "doc": "Identifies the event.",
        },
        {
            "name": "occurred_at",
            "type": {"type": "long", "logicalType": "timestamp-millis"},
            "doc": "When it happened in the store, not when it was sent.",
        },
        {
            "name": "state",
            "type": {
                "type": "enum",
                "name": "State",
                "doc": "Where it stands.",
                "symbols": ["UNKNOWN", "OPEN", "CLOSED", "CANCELLED"],
                "default": "UNKNOWN",
            },
            "doc": "Where it stands after the event.",
        },
        {
            "name": "lines",
            "type": {
                "type": "array",
                "items": {
                    "type": "record",
                    "name": "Line",
                    "doc": "One item.",
                    "fields": [
                        {"name": "item_id", "type": "string", "doc": "Article number."},
                        {
                            "name": "price",
                            "type": {
                                "type": "bytes",
                                "logicalType": "decimal",
                                "precision": 12,
                                "scale": 2,
                            },
                            "doc": "What one unit costs.",
                        },
                    ],
                },
            },
            "default": [],
            "doc": "In the order of the till.",
        },
    ]
    for index in range(10 + number % 9):
        word = WORDS[(number + index) % len(WORDS)]
        fields.append(
            {
                "name": f"{word}_{index}",
                "type": ["null", ("string", "long", "double", "boolean")[index % 4]],
                "default": None,
                "doc": f"The {word} as the {thing} has it.",
            }
        )
    return {
        "type": "record",
        "name": f"{thing.capitalize()}Event",
        "namespace": space,
        "doc": f"What happened to a {thing}.",
        "fields": fields,
    }
