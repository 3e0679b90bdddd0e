"""Inline acceptances: comments and attributes in the text of a document (RULES, 3.3).

    // avrotower:allow key-enum, DOC002 -- symbols are fixed by law
    // avrotower:allow-file unknown-attribute -- written by a generator
    "avrotower:allow": {"field-doc-missing": "same as the ISO code list"}

A comment counts on the line of a node; one that has its line to itself, for the next.
"""

from __future__ import annotations

import re
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Sequence,
)
from itertools import islice
from typing import Final, NamedTuple

from avrotower.acceptance import UNACCEPTABLE, Note, Use
from avrotower.finding import Change, Finding, Location, Span
from avrotower.policy.acceptance import Acceptance
from avrotower.policy.choice import NOTE
from avrotower.rule import Role, Rule
from avrotower.schema.document import Comment, Document
from avrotower.schema.model import Field, Node, escape, is_object
from avrotower.schema.names import nearest

_COMMENT: Final = re.compile(
    r"[/*\s]*avrotower:allow(?P<file>-file)?(?=\s|\*/|$)"
    r"(?P<rules>(?:(?!\s--(?:\s|$)).)*)(?:\s--(?:\s|$)(?P<reason>.*))?",
    re.DOTALL,
)
_WORD: Final = re.compile(r"[^\s,]+")
_FIELD: Final = re.compile(r"(.*/fields/\d+)(?:/|$)")
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_BLANKS: Final = "\ufeff \t"
_MAX_NOTES: Final = 1_000
"""Further notes of one document accept nothing."""
_MAX_HINTS: Final = 20
"""Unknown words for which a proposal is looked for; that takes long."""


class _Written(NamedTuple):
    """A note with what it covers."""

    note: Note
    lines: tuple[int, ...] = ()
    pointer: str | None = None
    """The node whose findings it covers."""
    is_whole: bool = False
    """Whether it covers the whole document."""


class Inline(NamedTuple):
    """What the notes of a document did."""

    findings: list[Finding]
    """All findings, those marked that a note accepts."""
    notes: tuple[Note, ...]


def inline(  # noqa: PLR0913  all that decides about a note
    findings: Sequence[Finding],
    document: Document,
    *,
    role: Role | None,
    acceptance: Acceptance,
    rules: Iterable[Rule],
    is_judged: Callable[[str], bool],
) -> Inline:
    """Mark those of *findings* that a note in *document* accepts.

    *rules* are those that a note can name; *is_judged* tells whether the rule with a
    code has looked at the document, so that a note for it can be called needless.
    """
    rules = tuple(rules)
    written = _recognised(islice(_notes(document, acceptance), _MAX_NOTES), rules)
    locked = {
        rule.code
        for rule in rules
        if not acceptance.locked.isdisjoint((rule.code.lower(), rule.name))
    }
    free = [item for item in written if item.note.code not in locked]
    cover = _Cover(document, free if role != "key" else ())
    marked = [cover.mark(finding) for finding in findings]
    notes: list[Note] = []
    for item in written:
        use = item.note.use
        if not item.note.code:
            use = "unknown rule"
        elif item.note.code in UNACCEPTABLE:
            use = "unacceptable"
        elif role == "key":
            use = "in a key"
        elif item.note.code in locked:
            use = "locked"
        elif id(item) in cover.used:
            use = "used"
        elif use == "not judged" and is_judged(item.note.code):
            use = "unused"
        notes.append(item.note._replace(use=use))
    return Inline(marked, tuple(notes))


def _recognised(written: Iterable[_Written], rules: Collection[Rule]) -> list[_Written]:
    """Return *written* with the codes of the rules that their words name."""
    names = {
        word.lower(): rule.code for rule in rules for word in (rule.code, rule.name)
    }
    found: list[_Written] = []
    hints: dict[str, tuple[str, ...]] = {}
    for item in written:
        word = item.note.rule
        code = names.get(word.lower(), "")
        if not code and word not in hints and len(hints) < _MAX_HINTS:
            hints[word] = _meant(word, rules)
        note = item.note._replace(code=code, nearest=hints.get(word, ()))
        found.append(item._replace(note=note))
    return found


def _meant(word: str, rules: Collection[Rule]) -> tuple[str, ...]:
    """Return the names, or where none is near the codes, that *word* may stand for."""
    by_name = nearest(word, [rule.name for rule in rules])
    return by_name or nearest(word, [rule.code for rule in rules])


