"""What a policy demands of subjects of a registry, and where that is written."""

from pathlib import Path

import pytest

from avrotower.catalogue import RULES
from avrotower.engine.defined import defined
from avrotower.engine.demand import Demands, covers
from avrotower.engine.plan import Wanted
from avrotower.engine.policies import governed
from avrotower.policy.load import inspect

EVENT = '{"type": "record", "name": "StockEvent", "fields": []}'


def no_text() -> str | None:
    raise AssertionError


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def demands(text: str, **files: str) -> Demands:
    Path("avrotower.toml").write_text(text, encoding="utf-8")
    for name, schema in files.items():
        Path(f"{name}.avsc").write_text(schema, encoding="utf-8")
    seen = inspect(".", RULES, today="2026-06-01")
    assert seen is not None
    project = governed(seen.loaded, "2026-06-01")
    return Demands(seen, project, defined(seen.loaded, project))


def wanted(found: Demands, name: str, schema: str | None = None) -> Wanted:
    subject = found.subject(name, lambda: schema)
    assert subject is not None
    return found.wanted(name, subject)


FLOOR = "[topics.line]\nkind='{}'\n[[gate.subjects]]\nmatch=['line-*']\nmode='warn'\n"


@pytest.mark.parametrize(
    ("text", "level", "why"),
    [
        ("[topics.line]\nkind='entity'\n", "FULL_TRANSITIVE",
         "entity, profile:recommended"),
        ("[topics.line]\nkind='event'\ncompatibility='BACKWARD'\n", "BACKWARD",
         "event, avrotower.toml:3"),
        ("[topics.line]\nkind='event'\n[kinds.event]\ncompatibility='FORWARD'\n",
         "FORWARD", "event, avrotower.toml:4"),
        ("[topics.line]\n[compat]\nlevel='FULL'\n", "FULL", "unknown, avrotower.toml:3"),
        ("[topics.line]\nkind='dlq'\n", None, "dlq, profile:recommended"),
        (f"{FLOOR.format('command')}floor='FORWARD'\n", "FULL", "floor, avrotower.toml:6"),
        (f"{FLOOR.format('entity')}floor='BACKWARD'\n", "FULL_TRANSITIVE",
         "entity, profile:recommended"),
        (f"{FLOOR.format('command')}kind='event'\nfloor='FULL'\n", "BACKWARD",
         "command, profile:recommended"),
    ],
)  # fmt: skip
def test_a_level_has_its_origin(text: str, level: str | None, why: str) -> None:
    found = wanted(demands(text), "line-value")

    assert (found.level, found.level_why) == (level, why)


def test_a_frozen_key_has_no_level_and_one_that_is_not_has_the_strongest() -> None:
    found = demands("[topics.a]\n[topics.b]\nfrozen-key=false\n")

    assert wanted(found, "a-key").level is None
    assert wanted(found, "b-key").level == "FULL_TRANSITIVE"


@pytest.mark.parametrize(
    ("text", "is_locked"),
    [
        ("extends=['profile:recommended']\n", False),
        ("extends=['profile:strict']\n", True),
        ("[lint]\nextend-select=['frozen-key-writable']\n", True),
        ("extends=['profile:strict']\n[lint]\nextend-ignore=['REG003']\n", False),
        ("extends=['profile:strict']\n[lint]\nseverity={REG003='off'}\n", False),
        ("extends=['profile:strict']\n[[overrides]]\nroles=['key']\nseverity.REG003='off'\n",
         False),
    ],
)  # fmt: skip
def test_a_frozen_key_is_locked_where_the_policy_selects_the_rule(
    text: str, *, is_locked: bool
) -> None:
    found = demands(f"{text}[topics.a]\n[topics.b]\nfrozen-key=false\n")

    assert wanted(found, "a-key").is_locked == is_locked
    assert not wanted(found, "a-value").is_locked
    assert not wanted(found, "b-key").is_locked


def test_only_what_is_certain_by_a_declaration_is_known() -> None:
    found = demands(
        "[[subjects]]\nmatch='old.*'\nkind='event'\n"
        "[[subjects]]\nmatch='shared.*'\nkind='shared'\n"
        "[topics.line]\ncontext='.eu'\n"
    )

    def is_known(name: str) -> bool:
        return found.subject(name, lambda: EVENT) is not None

    assert is_known("old.a-value")
    assert not is_known("old.a")  # nothing says that it is no key
    assert is_known("shared.Money")  # which has no role
    assert is_known(":.eu:line-value")
    assert not is_known("line-value")
    assert not is_known("line-StockEvent")
    assert is_known(":.eu:line-StockEvent")


def test_a_subject_that_nothing_can_declare_is_not_read() -> None:
    assert demands("[topics.line]\n").subject("other-value", no_text) is None


def test_the_mark_of_a_generator_counts_beside_a_declared_kind() -> None:
    marked = EVENT.replace('"fields"', '"connect.name": "StockEvent", "fields"')
    subject = demands("[topics.line]\nkind='entity'\n").subject(
        "line-value", lambda: marked
    )

    assert subject is not None
    assert (subject.kind, subject.generator) == ("entity", "connect")


def test_a_file_whose_role_is_guessed_leaves_the_word_to_its_subject() -> None:
    text = "[[subjects]]\nfiles='{name}.avsc'\nsubject='line-key'\n"
    subject = demands(text, line=EVENT).subject("line-key", lambda: EVENT)

    assert subject is not None
    assert (subject.role, subject.confidence) == ("key", "certain")


def test_the_kind_of_a_document_counts_for_its_subject() -> None:
    text = "[[subjects]]\nfiles='{topic}.avsc'\ntopic='{topic}'\nrole='value'\n"
    found = demands(text, line=EVENT)

    subject = found.subject("line-value", no_text)

    assert subject is not None
    assert (subject.kind, subject.path) == ("event", "line.avsc")


def test_the_registered_schema_tells_the_kind_where_nothing_else_does() -> None:
    found = demands("[topics.line]\n")

    assert wanted(found, "line-value", EVENT).level == "FULL"
    assert wanted(found, "line-value", '"string"').level == "BACKWARD"
    assert wanted(found, "line-value").level == "BACKWARD"


def test_a_document_that_only_its_file_name_places_declares_no_subject() -> None:
    found = demands("[topics.other]\n", line=EVENT)

    assert found.subject("line-value", no_text) is None


def test_documents_of_a_project_within_belong_to_that_one(shop: Path) -> None:
    (shop / "inner").mkdir()
    (shop / "inner/avrotower.toml").write_text("version = 1\n", encoding="utf-8")
    (shop / "inner/line.avsc").write_text(EVENT, encoding="utf-8")
    text = "[[subjects]]\nfiles='**/{name}.avsc'\nsubject='line-value'\n"

    found = demands(text)

    assert wanted(found, "line-value").level == "BACKWARD"


@pytest.mark.parametrize(
    ("glob", "name", "expected"),
    [
        ("*", "a", True),
        ("*", ":.eu:a", False),
        (":.eu:*", ":.eu:a", True),
        (":.eu:*", "a", False),
        (":*:a", ":.eu:a", True),
        (":*:a", "a", True),
    ],
)
def test_a_glob_of_the_gate_knows_contexts(
    glob: str, name: str, *, expected: bool
) -> None:
    assert covers(glob, name) == expected


def test_a_subject_that_may_be_imported_is_known_as_such() -> None:
    found = demands("[topics.a]\n[topics.b]\n[gate]\nimport=['a-*']\n")

    assert wanted(found, "a-value").may_import
    assert not wanted(found, "b-value").may_import
