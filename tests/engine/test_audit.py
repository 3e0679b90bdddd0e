"""An audit: what a registry holds, judged as documents and as a state."""

import json
from pathlib import Path

import httpx
import pytest
from audited import ITEM_KEY, Audited, broker, field, value
from held_registry import Held, refuse

from avrotower.engine.evolution import breaking
from avrotower.engine.result import Judgement, Plan, Table
from avrotower.engine.run import lint
from avrotower.errors import RegistryRefusedError

CHANGELOG = "engine-v1-store-changelog"


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def policy(text: str) -> None:
    Path("avrotower.toml").write_text(text, encoding="utf-8")


def test_a_registry_without_faults_has_no_findings() -> None:
    held = Held()
    held.add("stock-key", ITEM_KEY)
    held.add("stock-value", value())

    done = Audited(held)

    assert done.findings == []
    assert done.summary.documents == 2
    assert done.summary.unread == []


def told(judgements: list[Judgement], document: str) -> set[tuple[str, str, str]]:
    return {
        (f.code, f.location.pointer, f.message.partition(" (new reads")[0])
        for j in judgements
        if j.document == document
        for f in j.findings
    }


def test_the_same_text_gets_the_findings_of_lint_and_breaking() -> None:
    before = '{"type": "record", "name": "Stock", "fields": []}'
    after = before.replace("[]", '[{"name": "n", "type": ["int", "null"]}]')
    held = Held()
    held.add("stock-value", before)
    held.add("stock-value", after)
    Path("old").mkdir()
    Path("old/stock-value.avsc").write_text(before, encoding="utf-8")
    Path("stock-value.avsc").write_text(after, encoding="utf-8")

    found = told(Audited(held).judgements, "stock-value@2")

    linted = told([*lint(["stock-value.avsc"])], "stock-value.avsc")
    report = breaking(["stock-value.avsc"], against=["dir:old"])
    broken = told([*report], "stock-value.avsc")
    assert {code for code, _, _ in broken} >= {"CMP001"}
    assert found >= linted | broken
    assert {code for code, _, _ in found - linted - broken} <= {"CMP018"}


def test_a_subject_that_cannot_be_read_hides_no_other() -> None:
    held = Held()
    for name in ("a-value", "b-value", "c-value"):
        held.add(name, value(field("n", doc="")))
    held.instead["/schemas"] = lambda _: refuse(500, 50001, "broken")
    held.instead["/subjects/b-value/versions/1"] = lambda _: refuse(500, 50001, "no")

    done = Audited(held)

    assert {j.document for j in done.judgements if j.is_document} == {
        "a-value@1",
        "c-value@1",
    }
    assert [unread.document for unread in done.summary.unread] == ["b-value@1"]
    assert "answered 500/50001, 'no'" in done.summary.unread[0].reason


def test_settings_that_cannot_be_read_are_told_and_make_rules_skip() -> None:
    held = Held()
    held.add("stock-value", value())
    held.instead["/config/stock-value"] = lambda _: refuse(500, 50001, "no")

    done = Audited(held)

    (unread,) = done.summary.unread
    assert unread.document == "stock-value"
    assert ("registry", unread.reason) in done.summary.skipped


def test_a_registry_that_wants_a_password_ends_the_audit() -> None:
    held = Held()
    held.add("stock-value", value())
    held.instead["/config/stock-value"] = lambda _: refuse(401, 40101, "Unauthorized")

    with pytest.raises(RegistryRefusedError):
        Audited(held)


def test_a_type_that_others_use_is_shared_wherever_it_stands_in_the_list() -> None:
    money = json.dumps(
        {
            "type": "record",
            "name": "Money",
            "namespace": "shop",
            "doc": "An amount.",
            "fields": [field("pence")],
        }
    )
    held = Held()
    held.add("shop.Money", money)
    uses = {"name": "price", "type": "shop.Money", "doc": "What it costs."}
    reference = {"name": "shop.Money", "subject": "shop.Money", "version": 1}
    held.add("stock-value", value(uses), references=[reference])

    done = Audited(held)

    kinds = {j.document: j.subject.kind for j in done.judgements if j.is_document}
    assert kinds == {"stock-value@1": "unknown", "shop.Money@1": "shared"}
    assert done.of("VAL001") == []


