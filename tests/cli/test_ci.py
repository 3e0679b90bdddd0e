"""The action for GitHub and the template for GitLab: their scripts, run here."""

import json
import os
import re
import subprocess
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click
import pytest
from git_program import git
from program import PROGRAM, environment
from shop import KEY, KEY_WITH_DOC, KEY_WITH_NULL

from avrotower_cli.group import main

PROJECT: Final = Path(__file__).parent.parent.parent
LOAD: Final[Any] = import_module("yaml").safe_load
ACTION: Final[Mapping[str, Any]] = LOAD((PROJECT / "action.yml").read_text("utf-8"))
GITLAB: Final[Mapping[str, Any]] = LOAD(
    (PROJECT / "deploy" / "gitlab-ci.yml").read_text("utf-8")
)
PATH: Final = f"{Path(PROGRAM).parent}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Give a directory that stands for a runner: a work tree, and where things go."""
    (tmp_path / "work").mkdir()
    (tmp_path / "avrotower").mkdir()
    (tmp_path / "avrotower" / "bin").symlink_to(Path(PROGRAM).parent)
    (tmp_path / "summary").touch()
    return tmp_path


def bash(script: str, directory: Path, env: Mapping[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=directory,
        env=environment({"PATH": PATH, **env}),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def action(place: Path, **inputs: str) -> tuple[int, str]:
    """Run the last step of the action with *inputs*."""
    step = ACTION["runs"]["steps"][-1]
    given = {name: str(entry["default"]) for name, entry in ACTION["inputs"].items()}
    given |= inputs
    variables = {
        name: given[re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", r"\1", told)]
        for name, told in step["env"].items()
    }
    runner = {
        "RUNNER_TEMP": str(place),
        "GITHUB_STEP_SUMMARY": str(place / "summary"),
    }
    return bash(step["run"], place / "work", variables | runner)


def test_the_action_annotates_and_writes_the_summary_of_the_job(place: Path) -> None:
    (place / "work" / "stock-key.avsc").write_text(KEY_WITH_NULL)

    code, said = action(place, sarif="out.sarif")

    assert code == 1
    assert "::error file=stock-key.avsc,line=6," in said
    summary = (place / "summary").read_text(encoding="utf-8")
    assert summary.startswith("### avrotower lint: 1 error")
    sarif = json.loads((place / "work" / "out.sarif").read_text(encoding="utf-8"))
    assert sarif["version"] == "2.1.0"


def test_the_action_splits_words_as_a_shell_does(place: Path) -> None:
    for name, text in (("old", KEY), ("new one", KEY_WITH_DOC)):
        (place / "work" / name).mkdir()
        (place / "work" / name / "key.avsc").write_text(text)

    code, said = action(
        place, command="breaking", arguments="--against dir:old 'new one'"
    )

    assert code == 1, said
    assert "KEY009" in said


@pytest.mark.parametrize(
    "inputs",
    [
        {"command": "lint; touch gone"},
        {"arguments": "$(touch gone) `touch gone`; touch gone"},
        {"sarif": "$(touch gone)"},
    ],
    ids=["command", "arguments", "sarif"],
)
def test_an_input_of_the_action_is_never_run(
    place: Path, inputs: dict[str, str]
) -> None:
    action(place, **inputs)

    assert not (place / "work" / "gone").exists()


def test_every_input_of_the_action_is_used() -> None:
    text = (PROJECT / "action.yml").read_text(encoding="utf-8")

    used = set(re.findall(r"\$\{\{ inputs\.([a-z-]+) \}\}", text))
    assert used == set(ACTION["inputs"])
    assert all(entry["description"] for entry in ACTION["inputs"].values())


def gitlab(place: Path, job: str, **variables: str) -> tuple[int, str]:
    """Run a job of the template in one shell, as the runner does."""
    base = GITLAB[".avrotower"]
    given = {name: str(value) for name, value in base["variables"].items()}
    script = "\n".join(GITLAB[job]["script"])
    return bash(script, place / "work", given | variables)


def commit(directory: Path, text: str) -> str:
    (directory / "stock-key.avsc").write_text(text)
    for line in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "x")):
        git(directory, *line)
    return git(directory, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    ("job", "code"), [(".avrotower-lint", "KEY001"), (".avrotower-breaking", "KEY009")]
)
def test_the_template_writes_the_reports_that_it_keeps(
    place: Path, job: str, code: str
) -> None:
    work = place / "work"
    base = commit(work, KEY)
    commit(work, KEY_WITH_NULL)

    ended, said = gitlab(place, job, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)

    assert ended == 1, said
    kept = GITLAB[GITLAB[job]["extends"]]["artifacts"]["reports"]
    entries = json.loads((work / kept["codequality"]).read_text(encoding="utf-8"))
    assert code in {entry["check_name"] for entry in entries}
    assert code in (work / kept["junit"]).read_text(encoding="utf-8")


def test_the_template_ends_well_where_nothing_is_found(place: Path) -> None:
    commit(place / "work", KEY)

    ended, said = gitlab(place, ".avrotower-lint")

    assert ended == 0, said


SCRIPTS: Final = sorted(
    re.findall(
        r"avrotower (lint|breaking) ([^|\n`]*)",
        (PROJECT / "docs" / "ci.md").read_text(encoding="utf-8"),
    )
)


@pytest.mark.parametrize(("verb", "line"), SCRIPTS)
def test_an_option_in_the_guide_exists(verb: str, line: str) -> None:
    command = main.get_command(click.Context(main), verb)
    assert command is not None
    known = {option for each in command.params for option in each.opts}

    assert set(re.findall(r"(?<!\S)--[a-z-]+", line)) <= known


def test_the_patterns_for_an_editor_fit_what_is_printed(place: Path) -> None:
    guide = (PROJECT / "docs" / "ci.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"^```json\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    patterns = json.loads(text)["tasks"][0]["problemMatcher"]["pattern"]
    first, second = (re.compile(each["regexp"], re.MULTILINE) for each in patterns)
    (place / "work" / "stock-key.avsc").write_text(KEY_WITH_NULL, encoding="utf-8")

    _, out = bash("avrotower lint || true", place / "work", {})

    places = list(first.finditer(out))
    assert [m[4] for m in places] == re.findall(r": (error|warning|info) [A-Z]", out)
    assert "stock-key.avsc" in {m[1] for m in places}
    for found in places:
        assert second.match(out, found.end() + 1)
