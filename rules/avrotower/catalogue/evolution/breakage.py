"""From the explanations of a break to findings: CMP001 to CMP009 share it."""

from collections.abc import Iterator, Sequence
from typing import Any

from avrotower.finding import Explanation, Finding, Fix, Related, Version
from avrotower.rule import Context

_DASH = "\u2013"


def breaks(context: Context[Any]) -> Iterator[Finding]:
    """Yield a finding for each explanation that carries the code of the rule.

    The finding stands in the candidate, the other document is its related place.
    """
    for explanation in context.explanations:
        if explanation.rule == context.rule.code:
            yield _finding(explanation, context)


def _finding(explanation: Explanation, context: Context[Any]) -> Finding:
    here, there = explanation.reader, explanation.writer
    if explanation.direction == "old reads new":
        here, there = there, here
    level = context.comparison.level if context.comparison is not None else ""
    versions = labels(explanation.versions)
    return context.finding(
        at=here,
        message=f"{explanation.message} ({explanation.direction}, {versions}; "
        f"level {level})",
        related=[Related(f"in {versions}", there)],
        detail=(explanation.direction, explanation.type),
        fix=_fix(explanation),
        explanation=explanation,
    )


def _fix(explanation: Explanation) -> Fix | None:
    return explanation.proposals[0] if explanation.proposals else None


def labels(versions: Sequence[Version]) -> str:
    """Return the names of *versions*, runs of numbers as ranges: `versions 1-3, 5`."""
    names: list[str] = []
    run: list[int] = []

    def close() -> None:
        if len(run) > 1:
            names.append(f"{run[0]}{_DASH}{run[-1]}")
        elif run:
            names.append(str(run[0]))
        run.clear()

    for version in sorted(versions, key=lambda version: version.number or 0):
        if version.label.isdecimal():
            number = int(version.label)
            if run and number != run[-1] + 1:
                close()
            run.append(number)
        else:
            close()
            names.append(version.label)
    close()
    return f"version{'' if len(versions) == 1 else 's'} {', '.join(names)}"
