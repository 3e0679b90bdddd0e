"""Policy files: found, read, extended, merged, refused with all that is wrong."""

import hashlib
import json
import os
from pathlib import Path

import pytest
from policy_file import TODAY, faults, loaded, write

from avrotower.catalogue import RULES
from avrotower.errors import PolicyError
from avrotower.policy.load import load

# Discovery


def test_the_nearest_file_on_the_way_up_counts(project: Path) -> None:
    write(project / "avrotower.toml", "[project]\nname = 'outer'\n")
    write(project / "sub/avrotower.toml", "[project]\nname = 'inner'\n")
    (project / "sub/deep").mkdir()

    assert loaded(project / "sub/deep").data["project"]["name"] == "inner"
    assert loaded(project).data["project"]["name"] == "outer"


def test_the_search_ends_at_the_work_tree(project: Path) -> None:
    write(project.parent / "avrotower.toml", "")
    try:
        assert load(str(project), RULES, today=TODAY) is None
    finally:
        (project.parent / "avrotower.toml").unlink()


def test_a_table_in_pyproject_is_a_policy(project: Path) -> None:
    write(
        project / "pyproject.toml",
        "[tool.other]\n[tool.avrotower.project]\nname = 'shop'\n",
    )

    found = loaded(project)

    assert (found.name, found.data["project"]["name"]) == ("pyproject.toml", "shop")


def test_a_pyproject_that_only_mentions_us_is_none(project: Path) -> None:
    write(project / "avrotower.toml", "")
    write(project / "sub/pyproject.toml", "[project]\ndependencies = ['avrotower']\n")

    assert loaded(project / "sub").root == str(project)


def test_two_policies_in_one_directory_are_one_too_many(project: Path) -> None:
    write(project / "avrotower.toml", "")
    write(project / "pyproject.toml", "[tool.avrotower]\n")

    assert faults(project) == [
        (
            "pyproject.toml:1:1: beside avrotower.toml, pyproject.toml has "
            "[tool.avrotower] too; keep one"
        )
    ]


def test_a_named_file_replaces_the_search(project: Path, tmp_path: Path) -> None:
    write(project / "avrotower.toml", "[project]\nname = 'near'\n")
    named = write(tmp_path / "other/base.toml", "[project]\nname = 'named'\n")

    assert loaded(project, str(named)).data["project"]["name"] == "named"


def test_a_named_file_that_is_not_there_is_told(project: Path) -> None:
    with pytest.raises(PolicyError, match="no such file"):
        load(str(project), RULES, config=str(project / "none.toml"), today=TODAY)


# Extending


def test_the_own_file_is_the_strongest(project: Path) -> None:
    write(
        project / "base.toml",
        """
        [project]
        owner = "base"
        name = "base"
        [lint]
        locked = ["KEY009"]
        extend-ignore = ["AVR012"]
        [[subjects]]
        files = "base"
        [[overrides]]
        files = ["base"]
        """,
    )
    write(
        project / "avrotower.toml",
        """
        extends = ["profile:strict", "base.toml"]
        [project]
        name = "own"
        [lint]
        extend-ignore = ["AVR013"]
        [[subjects]]
        files = "own"
        [[overrides]]
        files = ["own"]
        """,
    )

    found = loaded(project)

    assert found.profile == "strict"
    assert found.data["project"]["owner"] == "base"
    assert found.data["project"]["name"] == "own"
    assert found.data["lint"]["locked"] == ["KEY009"]
    assert found.data["lint"]["extend-ignore"] == ["AVR012", "AVR013"]
    assert [entry["files"] for entry in found.data["subjects"]] == ["own", "base"]
    assert [entry["files"] for entry in found.data["overrides"]] == [["base"], ["own"]]


def test_a_service_is_not_inherited(project: Path) -> None:
    write(project / "base.toml", "[service.listen]\nport = 9999\n")
    write(project / "avrotower.toml", 'extends = ["base.toml"]\n')

    assert loaded(project).data["service"]["listen"]["port"] == 8081


def test_policies_that_extend_each_other_are_told_with_their_way(project: Path) -> None:
    write(project / "a.toml", 'extends = ["avrotower.toml"]\n')
    write(project / "avrotower.toml", 'extends = ["a.toml"]\n')

    assert faults(project) == [
        (
            "avrotower.toml:1:1: policies extend each other: "
            "avrotower.toml → a.toml → avrotower.toml"
        )
    ]


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('"profile:recomended"', 'did you mean "recommended"?'),
        ('"nope.toml"', '"nope.toml" is no file'),
        (
            '{ url = "https://example.com/p.toml", sha256 = "' + "a" * 64 + '" }',
            "there is no copy of https://example.com/p.toml",
        ),
    ],
)
def test_what_cannot_be_extended_is_told(project: Path, entry: str, says: str) -> None:
    write(project / "avrotower.toml", f"extends = [\n  {entry},\n]\n")

    (fault,) = faults(project)

    assert fault.startswith("avrotower.toml:2:3: ")
    assert says in fault