def test_a_finding_in_a_referenced_schema_shows_its_text() -> None:
    held = Held()
    part = '{"type": "record", "name": "Part", "namespace": "shop", "fields": []}'
    optional = part.replace(
        "[]", '[{"name": "x", "type": ["null", "int"], "default": null}]'
    )
    held.add("shop.Part", optional)
    reference = {"name": "shop.Part", "subject": "shop.Part", "version": 1}
    key = ITEM_KEY.replace('"string"', '"shop.Part"')
    held.add("stock-key", key, references=[reference])

    (finding,) = Audited(held).of("KEY001")

    assert finding.location.document == "shop.Part@1"
    assert finding.location.span is not None


def test_versions_that_the_latest_cannot_read_are_told_beyond_the_level() -> None:
    held = Held()
    held.add("stock-value", value(field("a")))
    held.add("stock-value", value(field("a"), field("b", default=0)))
    held.add("stock-value", value(field("a"), field("b")))

    done = Audited(held)

    (finding,) = done.of("CMP018")
    assert finding.location.document == "stock-value@3"
    assert "1 of 3 versions of stock-value cannot be read by the latest: 1 (" in (
        finding.message
    )


def test_what_the_demanded_level_tells_is_not_told_twice() -> None:
    policy('[topics.stock]\nkind = "entity"\nid-in = "value"\n')
    held = Held()
    held.records["/config"] = {"compatibilityLevel": "FULL_TRANSITIVE"}
    held.add("stock-value", value())
    held.add("stock-value", value(field("b")))

    done = Audited(held)

    assert len(done.of("CMP001")) == 1
    assert done.of("CMP018") == []


def test_old_versions_do_not_matter_where_no_record_of_them_is_left() -> None:
    policy('[topics.stock]\ncleanup = "delete"\nretention = "7d"\n')
    held = Held()
    held.add("stock-value", value(field("a")))
    held.add("stock-value", value(field("a"), field("b", default=0)))
    held.add("stock-value", value(field("a"), field("b")))

    assert Audited(held).of("CMP018") == []


def test_soft_deleted_versions_are_history_and_are_told() -> None:
    held = Held()
    held.add("stock-value", value(field("a")), deleted=True)
    held.add("stock-value", value())

    done = Audited(held)

    (finding,) = done.of("REG007")
    assert "stock-value version 1 is soft-deleted" in finding.message
    gone = broker("price")
    assert Audited(held, gone).of("REG007") == []


def test_a_key_with_several_texts_is_told_where_preview_is_wanted() -> None:
    policy('[lint]\npreview = true\nignore = ["KEY009"]\n')
    held = Held()
    held.add("stock-key", ITEM_KEY)
    held.add("stock-key", ITEM_KEY.replace("Article", "The article"))

    (finding,) = Audited(held).of("KEY017")

    assert "key of stock has 2 versions (ids 1, 2) with different texts" in (
        finding.message
    )
    (related,) = finding.related
    assert related.location.document == "stock-key@1"


def test_levels_are_those_in_force_where_they_come_from() -> None:
    policy('[topics.stock]\nkind = "event"\n[topics.price]\nkind = "event"\n')
    held = Held()
    held.add("stock-value", value())
    held.add("price-value", value(name="Price"))
    held.records["/config/price-value"] = {"compatibilityLevel": "FULL"}

    assert Audited(held).places("CMP017") == ["stock-value"]


def test_the_strictest_rule_about_a_level_speaks_alone() -> None:
    policy(
        '[topics.stock]\nkind = "entity"\ncompatibility = "FULL_TRANSITIVE"\n'
        'cleanup = "compact"\nstreams = true\nid-in = "value"\n'
    )
    held = Held()
    held.add("stock-value", value())
    held.records["/config"] = {"compatibilityLevel": "NONE"}

    done = Audited(held)

    assert [f.code for f in done.findings if f.code[:3] != "NAM"] == ["STM008"]
    assert done.places("STM008") == ["stock-value"]


def test_a_broker_says_what_is_compacted() -> None:
    held = Held()
    held.add("stock-value", value())
    compacted = broker("stock", cleanup_policy="compact")

    assert Audited(held).of("STM008") == []
    assert Audited(held, compacted).places("STM008") == ["stock-value"]


def test_partitions_are_the_brokers_where_it_knows_them() -> None:
    policy(
        "[topics]\nprice = { partitions = 12 }\nstock = { partitions = 48 }\n"
        '[join-groups]\nitems = ["price", "stock"]\n'
    )
    held = Held()
    held.add("stock-key", ITEM_KEY)
    held.add("price-key", ITEM_KEY)

    assert len(Audited(held).of("STM002")) == 1
    assert Audited(held, broker("price", "stock")).of("STM002") == []


