"""The words for several versions."""

from collections.abc import Sequence
from typing import Final

from avrotower.finding import Version

_DASH: Final = "\u2013"


def version_words(versions: Sequence[Version]) -> str:
    """Return *versions* with their noun: `version 3`, `versions 1-3, 5`.

    Runs of numbers become ranges, written with a dash; other names stay as they are.
    """
    names: list[str] = []
    runs: list[list[int]] = []
    for version in sorted(versions, key=_age):
        if not version.label.isdecimal():
            names.append(version.label)
            continue
        number = int(version.label)
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    numbers = [_DASH.join(map(str, run)) for run in runs]
    return f"version{'' if len(versions) == 1 else 's'} {', '.join(numbers + names)}"


def _age(version: Version) -> int:
    return version.number or 0
