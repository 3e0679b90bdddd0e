"""`avrotower check --against registry`: the state of the registry, as `audit` tells it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from audited import ITEM_KEY, field, value
from held_registry import URL, Held, refuse, registry
from program import Outcome, invoke

from avrotower.registry.client import Registry
from avrotower.registry.connection import Connection

Write = Callable[..., Path]
Finding = tuple[str, str, str]

POLICY = """edition = "2026"
[topics.stock]
kind = "event"
compatibility = "FULL_TRANSITIVE"
[topics.market]
kind = "command"
compatibility = "FULL"
[topics.sale]
cleanup = "compact"
[apps.engine]
application-ids = ["engine-v2"]
supersedes = ["engine-v1"]
"""
BROKER: dict[str, Any] = {"taken": "2999-01-01T00:00:00Z", "topics": {"stock": {}}}
APP = "engine-v1-KSTREAM-AGGREGATE-STATE-STORE-0000000003-changelog-value"
OTHERS = {"REG001", "REG008", "STM015", "STM016"}
"""Rules of which the two gates may say something."""


@pytest.fixture
def held(write: Write, monkeypatch: pytest.MonkeyPatch) -> Held:
    """Give a registry with much to tell, and a project with some of its subjects."""
    found = Held()
    found.add("stock-key", ITEM_KEY)
    found.add("stock-value", value())
    found.add("stock-value", value(field("pieces", default=0)))
    found.items[1]["deleted"] = True
    found.add("sale-value", value(name="Sale"))
    found.add("market-value", value(name="Market"))
    found.add("engine-v2-store-changelog-value", value(name="Store"))
    found.add(APP, value(name="State"))
    found.add("alien-value", value(name="Alien"))
    found.records["/config/sale-value"] = {"compatibilityLevel": "BACKWARD"}
    found.records["/config/alien-value"] = {"compatibilityLevel": "NONE"}
    found.records["/mode/stock-value"] = {"mode": "IMPORT"}
    found.records["/config/stock-value"] = {
        "compatibilityLevel": "BACKWARD",
        "alias": "alien-value",
        "validateNewSchemas": False,
    }

    def opened(_: Connection) -> Registry:
        return registry(found)

    monkeypatch.setattr(Registry, "open", opened)
    monkeypatch.setenv("AVROTOWER_REGISTRY__URL", URL)
    for item in found.items:
        path = item["subject"].replace("-value", "/value").replace("-key", "/key")
        if "alien" not in path:
            write(**{f"{path}.avsc": item["schema"]})
    write(**{"avrotower.toml": POLICY, "broker.json": json.dumps(BROKER)})
    return found


def told(done: Outcome, *, of_registry: bool = True) -> dict[Finding, str]:
    """Return the messages of all findings by code, place and fingerprint."""
    return {
        (f["code"], f["location"]["document"], f["fingerprint"]): f["message"]
        for entry in json.loads(done.out)["documents"]
        for f in entry["findings"]
        if not of_registry or f["code"][:3] in {"REG", "STM", "CMP"}
    }


def check(*arguments: str) -> Outcome:
    return invoke("check", "--against", "registry", "--format", "json", *arguments)


def audit(*arguments: str) -> Outcome:
    return invoke("audit", "--format", "json", *arguments)


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("broker", [(), ("--broker-snapshot", "broker.json")])
def test_a_subject_of_the_project_has_the_findings_of_an_audit(
    broker: tuple[str, ...],
) -> None:
    ours = told(check(*broker))
    audited = told(audit(*broker))

    assert {code for code, _, _ in ours} >= {
        *("REG001", "REG002", "REG007", "REG012", "REG013"),
        *("STM008", "STM015", "STM016", "CMP017"),
        *(("REG008", "STM014") if broker else ()),
    }
    assert ours == {
        key: message for key, message in audited.items() if key[1] != "alien-value"
    }


@pytest.mark.usefixtures("held")
def test_other_subjects_and_the_registry_as_a_whole_are_left_to_an_audit(
    held: Held,
) -> None:
    held.records["/mode"] = {"mode": "IMPORT"}
    held.records["/config"] = {"compatibilityLevel": "NONE"}

    ours = {place for _, place, _ in told(check())}
    audited = {place for _, place, _ in told(audit())}

    assert audited - ours == {"registry", "alien-value"}
    assert not any("alien" in path for path in held.paths[: len(held.paths) // 2])


@pytest.mark.usefixtures("held")
def test_only_what_was_judged_is_asked_for() -> None:
    places = {place for _, place, _ in told(check("sale"))}

    assert places == {"sale-value"}


def test_a_new_subject_has_no_state(write: Write, held: Held) -> None:
    write(**{"fresh/value.avsc": value(name="Fresh")})

    done = check("fresh")

    assert {place for _, place, _ in told(done)} == {"avrotower.toml"}
    assert json.loads(done.out)["summary"]["unread"] == []
    assert "/config/fresh-value" not in held.paths


@pytest.mark.usefixtures("held")
def test_lint_and_breaking_ask_for_no_state() -> None:
    for command in ("lint", "breaking"):
        against = ("--against", "registry") if command == "breaking" else ()
        found = told(invoke(command, "--format", "json", *against))
        assert not {code for code, _, _ in found} & OTHERS


@pytest.mark.usefixtures("held")
def test_the_last_line_says_where_the_findings_are(write: Write) -> None:
    write(**{"more/value.avsc": '{"type": "record", "name": "More", "fields": []}'})
    done = invoke("check", "--against", "registry", "--select", "REG,DOC")
    alone = invoke("check", "--against", "registry", "--select", "REG", "market")

    assert " and the registry\n" in done.out
    assert "1 warning in the registry; 1 document\n" in alone.out


@pytest.mark.usefixtures("held")
def test_without_a_broker_what_needs_it_is_skipped() -> None:
    (skip,) = (
        it
        for it in json.loads(check().out)["summary"]["skipped"]
        if it["input"] == "broker"
    )

    assert skip["codes"] == ["REG008", "STM014"]
    assert "--broker-snapshot" in skip["reason"]


@pytest.mark.usefixtures("held")
def test_the_policy_may_name_the_broker(write: Write) -> None:
    write(**{"avrotower.toml": f'{POLICY}[broker]\nsnapshot = "broker.json"\n'})

    assert "REG008" in {code for code, _, _ in told(check())}


def test_a_subject_that_others_refer_to_is_no_orphan(held: Held) -> None:
    reference = {"name": "shop.Sale", "subject": "sale-value", "version": 1}
    held.add("use-value", value(name="Use"), references=[reference])

    found = told(check("--broker-snapshot", "broker.json"))

    assert [place for code, place, _ in found if code == "REG008"] == ["market-value"]


def test_where_nobody_knows_what_refers_to_it_the_rule_is_skipped(held: Held) -> None:
    path = "/subjects/sale-value/versions/1/referencedby"
    held.instead[path] = lambda _: refuse(404, 404, "no such route")

    done = check("--broker-snapshot", "broker.json")

    assert "REG008" not in {code for code, _, _ in told(done)}
    skips = json.loads(done.out)["summary"]["skipped"]
    assert any("what refers to sale-value is not known" in it["reason"] for it in skips)


def test_settings_that_cannot_be_read_end_in_3(held: Held) -> None:
    held.instead["/mode/sale-value"] = lambda _: refuse(500, 50001, "no")

    done = check("sale")

    assert done.code == 3
    (lost,) = json.loads(done.out)["summary"]["unread"]
    assert lost["document"] == "sale-value"


@pytest.mark.usefixtures("held")
def test_a_waiver_accepts_a_finding_of_the_registry(write: Write) -> None:
    waiver = """[[waivers]]