def test_a_kept_copy_counts_only_with_its_digest(project: Path) -> None:
    text = "[project]\nowner = 'company'\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    copy = write(project / f".avrotower/policies/{digest}.toml", text)
    write(
        project / "avrotower.toml",
        f'extends = [{{ url = "https://example.com/p", sha256 = "{digest}" }}]\n',
    )

    assert loaded(project).data["project"]["owner"] == "company"

    copy.write_text("# altered\n", encoding="utf-8")
    assert "was altered" in faults(project)[0]


# Faults


def test_all_faults_of_all_files_are_told_together(project: Path) -> None:
    write(project / "base.toml", "[lint]\nfail-on = 'never'\n")
    write(
        project / "avrotower.toml",
        'extends = ["base.toml"]\n[topics.a]\npartition = 3\n'
        "[rules.missing-id-fields]\n[rules.id-field-type]\ntipes = []\n",
    )

    told = faults(project)

    assert told[-1].startswith('base.toml:2:1: "fail-on" in [lint] is "never"; ')
    assert [fault.partition(": ")[0] for fault in told] == [
        "avrotower.toml:3:1",
        "avrotower.toml:4:1",
        "avrotower.toml:6:1",
        "base.toml:2:1",
    ]
    assert 'did you mean "partitions"?' in told[0]
    assert 'did you mean "missing-id-field" (VAL001)?' in told[1]
    assert 'has no option "tipes"; did you mean "types"?' in told[2]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = \n", "avrotower.toml:1:5: not TOML: "),
        ("version = 2\n", '"version" in the file is 2; it must be one of 1'),
        ("[project]\ninclude = 'x'\n", "must be an array"),
        ("[topics.a]\nretention = '7x'\n", 'write it like "500ms" or "7d"'),
        ("[topics.a]\nkey = 'strin'\n", 'did you mean "string"?'),
        ("[[waivers]]\nrule = 'KEY001'\n", 'without "reason"'),
        ("[service.upstream]\npassword = 'x'\n", "must not stand in a file"),
        ("[registry]\npage = 0\n", "greater than or equal to 1"),
        ("edition = '2031'\n", 'edition "2031" is not known to this release'),
        ("required-version = '>=90'\n", "and the policy wants >=90"),
        ("required-version = 'new'\n", 'write it like ">=0.1,<2"'),
        ("[lint]\nselect = ['KEY0001']\n", 'unknown rule "KEY0001" in [lint]'),
        ("[lint.severity]\nNOPE = 'off'\n", 'unknown rule "NOPE" in [lint.severity]'),
        ("[kinds.event]\nignore = ['nope']\n", 'unknown rule "nope"'),
        ("[[overrides]]\noptions = { nope = {} }\n", 'unknown rule "nope"'),
        ("[rules.missing-id-field]\npaths = 'id'\n",
         '"paths" of missing-id-field is "id"; it must be an array such as ["one"'),
        ("[rules.missing-id-field]\nexact = 'ye'\n", '"exact" of missing-id-field'),
        ("[lint]\n[topics.a]\n[lint]\n",
         "toml:3:6: [lint] stands in the file twice; put its keys into the first one"),
        ("version = 1\n[topic.a]\nkind = 'event'\n", 'toml:2:1: unknown key "topic"'),
        ("[lint]\nselect = ['XYZ']\n", "; avrotower rules lists those that there are"),
        ("[[subjects]]\nrole = 'key'\n", 'needs "files" or "match"'),
        ("[topics.a]\nkey = { file = 'no.avsc' }\n", 'there is no file "no.avsc"'),
        ("[topics.a]\n[apps.x]\napplication-ids = ['x']\ninputs = ['b']\n",
         '"b" is no declared topic'),
        ("[[joins]]\napp = 'a'\nleft = 'l'\nright = 'r'\n", '"l" is no declared topic'),
        ("[compat]\nsinks = ['flink']\n", 'does not act on "sinks" yet'),
        ("[topics.a]\nkey = 'none'\nid-in = 'key'\n",
         ':3:1: [topics.a]: records without a key have no id in it; say another "id-in"'),
    ],
)  # fmt: skip
def test_a_fault_says_what_where_and_what_now(
    project: Path, text: str, says: str
) -> None:
    write(project / "avrotower.toml", text)

    told = faults(project)

    assert any(says in fault for fault in told), told
    assert all(fault.startswith("avrotower.toml:") for fault in told)


