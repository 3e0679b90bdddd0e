"""What an audit says at its end: whose findings, and how to clean up."""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import quote

from avrotower.engine.result import Plan, Summary, Table

NOBODY: Final = "(no owner)"
_WIDE: Final = 10
"""Rules beside each other; a screen has no room for more."""
_AT_ONCE: Final = 20
"""Deletions in a row: each is one more record that every registry reads at its start."""
_PAUSE_S: Final = 60


def owners(summary: Summary) -> Iterator[Table]:
    """Yield the counts of findings by owner and rule."""
    codes = sorted({code for _, code in summary.by_owner})
    names = sorted({owner for owner, _ in summary.by_owner}, key=lambda o: (not o, o))
    for start in range(0, len(codes), _WIDE):
        shown = codes[start : start + _WIDE]
        rows: list[tuple[str, ...]] = []
        for name in names:
            counts = [summary.by_owner[name, code] for code in shown]
            if any(counts):
                rows.append((name or NOBODY, *(str(n or "") for n in counts)))
        title = "findings by owner and rule" if not start else "further rules"
        yield Table(title, ("owner", *shown), tuple(rows))


def strangers(subjects: Sequence[tuple[str, str]]) -> Iterator[Table]:
    """Yield the *subjects* that are no Avro, so that no document was judged."""
    if subjects:
        title = "not judged as documents, since they are no Avro"
        yield Table(title, ("subject", "type"), tuple(sorted(subjects)))


def cleanup(subjects: Sequence[str], url: str) -> Iterator[Plan]:
    """Yield the plan that removes *subjects*, which nobody needs any more."""
    if not subjects:
        return
    places = [f"{url}/subjects/{quote(name, safe='')}" for name in subjects]
    soft = tuple(_paced([f"curl -X DELETE '{place}'" for place in places]))
    hard = tuple(
        _paced([f"curl -X DELETE '{place}?permanent=true'" for place in places])
    )
    count = f"{len(subjects)} subject{'' if len(subjects) == 1 else 's'}"
    yield Plan(
        f"clean-up plan for {count} (STM014, STM016); avrotower does not run it",
        (
            (
                "Look that no application of these ids runs, and nobody reads these topics",
                (),
            ),
            (
                "Delete softly, in small groups; registering a text again brings it back",
                soft,
            ),
            ("Wait for a day, and look that nothing fails", ()),
            (
                "Delete permanently, in small groups; no record can be read any more then",
                hard,
            ),
        ),
    )


def _paced(commands: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(commands), _AT_ONCE):
        if start:
            yield f"sleep {_PAUSE_S}"
        yield from commands[start : start + _AT_ONCE]
