"""Java's resolution, step by step: the list in its order and its words.

Quirks that are copied on purpose are marked where they are copied (COMPATIBILITY, 4.3).
"""

from collections.abc import Hashable, Iterator
from typing import Final, NamedTuple, TypeAlias

from avrotower.compat.match import ACCEPTS, JAVA_NAMES, names_match, promotes
from avrotower.compat.outcome import MOST, Ambiguity, Incompatibility, Outcome
from avrotower.compat.pairs import Pairs
from avrotower.schema.model import (
    HOLE,
    JSON_OF_SHARED,
    STRING,
    Array,
    Enum,
    Field,
    Fixed,
    Map,
    Named,
    Node,
    Record,
    Union,
)

MOST_PAIRS: Final = 100_000
"""Pairs resolved for one reader and one writer; wide unions multiply."""
_MOST_TEXT: Final = 10_000_000
"""Characters of all locations at most; chained types make them long."""


class _Path(NamedTuple):
    """A location, linked to the one above; turned into text when it is reported."""

    above: "_Path | None"
    token: str | int


class _Entry(NamedTuple):
    type: str
    at: _Path | None
    message: str
    reader: Node | Field
    writer: Node


class _TooManyError(Exception):
    pass


class _AmbiguousError(Exception):
    def __init__(self, ambiguity: Ambiguity) -> None:
        self.ambiguity = ambiguity


_Result: TypeAlias = "list[_Entry | _Result]"
"""Incompatibilities, and the stored results of other pairs within them."""


class _Pair(NamedTuple):
    """What is to be resolved."""

    reader: Node
    writer: Node
    reads: Hashable
    """The occurrence that the reader is: the node, or the slot of a shared primitive."""
    writes: Hashable
    at: _Path | None


_IN_PROGRESS: Final[_Result] = []


def resolve(reader: Node, writer: Node) -> Outcome:
    """Return what Java's check answers for *reader* and *writer*.

    No recursion: chains of types of any length are resolved. Beyond `MOST_PAIRS` the
    list is only what was found until then.
    """
    root: _Result = []
    try:
        _Resolver().run(_Pair(reader, writer, reader, writer, None), root)
    except _AmbiguousError as error:
        return Outcome(ambiguity=error.ambiguity)
    except _TooManyError:
        if not root and Pairs(reader, writer).root.fails:
            root.append(_mistyped(reader, writer, None))
    return Outcome(tuple(_listed(root)))


class _Resolver:
    """One run of Java's `ReaderWriterCompatibilityChecker`, with its memo."""

    def __init__(self) -> None:
        self._results: dict[tuple[Hashable, Hashable], _Result] = {}
        self._answer: _Result = []
        """The result of the pair that was asked for last."""

    def run(self, pair: _Pair, root: _Result) -> None:
        """Resolve *pair* into *root*, with a stack of our own for what lies below.

        Raises:
            _TooManyError: If there are more than `MOST_PAIRS`; *root* is a beginning.
        """
        results = self._results
        results[pair.reads, pair.writes] = _IN_PROGRESS
        frames = [(pair, self._steps(pair, root), root)]
        while frames:
            pair, frame, result = frames[-1]
            asked = next(frame, None)
            if asked is None:
                frames.pop()
                results[pair.reads, pair.writes] = self._answer = result
                continue
            # Java: a pair in progress counts as compatible, and a finished one keeps
            # the locations with which it was resolved first.
            occurrences = asked.reads, asked.writes
            known = results.get(occurrences)
            if known is None:
                if len(results) > MOST_PAIRS:
                    raise _TooManyError
                results[occurrences] = _IN_PROGRESS
                fresh: _Result = []
                frames.append((asked, self._steps(asked, fresh), fresh))
            else:
                self._answer = known

    def _steps(  # noqa: PLR0911  one return per row of the table
        self, pair: _Pair, result: _Result
    ) -> Iterator[_Pair]:
        """Resolve one pair into *result*; yield the pairs that it depends on."""
        reader, writer, *_ = pair
        if HOLE in (reader.type, writer.type):
            return iter(())
        if isinstance(writer, Union):
            if isinstance(reader, Union):
                return self._every_branch(reader, writer, pair.at, result)
            return self._each_branch(pair, writer, result)
        if isinstance(reader, Union):
            return self._some_branch(pair, reader, result)
        if isinstance(reader, Record) and isinstance(writer, Record):
            return self._record(reader, writer, pair.at, result)
        if isinstance(reader, Array) and isinstance(writer, Array):
            return self._part(pair, reader.items, writer.items, "items", result)
        if isinstance(reader, Map) and isinstance(writer, Map):
            return self._part(pair, reader.values, writer.values, "values", result)
        _check_leaf(reader, writer, pair.at, result)
        return iter(())

    def _part(
        self, pair: _Pair, reader: Node, writer: Node, step: str, result: _Result
    ) -> Iterator[_Pair]:
        reads = _occurrence(reader, pair.reader, step)
        writes = _occurrence(writer, pair.writer, step)
        yield _Pair(reader, writer, reads, writes, _Path(pair.at, step))
        if self._answer:
            result.append(self._answer)

    def _every_branch(
        self, reader: Union, writer: Union, at: _Path | None, result: _Result
    ) -> Iterator[_Pair]:
        """The reader's union must read every branch of the writer's."""
        for index, branch in enumerate(writer.branches):
            writes = _occurrence(branch, writer, index)
            # Java: an attempt starts with an empty location and shares the memo.
            yield _Pair(reader, branch, reader, writes, None)
            if self._answer:
                place = _Path(at, index)
                result.append(_lacking(reader, writer, branch, place))

    def _each_branch(
        self, pair: _Pair, writer: Union, result: _Result
    ) -> Iterator[_Pair]:
        """What is no union must read every branch; inner causes are told."""
        reader, _, reads, _, at = pair
        for index, branch in enumerate(writer.branches):
            writes = _occurrence(branch, writer, index)
            yield _Pair(reader, branch, reads, writes, _Path(at, index))
            if self._answer:
                result.append(self._answer)

    def _some_branch(
        self, pair: _Pair, reader: Union, result: _Result
    ) -> Iterator[_Pair]:
        """The first branch that reads the writer wins; causes are dropped."""
        _, writer, _, writes, at = pair
        for index, branch in enumerate(reader.branches):
            reads = _occurrence(branch, reader, index)
            # Java: as above.
            yield _Pair(branch, writer, reads, writes, None)
            if not self._answer:
                return
        result.append(_lacking(reader, writer, writer, at))

    def _record(
        self, reader: Record, writer: Record, at: _Path | None, result: _Result
    ) -> Iterator[_Pair]:
        if not names_match(reader, writer):
            result.append(_misnamed(reader, writer, at))
        by_name = {field.name: field for field in writer.fields}
        fields = _Path(at, "fields")
        for field in reader.fields:
            other = by_name.get(field.name)
            if field.aliases:
                other = _only_answer(field, other, by_name, writer)
            node = field.type
            if other is not None:
                step = _Path(_Path(fields, field.index), "type")
                beside = other.type
                if node.type > STRING or beside.type > STRING:
                    reads = _occurrence(node, field, "type")
                    writes = _occurrence(beside, other, "type")
                    yield _Pair(node, beside, reads, writes, step)
                    if self._answer:
                        result.append(self._answer)
                elif not ACCEPTS[node.type] >> beside.type & 1:
                    # No two ways lead to one pair of primitives: no need for the memo.
                    result.append(_mistyped(node, beside, step))
            elif not field.has_default:
                place = _Path(fields, field.index)
                if isinstance(node, Enum) and node.default is not None:
                    # Java: the enum is resolved against the whole record, and fails.
                    step = _Path(place, "type")
                    yield _Pair(node, writer, node, writer, step)
                    result.append(self._answer)
                else:
                    result.append(_unfilled(field, writer, place))


