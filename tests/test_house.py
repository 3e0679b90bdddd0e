"""The house checks itself: what no tool checks about the project as a whole."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import avrotower

PROJECT = Path(__file__).parent.parent
ROOTS = ("rules", "service", "cli")
LONGEST = 450


def ids(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def below(*roots: str, suffix: str) -> list[Path]:
    found = [path for root in roots for path in (PROJECT / root).rglob(f"*{suffix}")]
    return sorted(path for path in found if "__pycache__" not in path.parts)


SOURCES = below(*ROOTS, suffix=".py")
PROSE = [
    *sorted(PROJECT.glob("*.md")),
    *(path for path in below("docs", "schemas", suffix=".md")),
]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def pyproject() -> dict[str, Any]:
    return tomllib.loads(read(PROJECT / "pyproject.toml"))


def verbs() -> set[str]:
    return set(
        re.findall(r"^([a-z-]+):.*## ", read(PROJECT / "Makefile"), re.MULTILINE)
    )


def test_the_newest_heading_of_the_changelog_is_the_version_or_unreleased() -> None:
    newest, *older = re.findall(
        r"^## (.+)$", read(PROJECT / "CHANGELOG.md"), re.MULTILINE
    )

    assert newest == "Unreleased" or newest.startswith(f"{avrotower.__version__} ")
    assert "Unreleased" not in older


def test_the_version_in_the_project_file_is_the_one_in_the_package() -> None:
    assert pyproject()["project"]["version"] == avrotower.__version__


@pytest.mark.parametrize("path", SOURCES, ids=ids)
def test_a_module_is_short_enough_to_be_read(path: Path) -> None:
    assert len(read(path).splitlines()) <= LONGEST


@pytest.mark.parametrize("path", [p for p in SOURCES if "__all__ " in read(p)], ids=ids)
def test_all_names_every_public_name_of_its_module(path: Path) -> None:
    tree = ast.parse(read(path))
    names = set(_defined(tree))
    told = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and _targets(node) == ["__all__"]
    )

    assert names <= set(told)
    assert len(told) == len(set(told))


def _targets(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def _is_type_variable(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"ParamSpec", "TypeVar"}
    )


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        names: list[str] = []
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names = [node.name]
        elif isinstance(node, ast.Assign) and not _is_type_variable(node.value):
            names = _targets(node)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        yield from (name for name in names if not name.startswith("_"))


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "util", "common", "helpers", "helper", "misc", "base", "manager"}

    assert not {path.stem for path in SOURCES} & empty
    assert not [p for p in SOURCES if p.stem.startswith("_") and p.stem[1] != "_"]


@pytest.mark.parametrize("path", [*SOURCES, *PROSE], ids=ids)
def test_a_todo_carries_a_link(path: Path) -> None:
    for line in re.findall(r".*\bTODO\b.*", read(path)):
        assert "https://" in line


def modules() -> set[str]:
    library = PROJECT / "rules" / "avrotower"
    packages = {path.parent.name for path in library.glob("*/__init__.py")}
    return packages | {path.stem for path in library.glob("*.py")} - {"__init__"}


def contract(name: str) -> dict[str, Any]:
    contracts: list[dict[str, Any]] = pyproject()["tool"]["importlinter"]["contracts"]
    return next(entry for entry in contracts if entry["name"] == name)


@pytest.mark.parametrize(
    ("name", "free"),
    [
        ("Only the registry client talks HTTP", "registry"),
        ("Only the broker client talks Kafka", "broker"),
    ],
)
def test_a_contract_about_one_module_holds_for_all_others(name: str, free: str) -> None:
    held = {module.split(".")[1] for module in contract(name)["source_modules"]}

    assert held == modules() - {free}


def test_every_dependency_is_pinned_by_its_exact_version_alone() -> None:
    project = pyproject()
    named = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for extra in project["project"]["optional-dependencies"].values():
        named += extra
    for group in project["dependency-groups"].values():
        named += [entry for entry in group if isinstance(entry, str)]
    lines = read(PROJECT / "constraints.txt").splitlines()
    pins = [line for line in lines if not line.startswith("#")]

    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][\w.]*", pin) for pin in pins)
    assert pins == sorted(pins)
    wanted = {re.match(r"[\w-]+", entry)[0].lower() for entry in named}  # type: ignore[index]  # a name comes first
    assert wanted <= {pin.partition("==")[0] for pin in pins}


@pytest.mark.parametrize("path", PROSE, ids=ids)
def test_a_verb_that_is_written_down_exists(path: Path) -> None:
    named = re.findall(
        r"(?:`|^    |^\$ )make ([a-z][a-z0-9.-]*)", read(path), re.MULTILINE
    )

    assert set(named) <= verbs()


def test_the_guide_for_contributors_explains_every_verb() -> None:
    told = re.findall(r"`make ([a-z-]+)`", read(PROJECT / "CONTRIBUTING.md"))

    assert verbs() - {"help"} <= set(told)


@pytest.mark.parametrize("path", PROSE, ids=ids)
def test_a_link_to_a_file_leads_to_one(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", read(path)):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PROSE, ids=ids)
def test_prose_has_one_sentence_per_line(path: Path) -> None:
    text = re.sub(r"^```.*?^```", "", read(path), flags=re.MULTILINE | re.DOTALL)
    lines = [
        line
        for line in text.splitlines()
        if not line.startswith(("|", "    ", "\t")) or line.lstrip().startswith("* ")
    ]

    assert [line for line in lines if re.search(r"[a-z`)]\. [A-Z]", line)] == []


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "docs" / "adr").glob("0*.md")), ids=ids
)
def test_a_decision_is_a_page_with_four_parts(path: Path) -> None:
    text = read(path)
    number = path.name[:4]

    assert re.match(rf"# {int(number)}\. \S", text)
    assert "\nStatus: " in text
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Context",
        "Decision",
        "Consequences",
    ]
    assert len(text.split()) < 500
    assert f"]({path.name})" in read(path.parent / "README.md")


def test_nothing_names_a_machine_or_a_package_index() -> None:
    named = re.compile(
        r"/root/|/home/\w|pypi\.org|pythonhosted|registry\.npmjs|127\.0\.1"
    )
    kept = [*SOURCES, *PROSE, *below("schemas", "tests", suffix=".json")]
    kept += [PROJECT / name for name in ("Makefile", "constraints.txt", ".ci/run")]

    assert [ids(path) for path in kept if named.search(read(path))] == []


@pytest.mark.parametrize("path", below("schemas", suffix=".json"), ids=ids)
def test_a_json_file_ends_in_one_line_break(path: Path) -> None:
    text = read(path)

    json.loads(text)
    assert text == f"{text.rstrip()}\n"
