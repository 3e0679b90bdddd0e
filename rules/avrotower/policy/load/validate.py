"""One policy file held against its models: every fault of it, in words, with its place."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from pydantic import ValidationError

from avrotower.policy.document.policy import PolicyFile
from avrotower.policy.load.fault import Fault, KeyPath
from avrotower.policy.load.place import place
from avrotower.schema.model import JSON, is_array, is_object
from avrotower.suggestion import near

FORMS: Final[Mapping[str, str]] = {
    "string_type": "text in quotes",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "an array",
    "tuple_type": 'an array such as ["one", "two"]',
    "dict_type": "a table",
    "model_type": "a table",
    "date_type": "a date such as 2027-03-31, without quotes",
}
"""What a value must be, by pydantic's word for its error."""
_SECRETS: Final = {"password", "token"}
_MOST_WORDS: Final = 12
_NOTHING: Final = object()


def validated(
    data: Mapping[str, JSON], file: str, text: str
) -> tuple[dict[str, JSON], list[Fault]]:
    """Return what the file says in the form of its models, and what is wrong with it.

    *data* is the table of the policy, *text* the whole file. Only what the file itself
    says is returned, no defaults, and nothing that is wrong.
    """
    try:
        model = PolicyFile.model_validate(data)
    except ValidationError as error:
        faults = list(_faults(error, data, file, text))
        return _rest(data, error), faults
    return model.model_dump(mode="json", exclude_unset=True), []


def _rest(data: Mapping[str, JSON], error: ValidationError) -> dict[str, JSON]:
    """Return *data* without the entries that *error* is about: the rest is judged too."""
    rest: dict[str, JSON] = dict(data)
    for entry in error.errors():
        path = _path(entry["loc"], data, entry["type"])
        rest.pop(str(path[0]) if path else "", None)
    try:
        model = PolicyFile.model_validate(rest)
    except ValidationError:
        return {}
    return model.model_dump(mode="json", exclude_unset=True)


