"""The page about rules of one's own: its files work as they stand there."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from program import Outcome, program

PAGE: Final = Path(__file__).parent.parent / "docs" / "writing-rules.md"
FILE: Final = re.compile(r"^```\w+ shop/(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTEST: Final = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Write the files of the page, as a reader would."""
    (tmp_path / ".git").mkdir()
    for name, text in FILE.findall(PAGE.read_text(encoding="utf-8")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def run_tests(shop: Path) -> Outcome:
    """Run the tests of the page in a process of their own."""
    done = subprocess.run(
        [*PYTEST, "tests"], cwd=shop, capture_output=True, text=True, check=False
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_tests_of_the_page_pass(shop: Path) -> None:
    done = run_tests(shop)

    assert done.code == 0, done.out
    assert "3 passed" in done.out


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("policy/acme_rules.py", "has 4 characters", "is long", "bad example 1, says"),
        ("policy/acme_rules.py", ") > longest", ") > 0", "good example 1, finds"),
        ("avrotower.toml", '"storeFormat", "type": "string"', '"till", "type": "int"',
         "SHOP001, good example 1: it finds something in it"),
    ],
)  # fmt: skip
def test_the_tests_of_the_page_notice_a_rule_that_does_something_else(
    shop: Path, file: str, old: str, new: str, says: str
) -> None:
    edit(shop / file, old, new)

    done = run_tests(shop)

    assert done.code != 0
    assert says in done.out


def test_the_plug_in_of_the_page_passes_type_checkers(shop: Path) -> None:
    pytest.importorskip("mypy", reason="the wheel is tested without it")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", shop / ".mypy_cache",
         "policy/acme_rules.py", "tests/test_acme_rules.py"],
        cwd=shop, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout


def test_the_policy_of_the_page_is_fine(shop: Path) -> None:
    assert program("config", "check", cwd=shop).code == 0


def test_every_key_of_a_declared_rule_stands_on_the_page() -> None:
    from avrotower.policy.document.custom import (  # noqa: PLC0415  the only one here
        AttributeWanted,
        Condition,
        CustomRule,
        FieldWanted,
        When,
    )

    page = PAGE.read_text(encoding="utf-8")
    for model in (CustomRule, When, Condition, FieldWanted, AttributeWanted):
        for name in model.model_fields:
            assert re.search(rf"\b{name.replace('_', '-')}\b", page), name
