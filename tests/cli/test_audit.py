"""`avrotower audit`: the command."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from audited import value
from held_registry import Held, refuse, registry
from program import Outcome, invoke

from avrotower.errors import RegistryUnreachableError
from avrotower.registry.client import Registry
from avrotower.registry.connection import Connection

Audit = Callable[..., Outcome]
URL = "http://registry.test"
SNAPSHOT: dict[str, Any] = {
    "taken": "2999-01-01T00:00:00Z",
    "topics": {"stock": {"partitions": 12, "config": {}}},
    "groups": [],
}


@pytest.fixture
def connections() -> list[Connection]:
    return []


@pytest.fixture
def held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connections: list[Connection]
) -> Held:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    found = Held()
    found.add("stock-value", value())

    def opened(connection: Connection) -> Registry:
        connections.append(connection)
        return registry(found)

    monkeypatch.setattr(Registry, "open", opened)
    return found


def audit(*arguments: str, **env: str) -> Outcome:
    return invoke("audit", "--registry", URL, *arguments, env=env)


def test_a_registry_without_faults_is_clean(held: Held) -> None:
    done = audit()

    assert (done.code, done.err) == (0, "")
    assert "1 document, no findings" in done.out
    assert len(held.asked) > 0


def test_findings_are_counted_by_owner_and_rule(held: Held) -> None:
    Path("avrotower.toml").write_text(
        '[project]\nowner = "team-platform"\n[topics.stock]\nowner = "team-stock"\n'
        'kind = "event"\n',
        encoding="utf-8",
    )
    held.records["/mode"] = {"mode": "IMPORT"}

    done = audit()

    assert done.code == 1
    table = done.out.split("findings by owner and rule\n")[1].splitlines()
    assert table[:3] == [
        "  owner          CMP017  REG002",
        "  team-platform               1",
        "  team-stock          1",
    ]


def test_machines_are_told_the_owners(held: Held) -> None:
    Path("avrotower.toml").write_text(
        '[topics.stock]\nowner = "team-stock"\nkind = "event"\n', encoding="utf-8"
    )
    held.records["/mode"] = {"mode": "IMPORT"}

    owners = json.loads(audit("--format", "json").out)["summary"]["owners"]
    *_, last = audit("--format", "jsonl").out.splitlines()

    assert owners == [
        {"owner": "team-stock", "by-code": {"CMP017": 1}},
        {"owner": None, "by-code": {"REG002": 1}},
    ]
    assert json.loads(last)["owners"] == owners


def test_markdown_has_the_table_and_the_plan(held: Held) -> None:
    held.add("app-v1-store-changelog-value", value())
    Path("broker.json").write_text(json.dumps(SNAPSHOT), encoding="utf-8")

    done = audit("--broker-snapshot", "broker.json", "--format", "markdown")

    assert "| owner | STM008 | STM014 |" in done.out
    assert "#### clean-up plan for 1 subject" in done.out
    assert f"curl -X DELETE '{URL}/subjects/app-v1-store-changelog-value'" in done.out


@pytest.mark.parametrize(
    "form",
    [
        "json",
        "jsonl",
        "github",
        "gitlab",
        "sarif",
        "junit",
        "checkstyle",
        "rdjson",
        "html",
    ],
)
def test_every_format_tells_a_finding_of_the_registry(held: Held, form: str) -> None:
    held.records["/mode"] = {"mode": "IMPORT"}

    done = audit("--format", form)

    assert done.code == 1
    assert "REG002" in done.out


def test_quiet_says_nothing_but_findings(held: Held) -> None:
    held.records["/mode"] = {"mode": "IMPORT"}

    done = audit("--quiet")

    assert len(done.out.splitlines()) == 2


def test_a_subject_that_cannot_be_read_ends_in_3(held: Held) -> None:
    held.instead["/config/stock-value"] = lambda _: refuse(500, 50001, "no")

    done = audit()

    assert done.code == 3
    assert "stock-value: not read: the registry answered 500/50001" in done.out


def test_a_registry_that_is_not_there_ends_in_3(
    held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_: object) -> Registry:
        raise RegistryUnreachableError("GET /", "is not there", kind="down")

    monkeypatch.setattr(Registry, "open", down)

    done = audit()

    assert done.code == 3
    assert done.err == "avrotower: the registry is not there (GET /)\n"
    assert held.asked == []


def test_without_a_registry_it_says_how_to_name_one(held: Held) -> None:
    done = invoke("audit")

    assert done.code == 2
    assert "write --registry URL, set AVROTOWER_REGISTRY__URL" in done.err
    assert held.asked == []


@pytest.mark.usefixtures("held")
def test_the_policy_may_name_the_registry(connections: list[Connection]) -> None:
    Path("avrotower.toml").write_text(
        f'[registry]\nurl = "{URL}"\nvendor = "axonops"\n', encoding="utf-8"
    )

    assert invoke("audit").code == 0
    (connection,) = connections
    assert (connection.url, connection.vendor) == (URL, "axonops")


@pytest.mark.usefixtures("held")
def test_credentials_come_from_the_environment_only(
    connections: list[Connection],
) -> None:
    done = invoke("audit", "--registry", "http://me:secret@registry.test")

    assert done.code == 2
    assert "secret" not in done.err
    assert "AVROTOWER_REGISTRY__PASSWORD" in done.err

    assert audit(AVROTOWER_REGISTRY__TOKEN="t").code == 0  # noqa: S106  no password
    (connection,) = connections
    assert connection.credentials


def test_an_old_snapshot_counts_as_missing(held: Held) -> None:
    old = {**SNAPSHOT, "taken": "2020-01-01T00:00:00Z"}
    Path("broker.json").write_text(json.dumps(old), encoding="utf-8")
    Path("avrotower.toml").write_text(
        '[lint]\nrequire-inputs = ["broker"]\n[broker]\nsnapshot = "broker.json"\n',
        encoding="utf-8",
    )

    done = audit()

    assert done.code == 3
    assert "is from 2020-01-01T00:00:00Z, older than [broker] max-age (24h)" in done.out
    assert held.asked


def test_a_snapshot_that_is_none_ends_in_2(held: Held) -> None:
    Path("broker.json").write_text('{"topics": []', encoding="utf-8")

    done = audit("--broker-snapshot", "broker.json")

    assert done.code == 2
    assert "broker.json:1:14: the broker snapshot is no JSON" in done.err
    assert held.asked == []


def test_a_state_of_another_registry_is_refused(held: Held) -> None:
    Path("audit.state").write_text(
        '{"layout": 1, "source": "http://other", "done": []}', encoding="utf-8"
    )

    done = audit("--state", "audit.state")

    assert done.code == 2
    assert "belongs to 'http://other'" in done.err
    assert held.asked == []


def test_rules_can_be_chosen(held: Held) -> None:
    held.records["/mode"] = {"mode": "IMPORT"}

    done = audit("--select", "REG", "--quiet")

    assert [line.split()[:3] for line in done.out.splitlines()[::2]] == [
        ["registry:", "error", "REG002"]
    ]
