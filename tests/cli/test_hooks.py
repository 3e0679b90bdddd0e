"""The hooks in a real git repository, under the real pre-commit."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest
from git_program import git
from program import PROGRAM
from shop import KEY, KEY_WITH_DOC, KEY_WITH_NULL, VALUE

PROJECT: Final = Path(__file__).parent.parent.parent
MANIFEST: Final = PROJECT / ".pre-commit-hooks.yaml"
# Without types of its own; what it gives has the shape that it has checked.
LOAD: Final[Any] = import_module("pre_commit.clientlib").load_manifest
HOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    hook["id"]: hook for hook in LOAD(str(MANIFEST))
}
Run = Callable[..., tuple[int, str]]


JUDGING: Final = ("avrotower-lint", "avrotower-breaking")
WRITING: Final = ("avrotower-fix", "avrotower-format")


@pytest.fixture
def commit(tmp_path: Path) -> Run:
    """Give a function that commits files in a repository with the hooks that judge."""
    return hooked(tmp_path, JUDGING)


def hooked(tmp_path: Path, names: Sequence[str]) -> Run:
    """Make a repository with the hooks *names*; give a function that commits in it.

    They run as they are declared, with the program that is installed here: building
    an environment for them is for the tests with an index.
    """
    repository = tmp_path / "repository"
    repository.mkdir()
    git(repository, "init", "-q")
    hooks = [
        {
            **{key: hook[key] for key in ("id", "name", "entry", "args", "files")},
            "require_serial": hook["require_serial"],
            "language": "system",
        }
        for hook in (HOOKS[name] for name in names)
    ]
    # YAML understands JSON.
    config = json.dumps({"repos": [{"repo": "local", "hooks": hooks}]})
    (repository / ".pre-commit-config.yaml").write_text(config)
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "start")
    path = f"{Path(PROGRAM).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PRE_COMMIT_HOME": str(tmp_path / "home"), "PATH": path}
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=repository,
        env=environment,
        check=True,
        capture_output=True,
    )

    def put(**texts: str) -> tuple[int, str]:
        for name, text in texts.items():
            (repository / f"{name}.avsc").write_text(text)
        git(repository, "add", ".")
        done = subprocess.run(
            ["git", "-c", "user.name=t", "-c", "user.email=t@x", "commit", "-m", "x"],
            cwd=repository,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return put


def test_a_clean_document_is_committed(commit: Run) -> None:
    code, said = commit(stock_key=KEY)

    assert code == 0, said
    assert said.count("Passed") == 2


def test_a_finding_stops_the_commit_and_is_shown(commit: Run) -> None:
    code, said = commit(stock_key=KEY_WITH_NULL)

    assert code == 1
    assert "avrotower lint" in said
    assert "stock_key.avsc:6:31: error KEY001" in said


def test_a_break_stops_the_commit_and_is_shown(commit: Run) -> None:
    assert commit(stock_key=KEY)[0] == 0

    code, said = commit(stock_key=KEY_WITH_DOC)

    assert code == 1
    assert "error KEY009" in said
    assert "avrotower lint" in said


def test_what_a_hook_writes_stops_the_commit_once(tmp_path: Path) -> None:
    commit = hooked(tmp_path, WRITING)

    code, said = commit(stock_key=KEY.replace(": ", ":   "))
    again, _ = commit()

    assert code == 1
    assert "avrotower format" in said
    assert "files were modified by this hook" in said
    assert again == 0


def test_a_commit_without_schemas_starts_nothing(commit: Run, tmp_path: Path) -> None:
    (tmp_path / "repository" / "notes.txt").write_text("x")

    code, said = commit()

    assert code == 0
    assert said.count("Skipped") == 2


def test_files_of_one_commit_are_judged_in_one_run(commit: Run) -> None:
    money = VALUE.replace('"Stock"', '"Price"').replace('"int"', '"shop.StockKey"')

    code, said = commit(stock_key=KEY, price_value=money)

    assert code == 0, said


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_takes_all_documents_in_one_run(name: str) -> None:
    hook = HOOKS[name]

    assert hook["entry"] == f"avrotower {name.removeprefix('avrotower-')}"
    assert hook["language"] == "python"
    assert hook["require_serial"] is True
    assert hook["files"] == r"\.(avsc|avpr)$"
