"""`avrotower check`: lint and breaking in one run, as CI calls it."""

import json
from pathlib import Path

import pytest
from git_program import git
from program import Outcome, program
from shop import KEY, VALUE, VALUE_WITH_LONG


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Give a repository in which one value breaks its readers, and another file is new."""
    root = tmp_path / "shop"
    (root / "stock").mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    (root / "stock" / "key.avsc").write_text(KEY)
    (root / "stock" / "value.avsc").write_text(VALUE_WITH_LONG)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "A step")
    (root / "stock" / "value.avsc").write_text(VALUE)
    return root


def codes(outcome: Outcome) -> dict[str, set[str]]:
    report = json.loads(outcome.out)
    return {
        entry["document"]: {finding["code"] for finding in entry["findings"]}
        for entry in report["documents"]
    }


def test_one_report_has_what_both_commands_find(shop: Path) -> None:
    found = {
        command: codes(program(*command.split(), "--format", "json", cwd=shop))
        for command in (
            "lint",
            "breaking --against git:main",
            "check --against git:main",
        )
    }

    by_itself, compared, both = found.values()
    assert any(code.startswith("CMP") for code in compared["stock/value.avsc"])
    assert both == {name: by_itself[name] | compared[name] for name in by_itself}


def test_only_what_changed_is_judged(shop: Path) -> None:
    arguments = ("check", "--against", "git:main", "--changed-since", "main")

    outcome = program(*arguments, "--format", "json", cwd=shop)

    assert outcome.code == 1
    assert list(codes(outcome)) == ["stock/value.avsc"]


def test_a_comment_shows_before_and_after_level_and_repair(shop: Path) -> None:
    outcome = program(
        "check", "--against", "git:main", "--output", "markdown=comment.md", cwd=shop
    )

    comment = (shop / "comment.md").read_text()
    assert outcome.code == 1
    for part in ("before (", "after (", "level BACKWARD", "version git:main", "proof:"):
        assert part in comment, part


def test_a_ref_that_is_not_there_is_a_source_that_is_not_reached(shop: Path) -> None:
    outcome = program("check", "--against", "git:mian", cwd=shop)

    assert (outcome.code, outcome.out) == (3, "")
    assert "there is no commit 'mian' here; did you mean main?" in outcome.err


def test_a_registry_that_is_down_is_told_in_one_line(shop: Path) -> None:
    outcome = program(
        "check",
        "--against",
        "registry",
        cwd=shop,
        env={"AVROTOWER_REGISTRY__URL": "http://127.0.0.1:9"},
    )

    assert (outcome.code, outcome.out) == (3, "")
    assert len(outcome.err.splitlines()) == 1
    assert "cannot be connected to" in outcome.err


def test_required_history_fails_a_check_without_one(shop: Path) -> None:
    (shop / "avrotower.toml").write_text(
        'edition = "2026"\n[lint]\nrequire-inputs = ["history"]\n'
    )

    outcome = program("check", cwd=shop)

    assert outcome.code == 3
    assert "which [lint] require-inputs demands" in outcome.out + outcome.err


# Repositories as there are


def compared(cwd: Path, *arguments: str, against: str = "git:main") -> str:
    outcome = program("check", "--against", against, *arguments, cwd=cwd)
    assert "Traceback" not in outcome.err
    return outcome.out


def test_a_work_tree_of_a_bare_repository_is_compared(
    shop: Path, tmp_path: Path
) -> None:
    bare, tree = tmp_path / "shop.git", tmp_path / "tree"
    git(tmp_path, "clone", "-q", "--bare", str(shop), str(bare))
    git(bare, "worktree", "add", "-q", str(tree), "main")
    (tree / "stock" / "value.avsc").write_text(VALUE)

    assert "version git:main" in compared(tree)


def test_a_submodule_is_a_repository_of_its_own(shop: Path, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q", "-b", "trunk")
    allowed = ("-c", "protocol.file.allow=always")
    git(outer, *allowed, "submodule", "add", "-q", str(shop), "schemas")
    (outer / "schemas" / "stock" / "value.avsc").write_text(VALUE)

    assert "version git:main" in compared(outer / "schemas")


def test_line_ends_of_windows_are_no_change(shop: Path) -> None:
    for name in ("key", "value"):
        path = shop / "stock" / f"{name}.avsc"
        git(shop, "checkout", "-q", "--", f"stock/{name}.avsc")
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    out = compared(shop)

    assert "KEY009" not in out
    assert "CMP" not in out


def test_names_with_blanks_and_other_letters_are_found(shop: Path) -> None:
    odd = shop / "größe mit blank" / "wert.avsc"
    odd.parent.mkdir()
    odd.write_text(VALUE_WITH_LONG.replace("Stock", "Size"), encoding="utf-8")
    git(shop, "add", "-A")
    git(shop, "commit", "-q", "-m", "x")
    odd.write_text(VALUE.replace("Stock", "Size"), encoding="utf-8")

    out = compared(shop, "größe mit blank")

    assert "größe mit blank/wert.avsc" in out
    assert "version git:main" in out
