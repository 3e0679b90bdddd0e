"""What each rule writes: the text before and after, and that it helps."""

from typing import Any

import pytest
from rule_run import findings

from avrotower.catalogue import RULES
from avrotower.engine.fixing.safety import difference
from avrotower.finding import Finding
from avrotower.rule import Bad, Evolution, Role, Rule
from avrotower.schema.edit import Plan, applied
from avrotower.schema.parse import parse


def repaired(text: str, finding: Finding) -> str:
    assert finding.fix is not None
    plan = Plan(parse(text))
    assert plan.add(finding.fix.changes) == ""
    return applied(text, plan.edits())


def field(text: str) -> str:
    return f'{{"type": "record", "name": "Price", "fields": [\n  {text}\n]}}'


EAN = '{"name": "ean", "type": {"type": "fixed", "name": "Ean", "size": 13}},\n  '
META = '{"type": "record", "name": "Meta", "fields": []}'

WRITTEN: list[tuple[str, str, str, str]] = [
    (
        "AVR006",
        "value",
        EAN + '{"name": "b", "type": {"type": "fixed", "name": "Ean", "size": 13}}',
        EAN + '{"name": "b", "type": "Ean"}',
    ),
    (
        "AVR009",
        "value",
        '{"name": "note", "type": ["string",  "null"], "default": null}',
        '{"name": "note", "type": ["null",  "string"], "default": null}',
    ),
    (
        "AVR010",
        "value",
        '{"name": "day", "type": "int", "logicalType": "date"}',
        '{"name": "day", "type": {"type": "int", "logicalType": "date"}}',
    ),
    (
        "AVR010",
        "value",
        '{"name": "day", "type": ["null", "int"], "logicalType": "date"}',
        '{"name": "day", "type": ["null", {"type": "int", "logicalType": "date"}]}',
    ),
    (
        "AVR010",
        "value",
        (
            '{"precision": 9, "name": "net", "type": {"type": "bytes"}, '
            '"logicalType": "decimal"}'
        ),
        (
            '{"name": "net", "type": {"type": "bytes", "precision": 9, '
            '"logicalType": "decimal"}}'
        ),
    ),
    (
        "AVR010",
        "value",
        (
            '{"name": "day", "type": {"type": "int", "logicalType": "date"}, '
            '"logicalType": "date"}'
        ),
        '{"name": "day", "type": {"type": "int", "logicalType": "date"}}',
    ),
    (
        "AVR013",
        "value",
        '{"name": "net", "type": "int", "docs": "Net."}',
        '{"name": "net", "type": "int", "doc": "Net."}',
    ),
    (
        "AVR014",
        "value",
        '{"name": "net", "type": "int"} // cents',
        '{"name": "net", "type": "int"}',
    ),
    (
        "AVR015",
        "value",
        '{"name": "net", "type": "int", "aliases": ["gross", "net"]}',
        '{"name": "net", "type": "int", "aliases": ["gross"]}',
    ),
    (
        "AVR015",
        "value",
        '{"name": "net", "aliases": ["net"], "type": "int"}',
        '{"name": "net", "type": "int"}',
    ),
    (
        "AVR017",
        "value",
        EAN + '{"name": "b", "type": { "type": "Ean" }}',
        EAN + '{"name": "b", "type": "Ean"}',
    ),
    (
        "KEY002",
        "key",
        '{"name": "store", "default": "1", "type": "string"}',
        '{"name": "store", "type": "string"}',
    ),
    (
        "NAM001",
        "value",
        EAN.replace('"Ean"', '"ean"') + '{"name": "b", "type": ["null", "ean"]}',
        EAN.replace('"Ean"', '"Ean", "aliases": ["ean"]')
        + '{"name": "b", "type": ["null", "Ean"]}',
    ),
    (
        "NAM002",
        "value",
        '{"name": "itemId", "type": "int"}',
        '{"name": "item_id", "aliases": ["itemId"], "type": "int"}',
    ),
    (
        "NAM006",
        "value",
        '{"name": "class", "type": "int", "aliases": ["kind"]}',
        '{"name": "price_class", "type": "int", "aliases": ["kind", "class"]}',
    ),
    (
        "NAM011",
        "value",
        '{"name": "a", "type": {"type": "fixed", "name": "x.Ean", "size": 1}}',
        (
            '{"name": "a", "type": {"type": "fixed", "name": "Ean", "namespace": "x", '
            '"size": 1}}'
        ),
    ),
    (
        "VAL002",
        "value",
        '{"name": "id", "type": "string"}',
        '{"name": "id", "type": {"type": "string", "logicalType": "uuid"}}',
    ),
    (
        "VAL004",
        "value",
        '{"name": "time", "type": ["null", "long"]}',
        (
            '{"name": "time", "type": ["null", '
            '{"type": "long", "logicalType": "timestamp-millis"}]}'
        ),
    ),
    (
        "VAL004",
        "value",
        (
            '{"name": "time", "type": {"type": "long", '
            '"logicalType": "local-timestamp-micros"}}'
        ),
        '{"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}}',
    ),
    (
        "VAL005",
        "value",
        '{"name": "id", "type": [ "null", "string" ], "default": null}',
        '{"name": "id", "type": "string"}',
    ),
    (
        "VAL005",
        "value",
        '{"name": "id", "type": ["string", "null", "long"]}',
        '{"name": "id", "type": ["string", "long"]}',
    ),
    (
        "VAL005",
        "value",
        '{"name": "id", "type": "string", "default": ""}',
        '{"name": "id", "type": "string"}',
    ),
    (
        "VAL006",
        "value",
        '{"name": "note", "type": ["null", "string"], "doc": "Free."}',
        '{"name": "note", "type": ["null", "string"], "doc": "Free.", "default": null}',
    ),
    (
        "VAL007",
        "value",
        '{"name": "note", "type": ["string", "null"]}',
        '{"name": "note", "type": ["null", "string"], "default": null}',
    ),
]


