"""The JSON Schema of the JSON report, made from the values that the report writes.

`docs/generate.py` writes it to `schemas/report.schema.json`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import (
    Any,
    Final,
    Literal,
    TypeAlias,
    Union,
    get_args,
    get_origin,
)

from avrotower.aliases import hints, words
from avrotower.engine.result import Failure, Skipped, State, Unread
from avrotower.finding import (
    SEVERITIES,
    Cause,
    Channel,
    Explanation,
    Finding,
    Fix,
    Location,
    Related,
    Severity,
    Span,
    Version,
    Witness,
)
from avrotower.report.attribute import documented
from avrotower.report.json import FORMAT
from avrotower.rule import Subject

Schema: TypeAlias = dict[str, Any]

_VALUES: Final = (
    Span,
    Location,
    Related,
    Fix,
    Version,
    Cause,
    Witness,
    Explanation,
    Finding,
    Skipped,
    Failure,
    Unread,
)
"""Each is a definition of its own, by the name of its class."""
_RENAMED: Final = {(Explanation, "wire"): "java"}
_UNTOLD: Final = {(Fix, "changes")}
"""What only `avrotower fix` reads."""
_SIMPLE: Final[Mapping[object, str]] = {
    str: "string",
    int: "integer",
    NoneType: "null",
}
_TEXT: Final[Schema] = {"type": "string"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_CODE: Final[Schema] = {"type": "string", "pattern": "^[A-Z]{2,8}[0-9]{3}$"}
_WORDS: Final = [
    s.word for s in sorted(SEVERITIES, reverse=True) if s is not Severity.OFF
]


def report_schema() -> Schema:
    """Return the JSON Schema of `avrotower lint --format json` and `breaking`."""
    documents = {"type": "array", "items": {"$ref": "#/$defs/Judgement"}}
    head: Schema = {
        "format": {
            "const": FORMAT,
            "description": "The number of this layout; it grows when a reader would have to change.",
        },
        "avrotower": _told(_TEXT, "The version that wrote the report."),
        "command": _told(_TEXT, "`lint`, `breaking` or `audit`."),
        "policy": _told(_TEXT, "The policy in words."),
        "rules": {"type": "array", "items": {"$ref": "#/$defs/Rule"}},
        "documents": documents,
        "summary": {"$ref": "#/$defs/Summary"},
    }
    values = {value.__name__: of_value(value, _VALUES) for value in _VALUES}
    made = {"Rule": _rule(), "Judgement": _judgement(), "Summary": _summary()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A report of avrotower",
        **object_of(head),
        "$defs": {**made, **values},
    }


def object_of(properties: Schema) -> Schema:
    """Return an object that has all of *properties* and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _told(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description} if description else schema


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _rule() -> Schema:
    severity = {"enum": _WORDS}
    return object_of({"code": _CODE, "name": _TEXT, "severity": severity})


def _judgement() -> Schema:
    types = hints(Subject)
    told = documented(Subject)
    subject = {
        name: _told(of_type(types[name]), told.get(name, ""))
        for name in ("topic", "role", "kind", "generator", "confidence", "evidence")
    }
    states: Schema = {
        "type": "object",
        "description": "The codes of the rules by what became of them; each stands once.",
        "propertyNames": {"enum": list(words(State))},
        "additionalProperties": _list(_CODE),
    }
    return object_of(
        {
            "document": _told(_TEXT, "The path of the file."),
            "subject": _told(_TEXT, told.get("name", "")),
            **subject,
            "states": states,
            "findings": _list({"$ref": "#/$defs/Finding"}),
            "skipped": _list({"$ref": "#/$defs/Skipped"}),
            "failures": _list({"$ref": "#/$defs/Failure"}),
            "notes": _told(
                _list(_TEXT), "What the reader should know beside findings."
            ),
        }
    )


def _summary() -> Schema:
    counts: Schema = {"type": "object", "additionalProperties": _COUNT}
    by_code = {**counts, "propertyNames": _CODE}
    owner = _told({"type": ["string", "null"]}, "Null where the policy names nobody.")
    lack = object_of(
        {"input": _TEXT, "reason": _TEXT, "count": _COUNT, "codes": _list(_CODE)}
    )
    return object_of(
        {
            "documents": _told(_COUNT, "Documents that were judged."),
            "with-findings": _COUNT,
            "severities": object_of(dict.fromkeys(_WORDS, _COUNT)),
            "accepted": _told(
                object_of(dict.fromkeys(words(Channel), _COUNT)),
                "Accepted findings by channel; no other number has them.",
            ),
            "by-code": by_code,
            "owners": _told(
                _list(object_of({"owner": owner, "by-code": by_code})),
                "The findings by the owners that policies name, and by their rules.",
            ),
            "states": object_of(dict.fromkeys(words(State), _COUNT)),
            "skipped": _told(_list(lack), "Checks that lack an input: not clean."),
            "unread": _told(
                _list({"$ref": "#/$defs/Unread"}), "Files that were not judged."
            ),
            "failures": _told(_COUNT, "Rules that failed: bugs of their authors."),
        }
    )


def of_value(value: type[Any], known: Sequence[type[Any]]) -> Schema:
    """Return the schema of *value*, which may hold values of the classes *known*."""
    told = documented(value)
    properties = {
        _RENAMED.get((value, name), name): _told(
            of_type(hint, known), told.get(name, "")
        )
        for name, hint in hints(value).items()
        if (value, name) not in _UNTOLD
    }
    return _told(object_of(properties), " ".join((value.__doc__ or "").split()))


def of_type(hint: Any, known: Sequence[type[Any]] = _VALUES) -> Schema:
    """Return the schema of what JSON makes of a value of type *hint*.

    Values of the classes *known* have definitions of their own.
    """
    if hint in _SIMPLE:
        return {"type": _SIMPLE[hint]}
    if hint in known:
        return {"$ref": f"#/$defs/{hint.__name__}"}
    arguments = get_args(hint)
    match get_origin(hint):
        case _ if hint is Severity:
            schema: Schema = {"enum": _WORDS}
        case origin if origin is Literal:
            schema = {"enum": list(arguments)}
        case origin if origin in {UnionType, Union}:
            schema = {"anyOf": [of_type(argument, known) for argument in arguments]}
        case origin if origin is tuple:
            schema = _list(of_type(arguments[0], known))
        case _:
            raise TypeError(hint)
    return schema
