"""Series of real documents: `breaking` finds the broken steps, and only those.

What is broken is asked of resolution directly: the documents of two directories are
paired by the simple names of their types here, without the engine.
"""

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from avrotower.compat.check import compatible
from avrotower.engine.evolution import breaking
from avrotower.engine.result import Report
from avrotower.finding import Severity
from avrotower.schema.document import Document, References
from avrotower.schema.parse import parse

Broken = dict[tuple[str, str], set[str]]
"""By document and direction, the versions that the document breaks with."""

NUMBER = re.compile(r"\d+")


def age(directory: Path) -> tuple[int, int]:
    return int(directory.parent.name), int(directory.name)


def series(realworld: Path) -> list[list[Path]]:
    """Return the directories that hold versions: `BASE/MAJOR/MINOR`, the oldest first."""
    bases: dict[Path, set[Path]] = {}
    for path in realworld.rglob("*.avsc"):
        minor, major, base = path.parents[:3]
        if NUMBER.fullmatch(minor.name) and NUMBER.fullmatch(major.name):
            bases.setdefault(base, set()).add(minor)
    return [sorted(found, key=age) for found in bases.values()]


@cache
def documents(directory: Path) -> dict[str, Document]:
    """Return the documents of *directory* by the simple names of their types."""
    waiting = {path: path.read_bytes() for path in sorted(directory.glob("*.avsc"))}
    known = References({}, frozenset())
    found: dict[str, Document] = {}
    while waiting:
        parsed = {path: parse(waiting[path], "lenient", known) for path in waiting}
        ready = {path: doc for path, doc in parsed.items() if doc.is_valid}
        assert ready, f"{directory} needs something that it does not have"
        for path, document in ready.items():
            del waiting[path]
            document.name = str(path)
            found[json.loads(document.text)["name"].rpartition(".")[2]] = document
            names = {**known.names, **document.schema.names}
            known = References(names, frozenset(names))
    return found


def expected(before: list[Path], after: Path) -> Broken:
    """Return what *after* breaks with, by resolution alone."""
    broken: Broken = {}
    for name, document in documents(after).items():
        ours = document.schema.root
        for earlier in before:
            if name not in documents(earlier):
                continue
            theirs = documents(earlier)[name].schema.root
            for direction, reader, writer in (
                ("new reads old", ours, theirs),
                ("old reads new", theirs, ours),
            ):
                if not compatible(reader, writer):
                    told = broken.setdefault((document.name, direction), set())
                    told.add(f"dir:{earlier}")
    return broken


def found(report: Report) -> Broken:
    """Return what the errors of *report* say."""
    broken: Broken = {}
    for judgement in report:
        for finding in judgement.findings:
            explanation = finding.explanation
            if finding.severity is Severity.ERROR and explanation is not None:
                key = judgement.document, explanation.direction
                labels = {version.label for version in explanation.versions}
                broken.setdefault(key, set()).update(labels)
    return broken


def test_the_broken_steps_are_found_and_only_those(realworld: Path) -> None:
    steps = [step for versions in series(realworld) for step in pairwise(versions)]
    wrong: dict[str, tuple[Broken, Broken]] = {}
    count = 0

    for before, after in steps:
        told = found(breaking([str(after)], against=[f"dir:{before}"], level="FULL"))
        true = expected([before], after)
        count += bool(true)
        if told != true:
            wrong[str(after)] = told, true

    print(f"\nseries: {count} of {len(steps)} steps are broken")
    assert steps
    assert wrong == {}


def test_the_last_version_names_all_versions_that_it_breaks_with(
    realworld: Path,
) -> None:
    for *before, after in series(realworld):
        against = [f"dir:{directory}" for directory in before]
        report = breaking([str(after)], against=against, level="FULL_TRANSITIVE")

        assert found(report) == expected(before, after)
        assert report.summary.skipped == {}
