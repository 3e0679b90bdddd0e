"""An audit of a registry in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from held_registry import Held, registry

from avrotower.engine.audit import audit, policy_of
from avrotower.engine.estate import NO_BROKER, BrokerInput
from avrotower.engine.result import Judgement, Summary
from avrotower.estate import Broker, BrokerTopic
from avrotower.finding import Finding
from avrotower.registry.estate import Reading
from avrotower.registry.state import State

ITEM_KEY = """{"type": "record", "name": "ItemKey", "namespace": "shop", "doc": "Item.",
"fields": [{"name": "item", "type": "string", "doc": "Article."}]}"""


def value(*fields: Mapping[str, Any], name: str = "Stock") -> str:
    """Return a value without faults, with more *fields*."""
    common = [
        {
            "name": "event_id",
            "type": {"type": "string", "logicalType": "uuid"},
            "doc": "Identifies it.",
        },
        {
            "name": "occurred_at",
            "type": {"type": "long", "logicalType": "timestamp-millis"},
            "doc": "When it was.",
        },
    ]
    record = {"type": "record", "name": name, "namespace": "shop", "doc": "Stock."}
    return json.dumps({**record, "fields": [*common, *fields]})


def field(name: str, **more: Any) -> Mapping[str, Any]:
    return {"name": name, "type": "int", "doc": "Pieces.", **more}


def broker(*topics: str, groups: Sequence[str] = (), **config: str) -> BrokerInput:
    """Return a broker with *topics*, which all have one *config*."""
    named = {key.replace("_", "."): text for key, text in config.items()}
    found = {topic: BrokerTopic(12, named) for topic in topics}
    return BrokerInput(Broker(found, frozenset(groups)))


class Audited:
    """What an audit of *held* under the policy of this directory gives."""

    def __init__(
        self,
        held: Held,
        given: BrokerInput = NO_BROKER,
        *,
        vendor: str = "confluent",
        state: Path | None = None,
        stop_after: int | None = None,
    ) -> None:
        policies, _ = policy_of()
        self.judgements: list[Judgement] = []
        with registry(held, vendor=vendor) as asked:
            known = State.load(state, "test") if state is not None else None
            reading = Reading(asked, state=known)
            self.report = audit(reading, policies=policies, given=given, url="http://r")
            for judgement in self.report:
                self.judgements.append(judgement)
                if len(self.judgements) == stop_after:
                    break
        assert self.report.summary.failures == []

    @property
    def summary(self) -> Summary:
        return self.report.summary

    @property
    def findings(self) -> list[Finding]:
        return [f for judgement in self.judgements for f in judgement.findings]

    def of(self, code: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.code == code]

    def places(self, code: str) -> list[str]:
        return [finding.location.document for finding in self.of(code)]
