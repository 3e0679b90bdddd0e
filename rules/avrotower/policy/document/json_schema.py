"""The JSON Schema of the policy file, with the options of every rule."""

from collections.abc import Sequence
from typing import Final

from avrotower.policy.document.policy import PolicyFile
from avrotower.policy.load.option import option_model
from avrotower.rule import Rule
from avrotower.schema.model import JSON

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


def policy_schema(rules: Sequence[Rule]) -> dict[str, JSON]:
    """Return the JSON Schema of `avrotower.toml` for *rules*."""
    schema: dict[str, JSON] = {"$schema": _DRAFT, **PolicyFile.model_json_schema()}
    schema["title"] = "avrotower.toml"
    options: dict[str, JSON] = {}
    for rule in rules:
        model = option_model(rule.options).model_json_schema()
        model.pop("title", None)
        model["description"] = f"{rule.code}: {rule.summary}"
        schema["$defs"][rule.code] = model
        for name in (rule.code, rule.name):
            options[name] = {"$ref": f"#/$defs/{rule.code}"}
    schema["properties"]["rules"] = {
        "type": "object",
        "description": "Options of rules, by code or name.",
        "properties": options,
        "additionalProperties": False,
    }
    return schema
