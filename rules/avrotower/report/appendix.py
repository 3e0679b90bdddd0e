"""What stands at the end of a report for people: tables and plans."""

from collections.abc import Iterable, Iterator

from avrotower.engine.result import Appendix, Plan, Table
from avrotower.report.paint import Paint, plain

_MOST_COMMANDS = 200
"""Commands of one step in Markdown, which services cut."""


def lines(appendix: Iterable[Appendix], paint: Paint) -> Iterator[str]:
    """Yield the lines of *appendix* for a terminal, each part with a blank line below."""
    for part in appendix:
        yield paint("bold", plain(part.title))
        yield from _plan(part) if isinstance(part, Plan) else _table(part)
        yield ""


def _table(table: Table) -> Iterator[str]:
    rows = [tuple(map(plain, row)) for row in (table.head, *table.rows)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(table.head))]
    for row in rows:
        first = f"{row[0]:<{widths[0]}}"
        rest = (
            f"{text:>{width}}" for text, width in zip(row[1:], widths[1:], strict=True)
        )
        yield f"  {'  '.join([first, *rest])}".rstrip()


def _plan(plan: Plan) -> Iterator[str]:
    for number, (step, commands) in enumerate(plan.steps, start=1):
        yield f"  {number}. {plain(step)}"
        yield from (f"     {plain(command)}" for command in commands)


def blocks(appendix: Iterable[Appendix]) -> Iterator[str]:
    """Yield the blocks of *appendix* in Markdown."""
    from avrotower.report.markdown import inline  # noqa: PLC0415  it imports us

    for part in appendix:
        yield f"#### {inline(part.title)}"
        if isinstance(part, Table):
            head = [f"| {' | '.join(part.head)} |", f"|{'---|' * len(part.head)}"]
            rows = (f"| {' | '.join(map(inline, row))} |" for row in part.rows)
            yield "\n".join([*head, *rows])
            continue
        for number, (step, commands) in enumerate(part.steps, start=1):
            yield f"{number}. {inline(step)}."
            if commands:
                more = len(commands) - _MOST_COMMANDS
                shown = [plain(command) for command in commands[:_MOST_COMMANDS]]
                if more > 0:
                    shown.append(f"# and {more} more: see the report as text")
                yield "\n".join(["```sh", *shown, "```"])