WAIVER = """
[[waivers]]
rule = "KEY001"
{where}
reason = "fixed by law"
owner = "team"
expires = {expires}
"""


@pytest.mark.parametrize(
    ("where", "expires", "says"),
    [
        ("", "2026-07-01", 'needs "subject", "topic" or "file"'),
        ("subject = 's'", "2030-01-01", "ends later than max-waiver allows"),
    ],
)
def test_a_waiver_names_its_finding_and_an_end_in_sight(
    project: Path, where: str, expires: str, says: str
) -> None:
    write(project / "avrotower.toml", WAIVER.format(where=where, expires=expires))

    assert says in faults(project)[0]


def test_a_waiver_is_read(project: Path) -> None:
    text = WAIVER.format(where="subject = 's'", expires="2026-07-01")
    write(project / "avrotower.toml", text)

    assert loaded(project).data["waivers"][0]["expires"] == "2026-07-01"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[lint]\nextend-ignore = ['KEY009']\n", "base.toml locks KEY009; this switches it off"),
        ("[lint]\nseverity = { KEY009 = 'info' }\n", 'this sets it to "info"'),
        ("[roles.key]\nignore = ['KEY']\n", "this switches it off"),
        ("[[overrides]]\nseverity = { key-schema-changed = 'off' }\n", 'sets it to "off"'),
    ],
)  # fmt: skip
def test_a_locked_rule_is_lowered_only_where_it_is_locked(
    project: Path, text: str, says: str
) -> None:
    write(project / "base.toml", "[lint]\nlocked = ['key-schema-changed']\n")
    write(project / "avrotower.toml", f"extends = ['base.toml']\n{text}")

    assert [says in fault for fault in faults(project)] == [True]


# What is kept


def test_a_policy_that_was_read_is_kept_and_read_from_there(project: Path) -> None:
    write(project / "avrotower.toml", "[project]\nname = 'shop'\n")
    first = loaded(project)
    (kept,) = (project / ".avrotower_cache").glob("policy-*.json")
    before = kept.stat().st_mtime_ns

    assert loaded(project) == first
    assert kept.stat().st_mtime_ns == before
    assert (project / ".avrotower_cache/.gitignore").read_text("utf-8") == "*\n"


def test_what_is_kept_is_never_wrong(project: Path) -> None:
    base = write(project / "base.toml", "[project]\nowner = 'a'\n")
    write(project / "avrotower.toml", 'extends = ["base.toml"]\n')
    loaded(project)

    base.write_text("[project]\nowner = 'b'\n", encoding="utf-8")

    assert loaded(project).data["project"]["owner"] == "b"


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"release": 3}', "null"])
def test_damaged_keeping_is_read_anew(project: Path, damage: str) -> None:
    write(project / "avrotower.toml", "")
    first = loaded(project)
    (kept,) = (project / ".avrotower_cache").glob("policy-*.json")
    kept.write_text(damage, encoding="utf-8")

    assert loaded(project) == first
    assert json.loads(kept.read_text("utf-8"))["hash"] == first.hash


def test_where_nothing_can_be_kept_nothing_is(project: Path) -> None:
    write(project / "avrotower.toml", "")
    write(project / ".avrotower_cache", "a file, no directory")

    assert loaded(project).profile == "recommended"


def test_a_file_that_disappears_is_told_although_the_policy_is_kept(
    project: Path,
) -> None:
    write(project / "avrotower.toml", "[topics.a]\nkey = { file = 'k.avsc' }\n")
    key = write(project / "k.avsc", '"string"')
    loaded(project)

    os.unlink(key)  # noqa: PTH108  as the code under test does

    assert 'there is no file "k.avsc"' in faults(project)[0]


def test_the_hash_speaks_of_what_decides_and_of_nothing_else(project: Path) -> None:
    file = write(project / "avrotower.toml", "[lint]\nfail-on = 'error'\n")
    first = loaded(project).hash

    file.write_text("# a comment\n[service.listen]\nport = 1\n", encoding="utf-8")
    assert loaded(project).hash == first

    file.write_text("[lint]\nfail-on = 'info'\n", encoding="utf-8")
    assert loaded(project).hash != first
