"""What a policy says of a subject that no file of the project defines."""

from datetime import date
from pathlib import Path

import pytest

from avrotower.catalogue import RULES
from avrotower.policy.backward import Backward
from avrotower.policy.declaration import Declarations
from avrotower.policy.load import load
from avrotower.policy.template import Values
from avrotower.rule import Subject

ROOT = {"namespace": "shop", "name": "Price", "fullname": "shop.Price"}
FILES = "[[subjects]]\nfiles='s/{d}/{e}/{role}.avsc'\n"


def backward(tmp_path: Path, text: str) -> Backward:
    (tmp_path / ".git").mkdir()
    (tmp_path / "avrotower.toml").write_text(text, encoding="utf-8")
    loaded = load(str(tmp_path), RULES, today=date(2026, 6, 1))
    assert loaded is not None
    return Backward(loaded.data, Declarations(loaded.data).refined)


def asked(tmp_path: Path, text: str, name: str, context: str = ".") -> Subject | None:
    return backward(tmp_path, text).subject(name, context, lambda: ROOT)


def nobody_asks() -> Values:
    raise AssertionError


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("[topics.orders]\n", "orders-key", ("orders", "key", "unknown", 6)),
        ("[topics.orders]\nkind='event'\n", "orders-value", ("orders", "value", "event", 6)),
        ("[topics.orders]\n[topics.orders-key]\n", "orders-key-value",
         ("orders-key", "value", "unknown", 6)),
        ("[topics.orders]\nkey={subject='who'}\n", "who", ("orders", "key", "unknown", 1)),
        ("[[subjects]]\nmatch='legacy.*'\nrole='key'\nkind='cdc'\n", "legacy.a",
         ("legacy.a", "key", "cdc", 2)),
        ("[[subjects]]\nmatch='legacy.*'\n", "legacy.a-value",
         ("legacy.a", "value", "unknown", 2)),
        (f"{FILES}topic='{{d}}.{{e}}'\n", "p.q.v1-key", ("p.q.v1", "key", "unknown", 2)),
        (f"{FILES}subject='{{d}}.{{e}}-{{role}}'\n", "p.q-value",
         ("p.q", "value", "unknown", 2)),
        ("[[subjects]]\nfiles='s/*.avsc'\nsubject='t-{fullname}'\ntopic='t'\nrole='value'\n",
         "t-shop.Price", ("t", "value", "unknown", 2)),
        ("[topics.t]\nstrategy='topic-record'\n", "t-shop.Price",
         ("t", None, "unknown", 3)),
        ("[apps.a]\napplication-ids=['app-v1']\n", "app-v1-store-changelog-value",
         ("app-v1-store-changelog", "value", "changelog", 4)),
    ],
)  # fmt: skip
def test_a_subject_is_what_is_declared_of_it(
    tmp_path: Path, text: str, name: str, expected: tuple[object, ...]
) -> None:
    found = asked(tmp_path, text, name)

    assert found is not None
    assert (found.topic, found.role, found.kind, found.step) == expected
    assert (found.name, found.confidence) == (name, "certain")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "orders-key"),
        ("[topics.orders]\n", "orders"),
        ("[topics.orders]\n[topics.orders-key]\n", "orders-key"),
        ("[topics.orders]\n", "orders-shop.Price"),
        ("[topics.t]\nstrategy='topic-record'\n", "t-shop.Stock"),
        ("[[subjects]]\nfiles='s/*.avsc'\nsubject='{t}-{fullname}'\n", "other-value"),
        ("[[subjects]]\nfiles='s/**/*.avsc'\n", "orders-key"),
        ("[apps.a]\napplication-ids=['app-v1']\n", "app-v2-store-changelog-value"),
    ],
)
def test_what_nothing_declares_is_not_guessed(
    tmp_path: Path, text: str, name: str
) -> None:
    assert asked(tmp_path, text, name) is None


@pytest.mark.parametrize(
    ("text", "context", "is_known"),
    [
        ("[topics.orders]\n", ".eu", False),
        ("[topics.orders]\ncontext='.eu'\n", ".eu", True),
        ("[topics.orders]\ncontext='.eu'\n", ".", False),
        ("[project]\ncontext='.eu'\n[topics.orders]\n", ".eu", True),
        ("[[subjects]]\nmatch=':.eu:orders-*'\n", ".eu", True),
        ("[[subjects]]\nmatch=':*:orders-*'\n", ".eu", True),
        ("[[subjects]]\nmatch=':*:orders-*'\n", ".", True),
        ("[[subjects]]\nmatch='orders-*'\n", ".eu", False),
    ],
)
def test_what_is_declared_for_one_context_says_nothing_of_another(
    tmp_path: Path, text: str, context: str, *, is_known: bool
) -> None:
    found = asked(tmp_path, text, "orders-value", context)

    assert (found is not None) == is_known
    assert found is None or found.context == context


def test_the_first_entry_that_matches_wins(tmp_path: Path) -> None:
    text = (
        "[[subjects]]\nmatch='a-*'\nkind='event'\n"
        "[[subjects]]\nmatch='*'\nkind='entity'\n"
    )
    asks = backward(tmp_path, text)

    kinds = [asks.subject(n, ".", nobody_asks) for n in ("a-value", "b-value")]

    assert [found.kind for found in kinds if found] == ["event", "entity"]
