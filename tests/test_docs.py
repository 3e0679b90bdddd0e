"""What is generated is what the generators print today, outputs in the README included."""

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, cast

import pytest

from avrotower.catalogue import RULES
from avrotower.engine.run import lint
from avrotower.policy.load import load

PROJECT = Path(__file__).parent.parent


def generator() -> Any:
    spec = spec_from_file_location("generate", PROJECT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = generator()
with_outputs = cast("Callable[[str], str]", GENERATE.with_outputs)


@pytest.fixture(scope="module")
def generated() -> Mapping[str, str]:
    return cast("Mapping[str, str]", GENERATE.generated())


@pytest.mark.parametrize("name", GENERATE.PAGES_WITH_OUTPUTS)
def test_a_command_prints_what_the_page_says(
    name: str, generated: Mapping[str, str]
) -> None:
    assert (PROJECT / name).read_text(encoding="utf-8") == generated[name]


def test_everything_else_that_is_generated_is_up_to_date(
    generated: Mapping[str, str],
) -> None:
    differing = [
        name
        for name, text in generated.items()
        if name not in GENERATE.PAGES_WITH_OUTPUTS
        and (
            not (PROJECT / name).is_file()
            or (PROJECT / name).read_text(encoding="utf-8") != text
        )
    ]

    assert differing == []
    assert GENERATE.stale() == []


def test_the_readme_shows_a_bad_schema_and_its_repair() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    files = [json.loads(m[3]) for m in GENERATE.FENCE.finditer(readme) if m[2]]

    assert len(files) == 2
    assert files[0] != files[1]
    assert "KEY001" in readme


def test_an_output_that_differs_is_replaced() -> None:
    page = '```json note.txt\n"new"\n```\n\n```console\n$ cat note.txt\n"old"\n```\n'

    assert with_outputs(page) == page.replace('"old"', '"new"')


def test_commands_of_one_page_share_a_directory_and_blocks_without_name_are_none() -> (
    None
):
    page = "```json\n{}\n```\n\n```console\n$ touch a\n$ ls\na\nschemas\n```\n"

    assert with_outputs(page) == page


POLICIES = re.findall(
    r"^```toml\n(edition.*?)^```",
    (PROJECT / "docs" / "policy.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)
"""The whole ones; others show a few lines."""


@pytest.mark.parametrize("text", POLICIES, ids=range(len(POLICIES)))
def test_a_policy_of_the_guide_can_be_used(tmp_path: Path, text: str) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "avrotower.toml").write_text(text, encoding="utf-8")

    loaded = load(str(tmp_path), RULES, today="2026-06-01")

    assert loaded is not None
    assert loaded.data["edition"] == "2026"
    findings = [f for judgement in lint([str(tmp_path)]) for f in judgement.findings]
    assert findings == []


def test_the_check_fails_where_something_would_change(tmp_path: Path) -> None:
    copy = tmp_path / "project"
    for name in ("docs", "schemas"):
        (copy / name).mkdir(parents=True)
    subprocess.run(["cp", "-r", *_sources(), copy], check=True)
    page = copy / "docs" / "rules" / "README.md"
    page.write_text("by hand\n", encoding="utf-8")

    done = subprocess.run(
        [GENERATE.sys.executable, copy / "docs" / "generate.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "differs: docs/rules/README.md"
    assert page.read_text(encoding="utf-8") == "by hand\n"


def _sources() -> list[Path]:
    return [PROJECT / name for name in ("docs", "schemas", "README.md")]
