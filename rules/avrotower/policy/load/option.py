"""The options of rules in a policy file: their names, types and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from avrotower.aliases import hints
from avrotower.policy.load.validate import FORMS, shown
from avrotower.rule import Options, Rule, option_key, option_names
from avrotower.schema.model import JSON
from avrotower.suggestion import near


def option_model(options: type[Options]) -> type[BaseModel]:
    """Return a model of *options*, with hyphens in its keys."""
    types = hints(options)
    fields: dict[str, Any] = {
        name: (types[name], Field(getattr(options, name), alias=option_key(name)))
        for name in option_names(options)
    }
    config = ConfigDict(extra="forbid")
    return create_model(options.__name__, __config__=config, **fields)


def option_faults(rule: Rule, values: Mapping[str, JSON]) -> Iterator[tuple[str, str]]:
    """Yield, for each of *values* that *rule* cannot take, its key and what is wrong."""
    try:
        option_model(rule.options).model_validate(values)
    except ValidationError as error:
        told: set[str] = set()
        for entry in error.errors():
            key = str(entry["loc"][0])
            if key in told:
                continue
            told.add(key)
            if entry["type"] == "extra_forbidden":
                names = [option_key(name) for name in option_names(rule.options)]
                hint = near(key, names) or (
                    f"; it has {', '.join(names)}" if names else "; it has none"
                )
                yield key, f'{rule.name} has no option "{key}"{hint}'
            elif entry["type"] in FORMS:
                wanted = FORMS[entry["type"]]
                value = shown(entry["input"])
                yield key, f'"{key}" of {rule.name} is {value}; it must be {wanted}'
            else:
                said = entry["msg"][:1].lower() + entry["msg"][1:]
                yield key, f'"{key}" of {rule.name}: {said}'
