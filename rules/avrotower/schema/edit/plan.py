"""A plan: changes of a document, gathered until they become edits of its text."""

import json
from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import Final, NamedTuple

from avrotower.finding import Change, Span
from avrotower.schema.document import Document
from avrotower.schema.edit.blank import Surroundings
from avrotower.schema.edit.members import Added, Container, Part, edits
from avrotower.schema.edit.text_edit import TextEdit
from avrotower.schema.model import JSON, escape, is_array, is_object, unescape

CLASH: Final = "another change touches the same place"
MAX_COMMENTS: Final = 10_000
"""So many comments a scan keeps; it may have met more."""

_Claims = set[tuple[int, int]]


class _Box:
    """What happens to the parts of one object or array."""

    def __init__(self, pointer: str, value: JSON) -> None:
        self.pointer = pointer
        keys = map(escape, value) if is_object(value) else map(str, range(len(value)))
        self.places: dict[str, int] = {key: at for at, key in enumerate(keys)}
        self.removed: set[int] = set()
        self.added: list[Added] = []


class _Draft(NamedTuple):
    """What the changes of one fix come to, before it is known whether they fit."""

    claims: _Claims
    edits: list[TextEdit]
    removed: list[tuple[str, str]]
    """Pointer of the container, and the step to the part."""
    added: list[tuple[str, str, str, str | None]]
    """Pointer of the object, key and value in JSON, and the step to what is before."""


class _RefusalError(Exception):
    """A change does not fit the text; the reason is its only argument."""