rule = "REG001"
subject = "market-value"
reason = "raised with the next release"
owner = "team"
expires = 2999-01-01
"""
    lint = '[lint]\nmax-waiver = "999999d"\n'
    write(**{"avrotower.toml": POLICY + lint + waiver})

    for arguments in (("check", "--against", "registry"), ("lint",), ("check",)):
        done = invoke(*arguments, "--format", "json")
        found = [
            (f["code"], f["accepted"])
            for entry in json.loads(done.out)["documents"]
            for f in entry["findings"]
            if f["code"] in {"REG001", "LNT001"}
        ]
        is_asked = "registry" in arguments
        assert found == ([("REG001", "waiver")] if is_asked else []), arguments


@pytest.mark.usefixtures("held")
def test_a_baseline_holds_findings_of_the_registry(write: Write) -> None:
    root = write()
    against = ("--against", "registry")

    invoke("baseline", "write", *against)

    file = root / "avrotower-baseline.json"
    assert b"REG001" in file.read_bytes()
    assert b"CMP017" in file.read_bytes()
    before = file.read_bytes()
    for arguments in (against, ()):
        assert "took 0 findings" in invoke("baseline", "prune", *arguments).out
        assert file.read_bytes() == before
        found = {
            code
            for code, _, _ in told(
                invoke("check", "--format", "json", *arguments), of_registry=False
            )
        }
        assert "LNT004" not in found


def test_an_association_tells_the_role_at_both_gates(write: Write, held: Held) -> None:
    optional = ITEM_KEY.replace('"string", ', '["null", "string"], ')
    held.add("shop.ItemKey", optional)
    held.associate("shop.ItemKey", "stock", "key")
    entry = '[[subjects]]\nfiles = "odd/**"\nsubject = "{fullname}"\n'
    write(**{"avrotower.toml": POLICY + entry, "odd/item.avsc": optional})

    documents = [
        next(it for it in json.loads(done.out)["documents"] if it["document"] == name)
        for done, name in ((check(), "odd/item.avsc"), (audit(), "shop.ItemKey@1"))
    ]

    for document in documents:
        assert (document["role"], document["confidence"]) == ("key", "certain")
    ours, audited = (
        {(f["code"], f["fingerprint"]) for f in document["findings"]}
        for document in documents
    )
    assert "KEY001" in {code for code, _ in ours}
    assert ours == audited


def test_a_registry_that_hides_its_associations_has_none(held: Held) -> None:
    held.instead["/associations/resources/-/-"] = lambda _: refuse(403, 40301, "no")

    assert check().code == 1


# require-inputs


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("inputs", "arguments", "code", "said"),
    [
        (["registry"], (), 3, "no registry is given; name it with --against registry"),
        (["broker"], (), 3, "no broker snapshot is given"),
        (["broker"], ("--against", "registry"), 3, "no broker snapshot is given"),
        (["registry"], ("--against", "registry"), 1, ""),
        (
            ["registry", "broker"],
            ("--against", "registry", "--broker-snapshot", "broker.json"),
            1,
            "",
        ),
    ],
)
def test_required_inputs_are_there_or_the_run_ends_in_3(
    inputs: list[str],
    arguments: tuple[str, ...],
    code: int,
    said: str,
    write: Write,
) -> None:
    lint = f"[lint]\nrequire-inputs = {json.dumps(inputs)}\n"
    write(**{"avrotower.toml": POLICY + lint})

    done = invoke("check", *arguments)

    assert done.code == code, done.out
    assert said in done.out
    assert ("which [lint] require-inputs demands" in done.out) == (code == 3)
