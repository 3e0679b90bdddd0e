"""What a policy file declares of files: topic, subject, role, kind, owner."""

from pathlib import Path

import pytest

from avrotower.catalogue import RULES
from avrotower.policy.declaration import Declarations
from avrotower.policy.load import load
from avrotower.rule import Subject
from avrotower.schema.parse import parse

RECORD = '{"type": "record", "name": "Price", "namespace": "shop", "fields": []}'


def declarations(tmp_path: Path, text: str) -> Declarations:
    (tmp_path / ".git").mkdir()
    (tmp_path / "avrotower.toml").write_text(text, encoding="utf-8")
    loaded = load(str(tmp_path), RULES, today="2026-06-01")
    assert loaded is not None
    return Declarations(loaded.data)


def route(tmp_path: Path, text: str, path: str) -> Subject:
    document = parse(RECORD, name=path)
    return declarations(tmp_path, text).route(path, path, document)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("[[subjects]]\nfiles='s/{d}/{e}/{role}.avsc'\ntopic='{d}.{e}'\n", "s/p/q.v1/key.avsc",
         ("p.q.v1-key", "p.q.v1", "key", "certain", 2)),
        ("[[subjects]]\nfiles='s/*.avsc'\nsubject='t-{fullname}'\ntopic='t'\nrole='value'\n",
         "s/x.avsc", ("t-shop.Price", "t", "value", "certain", 2)),
        ("[[subjects]]\nfiles='s/*.avsc'\nsubject='orders-value'\n", "s/x.avsc",
         ("orders-value", "orders", "value", "guess", 14)),
        ("[[subjects]]\nfiles='a/{name}.avsc'\nrole='key'\n", "a/Price.avsc",
         ("Price-key", "Price", "key", "certain", 2)),
        ("[[subjects]]\nfiles='a/{name}.avsc'\nrole='key'\n", "a/Other.avsc",
         ("Other-value", "Other", "value", "guess", 14)),
        ("[topics.orders]\n", "orders-key.avsc", ("orders-key", "orders", "key", "certain", 6)),
        ("[topics.other]\n", "orders-key.avsc", ("orders-key", "orders", "key", "likely", 7)),
        ("[topics.orders]\n", "orders.avsc", ("orders-value", "orders", "value", "guess", 14)),
    ],
)  # fmt: skip
def test_a_file_is_what_is_declared_of_it(
    tmp_path: Path, text: str, path: str, expected: tuple[object, ...]
) -> None:
    found = route(tmp_path, text, path)

    assert (
        found.name,
        found.topic,
        found.role,
        found.confidence,
        found.step,
    ) == expected


def test_a_topic_that_names_the_file_comes_first(tmp_path: Path) -> None:
    (tmp_path / "k.avsc").write_text(RECORD, encoding="utf-8")
    found = route(
        tmp_path,
        "[topics.orders]\nkey = { file = 'k.avsc' }\nkind = 'entity'\n"
        "[[subjects]]\nfiles = '*.avsc'\nrole = 'value'\n",
        "k.avsc",
    )

    assert (found.name, found.kind, found.step) == ("orders-key", "entity", 1)


def test_the_first_entry_that_matches_wins(tmp_path: Path) -> None:
    found = route(
        tmp_path,
        "[[subjects]]\nfiles = '*.avsc'\nrole = 'key'\n"
        "[[subjects]]\nfiles = '*.avsc'\nrole = 'value'\n",
        "x.avsc",
    )

    assert found.role == "key"


def test_a_topic_refines_kind_generator_owner_and_context(tmp_path: Path) -> None:
    found = route(
        tmp_path,
        "[project]\nowner = 'all'\ncontext = '.a'\n"
        "[topics.orders]\nkind = 'cdc'\ngenerator = 'debezium'\nowner = 'team'\n",
        "orders-value.avsc",
    )

    assert (found.kind, found.generator) == ("cdc", "debezium")
    assert (found.owner, found.context, found.path) == (
        "team",
        ".a",
        "orders-value.avsc",
    )


def test_a_shared_file_has_no_role(tmp_path: Path) -> None:
    found = route(tmp_path, "[project]\nshared-types = ['c/**']\n", "c/money.avsc")

    assert (found.role, found.kind, found.confidence) == (None, "shared", "certain")


def test_a_document_belongs_to_the_project_by_its_globs(tmp_path: Path) -> None:
    found = declarations(
        tmp_path, "[project]\ninclude = ['s/**/*.avsc']\nexclude = ['s/old/**']\n"
    )

    assert [
        found.has(path) for path in ("s/x.avsc", "s/a/x.avsc", "s/old/x.avsc", "x.avsc")
    ] == [True, True, False, False]


def test_a_topic_names_the_files_of_its_key_and_its_value(tmp_path: Path) -> None:
    for file in ("k/item.avsc", "v/price.avsc", "v/store.avsc"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(RECORD, encoding="utf-8")
    declared = declarations(
        tmp_path,
        "[topics.prices]\nkey = { file = 'k/item.avsc' }\n"
        "value = { file = 'v/price.avsc' }\n"
        "[topics.stores]\nvalue = { file = 'v/store.avsc' }\n",
    )

    assert declared.partner("k/item.avsc") == "v/price.avsc"
    assert declared.partner("v/price.avsc") == "k/item.avsc"
    assert declared.partner("v/store.avsc") is None
    assert declared.partner("v/other.avsc") is None


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", "t-key.avsc"),
        ("", "x.avsc"),
        ("[[subjects]]\nfiles='s/{d}/{role}.avsc'\ntopic='{d}'\n", "s/t/key.avsc"),
        ("[[subjects]]\nfiles='s/{d}/{role}.avsc'\ntopic='{d}'\n", "s/x/key.avsc"),
        ("[[subjects]]\nfiles='s/*.avsc'\nsubject='t-value'\n", "s/x.avsc"),
        ("[[subjects]]\nfiles='s/*.avsc'\nsubject='t-{fullname}'\n", "s/x.avsc"),
        ("[[subjects]]\nfiles='s/*.avsc'\nsubject='t-{name}'\ntopic='t'\n", "s/x.avsc"),
        ("[[subjects]]\nfiles='s/*.avsc'\ntopic='x'\n", "s/t.avsc"),
        ("[[subjects]]\nfiles='s/*.avsc'\nrole='key'\n", "s/t.avsc"),
        ("[[subjects]]\nfiles='s/{name}.avsc'\ntopic='t'\n", "s/Price.avsc"),
        ("[[subjects]]\nfiles='s/{name}.avsc'\ntopic='x'\n", "s/t.avsc"),
    ],
)  # fmt: skip
def test_names_tell_which_documents_can_belong_to_a_topic(
    tmp_path: Path, text: str, path: str
) -> None:
    declared = declarations(tmp_path, f"{text}[topics.t]\n")

    subject = declared.route(path, path, parse(RECORD, name=path))

    assert declared.may_belong(path, path, {"t"}) or subject.topic != "t"
    assert not declared.may_belong(path, path, {"other"}) or "fullname" in text


def test_a_file_that_a_topic_names_belongs_to_no_other(tmp_path: Path) -> None:
    (tmp_path / "t-key.avsc").write_text(RECORD, encoding="utf-8")
    declared = declarations(
        tmp_path, "[topics.orders]\nkey = { file = 't-key.avsc' }\n[topics.t]\n"
    )

    assert declared.may_belong("t-key.avsc", "t-key.avsc", {"orders"})
    assert not declared.may_belong("t-key.avsc", "t-key.avsc", {"t"})
