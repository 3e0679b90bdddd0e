"""Bodies become requests (REGISTRY, A.5)."""

from __future__ import annotations

from avrotower.compat.levels import AVRO
from avrotower.schema.model import JSON
from avrotower_service.embedded.api.body import Fields
from avrotower_service.embedded.api.fault import bad_request
from avrotower_service.embedded.registry.metadata import Metadata, metadata_of
from avrotower_service.embedded.registry.register import Request
from avrotower_service.embedded.registry.retag import Retag
from avrotower_service.embedded.registry.rule_set import (
    KINDS,
    LISTS,
    MODES,
    RuleSet,
    rule_set_of,
)
from avrotower_service.embedded.registry.scope import LEVEL
from avrotower_service.embedded.registry.setting import (
    FIELDS,
    METADATA,
    RULE_SETS,
)
from avrotower_service.embedded.registry.tag import (
    FIELD,
    RECORD,
    Entity,
    Tagged,
    Tagging,
)
from avrotower_service.embedded.registry.value import Content, Reference

SCHEMA = 42201
CONFIG = 42203
MODE = 42204
_FLAGS = frozenset(
    {"normalize", "validateFields", "validateNewSchemas", "validateRules"}
)


def registration(data: dict[str, JSON]) -> Request:
    """Return what the body of a registration, lookup or compatibility check asks."""
    fields = Fields(data, SCHEMA)
    version, id_ = fields.number("version"), fields.number("id")
    content = Content(
        fields.text("schema") or "",
        tuple(
            Reference(part.text("name"), part.text("subject"), part.number("version"))
            for part in fields.objects("references") or ()
        ),
        _metadata(fields, "metadata"),
        _rules(fields, "ruleSet"),
    )
    tagging = _tagging(fields, "schemaTagsToAdd", "schemaTagsToRemove")
    schema_type = fields.text("schemaType")
    return Request(
        content,
        AVRO if schema_type is None else schema_type,
        0 if version is None else version,
        -1 if id_ is None else id_,
        tagging,
        bool(fields.flag("propagateSchemaTags")),
        names_version=version is not None,
    )


def retagging(data: dict[str, JSON]) -> Retag:
    """Return what the body of `POST …/tags` asks."""
    fields = Fields(data, SCHEMA)
    return Retag(
        _tagging(fields, "tagsToAdd", "tagsToRemove") or Tagging(),
        fields.number("newVersion"),
        _metadata(fields, "metadata"),
        _rules(fields, "ruleSet"),
        _rules(fields, "rulesToMerge"),
        fields.texts("rulesToRemove"),
    )


def configuration(data: dict[str, JSON]) -> dict[str, JSON]:
    """Return the fields of a record that the body names, null included."""
    fields = Fields(data, CONFIG)
    asked: dict[str, JSON] = {}
    for name in FIELDS:
        key = "compatibility" if name == LEVEL else name
        if key not in data:
            continue
        value: JSON
        if name in _FLAGS:
            value = fields.flag(key)
        elif name in METADATA:
            metadata = _metadata(fields, key)
            value = None if metadata is None else metadata.json()
        elif name in RULE_SETS:
            rules = _rules(fields, key)
            value = None if rules is None else rules.json()
        else:
            value = fields.text(key)
        asked[name] = value
    return asked


def mode(data: dict[str, JSON]) -> str | None:
    """Return the mode that the body names."""
    return Fields(data, MODE).text("mode")


def _metadata(fields: Fields, name: str) -> Metadata | None:
    part = fields.object(name)
    if part is None:
        return None
    tags, properties = part.object("tags"), part.object("properties")
    return metadata_of(
        {
            "tags": tags.mapping(Fields.texts) if tags else {},
            "properties": properties.mapping(Fields.text) if properties else {},
            "sensitive": part.texts("sensitive"),
        }
    )


def _rules(fields: Fields, name: str) -> RuleSet | None:
    part = fields.object(name)
    if part is None:
        return None
    data: dict[str, JSON] = {
        key: [_rule(rule) for rule in part.objects(key) or ()] for key in LISTS
    }
    return rule_set_of({**data, "enableAt": part.text("enableAt")})


def _rule(fields: Fields) -> dict[str, JSON]:
    params = fields.object("params")
    texts = ("name", "doc", "type", "expr", "onSuccess", "onFailure")
    return {
        **{name: fields.text(name) for name in texts},
        "kind": fields.word("kind", KINDS),
        "mode": fields.word("mode", MODES),
        "tags": fields.texts("tags"),
        "params": params.mapping(Fields.text) if params else {},
        "disabled": fields.flag("disabled"),
    }


def _tagging(fields: Fields, add: str, remove: str) -> Tagging | None:
    added, removed = _tagged(fields, add), _tagged(fields, remove)
    return Tagging(added, removed) if added or removed else None


def _tagged(fields: Fields, name: str) -> list[Tagged]:
    found: list[Tagged] = []
    for part in fields.objects(name) or ():
        entity = part.object("schemaEntity")
        path = None if entity is None else entity.text("entityPath")
        type_ = None if entity is None else entity.word("entityType", (RECORD, FIELD))
        if path is None or type_ is None:
            raise bad_request(
                f'"{name}" needs a schemaEntity with entityPath and entityType'
            )
        found.append(Tagged(Entity(path, type_), tuple(part.texts("tags") or ())))
    return found
