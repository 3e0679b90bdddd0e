"""`avrotower breaking --against git:REF` in real repositories."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from git_program import git
from program import Outcome, program
from shop import KEY, KEY_WITH_DOC, VALUE, VALUE_WITH_LONG

Git = Callable[..., None]


def commit(directory: Path, **texts: str) -> None:
    for name, text in texts.items():
        put(directory / name.replace("__", "/"), text)
    git(directory, "add", "-A")
    git(directory, "commit", "-q", "-m", "A step")


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Give a repository with a key and a value in its branch `main`."""
    root = tmp_path / "shop"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    put(root / "stock" / "key.avsc", KEY)
    put(root / "stock" / "value.avsc", VALUE_WITH_LONG)
    commit(root)
    return root


def codes(outcome: Outcome) -> dict[str, list[str]]:
    """Return the codes of a JSON report by document."""
    report: dict[str, Any] = json.loads(outcome.out)
    return {
        document["document"]: [finding["code"] for finding in document["findings"]]
        for document in report["documents"]
    }


def breaking(cwd: Path, *arguments: str, against: str = "git:main") -> Outcome:
    return program(
        "breaking", "--against", against, "--format", "json", *arguments, cwd=cwd
    )


def test_nothing_changed_is_clean(shop: Path) -> None:
    outcome = breaking(shop)

    assert outcome.code == 0
    assert codes(outcome) == {"stock/key.avsc": [], "stock/value.avsc": []}


def test_what_changed_since_the_commit_is_judged(shop: Path) -> None:
    put(shop / "stock" / "key.avsc", KEY_WITH_DOC)
    put(shop / "stock" / "value.avsc", VALUE)

    outcome = breaking(shop)

    assert outcome.code == 1
    assert codes(outcome) == {
        "stock/key.avsc": ["KEY009"],
        "stock/value.avsc": ["CMP003"],
    }


def test_both_documents_are_shown_with_line_and_column(shop: Path) -> None:
    put(shop / "stock" / "value.avsc", VALUE)

    outcome = program("breaking", "--against", "git:main", cwd=shop)

    assert "stock/value.avsc:8:33: error CMP003" in outcome.out
    assert "--> git:main:stock/value.avsc:8:33" in outcome.out
    assert '"type": "int", ' in outcome.out
    assert '"type": "long", ' in outcome.out


def test_a_new_file_has_no_history_and_is_clean(shop: Path) -> None:
    put(shop / "price" / "key.avsc", KEY_WITH_DOC.replace("Stock", "Price"))

    outcome = breaking(shop, "price")
    (document,) = json.loads(outcome.out)["documents"]

    assert outcome.code == 0
    assert "KEY009" in document["states"]["clean"]


def test_a_renamed_file_is_compared_with_its_type(shop: Path) -> None:
    (shop / "stock" / "value.avsc").unlink()
    put(shop / "level" / "value.avsc", VALUE)

    outcome = breaking(shop)
    documents = {d["document"]: d for d in json.loads(outcome.out)["documents"]}

    assert codes(outcome)["level/value.avsc"] == ["CMP003"]
    assert documents["level/value.avsc"]["notes"] == [
        "compared with git:main:stock/value.avsc, which defines shop.Stock there"
    ]


def test_a_deleted_file_stops_nothing(shop: Path) -> None:
    (shop / "stock" / "key.avsc").unlink()

    outcome = breaking(shop)

    assert outcome.code == 0
    assert codes(outcome) == {"stock/value.avsc": []}


def test_a_deleted_directory_is_not_read_and_not_a_crash(shop: Path) -> None:
    (shop / "stock" / "key.avsc").unlink()
    (shop / "stock" / "value.avsc").unlink()
    (shop / "stock").rmdir()

    outcome = program("breaking", "--against", "git:main", "stock", cwd=shop)

    assert outcome.code == 3
    assert "stock: not read: there is no such file" in outcome.out


def test_several_commits_are_a_history(shop: Path) -> None:
    git(shop, "tag", "one")
    commit(shop, **{"stock/value.avsc": VALUE_WITH_LONG.replace("on_hand", "hand")})

    outcome = program(
        "breaking",
        *("--against", "git:one", "--against", "git:HEAD"),
        *("--level", "BACKWARD_TRANSITIVE", "stock/value.avsc"),
        cwd=shop,
    )

    assert outcome.code == 1
    assert "hand is new and has no default" in outcome.out
    assert "version git:one" in outcome.out


@pytest.mark.parametrize(
    "name", ["mit blank.avsc", "größe-value.avsc", "名前.avsc", "a\tb.avsc", '"q".avsc']
)
def test_names_with_blanks_and_letters_of_any_script_are_found(
    shop: Path, name: str
) -> None:
    commit(shop, **{f"sub dir/{name}": VALUE_WITH_LONG.replace("Stock", "Level")})
    put(shop / "sub dir" / name, VALUE.replace("Stock", "Level"))

    for arguments in ([], ["sub dir"], [f"sub dir/{name}"]):
        outcome = breaking(shop, *arguments)

        assert codes(outcome)[f"sub dir/{name}"] == ["CMP003"]


