"""The JSON Schema of a plan, made from the values that it holds.

`docs/generate.py` writes it to `schemas/plan.schema.json`.
"""

from typing import Any, Final

from avrotower.engine.plan import FORMAT, Blocked, Change, Kept, Plan, Unasked
from avrotower.report.json_schema import Schema, object_of, of_value

_VALUES: Final[tuple[type[Any], ...]] = (Change, Blocked, Kept, Unasked)


def plan_schema() -> Schema:
    """Return the JSON Schema of `avrotower plan --format json`, and of `--out`."""
    plan = of_value(Plan, _VALUES)["properties"]
    head: Schema = {
        "format": {
            "const": FORMAT,
            "description": "The number of this layout; it grows when a reader would have to change.",
        },
        **{name.replace("_", "-"): schema for name, schema in plan.items()},
        "digest": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "Of all the rest; `avrotower apply` takes no plan that was changed by hand.",
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A plan of avrotower",
        **object_of(head),
        "$defs": {value.__name__: of_value(value, _VALUES) for value in _VALUES},
    }
