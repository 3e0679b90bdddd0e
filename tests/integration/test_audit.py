"""An audit of a real registry."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from audited import ITEM_KEY, field, value
from program import invoke

pytestmark = pytest.mark.integration

MONEY = '{"type": "record", "name": "Money", "namespace": "shop", "fields": []}'
BROKER = '{"taken": "2999-01-01T00:00:00Z", "topics": {"stock": {}, "sale": {}}}'
POLICY = """\
[topics.stock]
kind = "event"
[apps.engine]
application-ids = ["engine-v2"]
supersedes = ["engine-v1"]
"""


def put(url: str, path: str, body: Any, method: str = "POST") -> None:
    httpx.request(method, f"{url}{path}", json=body).raise_for_status()


def register(url: str, subject: str, text: str, **more: Any) -> None:
    put(url, f"/subjects/{subject}/versions", {"schema": text, **more})


def test_axonops_is_audited(
    upstream: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = upstream("axonops")
    register(url, "stock-key", ITEM_KEY)
    register(url, "stock-value", value())
    register(url, "stock-value", value(field("pieces", default=0)))
    register(url, "engine-v1-store-changelog-value", value(name="State"))
    register(url, "shop.Money", MONEY)
    price = {"name": "price", "type": "shop.Money", "doc": "What it costs."}
    reference = {"name": "shop.Money", "subject": "shop.Money", "version": 1}
    register(url, ":.eu:sale-value", value(name="Sale"))
    register(url, "sale-value", value(price, name="Sale"), references=[reference])
    httpx.delete(f"{url}/subjects/stock-value/versions/1").raise_for_status()
    put(url, "/config/:.eu:", {"compatibility": "NONE"}, "PUT")
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    Path("avrotower.toml").write_text(POLICY, encoding="utf-8")
    Path("broker.json").write_text(BROKER, encoding="utf-8")

    done = invoke(
        "audit",
        "--registry",
        url,
        "--broker-snapshot",
        "broker.json",
        "--format",
        "json",
    )

    report = json.loads(done.out)
    assert (done.code, done.err) == (1, "")
    found = {
        (finding["code"], finding["location"]["document"])
        for judgement in report["documents"]
        for finding in judgement["findings"]
    }
    assert ("REG007", "stock-value") in found
    assert ("STM016", "engine-v1-store-changelog-value") in found
    assert ("CMP017", "stock-value") in found
    assert ("CMP017", ":.eu:sale-value") in found
    assert ("DOC001", "shop.Money@1") in found
    # Other tests leave modes and subjects behind in the same registry.
    own = {"stock-key", "stock-value", "sale-value", ":.eu:sale-value", "shop.Money"}
    quiet = {(code, it) for code, it in found if code in {"REG002", "REG008"}}
    assert not {it for _, it in quiet} & own


def test_confluent_tells_in_check_what_it_tells_in_an_audit(
    upstream: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = upstream("confluent")
    optional = ITEM_KEY.replace('"string", ', '["null", "string"], ')
    entry = """[[subjects]]
files = "odd/**"
subject = "{fullname}"
[topics.checked]
kind = "event"
"""
    files = {
        "checked/value.avsc": ("checked-value", value()),
        "odd/item.avsc": ("shop.ItemKey", optional),
    }
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    Path("avrotower.toml").write_text(entry, encoding="utf-8")
    for name, (subject, text) in files.items():
        Path(name).parent.mkdir()
        Path(name).write_text(text, encoding="utf-8")
        register(url, subject, text)
    put(url, "/config/checked-value", {"compatibility": "NONE"}, "PUT")
    put(
        url,
        "/associations",
        {
            "resourceName": "checked",
            "resourceNamespace": "test",
            "resourceId": "checked",
            "resourceType": "topic",
            "associations": [
                {
                    "subject": "shop.ItemKey",
                    "associationType": "key",
                    "lifecycle": "WEAK",
                }
            ],
        },
    )
    monkeypatch.setenv("AVROTOWER_REGISTRY__URL", url)

    gates = [
        json.loads(invoke(*command, "--format", "json").out)["documents"]
        for command in (("check", "--against", "registry"), ("audit",))
    ]

    ours, audited = (
        {
            (finding["code"], finding["fingerprint"])
            for document in documents
            for finding in document["findings"]
            if document["subject"] in {"checked-value", "shop.ItemKey"}
        }
        for documents in gates
    )
    assert {"CMP017", "KEY001"} <= {code for code, _ in ours}
    assert ours == audited
