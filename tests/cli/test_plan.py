"""avrotower plan and avrotower apply, against a registry in memory."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import httpx
import pytest
from held_registry import Held, refuse, registry
from jsonschema import Draft202012Validator
from program import Outcome, invoke

from avrotower.registry.client import Registry
from avrotower.registry.connection import Connection

URL = "http://registry.test"
SCHEMAS = Path(__file__).parents[2] / "schemas"
POLICY = """version = 1
edition = "2026"

[topics.price]
kind = "entity"
compatibility = "FULL_TRANSITIVE"

[topics.stock]
kind = "event"
"""
Run = Callable[..., Outcome]


@pytest.fixture
def held() -> Held:
    """Give a registry with subjects of the shop, and one that nobody declares."""
    found = Held()
    for name in ("price-key", "price-value", "stock-value", "other-value"):
        found.add(name)
    return found


@pytest.fixture
def run(held: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give what runs the command against the registry."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "avrotower.toml").write_text(POLICY, encoding="utf-8")

    def opened(connection: Connection, transport: Any = None) -> Registry:
        del transport
        return registry(
            held, url=connection.url, vendor=connection.vendor or "confluent"
        )

    monkeypatch.setattr(Registry, "open", opened)

    def give(*arguments: str, **more: Any) -> Outcome:
        return invoke(*arguments, "--registry", URL, **more)

    return give


def writes(held: Held) -> list[str]:
    return [r.url.path for r in held.asked if r.method != "GET"]


def test_a_plan_is_a_diff(run: Run, held: Held) -> None:
    done = run("plan")

    assert done.code == 1
    assert done.err == ""
    assert done.out == (
        "registry http://registry.test (confluent)\n"
        "\n"
        "- price-value: BACKWARD\n"
        "+ FULL_TRANSITIVE  entity, avrotower.toml:6\n"
        "\n"
        "- stock-value: BACKWARD\n"
        "+ FULL  event, profile:recommended\n"
        "\n"
        "2 changes planned; 3 subjects of the policy compared\n"
        "1 subject that no topic and no entry of [[subjects]] declares, never changed: "
        "other-value\n"
    )
    assert writes(held) == []


def test_a_plan_is_json_that_its_schema_describes(run: Run, held: Held) -> None:
    held.records["/mode/stock-value"] = {"mode": "IMPORT"}
    held.records["/config/stock-value"] = {"compatibilityLevel": "FULL_TRANSITIVE"}
    held.instead["/config/price-value"] = lambda _: refuse(403, 40301, "no")

    done = run("plan", "--format", "json")
    told = json.loads(done.out)

    schema = json.loads((SCHEMAS / "plan.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(told)  # pyright: ignore[reportUnknownMemberType]  half-typed stubs
    assert done.code == 3
    assert told["changes"][0]["danger"].startswith("in mode IMPORT")
    assert [entry["subject"] for entry in told["kept"]] == ["stock-value"]
    assert [entry["subject"] for entry in told["unasked"]] == ["price-value"]


def test_nothing_lacks_after_a_plan_is_applied(run: Run, held: Held) -> None:
    assert run("apply", "--yes").code == 0
    done = run("plan")

    assert done.code == 0
    assert "nothing lacks; 3 subjects of the policy compared" in done.out
    assert writes(held) == ["/config/price-value", "/config/stock-value"]


def test_exactly_the_plan_of_a_file_is_applied(run: Run, held: Held) -> None:
    assert (
        "apply it with: avrotower apply plan.json"
        in run("plan", "--out", "plan.json").out
    )
    held.add("price-value")
    held.records["/mode/price-value"] = {"mode": "IMPORT"}

    done = run("apply", "plan.json", "--yes")

    assert done.code == 0
    assert done.out.endswith(
        "done              price-value: BACKWARD -> FULL_TRANSITIVE\n"
        "done              stock-value: BACKWARD -> FULL\n"
        "2 of 2 changes done\n"
    )
    assert writes(held) == ["/config/price-value", "/config/stock-value"]


def test_a_plan_of_another_policy_is_not_applied(run: Run, held: Held) -> None:
    run("plan", "--out", "plan.json")
    Path("avrotower.toml").write_text(f"{POLICY}compatibility = 'BACKWARD'\n")

    done = run("apply", "plan.json", "--yes")

    assert done.code == 2
    assert "the policy has changed since" in done.err
    assert writes(held) == []


def test_a_plan_of_another_registry_is_not_applied(run: Run, held: Held) -> None:
    run("plan", "--out", "plan.json")

    done = invoke("apply", "plan.json", "--yes", "--registry", "http://other.test")

    assert done.code == 2
    assert "was made for http://registry.test" in done.err
    assert writes(held) == []


def test_without_a_terminal_nobody_is_asked(run: Run, held: Held) -> None:
    done = run("apply", stdin=b"y\n")

    assert done.code == 2
    assert "--yes" in done.err
    assert held.asked == []


@pytest.mark.parametrize(("says", "expected"), [(True, (0, 2)), (False, (1, 0))])
def test_on_a_terminal_somebody_decides(
    run: Run,
    held: Held,
    monkeypatch: pytest.MonkeyPatch,
    expected: tuple[int, int],
    *,
    says: bool,
) -> None:
    asked: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        asked.append(text)
        return says

    monkeypatch.setattr("avrotower_cli.apply.has_terminal", lambda: True)
    monkeypatch.setattr(click, "confirm", confirm)

    done = run("apply")

    assert (done.code, len(writes(held))) == expected
    assert asked == ["write 2 changes to http://registry.test?"]


def test_the_first_refusal_stops_and_the_rest_is_told(run: Run, held: Held) -> None:
    refusing(held, lambda: refuse(403, 40301, "not you"))

    done = run("apply", "--yes")

    assert done.code == 1
    assert "refused           price-value: BACKWARD -> FULL_TRANSITIVE" in done.out
    assert "'not you'" in done.out
    assert done.out.endswith(
        "not done          stock-value: BACKWARD -> FULL\n0 of 2 changes done\n"
    )
    assert writes(held) == ["/config/price-value"]


def test_a_write_without_an_answer_is_unknown(run: Run, held: Held) -> None:
    def lose() -> httpx.Response:
        raise httpx.ReadError("gone")

    refusing(held, lose)

    done = run("apply", "--yes")

    assert done.code == 3
    assert "unknown           price-value: BACKWARD -> FULL_TRANSITIVE" in done.out
    assert "not done          stock-value" in done.out


def test_an_interrupted_run_says_how_far_it_has_come(run: Run, held: Held) -> None:
    def stop(_: httpx.Request) -> httpx.Response:
        if writes(held):
            raise KeyboardInterrupt
        return httpx.Response(200, json={"compatibilityLevel": "BACKWARD"})

    held.instead["/config/stock-value"] = stop

    done = run("apply", "--yes")

    assert done.code == 130
    assert done.out.endswith(
        "done              price-value: BACKWARD -> FULL_TRANSITIVE\n"
        "not done          stock-value: BACKWARD -> FULL\n"
        "1 of 2 changes done\n"
    )


def refusing(held: Held, answer: Callable[[], httpx.Response]) -> None:
    """Let the level of the price be read as ever, and written as *answer* does."""

    def give(request: httpx.Request) -> httpx.Response:
        return answer() if request.method == "PUT" else held.answer(request)

    held.instead["/config/price-value"] = give


@pytest.mark.parametrize("command", ["plan", "apply"])
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "no registry is named"),
        (("--registry", "http://me:secret@registry.test"), "contains credentials"),
        (("--registry", "registry"), "is no address of a registry"),
        (("--registry", "http://[::1"), "is no address of a registry"),
    ],
)
def test_a_registry_that_is_not_named_well_is_wrong_use(
    run: Run, command: str, arguments: tuple[str, ...], said: str
) -> None:
    del run
    yes = ("--yes",) if command == "apply" else ()

    done = invoke(command, *yes, *arguments, env={"AVROTOWER_REGISTRY__URL": None})

    assert done.code == 2
    assert said in " ".join(done.err.split())
    assert "secret" not in done.err


def test_the_registry_of_a_variable_or_of_the_policy_is_asked(run: Run) -> None:
    del run
    assert invoke("plan", env={"AVROTOWER_REGISTRY__URL": URL}).code == 1

    Path("avrotower.toml").write_text(f"{POLICY}[registry]\nurl = '{URL}'\n")
    assert invoke("plan", env={"AVROTOWER_REGISTRY__URL": None}).code == 1


def test_without_a_policy_there_is_nothing_to_compare_with(run: Run) -> None:
    Path("avrotower.toml").unlink()

    done = run("plan")

    assert done.code == 2
    assert "there is no avrotower.toml" in done.err


def test_a_registry_that_is_not_there_is_told(run: Run, held: Held) -> None:
    held.instead["/subjects"] = lambda _: refuse(503, 503, "starting")

    done = run("plan", "--out", "plan.json")

    assert done.code == 3
    assert "503" in done.err
    assert not Path("plan.json").exists()


def test_names_of_subjects_do_not_rule_the_terminal(run: Run, held: Held) -> None:
    held.add("evil\x1b[2J-value")

    assert "\x1b" not in run("plan").out


def test_what_cannot_be_planned_lacks_all_the_same(run: Run, held: Held) -> None:
    held.records["/mode"] = {"mode": "IMPORT"}
    for name in ("price-value", "stock-value"):
        held.records[f"/config/{name}"] = {"compatibilityLevel": "FULL_TRANSITIVE"}
    Path("avrotower.toml").write_text(f"{POLICY}[registry]\nvendor = 'karapace'\n")

    done = run("apply", "--yes")

    assert done.code == 1
    assert "the whole registry is in mode IMPORT" in done.out
    assert "not planned: karapace cannot set modes" in done.out
    assert writes(held) == []
