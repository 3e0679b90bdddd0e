"""A finding in words for programs that show one text: message, repair, other places."""

from collections.abc import Iterator

from avrotower.engine.result import Failure, Unread
from avrotower.finding import Cause, Finding, Fix
from avrotower.report.frame import shown_place
from avrotower.report.paint import plain


def in_words(finding: Finding) -> str:
    """Return what *finding* says in one line, with its repair."""
    said = [plain(finding.message), *repairs(finding)]
    if finding.accepted:
        said.append(accepted(finding))
    return "; ".join(said)


def paragraphs(finding: Finding) -> Iterator[str]:
    """Yield what *finding* says, a line each: fact, reasons, places, repairs."""
    yield plain(finding.message)
    explanation = finding.explanation
    if explanation is not None:
        yield from _because(explanation.causes, "")
        if explanation.witness is not None and explanation.witness.datum:
            yield f"proof: the writer can write {plain(explanation.witness.datum)}"
    for note in finding.related:
        yield f"{plain(note.message)}: {shown_place(note.location)}"
    yield from repairs(finding)
    if finding.accepted:
        yield accepted(finding)


def accepted(finding: Finding) -> str:
    """Return how *finding* was accepted: `accepted (baseline)`."""
    if finding.accepted == "inherited":
        return "inherited (the latest version has it)"
    return f"accepted ({finding.accepted})"


def repairs(finding: Finding) -> Iterator[str]:
    """Yield the titles of what would repair *finding*, unless the message says so."""
    explanation = finding.explanation
    if explanation is not None:
        for proposal in explanation.proposals:
            yield _repair(proposal)
        for sentence in explanation.advice:
            yield f"advice: {plain(sentence)}"
    elif finding.fix is not None and finding.fix.title not in finding.message:
        yield _repair(finding.fix)


def _repair(fix: Fix) -> str:
    # What is not safe says so wherever somebody may apply it with a click.
    word = "fix (unsafe)" if fix.applicability == "unsafe" else "fix"
    return f"{word}: {plain(fix.title)}"


def failed(failure: Failure) -> str:
    """Return what *failure* says in one line."""
    return f"rule {failure.code} failed: {plain(failure.error)}; {plain(failure.bug)}"


def unread_in_words(unread: Unread) -> str:
    """Return what *unread* says in one line."""
    return f"{unread.what}: {plain(unread.reason)}; {plain(unread.remedy)}"


def _because(causes: tuple[Cause, ...], indent: str) -> Iterator[str]:
    for cause in causes:
        yield f"{indent}because {plain(cause.message)}"
        yield from _because(cause.causes, indent + "  ")