def test_keys_of_a_join_group_are_compared_across_subjects() -> None:
    policy(
        '[topics]\nprice = {}\nstock = {}\n[join-groups]\nitems = ["price", "stock"]'
    )
    held = Held()
    held.add("price-key", ITEM_KEY)
    held.add("stock-key", ITEM_KEY.replace("Article", "The article"))

    (finding,) = Audited(held).of("STM001")

    assert finding.location.document == "stock-key@1"
    assert "keys of join group items differ: stock and price" in finding.message


def test_leftovers_of_applications_have_a_plan() -> None:
    policy(
        '[apps.engine]\napplication-ids = ["engine-v2"]\nsupersedes = ["engine-v1"]\n'
        'owner = "team-pricing"\n'
    )
    held = Held()
    for name in (CHANGELOG, "engine-v2-gone-changelog", "engine-v2-store-changelog"):
        held.add(f"{name}-value", value())
    held.add("watch-v1-store-changelog-value", value())
    held.records["/config"] = {"compatibilityLevel": "FULL_TRANSITIVE"}

    done = Audited(held, broker("engine-v2-store-changelog"))

    assert done.places("STM016") == [f"{CHANGELOG}-value"]
    assert done.places("STM014") == ["engine-v2-gone-changelog-value"]
    assert done.places("STM017") == ["watch-v1-store-changelog-value"]
    assert done.of("REG008") == []
    table, plan = done.report.appendix()
    assert isinstance(table, Table)
    assert table.rows[0][0] == "team-pricing"
    assert isinstance(plan, Plan)
    assert "2 subjects" in plan.title
    commands = [command for _, told in plan.steps for command in told]
    assert commands == [
        "curl -X DELETE 'http://r/subjects/engine-v1-store-changelog-value'",
        "curl -X DELETE 'http://r/subjects/engine-v2-gone-changelog-value'",
        "curl -X DELETE 'http://r/subjects/engine-v1-store-changelog-value?permanent=true'",
        "curl -X DELETE 'http://r/subjects/engine-v2-gone-changelog-value?permanent=true'",
    ]


def test_a_plan_for_many_subjects_is_paced() -> None:
    held = Held()
    for number in range(45):
        held.add(f"engine-s{number:02}-changelog-value", value())

    done = Audited(held, broker("price"))

    (plan,) = (part for part in done.report.appendix() if isinstance(part, Plan))
    _, soft = plan.steps[1]
    assert [soft.index("sleep 60"), soft.count("sleep 60")] == [20, 2]


def test_a_pseudo_topic_is_no_orphan_while_its_registration_topic_lives() -> None:
    registration = "engine-v1-price-subscription-registration-topic"
    held = Held()
    for end in ("-fk-key", "-pk-key", "-vh-value"):
        held.add(f"{registration}{end}", value())

    assert Audited(held, broker(registration)).of("STM014") == []
    assert len(Audited(held, broker("price")).of("STM014")) == 3


def test_without_a_broker_its_rules_are_skipped_with_the_reason() -> None:
    held = Held()
    held.add("stock-value", value())

    done = Audited(held)

    (key,) = (key for key in done.summary.skipped if key[0] == "broker")
    assert "no broker snapshot is given" in key[1]
    assert done.summary.skipped_codes[key] == {"REG008"}


def test_an_input_that_the_policy_demands_is_lost_when_it_lacks() -> None:
    policy('[lint]\nrequire-inputs = ["broker"]\n')
    held = Held()
    held.add("stock-value", value())

    (lost,) = Audited(held).summary.lost

    assert lost.what == "not judged"
    assert Audited(held, broker("stock")).summary.lost == []


def test_an_orphan_is_not_called_so_while_somebody_may_refer_to_it() -> None:
    held = Held()
    held.add("money-value", value())
    held.add("stock-value", value(name="Other"))
    held.instead["/schemas"] = lambda _: refuse(500, 50001, "broken")
    held.instead["/subjects/stock-value/versions"] = lambda _: refuse(500, 50001, "no")

    done = Audited(held, broker("stock"))

    assert done.of("REG008") == []
    assert any("money-value is not known" in why for _, why in done.summary.skipped)


def test_contexts_have_settings_of_their_own() -> None:
    held = Held()
    held.instead["/contexts"] = lambda _: httpx.Response(200, json=[".", ".eu"])
    held.add(":.eu:stock-value", value())
    held.records["/mode/:.eu:"] = {"mode": "IMPORT"}
    held.records["/config/:.eu:"] = {"compatibilityLevel": "NONE"}

    done = Audited(held)

    assert done.places("REG002") == [":.eu:"]
    assert done.places("CMP017") == [":.eu:stock-value"]


