"""Schemas of one structure: resolution cannot tell them apart (P9)."""

from collections.abc import Callable
from typing import Any

import pytest

from avrotower.compat.check import compatible, incompatibilities
from avrotower.compat.shape import shape_of
from avrotower.schema.model import Schema
from avrotower.schema.parse import parse

Rows = Callable[[str], list[dict[str, Any]]]

THIRD = 40
"""Every so many schemas one is compared with both."""


@pytest.mark.parametrize("name", ["compat_pairs", "compat_generated"])
def test_schemas_of_one_structure_get_equal_answers(rows: Rows, name: str) -> None:
    """P9."""
    texts = [row[key] for row in rows(name) for key in ("reader", "writer")]
    schemas = [parse(text, "lenient").schema for text in dict.fromkeys(texts)]
    alike: dict[int, list[Schema]] = {}
    for schema in schemas:
        shape = shape_of(schema.root)
        if shape > 0:
            alike.setdefault(shape, []).append(schema)
    others = schemas[::THIRD]
    wrong: list[tuple[str, str]] = []
    count = 0

    for first, *rest in alike.values():
        for second in rest:
            count += 1
            wrong += [
                (str(first.root.raw), str(second.root.raw))
                for third in others
                if answers(first, third) != answers(second, third)
            ]

    print(f"\n{name}: {count} pairs of one structure, {len(wrong)} mismatches")
    assert wrong == []


def answers(one: Schema, third: Schema) -> object:
    return [
        (
            compatible(reader, writer),
            outcome.exception,
            [tuple(each)[:3] for each in outcome.incompatibilities],
        )
        for reader, writer in ((one, third), (third, one))
        for outcome in [incompatibilities(reader, writer)]
    ]
