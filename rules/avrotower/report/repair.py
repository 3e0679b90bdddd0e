"""A repair, shown: what to do in one line, and the repaired JSON below it."""

from collections.abc import Iterator

from avrotower.finding import Fix
from avrotower.report.paint import Paint, plain


def repaired(fix: Fix, paint: Paint, *, said: str = "") -> Iterator[str]:
    """Yield the lines that show *fix*, without what the message *said* already."""
    if not fix.snippet and fix.title in said:
        return
    # A fix for display is named and not chosen: nothing would apply it unasked.
    word = "fix" if fix.applicability == "display" else f"fix ({fix.applicability})"
    yield f"  {paint('green', word + ':')} {plain(fix.title)}"
    if fix.snippet not in fix.title:
        for line in fix.snippet.splitlines():
            yield f"      {paint('green', plain(line))}"
