"""The runs that need no click say what click's would say."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from program import Outcome, invoke

from avrotower_cli import quick

KEY = b'{"type": "record", "name": "K", "namespace": "a", "fields": [], "doc": "D."}'
PLAIN = [
    ("lint",),
    ("lint", "a-key.avsc"),
    ("lint", "a-key.avsc", "--format", "json"),
    ("lint", "--format", "github", "a-key.avsc", "."),
    ("lint", "missing.avsc"),
    ("lint", "-", "--format", "json", "--stdin-filename", "b-key.avsc"),
    ("lint", "-"),
]
CLICKS = [
    (),
    ("rules",),
    ("lint", "--help"),
    ("lint", "--format"),
    ("lint", "--format", "yaml", "a-key.avsc"),
    ("lint", "--format=json", "a-key.avsc"),
    ("lint", "--format", "json", "--format", "text", "a-key.avsc"),
    ("lint", "--stdin-filename", "b-key.avsc"),
    ("lint", "--", "-a.avsc"),
    ("lint", "--fromat", "json"),
]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a-key.avsc").write_bytes(KEY)
    monkeypatch.chdir(tmp_path)


def not_answered(_: Sequence[str]) -> None:
    """Leave all to click."""


def by_click(monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> Outcome:
    with monkeypatch.context() as patch:
        patch.setattr(quick, "answer", not_answered)
        return invoke(*arguments, stdin=KEY)


@pytest.mark.parametrize("arguments", PLAIN, ids=" ".join)
def test_a_plain_run_is_the_same_without_click(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = by_click(monkeypatch, arguments)
    with monkeypatch.context() as patch:
        patch.setattr("avrotower_cli.group.answer", None)
        found = invoke(*arguments, stdin=KEY)

    assert found == expected
    assert found.out


@pytest.mark.parametrize("arguments", CLICKS, ids=" ".join)
def test_all_else_is_for_click(arguments: tuple[str, ...]) -> None:
    assert quick.answer(arguments) is None


def test_completion_is_for_click(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(quick.COMPLETION, "bash_complete")

    assert quick.answer(["lint", "a-key.avsc"]) is None
