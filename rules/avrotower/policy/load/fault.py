"""What is wrong with a policy, and where; all of it is told together."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
"""The way to a value in a policy file: keys of tables, positions in arrays."""


class Fault(NamedTuple):
    """One thing that is wrong."""

    file: str
    """The file as people name it; empty where no file is to blame."""
    line: int
    """From 1; 0 where the whole file is meant."""
    column: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message}" if place else self.message


def in_order(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return *faults* without repeats, those of one file by their place."""
    files = list(dict.fromkeys(fault.file for fault in faults))
    unique = dict.fromkeys(faults)
    return tuple(
        sorted(unique, key=lambda it: (files.index(it.file), it.line, it.column))
    )
