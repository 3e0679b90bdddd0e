"""The fast check: stops at the first failure, and never takes a wrong assumption.

It answers for the greatest fixpoint: a pair in progress counts as compatible, and what
was concluded from that is forgotten when the pair turns out not to be.
"""

from collections.abc import Iterable
from typing import Final

from avrotower.compat.match import ACCEPTS, names_match
from avrotower.schema.model import (
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

DEEPEST: Final = 100
"""Types within types that are followed; each is a frame of Python."""

_FEW: Final = 16
"""Branches of a union that are quicker looked at than looked up."""
_PRIMITIVES: Final = (1 << STRING + 1) - 1


class TooDeepError(Exception):
    """The types are nested or chained beyond `DEEPEST`; another way must answer."""


class Sound:
    """One run over compiled models that reach no field with aliases."""

    __slots__ = ("_accepted", "_names", "_refuted")

    def __init__(self) -> None:
        self._accepted: dict[tuple[Record, Record], None] = {}
        """Pairs of records that are in progress or were accepted, in this order."""
        self._refuted: set[tuple[Record, Record]] = set()
        self._names: dict[Union, dict[str, list[Node]]] = {}

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
        if isinstance(writer, Union):
            return self._reads_union(reader, writer, left - 1)
        if isinstance(reader, Union):
            return self._union_reads(reader, writer, left - 1)
        if reader.type != writer.type:
            return False
        if isinstance(reader, Record) and isinstance(writer, Record):
            return self._reads_record(reader, writer, left - 1)
        if isinstance(reader, Array) and isinstance(writer, Array):
            return self.reads(reader.items, writer.items, left - 1)
        if isinstance(reader, Map) and isinstance(writer, Map):
            return self.reads(reader.values, writer.values, left - 1)
        return _reads_leaf(reader, writer)

    def _reads_union(self, reader: Node, writer: Union, left: int) -> bool:
        """Whether *reader* reads every branch of *writer*."""
        if isinstance(reader, Union):
            # Primitives that the masks settle need no look at the branches.
            unread = writer.writes & ~reader.reads
            if not unread:
                return True
            if unread & _PRIMITIVES:
                return False
            return all(
                self._union_reads(reader, branch, left)
                for branch in writer.branches
                if unread >> branch.type & 1
            )
        return all(self.reads(reader, branch, left) for branch in writer.branches)

    def _union_reads(self, reader: Union, writer: Node, left: int) -> bool:
        """Whether some branch of *reader* reads *writer*, which is no union."""
        if reader.reads >> writer.type & 1:
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
        if not isinstance(writer, Named):
            return [branch for branch in branches if branch.type == writer.type]
        if len(branches) <= _FEW:
            return [branch for branch in branches if branch.type == writer.type]
        names = self._names.get(reader)
        if names is None:
            names = self._names[reader] = _by_name(reader)
        return *names.get(writer.name, ()), *names.get("=" + writer.fullname, ())

    def _reads_record(self, reader: Record, writer: Record, left: int) -> bool:
        if reader.name != writer.name and writer.fullname not in reader.aliases:
            return False
        pair = reader, writer
        accepted = self._accepted
        if pair in accepted:
            return True
        if pair in self._refuted:
            return False
        accepted[pair] = None
        by_name = fields_by_name(writer)
        for field in reader.fields:
            other = by_name.get(field.name)
            if other is None:
                if field.has_default:
                    continue
                break
            node = field.type
            beside = other.type
            if node is beside or ACCEPTS[node.type] >> beside.type & 1:
                continue
            shape = node.shape
            if shape == beside.shape and shape > 0:
                continue
            if not self.reads(node, beside, left):
                break
        else:
            return True
        # What was concluded from the pair is forgotten by the attempt it was made in.
        del accepted[pair]
        self._refuted.add(pair)
        return False


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


def _reads_leaf(reader: Node, writer: Node) -> bool:
    if isinstance(reader, Enum) and isinstance(writer, Enum):
        return names_match(reader, writer) and (
            reader.default is not None or set(writer.symbols) <= set(reader.symbols)
        )
    return (
        isinstance(reader, Fixed)
        and isinstance(writer, Fixed)
        and names_match(reader, writer)
        and reader.size == writer.size
    )
