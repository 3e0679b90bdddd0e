"""Join groups, joins, applications, activation dates and retractions, end to end."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from program import Outcome, invoke

Write = Callable[..., Path]

SOON = (datetime.now(tz=UTC).date() + timedelta(days=90)).isoformat()
POLICY = """\
edition = "2026"

[project]
name = "retail-streams"
owner = "team-platform"
include = ["schemas/**/*.avsc"]
strategy = "topic"
wire-format = "confluent-prefix"
partitioner = "murmur2"

[[subjects]]
files = "schemas/sales/ticket.v2/{file}.event.avsc"
subject = "sales.ticket.v2-{namespace}.{name}"
topic = "sales.ticket.v2"
role = "value"
strategy = "topic-record"

[[subjects]]
files = "schemas/{domain}/{entity}/{role}.avsc"
topic = "{domain}.{entity}"
subject = "{domain}.{entity}-{role}"

[topics."pricing.price.v1"]
kind = "entity"
owner = "team-pricing"
cleanup = "compact"
retention = "infinite"
partitions = 48
effective-dated = "effective_from"
compatibility = "FULL_TRANSITIVE"
history = "7d"

[topics."pricing.price-change.v1"]
kind = "command"
cleanup = "delete"
retention = "7d"
partitions = 48
effective-dated = true

[topics."stock.level.v1"]
kind = "entity"
owner = "team-stock"
cleanup = "compact"
retention = "infinite"
partitions = 48

[topics."sales.ticket.v2"]
kind = "event"
key = "string"
cleanup = "delete"
retention = "30d"
partitions = 48
retractable = { by = "type" }

[topics."sales.ticket-line.v1"]
kind = "event"
cleanup = "delete"
retention = "30d"
partitions = 48
compatibility = "FULL"

[topics."sales.valued-line.v1"]
kind = "event"
cleanup = "delete"
retention = "90d"
partitions = 48

[topics."sales.ticket.dlq"]
kind = "dlq"
key = "bytes"
value = "bytes"

[join-groups.by-item-store]
key = "pricing.price.v1"
members = ["pricing.price.v1", "stock.level.v1", "sales.ticket-line.v1"]
partitions = 48

[[joins]]
app = "price-engine"
left = "sales.ticket-line.v1"
right = "pricing.price.v1"
type = "left"
right-as = "table"
temporal = "versioned"
history = "7d"
output = "sales.valued-line.v1"
right-fields = ["price"]

[[joins]]
app = "stock-watch"
left = "sales.ticket-line.v1"
right = "stock.level.v1"
type = "inner"
right-as = "table"
temporal = "latest"

[apps.price-engine]
owner = "team-pricing"
application-ids = ["price-engine-v4"]
supersedes = ["price-engine-v3"]
inputs = ["sales.ticket-line.v1", "pricing.price.v1", "pricing.price-change.v1"]
outputs = ["sales.valued-line.v1"]

