"""Join groups, joins and applications that lead to nothing are told before a run."""

from pathlib import Path

import pytest

from avrotower.catalogue import RULES
from avrotower.errors import PolicyError
from avrotower.policy.load import load

TODAY = "2026-06-01"
TOPICS = """\
[topics]
"pricing.price.v1" = {}
"stock.level.v1" = {}
[apps.engine]
application-ids = ["engine-v1"]
"""
JOIN = """\
[[joins]]
app = "engine"
left = "pricing.price.v1"
right = "stock.level.v1"
"""


def told(directory: Path, text: str) -> list[str]:
    (directory / ".git").mkdir()
    (directory / "avrotower.toml").write_text(TOPICS + text, encoding="utf-8")
    try:
        load(str(directory), RULES, today=TODAY)
    except PolicyError as error:
        return [str(fault) for fault in error.errors]
    return []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "[topics.a]\nkind = 'entity'\nretractable = true\n",
            (
                '8:1: [topics.a]: "retractable" speaks of events, and its kind is entity; '
                "take one out"
            ),
        ),
        (
            "[topics.a]\nkind = 'event'\neffective-dated = 'valid_from'\n",
            (
                '8:1: [topics.a]: "effective-dated" speaks of entities and commands, and '
                "its kind is event; take one out"
            ),
        ),
        (
            '[join-groups]\nitems = ["pricing.price.v1", "stock.levels.v1"]\n',
            (
                '7:30: join group items: "stock.levels.v1" is no declared topic; '
                'did you mean "stock.level.v1"?'
            ),
        ),
        (
            '[join-groups.items]\nmembers = ["pricing.price.v1", "zzz"]\n',
            '7:32: join group items: "zzz" is no declared topic; write [topics.zzz] for it',
        ),
        (
            '[join-groups]\nitems = ["pricing.price.v1"]\n',
            (
                '7:1: "items" in [join-groups] is ["pricing.price.v1"]; '
                "it must be 2 entries or more"
            ),
        ),
        (
            '[join-groups.items]\nmembers = ["pricing.price.v1"]\n',
            (
                '7:1: "members" in [join-groups.items] is ["pricing.price.v1"]; '
                "it must be 2 entries or more"
            ),
        ),
        (
            '[join-groups]\nitems = ["stock.level.v1", "stock.level.v1"]\n',
            '7:28: join group items has "stock.level.v1" twice',
        ),
        (
            (
                '[join-groups.items]\nkey = "stock.level"\n'
                'members = ["pricing.price.v1", "stock.level.v1"]\n'
            ),
            (
                '7:1: join group items: key "stock.level" is none of its members; '
                'did you mean "stock.level.v1"?'
            ),
        ),
        (
            JOIN.replace('"engine"', '"engin"'),
            '7:1: [[joins]] 1: "engin" is no declared app; did you mean "engine"?',
        ),
        (
            JOIN.replace('"engine"', '"x"'),
            '7:1: [[joins]] 1: "x" is no declared app; write [apps.x] for it',
        ),
        (
            JOIN.replace("price.v1", "prices.v1"),
            (
                '8:1: [[joins]] 1: "pricing.prices.v1" is no declared topic; '
                'did you mean "pricing.price.v1"?'
            ),
        ),
        (
            JOIN + 'output = "zzz"\n',
            '10:1: [[joins]] 1: "zzz" is no declared topic; write [topics.zzz] for it',
        ),
        (JOIN + JOIN, "10:1: [[joins]] 2 says the same as [[joins]] 1"),
        (
            '[apps.b]\napplication-ids = ["b"]\noutputs = ["stock.level"]\n',
            (
                '8:12: [apps.b]: "stock.level" is no declared topic; '
                'did you mean "stock.level.v1"?'
            ),
        ),
        (
            '[apps.b]\napplication-ids = ["b", "b"]\n',
            '7:25: [apps.b] has "b" twice in "application-ids"',
        ),
        (
            '[apps.b]\napplication-ids = ["b"]\nsupersedes = ["a", "b"]\n',
            '8:20: [apps.b]: "b" runs, so it is not superseded; take it out',
        ),
    ],
)
def test_a_declaration_that_leads_to_nothing_is_told(
    tmp_path: Path, text: str, says: str
) -> None:
    assert told(tmp_path, text) == [f"avrotower.toml:{says}"]


@pytest.mark.parametrize(
    "text",
    [
        JOIN,
        JOIN + JOIN.replace("joins]]", 'joins]]\nright-as = "global-table"'),
        '[join-groups]\nitems = ["pricing.price.v1", "stock.level.v1"]\n',
        "[topics.a]\nkind = 'event'\nretractable = true\neffective-dated = false\n",
        "[topics.a]\nkind = 'command'\neffective-dated = true\n",
        '[apps.b]\napplication-ids = ["b-2"]\nsupersedes = ["b-1"]\n',
    ],
)
def test_declarations_that_fit_are_taken(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == []
