"""avrotower config, and how policy files change what a run says."""

import json
from pathlib import Path
from typing import Any

import pytest
from git_program import git
from jsonschema import Draft202012Validator
from program import program

KEY = """{"type": "record", "name": "StockKey", "namespace": "shop", "fields": [
  {"name": "store", "type": ["null", "string"]}]}"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "stock").mkdir()
    (tmp_path / "stock/key.avsc").write_text(KEY, encoding="utf-8")
    return tmp_path


def policy(project: Path, text: str) -> None:
    (project / "avrotower.toml").write_text(text, encoding="utf-8")


def test_a_policy_lowers_what_stops_a_build(project: Path) -> None:
    assert program("lint", cwd=project).code == 1

    policy(project, "[roles.key]\nseverity = { KEY001 = 'warning' }\n")
    done = program("lint", cwd=project)

    assert done.code == 0
    assert "warning KEY001" in done.out
    assert done.out.startswith("avrotower.toml: profile recommended, edition 2026")


def test_fail_on_is_part_of_the_policy(project: Path) -> None:
    policy(project, "[lint]\nfail-on = 'warning'\nseverity = { KEY001 = 'warning' }\n")

    assert program("lint", cwd=project).code == 1


def test_no_config_judges_without_it(project: Path) -> None:
    policy(project, "[lint]\nextend-ignore = ['KEY']\n")

    assert program("lint", cwd=project).code == 0
    assert program("lint", "--no-config", cwd=project).code == 1


def test_config_names_another_file(project: Path) -> None:
    (project / "other.toml").write_text(
        "[lint]\nextend-ignore = ['KEY']\n", encoding="utf-8"
    )

    assert program("lint", "--config", "other.toml", cwd=project).code == 0
    both = program("lint", "--config", "other.toml", "--no-config", cwd=project)
    assert both.code == 2
    assert "exclude each other" in both.err


def test_documents_of_two_projects_are_judged_each_under_its_own(project: Path) -> None:
    policy(project, "[lint]\nextend-ignore = ['KEY']\n")
    inner = project / "sub"
    (inner / "stock").mkdir(parents=True)
    (inner / "stock/key.avsc").write_text(KEY, encoding="utf-8")
    (inner / "avrotower.toml").write_text("", encoding="utf-8")

    done = program("lint", cwd=project)

    assert done.code == 1
    assert done.out.count("error KEY001") == 1
    assert "sub/stock/key.avsc:2:" in done.out


def test_what_the_policy_excludes_is_not_judged(project: Path) -> None:
    policy(project, "[project]\nexclude = ['stock/**']\n")

    assert program("lint", cwd=project).code == 0
    assert program("lint", "stock/key.avsc", cwd=project).code == 0


def test_an_unusable_policy_judges_nothing(project: Path) -> None:
    policy(project, "[lint]\nfail-onn = 'error'\n")

    for command in (
        ("lint",),
        ("breaking", "--against", "dir:stock"),
        ("config", "check"),
    ):
        done = program(*command, cwd=project)
        assert (done.code, done.out) == (2, "")
        assert done.err == (
            'avrotower.toml:2:1: unknown key "fail-onn" in [lint]; '
            'did you mean "fail-on"?\n'
        )


def test_a_level_of_the_policy_counts_for_breaking(project: Path) -> None:
    for name, fields in (("old", '{"name": "id", "type": "string"}'), ("new", "")):
        (project / name).mkdir()
        text = f'{{"type": "record", "name": "AEvent", "fields": [{fields}]}}'
        (project / name / "a-value.avsc").write_text(text, encoding="utf-8")
    arguments = ("breaking", "--against", "dir:old", "new")

    assert "CMP002" in program(*arguments, cwd=project).out

    policy(project, "[compat]\nlevel = 'BACKWARD'\n")
    assert "CMP002" not in program(*arguments, cwd=project).out


def test_check_says_that_all_is_fine(project: Path) -> None:
    policy(project, "edition = '2026'\n")

    done = program("config", "check", cwd=project)

    assert done.code == 0
    assert done.out.startswith("avrotower.toml is fine: profile recommended, policy")


def test_check_tells_globs_that_match_no_file(project: Path) -> None:
    policy(
        project,
        "[project]\nexclude = ['stock/kye.avsc', 'stock/*.avsc']\n"
        "[[subjects]]\nfiles = 'nothing/{role}.avsc'\n"
        "[[subjects]]\nfiles = 'later/{role}.avsc'\noptional = true\n",
    )

    done = program("config", "check", cwd=project)

    assert done.code == 2
    assert done.err.splitlines() == [
        (
            'avrotower.toml:2:12: "stock/kye.avsc" matches no file; '
            "nearest: stock/key.avsc"
        ),
        'avrotower.toml:4:1: "nothing/{role}.avsc" matches no file',
    ]


def test_check_tells_a_baseline_that_nobody_has_written(project: Path) -> None:
    policy(project, "[baseline]\nfile = 'accepted.json'\n")

    done = program("config", "check", cwd=project)

    assert done.code == 2
    assert done.err == (
        'avrotower.toml:2:1: there is no file "accepted.json"; '
        "avrotower baseline write makes it\n"
    )
    program("baseline", "write", cwd=project)
    assert program("config", "check", cwd=project).code == 0


def test_globs_of_an_extended_policy_need_no_match(project: Path) -> None:
    (project / "base.toml").write_text(
        "[[subjects]]\nfiles = 'nothing/{role}.avsc'\n", encoding="utf-8"
    )
    policy(project, "extends = ['base.toml']\n")

    assert program("config", "check", cwd=project).code == 0


def test_without_a_policy_there_is_nothing_to_check(project: Path) -> None:
    done = program("config", "check", cwd=project)

    assert done.code == 2
    assert "there is no avrotower.toml here or above" in done.err


def test_show_tells_the_origin_of_every_value(project: Path) -> None:
    policy(
        project,
        "[lint]\nextend-ignore = ['VAL003']\n[topics.stock]\nkind = 'entity'\n"
        "[rules.key-optional-field]\nallow = ['shop.StockKey.store']\n",
    )

    done = program("config", "show", "stock/key.avsc", cwd=project)
    lines = {line.split()[0]: line.split() for line in done.out.splitlines()}

    assert lines["subject"] == ["subject", "stock-key", "stock/key.avsc"]
    assert lines["role"][:3] == ["role", "key", "certain:"]
    assert lines["kind"] == ["kind", "entity", "avrotower.toml:4"]
    assert lines["level"] == ["level", "FULL_TRANSITIVE", "profile:recommended"]
    assert lines["KEY001"] == ["KEY001", "error", "profile:recommended"]
    assert lines["allow"] == ["allow", '["shop.StockKey.store"]', "avrotower.toml:6"]
    assert lines["VAL003"][:3] == ["VAL003", "off", "avrotower.toml:2"]
    assert lines["KEY004"] == ["KEY004", "off", "opt-in"]


def test_show_tells_what_takes_a_rule_back(project: Path) -> None:
    policy(project, "[topics.stock]\ngenerator = 'ksqldb'\n")
    (project / "other.avsc").write_text(KEY.replace("Key", ""), encoding="utf-8")

    known = program("config", "show", "stock/key.avsc", cwd=project).out
    guessed = program("config", "show", "other.avsc", cwd=project).out

    assert "generator     ksqldb                   avrotower.toml:2\n" in known
    assert "DOC001        off                      generator ksqldb\n" in known
    assert "KEY001        warning                  generator ksqldb\n" in known
    assert 'unknown                  nothing tells it; declare it in [topics."' in known
    doubt = "profile:recommended, at most info: the role is a guess\n"
    assert f"VAL001        info                     {doubt}" in guessed


def test_show_says_which_kind_nothing_declares(project: Path) -> None:
    policy(project, "[topics.stock]\nowner = 'us'\n")
    (project / "stock/value.avsc").write_text(KEY, encoding="utf-8")

    done = program("config", "show", "stock/value.avsc", cwd=project)

    assert (
        "VAL001        warning                  profile:recommended, at most warning: nothing declares the kind\n"
        in done.out
    )


def test_show_gives_the_same_as_json(project: Path) -> None:
    policy(project, "[topics.stock]\nkind = 'entity'\n")

    done = program("config", "show", "stock/key.avsc", "--format", "json", cwd=project)
    rows = {row["name"]: row for row in json.loads(done.out)}

    assert rows["kind"]["origin"] == "avrotower.toml:2"
    assert program("config", "show", "nope.avsc", cwd=project).code == 2


def test_show_without_a_path_gives_the_whole_policy(project: Path) -> None:
    policy(project, "[project]\nname = 'shop'\n")

    data = json.loads(program("config", "show", cwd=project).out)

    assert data["project"]["name"] == "shop"
    assert data["lint"]["fail-on"] == "error"


def test_the_json_schema_takes_what_the_policy_takes(project: Path) -> None:
    schema = json.loads(program("config", "schema", cwd=project).out)
    validator: Any = Draft202012Validator(schema)

    assert validator.is_valid({"rules": {"VAL001": {"paths": ["id"]}}})
    assert not validator.is_valid({"rules": {"VAL001": {"pats": ["id"]}}})
    assert not validator.is_valid({"lint": {"fail-on": "never"}})
    assert not validator.is_valid({"lints": {}})


IGNORED = "[project]\nrespect-gitignore = false\n"


@pytest.mark.parametrize(
    "command",
    [("lint",), ("breaking", "--against", "dir:nothing"), ("format", "--check")],
    ids=" ".join,
)
def test_what_git_ignores_counts_where_the_policy_says_so(
    project: Path, command: tuple[str, ...]
) -> None:
    git(project, "init", "-q")
    (project / "nothing").mkdir()
    (project / ".gitignore").write_text("generated\n", encoding="utf-8")
    (project / "generated").mkdir()
    (project / "generated/value.avsc").write_text(
        '{"type": "recrod"}', encoding="utf-8"
    )

    policy(project, "")
    assert "generated" not in program(*command, cwd=project).out

    policy(project, IGNORED)
    told = program(*command, cwd=project)
    assert "generated/value.avsc" in told.out + told.err
    assert "generated" not in program(*command, "--no-config", cwd=project).out


def test_references_into_what_git_ignores_are_resolved(project: Path) -> None:
    git(project, "init", "-q")
    (project / ".gitignore").write_text("generated\n", encoding="utf-8")
    (project / "generated").mkdir()
    (project / "generated/Shelf.avsc").write_text(
        '{"type": "record", "name": "Shelf", "namespace": "shop", "fields": []}',
        encoding="utf-8",
    )
    (project / "stock/value.avsc").write_text(
        '{"type": "record", "name": "Stock", "namespace": "shop", "fields": ['
        '{"name": "shelf", "type": "Shelf"}]}',
        encoding="utf-8",
    )

    policy(project, "")
    assert "AVR005" in program("lint", "stock/value.avsc", cwd=project).out

    policy(project, IGNORED)
    assert "AVR005" not in program("lint", "stock/value.avsc", cwd=project).out
