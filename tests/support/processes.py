"""Processes measured side by side: what they cost, as ratios."""

import gc
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """What a process cost, in seconds."""

    processor_s: float
    clock_s: float


def environment() -> dict[str, str]:
    """Return an environment that does not hide compiled files or pace the output."""
    hidden = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "FORCE_COLOR")
    return {name: value for name, value in os.environ.items() if name not in hidden}


def run(command: Sequence[str], cwd: Path) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        command,
        cwd=cwd,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    clock = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(used, clock)


def medians(
    commands: Mapping[str, Sequence[str]], cwd: Path, rounds: int
) -> dict[str, Cost]:
    """Return the median cost of each command; the first round, which compiles, is lost."""
    gc.collect()
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            cost = run(command, cwd)
            if number:
                costs[name].append(cost)
    return {
        name: Cost(*(statistics.median(part) for part in zip(*found, strict=True)))
        for name, found in costs.items()
    }


def show(what: str, ratio: float, target: float | None = None) -> None:
    aim = f"(at most {target} x)" if target else ""
    sys.stdout.write(f"  {what:<44} {ratio:6.2f} x  {aim}{_above(ratio, target)}\n")


def _above(ratio: float, target: float | None) -> str:
    return "   ABOVE" if target is not None and ratio > target else ""