def test_a_subdirectory_is_as_good_as_the_root(shop: Path) -> None:
    put(shop / "stock" / "value.avsc", VALUE)

    outcome = breaking(shop / "stock")
    up = breaking(shop / "stock", "../stock/value.avsc")

    assert codes(outcome) == {"key.avsc": [], "value.avsc": ["CMP003"]}
    assert codes(up) == {"../stock/value.avsc": ["CMP003"]}


def test_a_path_from_outside_of_the_repository_is_enough(
    shop: Path, tmp_path: Path
) -> None:
    put(shop / "stock" / "value.avsc", VALUE)

    relative = breaking(tmp_path, "shop/stock")
    absolute = breaking(Path("/"), str(shop / "stock" / "value.avsc"))

    assert codes(relative)["shop/stock/value.avsc"] == ["CMP003"]
    assert list(codes(absolute).values()) == [["CMP003"]]


def test_a_link_to_the_repository_is_followed(shop: Path, tmp_path: Path) -> None:
    put(shop / "stock" / "value.avsc", VALUE)
    (tmp_path / "link").symlink_to(shop)

    outcome = breaking(tmp_path / "link")

    assert codes(outcome)["stock/value.avsc"] == ["CMP003"]


def test_a_second_work_tree_has_its_own_files(shop: Path, tmp_path: Path) -> None:
    git(shop, "worktree", "add", "-q", str(tmp_path / "other"), "-b", "change")
    put(tmp_path / "other" / "stock" / "value.avsc", VALUE)

    assert codes(breaking(tmp_path / "other"))["stock/value.avsc"] == ["CMP003"]
    assert codes(breaking(shop))["stock/value.avsc"] == []


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"])
def test_variables_that_a_hook_sets_are_not_heard(shop: Path, name: str) -> None:
    put(shop / "stock" / "value.avsc", VALUE)

    outcome = program(
        "breaking", "--against", "git:main", cwd=shop, env={name: os.devnull}
    )

    assert outcome.code == 1
    assert "CMP003" in outcome.out


def test_files_that_git_ignores_are_not_judged(shop: Path) -> None:
    put(shop / ".gitignore", "build/\n")
    put(shop / "build" / "value.avsc", "{")

    assert "build/value.avsc" not in codes(breaking(shop))
    assert list(codes(breaking(shop, "build/value.avsc"))) == ["build/value.avsc"]


@pytest.mark.parametrize(
    ("against", "says"),
    [
        ("git:mian", "there is no commit 'mian' here; did you mean main?"),
        ("git:0123456789", "there is no commit '0123456789' here"),
        ("git:--all", "'--all' is no git ref"),
        ("git:main:stock", "there is no commit 'main:stock' here"),
    ],
)
def test_a_ref_that_does_not_exist_is_told(shop: Path, against: str, says: str) -> None:
    outcome = program("breaking", "--against", against, cwd=shop)

    assert (outcome.code, outcome.out) == (3, "")
    assert says in outcome.err


def test_outside_of_a_repository_the_remedy_is_told(tmp_path: Path) -> None:
    put(tmp_path / "stock-key.avsc", KEY)

    outcome = program("breaking", "--against", "git:main", cwd=tmp_path)

    assert (outcome.code, outcome.out) == (3, "")
    assert (
        "is in no git repository; go into one, or compare with dir:PATH" in outcome.err
    )


def test_in_a_bare_repository_the_remedy_is_told(shop: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(shop), "bare.git")

    outcome = program("breaking", "--against", "git:main", cwd=tmp_path / "bare.git")

    assert (outcome.code, outcome.out) == (3, "")
    assert "is in a bare repository, which has no files; clone it" in outcome.err


def test_a_submodule_is_compared_with_its_own_commits(
    shop: Path, tmp_path: Path
) -> None:
    above = tmp_path / "above"
    above.mkdir()
    git(above, "init", "-q", "-b", "main")
    allowed = ("-c", "protocol.file.allow=always")
    git(above, *allowed, "submodule", "add", "-q", str(shop), "shared")
    put(above / "orders" / "key.avsc", KEY)
    commit(above)
    put(above / "shared" / "stock" / "key.avsc", KEY_WITH_DOC)

    inside = breaking(above, "shared")
    own = breaking(above)

    assert codes(inside)["shared/stock/key.avsc"] == ["KEY009"]
    assert (own.code, list(codes(own))) == (0, ["orders/key.avsc"])