def completed(data: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return *data*, which is valid, with the defaults of everything that it leaves out."""
    return PolicyFile.model_validate(_with_dates(data)).model_dump(mode="json")


def _with_dates(data: Mapping[str, JSON]) -> dict[str, JSON]:
    waivers = [
        {**waiver, "expires": dt.date.fromisoformat(waiver["expires"])}
        for waiver in data.get("waivers", [])
    ]
    return {**data, "waivers": waivers}


def _faults(
    error: ValidationError, data: Mapping[str, JSON], file: str, text: str
) -> Iterator[Fault]:
    prefix: KeyPath = ("tool", "avrotower") if file.endswith("pyproject.toml") else ()
    by_path: dict[KeyPath, list[JSON]] = {}
    for entry in error.errors():
        path = _path(entry["loc"], data, entry["type"])
        by_path.setdefault(path, []).append(entry)
    paths = list(by_path)
    for path, entries in by_path.items():
        # Of a union that fails, only the branch that came nearest is told.
        if any(other[: len(path)] == path and other != path for other in paths) and all(
            entry["type"] in FORMS or entry["type"] == "literal_error"
            for entry in entries
        ):
            continue
        at = place(text, (*prefix, *path))
        yield Fault(file, at.line, at.column, _message(path, entries))


def _path(loc: Sequence[str | int], data: JSON, kind: str) -> KeyPath:
    """Return *loc* without the names of branches that it has beside keys."""
    path: list[str | int] = []
    here = data
    for index, step in enumerate(loc):
        is_last = index == len(loc) - 1
        inner = _inner(here, step)
        if inner is not _NOTHING:
            here = inner
        elif not (is_last and kind == "missing"):
            continue
        path.append(step)
    return tuple(path)


def _inner(value: JSON, step: str | int) -> JSON:
    if is_object(value):
        return value.get(str(step), _NOTHING)
    if is_array(value) and isinstance(step, int) and step < len(value):
        return value[step]
    return _NOTHING


def _message(path: KeyPath, entries: Sequence[JSON]) -> str:
    entry = entries[0]
    kind, value = entry["type"], entry.get("input")
    table, key = table_name(path[:-1]), path[-1] if path else ""
    if kind == "extra_forbidden":
        if key in _SECRETS:
            return (
                f'a {key} must not stand in a file; use the environment or "{key}-file"'
            )
        known = _keys(path[:-1])
        return f'unknown key "{key}" in {table}{near(str(key), known)}'
    if kind == "missing":
        return f'{table} without "{key}"'
    what = f'"{key}" in {table}' if isinstance(key, str) else table_name(path)
    if kind == "string_pattern_mismatch":
        like = _examples(path[:-1], str(key))
        return f"{what} is {shown(value)}{like}"
    said = str(entry["msg"])
    wanted = _wanted(entries)
    if wanted:
        return f"{what} is {shown(value)}; it must be {wanted}"
    return f"{what} is {shown(value)}: {said[:1].lower()}{said[1:]}"


def _wanted(entries: Sequence[JSON]) -> str:
    """Return what would be right instead, empty where only pydantic knows."""
    for each in entries:
        if each["type"] == "too_short":
            least = each["ctx"]["min_length"]
            return f"{least} {'entry' if least == 1 else 'entries'} or more"
    words = [
        word
        for each in entries
        if each["type"] == "literal_error"
        for word in _words(each["ctx"]["expected"])
    ]
    forms = dict.fromkeys(
        FORMS[each["type"]] for each in entries if each["type"] in FORMS
    )
    if not words:
        return " or ".join(forms)
    value = entries[0].get("input")
    hint = near(value, words) if isinstance(value, str) else ""
    told = ", ".join(
        word if word.isdecimal() else json.dumps(word) for word in words[:_MOST_WORDS]
    )
    or_else = "".join(f", or {form}" for form in forms)
    return f"one of {told}{or_else}{hint}"


def _words(expected: str) -> list[str]:
    return [
        word.strip("'") for part in expected.split(" or ") for word in part.split(", ")
    ]


def shown(value: JSON) -> str:
    """Return *value* as a message shows it, on one line."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (TypeError, ValueError):
        text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004  one line


def table_name(path: KeyPath) -> str:
    """Return *path* as the header of its table: `[topics."a.b"]`, `[[waivers]] 2`."""
    if not path:
        return "the file"
    text = ""
    for step in path:
        if isinstance(step, int):
            text = f"[{text}]" if text else text
            continue
        bare = step.replace("-", "").replace("_", "").isalnum() and step.isascii()
        text += ("." if text else "") + (step if bare else json.dumps(step))
    if isinstance(path[-1], int):
        inner = text.strip("[]")
        return f"[[{inner}]] {path[-1] + 1}"
    return f"[{text.replace('[', '').replace(']', '')}]"


@cache
def _schema() -> dict[str, JSON]:
    return PolicyFile.model_json_schema()


def _keys(path: KeyPath) -> list[str]:
    """Return the keys that the table at *path* may have."""
    keys: list[str] = []
    for schema in _at(path):
        keys += schema.get("properties", {})
    return keys


def _examples(path: KeyPath, key: str) -> str:
    for schema in _at((*path, key)):
        examples = schema.get("examples")
        if examples:
            told = " or ".join(json.dumps(each) for each in examples)
            return f"; write it like {told}"
        if "pattern" in schema:
            return f"; it must fit {schema['pattern']}"
    return "; it has another form"


def _at(path: KeyPath) -> list[dict[str, JSON]]:
    """Return the schemas that may describe the value at *path*."""
    here = _options(_schema())
    for step in path:
        below: list[JSON] = []
        for schema in here:
            if isinstance(step, int):
                below += _options(schema.get("items", {}))
            elif step in schema.get("properties", {}):
                below += _options(schema["properties"][step])
            elif isinstance(schema.get("additionalProperties"), dict):
                below += _options(schema["additionalProperties"])
            elif "patternProperties" in schema:
                for inner in schema["patternProperties"].values():
                    below += _options(inner)
        here = below
    return here


def _options(schema: JSON) -> list[dict[str, JSON]]:
    if "$ref" in schema:
        return _options(_schema()["$defs"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return [option for each in schema["anyOf"] for option in _options(each)]
    return [schema]
