"""avrotower init: a first policy that judges clean at once."""

import shutil
import tomllib
from pathlib import Path

import pytest
from program import program

KEY = """{"type": "record", "name": "StockKey", "fields": [
  {"name": "store", "type": ["null", "string"]}]}"""
EVENT = """{"type": "record", "name": "SoldEvent", "namespace": "shop", "fields": [
  {"name": "amount", "type": "Money"}]}"""
MONEY = '{"type": "fixed", "name": "Money", "namespace": "shop", "size": 8}'
GENERATED = Path(__file__).parent.parent / "generators" / "debezium"
BROKEN = '{"type": "record"'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    files = {
        "stock/key.avsc": KEY,
        "sold/value.avsc": EVENT,
        "money.avsc": MONEY,
        "old/broken.avsc": BROKEN,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_what_init_writes_judges_clean_at_once(project: Path) -> None:
    assert program("lint", cwd=project).code == 1

    done = program("init", cwd=project)

    assert done.code == 0, done.err
    assert "avrotower.toml: 4 documents, 2 topics" in done.out
    assert "left out, because it is no schema: old/broken.avsc" in done.out
    assert program("config", "check", cwd=project).code == 0
    after = program("lint", cwd=project)
    assert after.code == 0
    assert "accepted" in after.out
    assert "; avrotower explain DOC" in done.out
    assert "read avrotower.toml, commit both" in done.out


def test_the_file_says_what_was_seen(project: Path) -> None:
    program("init", cwd=project)

    found = tomllib.loads((project / "avrotower.toml").read_text("utf-8"))

    assert found["edition"] == "2026"
    assert found["project"] == {
        "name": project.name,
        "exclude": ["old/broken.avsc"],
        "shared-types": ["money.avsc"],
    }
    assert found["topics"] == {"sold": {"kind": "event"}, "stock": {}}


def test_what_a_machine_writes_is_declared(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name in ("fulfil.public.stock-key", "fulfil.public.stock-value"):
        text = (GENERATED / f"{name}.avsc").read_text("utf-8")
        (tmp_path / f"{name}.avsc").write_text(text, encoding="utf-8")

    program("init", cwd=tmp_path)

    found = tomllib.loads((tmp_path / "avrotower.toml").read_text("utf-8"))
    assert found["topics"] == {
        "fulfil.public.stock": {"kind": "cdc", "generator": "debezium"}
    }
    assert program("lint", cwd=tmp_path).code == 0


def test_without_findings_there_is_no_baseline_to_commit(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "stock-key.avsc").write_text('"string"', encoding="utf-8")

    done = program("init", cwd=tmp_path)

    assert done.out.endswith(
        "read avrotower.toml, commit it, and run avrotower lint for every change\n"
    )
    assert not (tmp_path / "avrotower-baseline.json").exists()


def test_a_new_finding_counts_after_init(project: Path) -> None:
    program("init", cwd=project)
    (project / "stock/value.avsc").write_text(
        '{"type": "record", "name": "A", "fields": [{"name": "a-b", "type": "int"}]}',
        encoding="utf-8",
    )

    done = program("lint", cwd=project)

    assert done.code == 1
    assert "AVR004" in done.out


def test_without_a_baseline_the_findings_of_today_count(project: Path) -> None:
    program("init", "--no-baseline", cwd=project)

    assert not (project / "avrotower-baseline.json").exists()
    assert program("lint", cwd=project).code == 1


@pytest.mark.parametrize("name", ["avrotower.toml", "avrotower-baseline.json"])
def test_nothing_is_overwritten(project: Path, name: str) -> None:
    (project / name).write_text("mine", encoding="utf-8")

    done = program("init", cwd=project)

    assert done.code == 2
    assert f"{name} is there already" in done.err
    assert (project / name).read_text("utf-8") == "mine"


def test_where_there_is_no_schema_nothing_is_written(tmp_path: Path) -> None:
    done = program("init", cwd=tmp_path)

    assert done.code == 2
    assert "there are no .avsc or .avpr files" in done.err
    assert list(tmp_path.iterdir()) == []


def test_many_topics_are_said_by_a_template(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for number in range(210):
        (tmp_path / f"t{number}-value.avsc").write_text('"string"', encoding="utf-8")

    program("init", cwd=tmp_path)

    text = (tmp_path / "avrotower.toml").read_text("utf-8")
    assert text.count("[topics.") == 200
    assert "and 10 more" in text


@pytest.mark.parametrize("tree", ["lsst", "schema-registry", "apicurio-registry"])
def test_real_trees_judge_clean_at_once(
    realworld: Path, tmp_path: Path, tree: str
) -> None:
    if not (realworld / tree).is_dir():
        pytest.skip(f"no {tree} in realworld/")
    project = tmp_path / "project"
    shutil.copytree(realworld / tree, project, copy_function=shutil.copyfile)
    (project / ".git").mkdir(mode=0o755)

    assert program("init", cwd=project).code == 0
    assert program("config", "check", cwd=project).code == 0
    assert program("lint", cwd=project).code == 0
