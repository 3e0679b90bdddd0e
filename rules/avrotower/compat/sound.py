"""The fast check: stops at the first failure, and never takes a wrong assumption.

It answers for the greatest fixpoint: a pair in progress counts as compatible, and what
was concluded from that is forgotten when the pair turns out not to be.
"""

from collections.abc import Callable, Iterable
from typing import Final

from avrotower.compat.match import ACCEPTS, names_match
from avrotower.compat.shape import compile_union, is_compiled, parts_of
from avrotower.schema.model import (
    ARRAY,
    ENUM,
    FIXED,
    MAP,
    NULL,
    RECORD,
    STRING,
    UNION,
    UNSHAPED,
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

DEEPEST: Final = 100
"""Types within types that are followed; each is a frame of Python."""

_OPTIONAL: Final = 2
"""Branches of the union of null and one type."""
_FEW: Final = 16
"""Branches of a union that are quicker looked at than looked up."""
_PRIMITIVES: Final = (1 << STRING + 1) - 1


class TooDeepError(Exception):
    """The types are nested or chained beyond `DEEPEST`; another way must answer."""


class Sound:
    """One run over models whose reader reaches no field with aliases.

    What is compiled is compared by its ids, what is not is walked.
    """

    __slots__ = ("_accepted", "_names", "_refuted")

    def __init__(self) -> None:
        self._accepted: dict[tuple[Record, Record], None] = {}
        """Pairs of records that are in progress or were accepted, in this order."""
        self._refuted: set[tuple[Record, Record]] = set()
        self._names: dict[Union, dict[str, list[Node]]] | None = None

    def reads(self, reader: Node, writer: Node, left: int = DEEPEST) -> bool:
        """Whether *reader* reads *writer*.

        Raises:
            TooDeepError: If *left* levels are not enough.
        """
        if ACCEPTS[reader.type] >> writer.type & 1:
            return True
        if not left:
            raise TooDeepError
        shape = reader.shape
        if shape == writer.shape and shape > 0:
            return True
        if reader.type == writer.type:
            compare = _OF_ONE_TYPE.get(reader.type)
            # Primitives of one type were accepted above.
            return compare is not None and compare(self, reader, writer, left - 1)
        if isinstance(writer, Union):
            return all(self.reads(reader, part, left - 1) for part in writer.branches)
        return isinstance(reader, Union) and self._union_reads(reader, writer, left - 1)

    def reads_union(self, reader: Union, writer: Union, left: int) -> bool:
        """Whether *reader* reads every branch of *writer*."""
        ours, theirs = reader.branches, writer.branches
        if ours == theirs:
            return True
        if (
            len(ours) == len(theirs) == _OPTIONAL
            and ours[0].type == theirs[0].type == NULL
        ):
            return self.reads(ours[1], theirs[1], left)
        # Primitives that the masks settle need no look at the branches.
        unread = (writer.writes or compile_union(writer).writes) & ~(
            reader.reads or compile_union(reader).reads
        )
        if not unread:
            return True
        if unread & _PRIMITIVES:
            return False
        for branch in theirs:
            if unread >> branch.type & 1 and not self._union_reads(
                reader, branch, left
            ):
                return False
        return True

    def reads_array(self, reader: Array, writer: Array, left: int) -> bool:
        """Whether *reader* reads *writer*, an array each."""
        ours, theirs = reader.items, writer.items
        return bool(ACCEPTS[ours.type] >> theirs.type & 1) or self.reads(
            ours, theirs, left
        )

    def reads_map(self, reader: Map, writer: Map, left: int) -> bool:
        """Whether *reader* reads *writer*, a map each."""
        ours, theirs = reader.values, writer.values
        return bool(ACCEPTS[ours.type] >> theirs.type & 1) or self.reads(
            ours, theirs, left
        )

    def reads_enum(self, reader: Enum, writer: Enum, left: int) -> bool:
        """Whether *reader* reads *writer*, an enum each."""
        del left
        return names_match(reader, writer) and (
            reader.symbols == writer.symbols
            or reader.default is not None
            or set(writer.symbols) <= set(reader.symbols)
        )

    def reads_fixed(self, reader: Fixed, writer: Fixed, left: int) -> bool:
        """Whether *reader* reads *writer*, a fixed each."""
        del left
        return names_match(reader, writer) and reader.size == writer.size

    def _union_reads(self, reader: Union, writer: Node, left: int) -> bool:
        """Whether some branch of *reader* reads *writer*, which is no union."""
        if (reader.reads or compile_union(reader).reads) >> writer.type & 1:
            return True
        accepted = self._accepted
        for branch in self._plausible(reader, writer):
            before = len(accepted)
            if self.reads(branch, writer, left):
                return True
            while len(accepted) > before:
                accepted.popitem()
        return False

    def _plausible(self, reader: Union, writer: Node) -> Iterable[Node]:
        """Return the branches whose type and name fit *writer*."""
        branches = reader.branches
        kind = writer.type
        if not isinstance(writer, Named):
            return [branch for branch in branches if branch.type == kind]
        if len(branches) <= _FEW:
            return [
                branch
                for branch in branches
                if branch.type == kind
                and isinstance(branch, Named)
                and names_match(branch, writer)
            ]
        if self._names is None:
            self._names = {}
        names = self._names.get(reader)
        if names is None:
            names = self._names[reader] = _by_name(reader)
        return *names.get(writer.name, ()), *names.get("=" + writer.fullname, ())

    def reads_record(self, reader: Record, writer: Record, left: int) -> bool:
        """Whether *reader* reads *writer*, a record each."""
        if reader.name != writer.name and writer.fullname not in reader.aliases:
            return False
        pair = reader, writer
        accepted = self._accepted
        if pair in accepted:
            return True
        if pair in self._refuted:
            return False
        accepted[pair] = None
        if self._reads_fields(reader, writer, left):
            return True
        # What was concluded from the pair is forgotten by the attempt it was made in.
        del accepted[pair]
        self._refuted.add(pair)
        return False

    def _reads_fields(  # noqa: C901  calls cost time
        self, reader: Record, writer: Record, left: int
    ) -> bool:
        named = fields_by_name(writer).get
        shape = reader.shape
        fields = (
            _unlike(reader, writer)
            if shape != UNSHAPED and is_compiled(shape)
            else reader.fields
        )
        for field in fields:
            other = named(field.name)
            if other is None:
                if field.has_default:
                    continue
                return False
            node = field.type
            beside = other.type
            if node is beside:  # most are one shared primitive
                continue
            kind = node.type
            if ACCEPTS[kind] >> beside.type & 1:
                continue
            if kind != beside.type:
                if not self.reads(node, beside, left):
                    return False
            elif node.shape != beside.shape or node.shape <= UNSHAPED:
                if not left:
                    raise TooDeepError
                if not _OF_ONE_TYPE[kind](self, node, beside, left - 1):
                    return False
        return True


def _unlike(reader: Record, writer: Record) -> list[Field]:
    """Return the fields of the compiled *reader* that need a look, beside those that *writer* has."""
    if not is_compiled(writer.shape):
        return reader.fields
    unlike = parts_of(reader) - parts_of(writer)
    return [reader.by_part[part] for part in unlike] + reader.loose


def fields_by_name(record: Record) -> dict[str, Field]:
    """Return the fields of *record* by name, a table that is made once."""
    try:
        return record.by_name
    except AttributeError:
        record.by_name = {field.name: field for field in record.fields}
        return record.by_name


def _by_name(union: Union) -> dict[str, list[Node]]:
    """Return the named branches by simple name, and by `=` and each alias."""
    names: dict[str, list[Node]] = {}
    for branch in union.branches:
        if isinstance(branch, Named):
            for name in (branch.name, *(f"={alias}" for alias in branch.aliases)):
                names.setdefault(name, []).append(branch)
    return names


_OF_ONE_TYPE: Final[dict[int, Callable[..., bool]]] = {
    RECORD: Sound.reads_record,
    ENUM: Sound.reads_enum,
    ARRAY: Sound.reads_array,
    MAP: Sound.reads_map,
    UNION: Sound.reads_union,
    FIXED: Sound.reads_fixed,
}
"""How a reader and a writer of one type are compared."""