def test_ends_of_lines_are_no_change(shop: Path) -> None:
    key = shop / "stock" / "key.avsc"
    lines = json.dumps(json.loads(KEY), indent=2)
    put(key, lines)
    commit(shop)
    key.write_bytes(lines.replace("\n", "\r\n").encode())

    outcome = breaking(shop)

    assert (outcome.code, codes(outcome)["stock/key.avsc"]) == (0, [])


def test_without_git_the_remedy_is_told(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    outcome = program(
        "breaking",
        "--against",
        "git:main",
        cwd=shop,
        env={"PATH": str(tmp_path / "empty")},
    )

    assert outcome.code == 3
    assert "git is not installed; install git, or compare with dir:PATH" in outcome.err


def test_without_git_lint_takes_all_files(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    outcome = program("lint", cwd=shop, env={"PATH": str(tmp_path / "empty")})

    assert outcome.code == 0
    assert "2 documents, no findings" in outcome.out


def test_a_repository_without_commits_has_nothing_to_compare_with(
    tmp_path: Path,
) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    put(tmp_path / "stock-key.avsc", KEY)

    outcome = program("breaking", "--against", "git:HEAD", cwd=tmp_path)

    assert outcome.code == 3
    assert "there is no commit 'HEAD' here" in outcome.err


def test_a_shallow_clone_is_told_what_to_fetch_and_that_helps(
    shop: Path, tmp_path: Path
) -> None:
    git(shop, "branch", "release")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "-b", "main", shop.as_uri(), str(clone))
    put(clone / "stock" / "value.avsc", VALUE)

    before = breaking(clone, against="git:origin/release")
    told = before.err.strip()
    subprocess.run(
        told.rpartition("run: ")[2].split(), cwd=clone, check=True, capture_output=True
    )
    after = breaking(clone, against="git:origin/release")

    assert before.code == 3
    assert "this is a shallow clone; run: git fetch --depth=1 origin release" in told
    assert codes(after)["stock/value.avsc"] == ["CMP003"]


def test_a_step_back_in_a_shallow_clone_asks_for_a_deeper_one(
    shop: Path, tmp_path: Path
) -> None:
    commit(shop, **{"stock/value.avsc": VALUE})
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", shop.as_uri(), str(clone))

    before = breaking(clone, against="git:HEAD~1")
    told = before.err.strip()
    subprocess.run(
        told.rpartition("run: ")[2].split(), cwd=clone, check=True, capture_output=True
    )

    assert before.code == 3
    assert codes(breaking(clone, against="git:HEAD~1"))["stock/value.avsc"] == [
        "CMP003"
    ]


def test_a_reference_is_resolved_in_the_commit_too(shop: Path) -> None:
    money = '{"type": "record", "name": "Money", "namespace": "shop", "fields": [%s]}'
    price = VALUE.replace('"int"', '"Money"').replace("Stock", "Price")
    amount = '{"name": "amount", "type": "%s"}'
    commit(
        shop,
        **{
            "common/money.avsc": money % (amount % "long"),
            "price/value.avsc": price,
        },
    )
    put(shop / "common" / "money.avsc", money % (amount % "int"))

    outcome = program("breaking", "--against", "git:main", "price", cwd=shop)

    assert outcome.code == 1
    assert "--> git:main:common/money.avsc:1:" in outcome.out


def test_a_broken_version_in_history_makes_its_checks_skipped_not_clean(
    shop: Path,
) -> None:
    commit(shop, **{"stock/value.avsc": "{"})
    put(shop / "stock" / "value.avsc", VALUE)

    outcome = breaking(shop, "stock/value.avsc")
    (document,) = json.loads(outcome.out)["documents"]

    assert outcome.code == 0
    assert "CMP003" in document["states"]["skipped"]
    assert "CMP003" not in document["states"]["clean"]
    (reason,) = {skip["reason"] for skip in document["skipped"]}
    assert reason.startswith("not compared: git:main:stock/value.avsc (")


def test_a_name_in_no_encoding_is_judged(shop: Path) -> None:
    name = os.fsdecode(b"gr\xfc\xdfe-value.avsc")
    put(shop / name, VALUE_WITH_LONG.replace("Stock", "Level"))
    commit(shop)
    put(shop / name, VALUE.replace("Stock", "Level"))

    outcome = program("breaking", "--against", "git:main", cwd=shop)

    assert outcome.code == 1
    assert "gr\\udcfc\\udcdfe-value.avsc:8:33: error CMP003" in outcome.out


def test_a_commit_that_is_damaged_is_a_source_that_does_not_answer(shop: Path) -> None:
    for loose in (shop / ".git" / "objects").glob("??/*"):
        data = loose.read_bytes()
        loose.chmod(0o644)
        loose.write_bytes(data[: len(data) // 2])

    outcome = program("breaking", "--against", "git:main", cwd=shop)

    assert outcome.code == 3
    assert "Traceback" not in outcome.err
