"""`avrotower lint` as a process beside bare Python; prints ratios, never fails.

PERFORMANCE, 1 and 2 name the targets.

* Programs run in turn, A B A B, from compiled files, with output into nothing.
* One process is measured by the processor time of its tree, so that neighbours on the
  machine count little; two processes also by the clock, which needs two free processors.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest
from large_project import write_project
from processes import environment, medians, run, show

pytestmark = pytest.mark.bench

LINT: Final = (str(Path(sys.executable).with_name("avrotower")), "lint")
PYTHON: Final = (sys.executable, "-c")
WALK: Final = """
import json, os
for here, directories, files in os.walk("."):
    for name in files:
        if name.endswith((".avsc", ".avpr")):
            with open(os.path.join(here, name), "rb") as file:
                json.loads(file.read())
"""
DOCUMENTS: Final = 5_000
ROUNDS: Final = 25
FEW_ROUNDS: Final = 5


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Give the directories of three projects by their findings in each document."""
    found: dict[int, Path] = {}
    for findings in (0, 1, 20):
        found[findings] = tmp_path_factory.mktemp(f"findings{findings}")
        size = write_project(found[findings], DOCUMENTS, findings=findings)
        print(
            f"\n{DOCUMENTS:,} documents, {size / DOCUMENTS / 1024:.1f} KB each, "
            f"{findings} findings in each"
        )
    return found


def test_one_file_beside_bare_python(projects: dict[int, Path]) -> None:
    values = sorted(projects[0].rglob("value.avsc"))
    flawed = sorted(projects[1].rglob("value.avsc"))
    cost = medians(
        {
            "pass": (*PYTHON, "pass"),
            "click": (*PYTHON, "import click"),
            "version": (LINT[0], "--version"),
            "lint": (*LINT, str(values[0])),
            "json": (*LINT, "--format", "json", str(values[0])),
            "found": (*LINT, str(flawed[0])),
        },
        projects[0],
        ROUNDS,
    )
    bare = cost["pass"].processor_s
    print(
        f"\none process, bare python -c pass is {bare * 1e3:.1f} ms of processor time"
    )
    show("python -c 'import click'", cost["click"].processor_s / bare)
    show("avrotower --version", cost["version"].processor_s / bare)
    show("avrotower lint, one clean file", cost["lint"].processor_s / bare, 5)
    show("the same, by the clock", cost["lint"].clock_s / cost["pass"].clock_s, 5)
    show("avrotower lint --format json", cost["json"].processor_s / bare, 5)
    show("avrotower lint, one file with a finding", cost["found"].processor_s / bare)


def test_many_files_beside_reading_them(projects: dict[int, Path]) -> None:
    cost = medians(
        {
            "walk": (*PYTHON, WALK),
            "one": (*LINT, "--jobs", "1"),
            "two": (*LINT, "--jobs", "2"),
        },
        projects[0],
        FEW_ROUNDS,
    )
    walk, one, two = cost["walk"], cost["one"], cost["two"]
    print(
        f"\n{DOCUMENTS:,} clean files, walk + read + json.loads takes "
        f"{walk.processor_s * 1e3:.0f} ms of processor time"
    )
    show("one process", one.processor_s / walk.processor_s, 5)
    show("two processes against one, by the clock", two.clock_s / one.clock_s, 0.65)
    show("the same, processor time of the tree", two.processor_s / one.processor_s)


def test_many_findings_beside_none(projects: dict[int, Path]) -> None:
    print("\nfindings, one process, processor time")
    clean = run((*LINT, "--jobs", "1"), projects[0])
    for findings in (1, 20):
        for form in ("text", "json"):
            command = (*LINT, "--jobs", "1", "--format", form)
            cost = run(command, projects[findings])
            each = (cost.processor_s - clean.processor_s) / DOCUMENTS / findings
            print(
                f"  {findings:>2} in each of {DOCUMENTS:,} files, {form:<20} "
                f"{cost.processor_s:6.2f} s, {each * 1e6:6.0f} us for each finding"
            )


@pytest.mark.skipif(not Path("/proc/self/statm").is_file(), reason="no /proc")
def test_memory_does_not_grow_with_findings(projects: dict[int, Path]) -> None:
    print("\nmost memory of the tree of processes, resident")
    for jobs in (1, 2):
        for findings, directory in projects.items():
            most = peak_bytes((*LINT, "--jobs", str(jobs)), directory)
            print(
                f"  {jobs} process{'es' if jobs > 1 else ''}, {findings:>2} findings "
                f"in each of {DOCUMENTS:,} files: {most / 2**20:6.1f} MB"
            )


def peak_bytes(command: Sequence[str], cwd: Path) -> int:
    """Return the most bytes that the tree of *command* had resident at one time.

    Pages that processes share are counted for each of them.
    """
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    most = 0
    while process.poll() is None:
        time.sleep(0.02)
        most = max(most, sum(map(resident_bytes, tree(process.pid))))
    return most


def tree(process: int) -> list[int]:
    found = [process]
    for parent in found:
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii")
        except OSError:
            continue
        found += map(int, children.split())
    return found


def resident_bytes(process: int) -> int:
    try:
        pages = Path(f"/proc/{process}/statm").read_text("ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def test_the_projects_are_what_they_are_said_to_be(projects: dict[int, Path]) -> None:
    for findings, directory in projects.items():
        done = subprocess.run(
            (*LINT, "--format", "json"),
            cwd=directory,
            env=environment(),
            capture_output=True,
            check=False,
        )
        summary = json.loads(done.stdout)["summary"]
        assert summary["documents"] == DOCUMENTS
        # A key of twenty flawed fields is too complex besides.
        assert summary["by-code"].get("AVR012", 0) == findings * DOCUMENTS
