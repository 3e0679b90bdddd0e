"""The page about the policy file: every table and every key, from the models."""

import inspect
import json
from collections.abc import Iterator, Mapping
from typing import Final

from avrotower.policy.document.policy import PolicyFile
from avrotower.schema.model import JSON, is_object

_NAMED: Final = {
    "topics": '[topics."name"]',
    "join-groups": "[join-groups.name]",
    "apps": "[apps.name]",
    "roles": "[roles.name]",
    "kinds": "[kinds.name]",
    "generators": "[generators.name]",
    "rules": "[rules.name]",
}
_WORDS: Final = {"string": "text", "integer": "number", "boolean": "true or false"}
_MOST_WORDS: Final = 12


def settings_page() -> str:
    """Return all tables and keys of the policy file as Markdown."""
    schema = PolicyFile.model_json_schema()
    lines = [
        "# Every setting",
        "",
        "Generated from the models that validate `avrotower.toml`.",
        "The same tables may stand below `[tool.avrotower]` in `pyproject.toml`.",
        "",
        "## Top level",
        "",
    ]
    tables: list[tuple[str, JSON]] = []
    plain: dict[str, JSON] = {}
    for key, value in schema["properties"].items():
        found = _table(value, schema)
        if found is None or key in {"extends", "rules"}:
            plain[key] = value
        else:
            name, table = found
            tables.append((_header(key, name), table))
    lines += _rows(plain, schema)
    for header, table in tables:
        lines += _section(header, table, schema)
    return "\n".join(lines).rstrip() + "\n"


def _header(key: str, form: str) -> str:
    if form == "array":
        return f"[[{key}]]"
    return _NAMED.get(key, f"[{key}]")


def _section(header: str, table: JSON, schema: JSON) -> Iterator[str]:
    yield f"## `{header}`"
    yield ""
    yield from _sentences(table)
    plain: dict[str, JSON] = {}
    below: list[tuple[str, JSON]] = []
    inner = header.strip("[]")
    for key, value in table.get("properties", {}).items():
        found = _table(value, schema)
        if found is None or not found[1].get("properties"):
            plain[key] = value
        elif found[0] == "array":
            below.append((f"[[{inner}.{key}]]", found[1]))
        else:
            below.append((f"[{inner}.{key}]", found[1]))
    yield from _rows(plain, schema)
    for name, inside in below:
        yield from _section(name, inside, schema)


def _sentences(table: JSON) -> Iterator[str]:
    text = inspect.cleandoc(table.get("description", ""))
    if text:
        yield " ".join(text.split())
        yield ""


def _rows(properties: Mapping[str, JSON], schema: JSON) -> Iterator[str]:
    if not properties:
        return
    yield "| key | type | default | meaning |"
    yield "|---|---|---|---|"
    for key, value in properties.items():
        default = value.get("default")
        shown = (
            f"`{json.dumps(default, ensure_ascii=False)}`" if "default" in value else ""
        )
        if default is None and "default" in value:
            shown = "none"
        told = " ".join(value.get("description", "").split()).replace("|", "\\|")
        yield f"| `{key}` | {_type(value, schema)} | {shown or 'required'} | {told} |"
    yield ""


def _table(value: JSON, schema: JSON) -> tuple[str, JSON] | None:
    """Return the table that *value* describes and its form, None where it is none."""
    if "$ref" in value:
        found = schema["$defs"][value["$ref"].rpartition("/")[2]]
        return ("table", found) if found.get("type") == "object" else None
    if value.get("type") == "array":
        inner = _table(value.get("items", {}), schema)
        return ("array", inner[1]) if inner else None
    if value.get("type") == "object":
        inner = _table(_first(value.get("additionalProperties", {})), schema)
        return ("named", inner[1]) if inner else None
    if "anyOf" in value:
        refs = [option for option in value["anyOf"] if "$ref" in option]
        others = [o for o in value["anyOf"] if o.get("type") not in {"null", None}]
        return _table(refs[0], schema) if len(refs) == 1 and not others else None
    return None


def _first(value: JSON) -> JSON:
    if is_object(value) and "anyOf" in value:
        return value["anyOf"][0]
    return value if is_object(value) else {}


def _type(value: JSON, schema: JSON) -> str:
    if "enum" in value or "const" in value:
        words = value.get("enum", [value.get("const")])
        return ", ".join(f"`{json.dumps(word)}`" for word in words[:_MOST_WORDS])
    if "anyOf" in value:
        options = [o for o in value["anyOf"] if o.get("type") != "null"]
        return " or ".join(dict.fromkeys(_type(option, schema) for option in options))
    if "$ref" in value:
        found = schema["$defs"][value["$ref"].rpartition("/")[2]]
        keys = ", ".join(f"`{key}`" for key in found.get("properties", {}))
        return f"table with {keys}"
    return _plain_type(value, schema)


def _plain_type(value: JSON, schema: JSON) -> str:
    kind = value.get("type")
    if kind == "array":
        return f"list of {_type(value.get('items', {}), schema)}"
    if kind == "object":
        return (
            f"table of {_type(_first(value.get('additionalProperties', {})), schema)}"
        )
    if "examples" in value:
        return f"text like `{value['examples'][0]}`"
    return _WORDS.get(str(kind), str(kind or "any"))
