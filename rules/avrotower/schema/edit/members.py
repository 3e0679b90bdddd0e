"""Members and elements that go, and members that come, with their commas."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from avrotower.schema.edit.blank import Surroundings
from avrotower.schema.edit.text_edit import TextEdit

_COLON: Final = ": "


class Part(NamedTuple):
    """A member or an element as it is written: a member from its key on."""

    start: int
    end: int
    colon: str = _COLON
    """What stands between key and value, without comments."""


class Container(NamedTuple):
    """An object or an array: what is written between its brackets."""

    start: int
    """After the opening bracket."""
    end: int
    """Before the closing bracket."""
    parts: Sequence[Part]


class Added(NamedTuple):
    """A new member of an object."""

    key: str
    """In JSON."""
    value: str
    """In JSON."""
    behind: int | None
    """The index of the part that it follows; None for the end."""


def edits(
    box: Container,
    around: Surroundings,
    removed: AbstractSet[int],
    added: Sequence[Added],
) -> Iterator[TextEdit]:
    """Yield the edits that take the parts *removed* (by index) out of *box*.

    The members *added* come where they want to be, or behind what stays.
    """
    parts = box.parts
    kept = [index for index in range(len(parts)) if index not in removed]
    yield from _removals(box, around, removed)
    colon = parts[-1].colon if parts else _COLON
    members: list[str] = []
    for key, value, behind in added:
        member = f"{key}{colon}{value}"
        if behind is None or behind in removed or behind + 1 == len(parts):
            members.append(member)
        else:
            yield _between(parts[behind], parts[behind + 1], around, member)
    if not members:
        return
    if not parts:
        yield TextEdit(box.start, box.start, ", ".join(members))
        return
    lead = _lead(box, around)
    last = parts[kept[-1]] if kept else None
    if last is None:
        yield TextEdit(parts[0].start, parts[0].start, f",{lead}".join(members))
        return
    joined = "".join(f",{lead}{member}" for member in members)
    # A comment behind the last part speaks of it, and stays beside it.
    note = around.line_end(last.end, box.end) if kept[-1] == len(parts) - 1 else 0
    if note > last.end and lead.strip(" \t"):
        yield TextEdit(last.end, last.end, ",")
        yield TextEdit(note, note, joined[1:])
    else:
        yield TextEdit(last.end, last.end, joined)


def _between(before: Part, after: Part, around: Surroundings, member: str) -> TextEdit:
    lead = around.lead(after.start)
    note = around.line_end(before.end, after.start)
    if note > before.end:
        # A comment behind the part speaks of it, and stays beside it.
        return TextEdit(note, note, f"{lead}{member},")
    return TextEdit(before.end, before.end, f",{lead}{member}")


def _lead(box: Container, around: Surroundings) -> str:
    """Return the white space that new parts of *box* stand behind."""
    parts = box.parts
    if len(parts) > 1:
        return around.lead(parts[-1].start)
    lead = around.lead(parts[0].start)
    return lead if lead.strip(" \t") else " "


def _removals(
    box: Container, around: Surroundings, removed: AbstractSet[int]
) -> Iterator[TextEdit]:
    parts = box.parts
    for first, last in _runs(removed):
        start, end = parts[first].start, parts[last].end
        if first > 0:
            start = parts[first - 1].end
        elif last + 1 < len(parts):
            end = parts[last + 1].start
        if not _has_notes(parts, around, first, last, start, end):
            yield TextEdit(start, end, "")
            continue
        # Comments stay: only the parts go, each with the comma on its kept side.
        for index in range(first, last + 1):
            part = parts[index]
            yield TextEdit(part.start, part.end, "")
            if first > 0:
                comma = around.comma(parts[index - 1].end, part.start)
                yield TextEdit(comma, comma + 1, "")
            elif index + 1 < len(parts):
                comma = around.comma(part.end, parts[index + 1].start)
                yield TextEdit(comma, comma + 1, "")


def _runs(removed: AbstractSet[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last index of all neighbours in *removed*."""
    first = last = -1
    for index in sorted(removed):
        if index != last + 1 or first < 0:
            if first >= 0:
                yield first, last
            first = index
        last = index
    if first >= 0:
        yield first, last


def _has_notes(  # noqa: PLR0913, PLR0917  a run, and the piece that would go
    parts: Sequence[Part],
    around: Surroundings,
    first: int,
    last: int,
    start: int,
    end: int,
) -> bool:
    """Whether comments between the parts of a run would go with it."""
    if not around.comments:
        return False
    inner = sum(
        len(around.comments_between(parts[index].start, parts[index].end))
        for index in range(first, last + 1)
    )
    return len(around.comments_between(start, end)) > inner