def _occurrence(node: Node, owner: Hashable, step: str | int) -> Hashable:
    # Java: every occurrence of a primitive is a node of its own; ours may be shared.
    return (owner, step) if node.step == JSON_OF_SHARED else node


def _only_answer(
    field: Field, named: Field | None, by_name: dict[str, Field], writer: Record
) -> Field | None:
    answers = [] if named is None else [named]
    for alias in dict.fromkeys(field.aliases):
        other = by_name.get(alias)
        if other is not None:
            answers.append(other)
    if len(answers) > 1:
        raise _AmbiguousError(Ambiguity(field, writer))
    return answers[0] if answers else None


def _check_leaf(reader: Node, writer: Node, at: _Path | None, result: _Result) -> None:
    if isinstance(reader, Enum) and isinstance(writer, Enum):
        if not names_match(reader, writer):
            result.append(_misnamed(reader, writer, at))
        unknown = set(writer.symbols).difference(reader.symbols)
        if unknown and reader.default is None:
            symbols = f"[{', '.join(sorted(unknown))}]"
            place = _Path(at, "symbols")
            result.append(
                _Entry("MISSING_ENUM_SYMBOLS", place, symbols, reader, writer)
            )
    elif isinstance(reader, Fixed) and isinstance(writer, Fixed):
        if not names_match(reader, writer):
            result.append(_misnamed(reader, writer, at))
        if reader.size != writer.size:
            sizes = f"expected: {writer.size}, found: {reader.size}"
            place = _Path(at, "size")
            result.append(_Entry("FIXED_SIZE_MISMATCH", place, sizes, reader, writer))
    elif not promotes(reader, writer):
        result.append(_mistyped(reader, writer, at))


def _misnamed(reader: Named, writer: Named, at: _Path | None) -> _Entry:
    message = f"expected: {writer.fullname}"
    return _Entry("NAME_MISMATCH", _Path(at, "name"), message, reader, writer)


def _mistyped(reader: Node, writer: Node, at: _Path | None) -> _Entry:
    message = (
        f"reader type: {JAVA_NAMES[reader.type]} not compatible with"
        f" writer type: {JAVA_NAMES[writer.type]}"
    )
    return _Entry("TYPE_MISMATCH", at, message, reader, writer)


def _lacking(reader: Node, writer: Node, branch: Node, at: _Path | None) -> _Entry:
    message = f"reader union lacking writer type: {JAVA_NAMES[branch.type]}"
    return _Entry("MISSING_UNION_BRANCH", at, message, reader, writer)


def _unfilled(field: Field, writer: Record, at: _Path) -> _Entry:
    kind = "READER_FIELD_MISSING_DEFAULT_VALUE"
    return _Entry(kind, at, field.name, field, writer)


def _listed(result: _Result) -> Iterator[Incompatibility]:
    listed = 0
    length = 0
    rest = [iter(result)]
    while rest:
        part = next(rest[-1], None)
        if part is None:
            rest.pop()
        elif isinstance(part, _Entry):
            kind, at, message, reader, writer = part
            location = _location(at)
            yield Incompatibility(kind, location, message, reader, writer)
            listed += 1
            length += len(location)
            if listed == MOST or length > _MOST_TEXT:
                return
        else:
            rest.append(iter(part))


def _location(at: _Path | None) -> str:
    tokens: list[str] = []
    while at is not None:
        at, token = at
        tokens.append(str(token))
    return "/" + "/".join(reversed(tokens))