@pytest.mark.parametrize(
    ("code", "role", "before", "after"),
    WRITTEN,
    ids=[f"{row[0]}-{number}" for number, row in enumerate(WRITTEN)],
)
def test_a_rule_writes_its_repair(
    code: str, role: Role, before: str, after: str
) -> None:
    options: dict[str, Any] = {"types": ("string:uuid",)} if code == "VAL002" else {}
    found = findings(code, field(before), role=role, **options)

    assert repaired(field(before), found[0]) == field(after)
    assert findings(code, field(after), role=role, **options) == []


def test_a_key_gets_the_text_of_its_latest_version_back() -> None:
    before = '{"type": "string"}\n'

    (found,) = findings("KEY009", '"int"', role="key", before=before)

    assert repaired('"int"', found) == before


def test_a_renamed_type_gets_its_old_name_as_an_alias() -> None:
    before = '{"type": "record", "name": "a.Price", "fields": []}'
    after = '{"type": "record", "name": "a.Cost", "fields": []}'

    found = [it for it in findings("CMP009", after, before=before) if it.fix]

    assert repaired(after, found[0]) == (
        '{"type": "record", "name": "a.Cost", "aliases": ["a.Price"], "fields": []}'
    )


NOT_WRITTEN = [
    ("VAL004", '{"name": "time", "type": "string"}'),
    ("VAL002", '{"name": "id", "type": "bytes"}'),
    ("VAL002", f'{{"name": "id", "type": {META}}}'),
    (
        "AVR010",
        '{"name": "day", "type": ["int", "long"], "logicalType": "date"}',
    ),
    ("AVR010", EAN + '{"name": "day", "type": "Ean", "logicalType": "date"}'),
]


@pytest.mark.parametrize(
    ("code", "text"), NOT_WRITTEN, ids=[row[0] for row in NOT_WRITTEN]
)
def test_what_a_tool_cannot_choose_is_not_written(code: str, text: str) -> None:
    (found,) = findings(code, field(text))

    assert found.fix is None or found.fix.applicability == "display"


EXAMPLES = [
    pytest.param(rule, bad, id=f"{rule.code}-{number}")
    for rule in RULES
    if rule.fix in {"safe", "unsafe"} and rule.place != "policy"
    for number, bad in enumerate(rule.bad)
    if not (isinstance(bad, Bad) and bad.beside)
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_repair_that_is_written_ends_its_finding(
    rule: Rule, example: Bad | Evolution
) -> None:
    role: Role = "value" if "value" in rule.roles else "key"
    text = example.after if isinstance(example, Evolution) else example.text
    before = example.before if isinstance(example, Evolution) else None

    options: dict[str, Any] = dict(example.options)

    def found(text: str) -> list[Finding]:
        return findings(rule.code, text, role=role, before=before, **options)

    writable = [it for it in found(text) if it.fix and it.fix.changes]
    for finding in writable:
        if finding.fix and finding.fix.applicability == "display":
            continue
        after = repaired(text, finding)

        assert len(found(after)) < len(found(text))
        old, new = parse(text), parse(after)
        assert len(new.errors) <= len(old.errors)
        if finding.fix and finding.fix.applicability == "safe":
            assert difference(old, new) == ""