def test_a_document_that_is_no_avro_is_not_judged_and_not_unread() -> None:
    held = Held()
    held.add("stock-value", "{}", schemaType="JSON")

    done = Audited(held)

    assert done.summary.documents == 0
    assert done.summary.unread == []
    (table,) = done.report.appendix()
    assert isinstance(table, Table)
    assert table.rows == (("stock-value", "JSON"),)


def test_an_interrupted_audit_goes_on_where_it_stopped(tmp_path: Path) -> None:
    held = Held()
    for name in ("a-value", "b-value", "c-value"):
        held.add(name, value())
    state = tmp_path / "audit.state"

    Audited(held, state=state, stop_after=2)
    rest = Audited(held, state=state)

    judged = {j.document for j in rest.judgements if j.is_document}
    assert "a-value@1" not in judged
    assert "c-value@1" in judged
    assert not state.exists()


def test_accepted_findings_stay_accepted() -> None:
    policy(
        '[[waivers]]\nrule = "REG002"\nsubject = "registry"\nreason = "the import runs until Friday"\n'
        'owner = "me"\nexpires = 2099-01-01\n[lint]\nmax-waiver = "36500d"\n'
    )
    held = Held()
    held.records["/mode"] = {"mode": "IMPORT"}

    (finding,) = Audited(held).of("REG002")

    assert finding.accepted == "waiver"


def test_one_name_means_one_type_in_the_whole_registry() -> None:
    held = Held()
    held.add("price-value", value())
    held.add("sale-value", value())
    held.add("stock-value", value(field("pieces")))

    (finding,) = Audited(held).of("STR004")

    assert finding.location.document == "stock-value@1"
    assert "shop.Stock is defined differently in price-value@1" in finding.message
    (note,) = finding.related
    assert note.location.span is not None


def test_documents_are_judged_at_the_level_of_the_registry_too() -> None:
    held = Held()
    held.records["/config"] = {"compatibilityLevel": "FULL_TRANSITIVE"}
    held.add("stock-value", value(field("a")))
    held.add("stock-value", value())

    (finding,) = Audited(held).of("CMP002")

    assert "level FULL_TRANSITIVE" in finding.message


def test_a_level_that_nobody_knows_makes_its_rules_skip() -> None:
    held = Held()
    held.records["/config"] = {"compatibilityLevel": "SIDEWARD"}
    held.add("stock-value", value())

    done = Audited(held)

    key = ("registry", "the registry names no level of stock-value that we know")
    assert done.summary.skipped_codes[key] == {"CMP017", "STM008", "STM009"}


def test_a_record_of_a_subject_hides_those_above_but_for_what_is_shared() -> None:
    held = Held()
    more = {
        "defaultMetadata": {"properties": {"a": "b"}},
        "compatibilityGroup": "major",
        "validateNewSchemas": False,
    }
    held.records["/config"] = {"compatibilityLevel": "FULL_TRANSITIVE", **more}
    held.records["/config/price-key"] = {"compatibilityLevel": "FULL"}
    held.records["/config/price-value"] = {"compatibilityLevel": "FULL_TRANSITIVE"}
    for name in ("price-key", "stock-key"):
        held.add(name, ITEM_KEY)
    held.add("price-value", value())

    done = Audited(held, broker("price", "stock", cleanup_policy="compact"))

    (of_keys,) = done.of("REG005")
    assert "reaches key stock-key;" in of_keys.message
    (of_groups,) = done.of("REG004")
    assert "price-value: versions are compared within one major only" in (
        of_groups.message
    )
    assert done.places("REG012") == ["registry"]


def test_an_alias_is_followed_within_its_context() -> None:
    held = Held()
    held.instead["/contexts"] = lambda _: httpx.Response(200, json=[".", ".eu"])
    held.add(":.eu:test-value", value())
    held.records["/config/:.eu:test-value"] = {"alias": "price-value"}

    (finding,) = Audited(held).of("REG013")

    assert "registering :.eu:test-value writes :.eu:price-value" in finding.message


def test_a_state_is_told_once_and_not_with_the_document() -> None:
    policy('[lint]\nextend-select = ["REG003"]\n')
    held = Held()
    held.add("stock-key", ITEM_KEY)

    assert Audited(held).places("REG003") == ["stock-key"]
    held.records["/mode/stock-key"] = {"mode": "READONLY"}
    assert Audited(held).of("REG003") == []
