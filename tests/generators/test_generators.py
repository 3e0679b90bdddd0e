"""What machines write is recognised, and judged by what its owner can change.

The schemas beside this file are invented, after the public documentation of Kafka
Connect's Avro converter, of Debezium's connectors and of ksqlDB.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from avrotower.engine.result import Judgement
from avrotower.engine.run import lint
from avrotower.finding import Finding

HERE = Path(__file__).parent
CHANGELOG = (
    "_confluent-ksql-default_query_CTAS_STOCK_BY_STORE_7-"
    "Aggregate-Aggregate-Materialize-changelog-value"
)


class Row(NamedTuple):
    """What is expected of one fixture."""

    role: str
    kind: str
    findings: tuple[str, ...] = ()
    """Severity, code, JSON pointer."""


KSQL_VALUE = Row(
    "value",
    "unknown",
    # No column of ksqlDB is an id or a time by its name here, and both may be declared.
    ("warning VAL001 /name", "warning VAL003 /name"),
)
ROWS = {
    # A table by the JDBC source: decimals, dates, a column that may be null.
    "connect/till-ticket_line-value": Row(
        "value", "unknown", ("info VAL001 /name", "info VAL005 /fields/6/type")
    ),
    # Without connect.meta.data, and without a name: structures and a map of entries.
    "connect/till-store-value": Row(
        "value", "unknown", ("info VAL001 /name", "info VAL003 /name")
    ),
    "connect/till-store-key": Row("key", "unknown"),
    "connect/named": Row("value", "unknown", ("info VAL003 /name",)),
    # The root was rewritten by hand; only the type of a field tells.
    "connect/nested-only-value": Row("value", "unknown", ("info VAL003 /name",)),
    "connect/tags-value": Row("value", "unknown", ("info VAL003 /name",)),
    # Oracle's NUMBER without a scale: numeric.mapping=best_fit repairs it.
    "connect/oracle-value": Row(
        "value",
        "unknown",
        ("info VAL003 /name", "error AVR011 /fields/0/type/logicalType"),
    ),
    # Structures in structures, none of them with a name: no reader takes that.
    "connect/nameless-value": Row(
        "value",
        "unknown",
        ("error AVR006 /name", "info VAL003 /name"),
    ),
    "connect/optional": Row("value", "unknown", ("info VAL003 /1/name",)),
    "connect/refund-key": Row(
        "key",
        "unknown",
        (
            "error KEY002 /fields/0/default",
            "warning KEY015 /connect.version",
            "warning KEY015 /connect.name",
        ),
    ),
    "connect/number-key": Row("key", "unknown", ("warning KEY015 /connect.version",)),
    # PostgreSQL and MySQL: nothing in an envelope is the owner's to change.
    "debezium/fulfil.public.stock-value": Row("value", "cdc"),
    "debezium/till.shop.ticket-value": Row("value", "cdc"),
    "debezium/without-metadata": Row("value", "cdc"),
    "debezium/fulfil.public.stock-key": Row(
        "key", "unknown", ("warning KEY015 /connect.name",)
    ),
    # A default, a column that may be null, and comments: all of them are in the database.
    "debezium/till.shop.ticket-key": Row(
        "key",
        "unknown",
        (
            "error KEY002 /fields/0/default",
            "error KEY001 /fields/1/type",
            "warning KEY015 /fields/1/type/1/connect.parameters",
            "warning KEY015 /fields/2/type/connect.doc",
            "warning KEY015 /connect.name",
        ),
    ),
    "debezium/routed": Row("key", "unknown", ("warning KEY015 /connect.name",)),
    # Rows after ExtractNewRecordState; time.precision.mode=connect declares the time.
    "debezium/flattened": Row(
        "value",
        "unknown",
        ("info VAL004 /fields/3/type", "info VAL005 /fields/3/type"),
    ),
    "debezium/renamed-value": Row(
        "value",
        "unknown",
        ("info VAL004 /fields/3/type", "info VAL005 /fields/3/type"),
    ),
    # connect.meta.data=false, which KEY015 advises, leaves the name of the table.
    "debezium/fulfil.public.shelf-key": Row("key", "unknown"),
    "debezium/fulfil.public.shelf-value": Row(
        "value", "unknown", ("info VAL003 /name",)
    ),
    # Documents, today and before Debezium 2.
    "debezium/basket.web.baskets-value": Row("value", "cdc"),
    "debezium/baskets-of-old-value": Row("value", "cdc"),
    "debezium/basket.web.baskets-key": Row("key", "unknown"),
    # Geometries, decimals of any scale, arrays, a default in bytes.
    "debezium/places-value": Row(
        "value", "unknown", ("info VAL005 /fields/0/default",)
    ),
    # Debezium's own topics.
    "debezium/heartbeat": Row("value", "cdc"),
    "debezium/transactions": Row("value", "cdc"),
    "debezium/schema-changes": Row(
        "key",
        "cdc",
        ("warning KEY015 /connect.version", "warning KEY015 /connect.name"),
    ),
    "ksqldb/STOCK_BY_STORE-value": KSQL_VALUE,
    "ksqldb/STOCK_BY_STORE-key": Row(
        "key",
        "unknown",
        ("warning KEY001 /fields/0/type", "warning KEY001 /fields/1/type"),
    ),
    "ksqldb/BASKETS-value": KSQL_VALUE,
    "ksqldb/ticket-key": Row("key", "unknown", ("warning KEY001 /fields/0/type",)),
    "ksqldb/keys-by-name": Row(
        "key",
        "unknown",
        ("warning KEY001 /fields/0/type", "warning KEY001 /fields/1/type"),
    ),
    "ksqldb/without-metadata": KSQL_VALUE,
    "ksqldb/without-namespace": KSQL_VALUE,
    f"ksqldb/{CHANGELOG}": Row("value", "changelog"),
}
OWN_NAME = "ksqldb/own-name-value"
"""VALUE_SCHEMA_FULL_NAME leaves no mark of ksqlDB, only those of Connect."""


def judged(path: Path) -> Judgement:
    (judgement,) = (j for j in lint([str(path)]) if j.is_document)
    return judgement


def told(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(f"{f.severity.word} {f.code} {f.location.pointer}" for f in findings)


def messages(name: str, code: str) -> Iterator[str]:
    for finding in judged(HERE / f"{name}.avsc").findings:
        if finding.code == code:
            yield finding.message


def test_every_fixture_is_expected_and_each_generator_has_three() -> None:
    found = {f"{path.parent.name}/{path.stem}" for path in HERE.glob("*/*.avsc")}

    assert found == {*ROWS, OWN_NAME}
    for generator in ("connect", "debezium", "ksqldb"):
        assert len([name for name in found if name.startswith(generator)]) >= 3


@pytest.mark.parametrize("name", ROWS)
def test_what_a_machine_writes_is_judged_by_what_its_owner_can_change(
    name: str,
) -> None:
    judgement = judged(HERE / f"{name}.avsc")

    subject = judgement.subject
    assert subject.generator == name.partition("/")[0]
    assert Row(subject.role or "", subject.kind, told(judgement.findings)) == ROWS[name]


@pytest.mark.parametrize("name", [*ROWS, OWN_NAME])
def test_a_declared_generator_is_judged_like_a_recognised_one(
    tmp_path: Path, name: str
) -> None:
    generator, _, stem = name.partition("/")
    row = ROWS.get(name, KSQL_VALUE)
    file = tmp_path / f"{stem}.avsc"
    file.write_text((HERE / f"{name}.avsc").read_text("utf-8"), encoding="utf-8")
    (tmp_path / "avrotower.toml").write_text(
        'edition = "2026"\n[[subjects]]\nfiles = "*.avsc"\n'
        f'role = "{row.role}"\nkind = "{row.kind}"\ngenerator = "{generator}"\n',
        encoding="utf-8",
    )

    judgement = judged(file)

    assert judgement.subject.confidence == "certain"
    assert told(judgement.findings) == row.findings


@pytest.mark.parametrize(
    ("name", "code", "repair"),
    [
        (
            "debezium/till.shop.ticket-key",
            "KEY001",
            "make the column NOT NULL, or name",
        ),
        ("debezium/till.shop.ticket-key", "KEY002", "copies it from the column: drop"),
        ("connect/refund-key", "KEY002", "copies it from the column: drop it there"),
        ("ksqldb/ticket-key", "KEY001", "pin a schema with KEY_SCHEMA_ID"),
    ],
)
def test_the_repair_of_a_generated_key_is_at_its_source(
    name: str, code: str, repair: str
) -> None:
    (message,) = messages(name, code)

    assert repair in message


def test_a_declared_none_takes_a_mark_back(tmp_path: Path) -> None:
    name = "connect/nested-only-value"
    file = tmp_path / "refund-value.avsc"
    file.write_text((HERE / f"{name}.avsc").read_text("utf-8"), encoding="utf-8")
    (tmp_path / "avrotower.toml").write_text(
        'edition = "2026"\n[topics.refund]\ngenerator = "none"\n', encoding="utf-8"
    )

    codes = {finding.code for finding in judged(file).findings}

    assert {"DOC001", "TYP003"} <= codes
