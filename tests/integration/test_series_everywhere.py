"""One series of documents gets the same findings from git, a directory and registries."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from git_program import git

from avrotower.engine.evolution import breaking
from avrotower.project.library import UNDEFINED
from avrotower.registry.client import Registry
from avrotower.registry.connection import Connection
from avrotower.registry.source import RegistrySource
from avrotower.schema.parse import parse

pytestmark = pytest.mark.integration

LABEL = re.compile(r"version (?:dir:\S+?|git:\S+?|\d+)(?=[;), ])")
Told = list[tuple[str, str, str, str]]


def versions(realworld: Path) -> list[Path]:
    """Return the directories of the alert packets, the oldest first."""
    base = realworld / "lsst/python/lsst/alert/packet/schema"
    if not base.is_dir():
        pytest.skip("no alert packets in realworld/")
    found = [path for path in base.glob("*/*") if path.name.isdecimal()]
    return sorted(found, key=lambda path: (int(path.parent.name), int(path.name)))


def texts(version: Path) -> Mapping[str, str]:
    """Return the documents by names that stay, each after those that it uses."""
    found: dict[str, str] = {}
    names: dict[str, str] = {}
    for path in sorted(version.glob("*.avsc")):
        text = path.read_text(encoding="utf-8")
        name = str(json.loads(text)["name"]).rpartition(".")[2]
        names[name] = text
    waiting = dict(names)
    while waiting:
        for name, text in tuple(waiting.items()):
            if not {simple for simple, _ in uses(text)} & waiting.keys() - {name}:
                found[name] = waiting.pop(name)
    return found


def uses(text: str) -> list[tuple[str, str]]:
    """Return simple and full names of what *text* needs from others."""
    errors = parse(text, "lenient").errors
    full = dict.fromkeys(e.detail[0] for e in errors if e.reason == UNDEFINED)
    return [(name.rpartition(".")[2], name) for name in full]


def lay_out(directory: Path, version: Path) -> None:
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    for name, text in texts(version).items():
        (directory / f"{name}-value.avsc").write_text(text, encoding="utf-8")


def told(against: str, registry: Registry | None = None) -> Told:
    """Return what is found in `now`, without the name of the version."""
    report = breaking(
        ["now"],
        against=[against],
        level="FULL",
        opener=lambda _: RegistrySource(registry) if registry is not None else None,  # type: ignore[arg-type, return-value]
    )
    found = [
        (f.code, f.location.document, f.location.pointer, LABEL.sub("", f.message))
        for judgement in report
        for f in judgement.findings
        if f.explanation is not None
    ]
    assert not report.summary.unread
    return sorted(found)


def register(registry: Registry, version: Path, numbers: dict[str, int]) -> None:
    for name, text in texts(version).items():
        references = [
            {"name": full, "subject": f"{simple}-value", "version": numbers[simple]}
            for simple, full in uses(text)
        ]
        body: dict[str, Any] = {"schema": text, "references": references}
        path = f"/subjects/{name}-value/versions"
        registry.wire.send("POST", path, body)
        numbers[name] = registry.versions(f"{name}-value")[-1]


@pytest.mark.parametrize("name", ["axonops", "apicurio", "karapace", "confluent"])
def test_every_step_gets_the_same_findings_everywhere(
    name: str,
    upstream: Callable[[str], str],
    realworld: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    git(".", "init", "-q", "-b", "main")
    numbers: dict[str, int] = {}
    steps = 0
    connection = Connection(upstream(name), rate=None, timeout_s=60)
    with Registry.open(connection) as registry:
        usual = registry.config()
        assert usual is not None
        registry.put_config(None, {"compatibility": "NONE"})
        for before, after in pairwise(versions(realworld)):
            register(registry, before, numbers)
            lay_out(Path("before"), before)
            lay_out(Path("now"), before)
            git(".", "add", "-A")
            git(".", "commit", "-q", "--allow-empty", "-m", before.name)
            lay_out(Path("now"), after)
            for new in texts(after).keys() - texts(before).keys():
                # A registry may remember it from long ago.
                Path("now", f"{new}-value.avsc").unlink()

            from_git = told("git:HEAD")
            # The registry goes on: a source closes what it was given.
            with Registry.open(connection) as asked:
                from_registry = told("registry", asked)

            assert told("dir:before") == from_git
            assert from_registry == from_git, (before, after)
            steps += bool(from_git)
        # Others ask the same servers.
        registry.put_config(None, {"compatibility": usual.level})
    assert steps