[apps.stock-watch]
owner = "team-stock"
application-ids = ["stock-watch-v1"]
inputs = ["sales.ticket-line.v1", "stock.level.v1"]
"""


def field(name: str, type_: Any = "string") -> dict[str, Any]:
    return {"name": name, "type": type_, "doc": f"The {name}."}


def record(name: str, *fields: dict[str, Any]) -> str:
    raw = {
        "type": "record",
        "name": name,
        "namespace": "com.example.retail",
        "doc": "One of them.",
        "fields": list(fields),
    }
    return json.dumps(raw, indent=2)


MARKS = (
    field("event_id", {"type": "string", "logicalType": "uuid"}),
    field("occurred_at", {"type": "long", "logicalType": "timestamp-micros"}),
)
ORIGINAL = field("original_event_id", {"type": "string", "logicalType": "uuid"})
FROM = field("effective_from", {"type": "int", "logicalType": "date"})
KEY = record("ItemStoreKey", field("item"), field("store"))
KEYS = (
    "pricing/price.v1",
    "pricing/price-change.v1",
    "stock/level.v1",
    "sales/ticket-line.v1",
    "sales/valued-line.v1",
)
ESTATE = {
    "avrotower.toml": POLICY,
    **{f"schemas/{topic}/key.avsc": KEY for topic in KEYS},
    "schemas/pricing/price.v1/value.avsc": record("Price", *MARKS, FROM),
    "schemas/pricing/price-change.v1/value.avsc": record("ChangePrice", *MARKS, FROM),
    "schemas/stock/level.v1/value.avsc": record("StockLevel", *MARKS),
    "schemas/sales/ticket-line.v1/value.avsc": record("TicketLine", *MARKS),
    "schemas/sales/valued-line.v1/value.avsc": record("ValuedLine", *MARKS),
    "schemas/sales/ticket.v2/TicketRegistered.event.avsc": record(
        "TicketRegistered", *MARKS
    ),
    "schemas/sales/ticket.v2/TicketCancelled.event.avsc": record(
        "TicketCancelled", *MARKS, ORIGINAL
    ),
}


def line(start: str) -> int:
    """Return the number of the line of the policy that begins with *start*."""
    return 1 + next(
        number
        for number, text in enumerate(POLICY.splitlines())
        if text.startswith(start)
    )


LEVEL = line('compatibility = "FULL_TRANSITIVE"')
GROUP = line("[join-groups.by-item-store]")
ID = line('application-ids = ["stock-watch')


@pytest.fixture
def estate(write: Write) -> Path:
    root = write(**ESTATE)
    (root / ".git").mkdir()
    return root


def change(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def found(outcome: Outcome) -> list[tuple[str, str, int]]:
    """Return code, document and line of each finding of a report in JSON."""
    return [
        (
            finding["code"],
            finding["location"]["document"],
            finding["location"]["span"]["line"],
        )
        for document in json.loads(outcome.out)["documents"]
        for finding in document["findings"]
        if not finding["accepted"]
    ]


@pytest.mark.usefixtures("estate")
def test_the_estate_is_clean() -> None:
    outcome = invoke("lint", "--format", "json")

    assert (outcome.code, found(outcome)) == (0, [])
    summary = json.loads(outcome.out)["summary"]
    assert summary["documents"] == 12
    assert [entry["input"] for entry in summary["skipped"]] == ["history"]
    assert invoke("config", "check").code == 0


def test_a_key_of_another_text_is_shown_with_both_lines(estate: Path) -> None:
    change(estate, "schemas/stock/level.v1/key.avsc", "The store", "Which store")

    outcome = invoke("lint")

    assert outcome.code == 1
    lines = outcome.out.splitlines()
    start = lines.index(
        "schemas/stock/level.v1/key.avsc:1:1: error STM001 join-group-key-mismatch"
    )
    assert lines[start + 1].startswith(
        "  keys of join group by-item-store differ: stock.level.v1 and pricing.price.v1 "
        '("doc" is "Which store." here and "The store." there); equal keys get '
        "different ids, bytes and partitions, so the join finds nothing"
    )
    shown = "\n".join(lines[start:])
    assert '   15 |       "doc": "Which store."' in shown
    assert "  --> schemas/pricing/price.v1/key.avsc:15:14" in shown
    assert '   15 |       "doc": "The store."' in shown

    report = json.loads(invoke("lint", "--format", "json").out)
    (finding,) = (f for document in report["documents"] for f in document["findings"])
    places = [
        (note["location"]["document"], note["location"]["span"]["line"])
        for note in finding["related"]
    ]
    assert places == [
        ("schemas/stock/level.v1/key.avsc", 15),
        ("schemas/pricing/price.v1/key.avsc", 15),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            "schemas/pricing/price.v1/value.avsc",
            "effective_from",
            "sold_from",
            ("VAL013", "schemas/pricing/price.v1/value.avsc", 3),
        ),
        (
            "schemas/sales/ticket.v2/TicketCancelled.event.avsc",
            "original_event_id",
            "reason",
            ("VAL012", "schemas/sales/ticket.v2/TicketCancelled.event.avsc", 3),
        ),
        (
            "schemas/sales/ticket.v2/TicketCancelled.event.avsc",
            "TicketCancelled",
            "TicketPrinted",
            ("VAL011", "schemas/sales/ticket.v2/TicketRegistered.event.avsc", 3),
        ),
        (
            "avrotower.toml",
            'compatibility = "FULL_TRANSITIVE"',
            'compatibility = "FULL"',
            ("STM008", "avrotower.toml", LEVEL),
        ),
        (
            "avrotower.toml",
            'compatibility = "FULL"',
            'compatibility = "FORWARD"',
            ("STM009", "avrotower.toml", line('compatibility = "FULL"')),
        ),
        (
            "avrotower.toml",
            'owner = "team-stock"\ncleanup',
            'partitioner = "consistent-random"\ncleanup',
            ("STM003", "avrotower.toml", GROUP),
        ),
        (
            "avrotower.toml",
            'owner = "team-stock"\ncleanup',
            'wire-format = "raw"\ncleanup',
            ("STM004", "avrotower.toml", GROUP),
        ),
        (
            "avrotower.toml",
            'kind = "event"\nkey = "string"\ncleanup = "delete"',
            'kind = "entity"\nkey = "none"\ncleanup = "compact"\n#',
            ("STM011", "avrotower.toml", line('[topics."sales.ticket.v2"')),
        ),
        (
            "avrotower.toml",
            '["stock-watch-v1"]',
            '["price-engine-v4"]',
            ("STM019", "avrotower.toml", ID),
        ),
    ],
)  # fmt: skip
def test_one_change_has_one_finding(
    estate: Path, name: str, old: str, new: str, expected: tuple[str, str, int]
) -> None:
    if "STM011" in expected:
        change(estate, "avrotower.toml", 'retractable = { by = "type" }\n', "")
    change(estate, name, old, new)

    outcome = invoke("lint", "--format", "json")

    assert expected in found(outcome)
    assert {code for code, _, _ in found(outcome)} == {expected[0]}


@pytest.mark.usefixtures("estate")
def test_show_names_the_join_group_with_its_origin() -> None:
    outcome = invoke("config", "show", "schemas/pricing/price.v1/value.avsc")

    lines = [line.split() for line in outcome.out.splitlines()]
    assert ["join", "group", "by-item-store", f"avrotower.toml:{GROUP}"] in lines
    assert [
        "effective-dated",
        "effective_from",
        f"avrotower.toml:{line('effective-dated')}",
    ] in lines
    assert [
        "read",
        "by",
        "price-engine",
        f"avrotower.toml:{line('[apps.price')}",
    ] in lines

    of_ticket = "schemas/sales/ticket.v2/TicketRegistered.event.avsc"
    shown = invoke("config", "show", of_ticket).out
    at = line("retractable")
    assert f"retractable   by type                  avrotower.toml:{at}" in shown


def test_what_the_policy_declares_can_be_put_into_a_baseline(estate: Path) -> None:
    change(estate, "avrotower.toml", '"FULL_TRANSITIVE"', '"FULL"')

    assert invoke("baseline", "write").code == 0
    assert invoke("lint").code == 0

    change(estate, "avrotower.toml", '"FULL"\nhistory', '"FULL_TRANSITIVE"\nhistory')
    assert "LNT004" in invoke("lint").out
    pruned = invoke("baseline", "prune").out
    assert pruned.startswith("took 1 finding out of avrotower-baseline.json")


def test_what_the_policy_declares_can_be_waived_by_its_place(estate: Path) -> None:
    change(estate, "avrotower.toml", '["stock-watch-v1"]', '["price-engine-v4"]')
    words = ("--reason", "one of them goes", "--owner", "us", "--expires", SOON)

    outcome = invoke("waiver", "add", f"avrotower.toml:{ID}", *words)

    assert (outcome.code, outcome.err) == (0, "")
    assert invoke("lint").code == 0
    assert "STM019" in invoke("lint", "--show-accepted").out


def test_explain_takes_a_place_in_the_policy(estate: Path) -> None:
    change(estate, "avrotower.toml", '"FULL_TRANSITIVE"', '"FULL"')

    outcome = invoke("explain", f"avrotower.toml:{LEVEL}")

    assert outcome.code == 0
    assert "STM008 compacted-level-not-transitive" in outcome.out


def test_fix_counts_documents_and_leaves_the_policy_alone(estate: Path) -> None:
    change(estate, "avrotower.toml", '"FULL_TRANSITIVE"', '"FULL"')

    outcome = invoke("fix")

    assert "of 12 documents" not in outcome.err
    assert "nothing to write in 12 documents; 1 finding left" in outcome.out
    assert "STM008" in outcome.out


@pytest.mark.usefixtures("estate")
def test_a_change_alone_is_judged_against_the_rest() -> None:
    changed = KEY.replace("The item", "Which item")

    outcome = invoke(
        "lint",
        "-",
        "--stdin-filename",
        "schemas/stock/level.v1/key.avsc",
        stdin=changed.encode(),
    )

    assert outcome.code == 1
    assert "error STM001" in outcome.out


def test_a_policy_without_any_document_is_judged(write: Write) -> None:
    root = write(**{"avrotower.toml": POLICY})
    (root / ".git").mkdir()
    change(root, "avrotower.toml", '"FULL_TRANSITIVE"', '"FULL"')

    outcome = invoke("lint")

    assert outcome.code == 1
    assert f"avrotower.toml:{LEVEL}:1: error STM008" in outcome.out
    assert "in no file" in outcome.out
    assert "1 error in the policy; 0 documents" in outcome.out


def test_an_input_that_declarations_lack_may_be_required(write: Write) -> None:
    policy = """\
edition = "2026"

[lint]
require-inputs = ["broker"]

[topics]
price = {}
stock = {}

[join-groups]
by-item = ["price", "stock"]
"""
    root = write(**{"avrotower.toml": policy})
    (root / ".git").mkdir()

    outcome = invoke("lint")

    assert outcome.code == 3
    assert "not judged: 1 check without broker, which [lint]" in outcome.out
    assert "1 check without broker (STM002)" in outcome.out