class _Cover:
    """Finds the notes that cover a finding, and remembers them."""

    def __init__(self, document: Document, written: Sequence[_Written]) -> None:
        self.used: set[int] = set()
        """The identities of the notes that cover something."""
        self._document = document
        self._whole: dict[str, list[int]] = {}
        self._lines: dict[tuple[str, int], list[int]] = {}
        self._pointers: dict[tuple[str, str], list[int]] = {}
        for item in written:
            index = id(item)
            code = item.note.code
            if not code or code in UNACCEPTABLE or item.note.use != "not judged":
                continue
            if item.is_whole:
                self._whole.setdefault(code, []).append(index)
            if item.pointer is not None:
                self._pointers.setdefault((code, item.pointer), []).append(index)
            for line in item.lines:
                self._lines.setdefault((code, line), []).append(index)

    def mark(self, finding: Finding) -> Finding:
        """Return *finding*, marked where a note accepts it."""
        if finding.location.document != self._document.name:
            return finding
        code = finding.code
        found = list(self._whole.get(code, ()))
        if self._pointers:
            for pointer in _around(finding):
                found += self._pointers.get((code, pointer), ())
        if self._lines:
            for line in _first_lines(finding, self._document):
                found += self._lines.get((code, line), ())
        self.used.update(found)
        if not found or finding.accepted:
            return finding
        return finding._replace(accepted="inline")


def _around(finding: Finding) -> set[str]:
    """Return the pointers of the nodes that *finding* is about.

    The place itself, the object that has it as an attribute, and the field around.
    """
    pointer = finding.location.pointer
    field = _FIELD.match(pointer)
    return {pointer, pointer.rpartition("/")[0], *([field[1]] if field else [])}


def _first_lines(finding: Finding, document: Document) -> set[int]:
    """Return the first lines of the nodes that *finding* is about."""
    span = finding.location.span
    found = {span.line} if span is not None else set[int]()
    if finding.location.pointer:
        spans = (document.span(pointer) for pointer in _around(finding))
        found.update(place.line for place in spans if place is not None)
    return found


def _notes(document: Document, acceptance: Acceptance) -> Iterator[_Written]:
    """Yield a note for each rule that a comment or an attribute names."""
    text = document.text
    if "//" in text or "/*" in text:
        # Such a text is mostly no plain JSON, and has been scanned already.
        yield from _comments(document, acceptance)
    use: Use = "not judged" if acceptance.inline_property else "switched off"
    nodes: Sequence[Node | Field] = document.schema.nodes
    for node in (*nodes, *document.schema.fields):
        allowed = node.raw.get(NOTE) if is_object(node.raw) else None
        if not is_object(allowed):
            continue
        for word, reason in allowed.items():
            pointer = f"{node.pointer}/{escape(NOTE)}/{escape(word)}"
            span = document.span(pointer, "key")
            at = Location(document.name, pointer, node.path, "key", span)
            told = reason if isinstance(reason, str) else ""
            gone = pointer if len(allowed) > 1 else f"{node.pointer}/{escape(NOTE)}"
            note = Note(word, "", told, at, use, (), (Change("remove", gone),))
            yield _Written(note, pointer=node.pointer)


def _comments(document: Document, acceptance: Acceptance) -> Iterator[_Written]:
    comments = document.scan.comments
    rest = _without(document.text, comments)
    alone = _alone(rest, comments)
    start = len(rest) - len(rest.lstrip(f"{_BLANKS}\r\n"))
    path = document.schema.root.path
    for comment in comments:
        match = _COMMENT.match(comment.text)
        if match is None:
            continue
        is_file = match["file"] is not None
        lines = () if is_file else tuple(_covered(comment.span, alone))
        use: Use = "not judged" if acceptance.inline_comments else "switched off"
        if is_file and comment.span.start > start:
            use = "too late"
        reason = (match["reason"] or "").removesuffix("*/").strip()
        words = list(_words(match))
        offset = comment.span.start
        changes = (Change("erase", start=offset),) if len(words) == 1 else ()
        for word, begin, end in words:
            place = document.scan.piece(offset + begin, offset + end)
            at = Location(document.name, "", path, span=place)
            note = Note(word, "", reason, at, use, (), changes)
            yield _Written(note, lines, is_whole=is_file)


def _words(match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the words that should name rules, with their places in the comment."""
    begin = match.start("rules")
    text = match["rules"].removesuffix("*/")
    is_empty = True
    for word in _WORD.finditer(text):
        is_empty = False
        yield word[0], begin + word.start(), begin + word.end()
    if is_empty:
        yield "", 0, match.end()


def _without(text: str, comments: Sequence[Comment]) -> str:
    """Return *text* with blanks for *comments*, so that places and lines stay."""
    pieces: list[str] = []
    at = 0
    for comment in comments:
        start, end = comment.span[:2]
        pieces += [text[at:start], re.sub(r"[^\r\n]", " ", text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def _alone(rest: str, comments: Sequence[Comment]) -> frozenset[int]:
    """Return the lines that hold comments and nothing else."""
    lines = _LINE_END.split(rest)
    return frozenset(
        line
        for comment in comments
        for line in range(comment.span.line, comment.span.end_line + 1)
        if not lines[line - 1].strip(_BLANKS)
    )


def _covered(span: Span, alone: frozenset[int]) -> Iterator[int]:
    """Yield the lines that a comment covers: its own, and the one that it stands above."""
    yield from range(span.line, span.end_line + 1)
    line = span.end_line
    if line in alone:
        while line in alone:
            line += 1
        yield line
