"""`avrotower check` against git beside `lint` of the same tree; prints ratios, never fails.

A repository of 2,000 documents, of which 20 have changed since the commit that is compared
with; `git cat-file --batch` reads what is compared (the documents of that commit).
"""

import sys
from pathlib import Path
from typing import Final

import pytest
from git_program import git
from large_project import write_project
from processes import medians, show

pytestmark = pytest.mark.bench

AVROTOWER: Final = str(Path(sys.executable).with_name("avrotower"))
READ: Final = (
    "git ls-tree -r main | cut -d ' ' -f 3 | cut -f 1 | git cat-file --batch",
)
DOCUMENTS: Final = 2_000
CHANGED: Final = 20
ROUNDS: Final = 5
FIELD: Final = (
    '"fields": [{"name": "note", "type": "string", "default": "", "doc": "A note."},'
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a repository in which some documents have changed."""
    root = tmp_path_factory.mktemp("repository")
    write_project(root, DOCUMENTS, findings=0)
    for command in (
        ("init", "-q", "-b", "main"),
        ("add", "-A"),
        ("commit", "-qm", "1"),
    ):
        git(root, *command)
    for path in sorted(root.rglob("value.avsc"))[:CHANGED]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"fields": [', FIELD, 1), encoding="utf-8")
    return root


def test_check_beside_lint(repository: Path) -> None:
    against = ("check", "--against", "git:main")
    cost = medians(
        {
            "lint": (AVROTOWER, "lint", "--jobs", "1"),
            "read": ("/bin/sh", "-c", *READ),
            "check": (AVROTOWER, *against),
            "changed": (AVROTOWER, *against, "--changed-since", "main"),
        },
        repository,
        ROUNDS,
    )
    lint = cost["lint"].processor_s
    read = cost["read"].processor_s
    print(
        f"\n{DOCUMENTS:,} documents, {CHANGED} changed, against git:main; lint takes "
        f"{lint * 1e3:.0f} ms of processor time"
    )
    check = cost["check"].processor_s
    show("check, without git cat-file --batch", (check - read) / lint, 1.5)
    show("check", check / lint)
    show("check --changed-since main", cost["changed"].processor_s / lint)
