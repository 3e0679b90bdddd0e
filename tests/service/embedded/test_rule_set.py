"""Rule sets: what is refused, and how two become one."""

from typing import Any

import pytest

from avrotower_service.embedded.registry.refusal import RefusedError
from avrotower_service.embedded.registry.rule_set import check, merged, rule_set_of

RULE = {"name": "r", "kind": "CONDITION", "type": "CEL", "mode": "WRITE"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"domainRules": [RULE, RULE]}, "Found rule with duplicate name 'r'"),
        ({"domainRules": [{**RULE, "name": None}]}, "Missing rule name"),
        ({"domainRules": [{**RULE, "name": ""}]}, "Empty rule name"),
        ({"domainRules": [{**RULE, "name": "x" * 257}]}, "Rule name too long"),
        (
            {"domainRules": [{**RULE, "name": "1"}]},
            "Illegal initial character in rule name: 1",
        ),
        (
            {"domainRules": [{**RULE, "name": "a b"}]},
            "Illegal character in rule name: a b",
        ),
        ({"domainRules": [{**RULE, "type": None}]}, "Missing rule type"),
        (
            {"domainRules": [{**RULE, "onFailure": "A,B"}]},
            "Multiple actions only valid with WRITEREAD and UPDOWN",
        ),
        (
            {"domainRules": [{**RULE, "mode": "UPGRADE"}]},
            "Domain rules can only be WRITE, READ, WRITEREAD",
        ),
        (
            {"encodingRules": [{**RULE, "mode": "UPDOWN"}]},
            "Encoding rules can only be WRITE, READ, WRITEREAD",
        ),
        (
            {"migrationRules": [RULE]},
            "Migration rules can only be UPGRADE, DOWNGRADE, UPDOWN",
        ),
    ],
)
def test_a_rule_that_no_client_could_execute_is_refused(
    data: dict[str, Any], says: str
) -> None:
    with pytest.raises(RefusedError) as caught:
        check(rule_set_of(data))

    assert (caught.value.code, caught.value.message) == (42210, says)


def test_good_rules_pass() -> None:
    check(None)
    check(rule_set_of({"domainRules": [{**RULE, "onSuccess": "NONE"}]}))
    check(rule_set_of({"migrationRules": [{**RULE, "mode": "UPDOWN"}]}))


def test_a_rule_replaces_the_one_of_its_name() -> None:
    old = rule_set_of({"domainRules": [RULE, {**RULE, "name": "kept"}]})
    new = rule_set_of({"domainRules": [{**RULE, "doc": "new"}], "enableAt": "CLIENT"})

    both = merged(old, new)

    assert both is not None
    assert [(rule.name, rule.doc) for rule in both.domain] == [
        ("kept", None),
        ("r", "new"),
    ]
    assert both.enable_at == "CLIENT"