class Plan:
    """Changes of *document*, all of which refer to its text as it is."""

    def __init__(self, document: Document) -> None:
        self._scan = document.scan
        self._text = document.text
        self._is_broken = any(
            error.reason.startswith(("json-", "text-")) for error in document.errors
        )
        self._around = Surroundings(document.text, self._scan.comments)
        self._claims: list[tuple[int, int]] = []
        self._edits: list[TextEdit] = []
        self._boxes: dict[str, _Box] = {}

    @property
    def obstacle(self) -> str:
        """Why nothing can be changed here; empty where something can."""
        if self._is_broken:
            return "the text is no sound JSON"
        if self._scan.duplicates:
            return "an object has a key twice"
        if len(self._scan.comments) >= MAX_COMMENTS:
            return "the text has too many comments"
        return ""

    def add(self, changes: Iterable[Change]) -> str:
        """Take up *changes*, all of them or none.

        Return why they cannot be: `CLASH` where others have to be made first; empty
        where they can.
        """
        if self.obstacle:
            return self.obstacle
        draft = _Draft(set(), [], [], [])
        try:
            for change in changes:
                self._take(change, draft)
        except _RefusalError as refusal:
            return str(refusal)
        if any(self._is_claimed(start, end) for start, end in draft.claims):
            return CLASH
        for claim in draft.claims:
            insort(self._claims, claim)
        self._edits += draft.edits
        for pointer, step in draft.removed:
            box = self._box(pointer)
            box.removed.add(box.places[step])
        for pointer, key, text, after in draft.added:
            box = self._box(pointer)
            behind = box.places.get(after) if after is not None else None
            box.added.append(Added(key, text, behind))
        return ""

    def edits(self) -> tuple[TextEdit, ...]:
        """Return the edits of the text, in the order of their places."""
        found = list(self._edits)
        for box in self._boxes.values():
            container = self._container(box)
            found += edits(container, self._around, box.removed, box.added)
        return tuple(sorted(found, key=lambda edit: edit[:2]))

    def _is_claimed(self, start: int, end: int) -> bool:
        at = bisect_left(self._claims, (start, end))
        after = at < len(self._claims) and self._claims[at][0] < end
        return after or (at > 0 and self._claims[at - 1][1] > start)

    def _box(self, pointer: str) -> _Box:
        if pointer not in self._boxes:
            self._boxes[pointer] = _Box(pointer, self._value(pointer))
        return self._boxes[pointer]

    def _container(self, box: _Box) -> Container:
        outer = self._span(box.pointer)
        parts = sorted(self._part(f"{box.pointer}/{key}") for key in box.places)
        return Container(outer.start + 1, outer.end - 1, parts)

    def _part(self, pointer: str) -> Part:
        value = self._span(pointer)
        key = self._scan.span(pointer, "key")
        if key is None:
            return Part(value.start, value.end)
        if self._around.comments_between(key.end, value.start):
            return Part(key.start, value.end)
        return Part(key.start, value.end, self._text[key.end : value.start])

    def _span(self, pointer: str) -> Span:
        span = self._scan.span(pointer)
        if span is None:
            raise _RefusalError("its place is gone")
        return span

    def _value(self, pointer: str) -> JSON:
        value = self._scan.value
        for token in pointer.split("/")[1:]:
            step = unescape(token)
            value = value[int(step)] if is_array(value) else value[step]
        return value

    def _take(self, change: Change, draft: _Draft) -> None:
        match change.do:
            case "replace":
                self._replace(change, draft)
            case "put":
                self._put(change, draft)
            case "rename":
                self._rename(change, draft)
            case "remove":
                self._remove(change, draft)
            case "front":
                self._front(change, draft)
            case "lift":
                self._lift(change, draft)
            case "erase":
                self._erase(change, draft)
            case "restore":
                self._restore(change, draft)

    def _replace(self, change: Change, draft: _Draft) -> None:
        start, end = self._span(change.pointer)[:2]
        draft.claims.add((start, end))
        draft.edits.append(TextEdit(start, end, change.text))

    def _put(self, change: Change, draft: _Draft) -> None:
        end = self._span(change.pointer).end
        value = self._value(change.pointer)
        if not is_object(value):
            raise _RefusalError("its place is no object")
        if change.key in value:
            inner = f"{change.pointer}/{escape(change.key)}"
            self._replace(change._replace(pointer=inner), draft)
            return
        draft.claims.add(self._with_comments(change.pointer) or (end - 1, end))
        key = json.dumps(change.key)
        after = escape(change.after) if change.after is not None else None
        draft.added.append((change.pointer, key, change.text, after))

    def _rename(self, change: Change, draft: _Draft) -> None:
        key = self._scan.span(change.pointer, "key")
        if key is None:
            raise _RefusalError("its place is gone")
        if change.key in self._value(change.pointer.rpartition("/")[0]):
            raise _RefusalError(f'there is a "{change.key}" already')
        draft.claims.add((key.start, key.end))
        draft.edits.append(TextEdit(key.start, key.end, json.dumps(change.key)))

    def _remove(self, change: Change, draft: _Draft) -> None:
        above, slash, step = change.pointer.rpartition("/")
        if not slash:
            raise _RefusalError("the whole text cannot be removed")
        self._span(change.pointer)
        draft.claims.add(self._with_comments(above) or self._part(change.pointer)[:2])
        draft.removed.append((above, step))

    def _with_comments(self, pointer: str) -> tuple[int, int] | None:
        """Return where the container at *pointer* stands, if there are comments in it.

        What becomes of those is seen one fix at a time.
        """
        start, end = self._span(pointer)[:2]
        return (start, end) if self._around.comments_between(start, end) else None

    def _front(self, change: Change, draft: _Draft) -> None:
        above, _, step = change.pointer.rpartition("/")
        self._span(change.pointer)
        if not is_array(self._value(above)):
            raise _RefusalError("its place is no array")
        outer = self._span(above)
        draft.claims.add((outer.start, outer.end))
        places = [self._span(f"{above}/{index}") for index in range(int(step) + 1)]
        texts = [self._text[place.start : place.end] for place in places]
        moved = [texts[-1], *texts[:-1]]
        for place, text in zip(places, moved, strict=True):
            draft.edits.append(TextEdit(place.start, place.end, text))

    def _lift(self, change: Change, draft: _Draft) -> None:
        inner, outer = self._span(change.text), self._span(change.pointer)
        text = self._text[inner.start : inner.end]
        kept = len(self._around.comments_between(inner.start, inner.end))
        if len(self._around.comments_between(outer.start, outer.end)) > kept:
            raise _RefusalError("a comment would be lost")
        self._replace(change._replace(text=text), draft)

    def _erase(self, change: Change, draft: _Draft) -> None:
        edit = self._around.without_comment(change.start)
        if edit is None:
            raise _RefusalError("its place is gone")
        draft.claims.add((edit.start, edit.end))
        draft.edits.append(edit)

    def _restore(self, change: Change, draft: _Draft) -> None:
        draft.claims.add((0, len(self._text)))
        draft.edits.append(TextEdit(0, len(self._text), change.text))
