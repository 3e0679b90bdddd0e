"""Which branch of a union is nearest to a type that none of them can read."""

from typing import Final, Literal, NamedTuple, TypeAlias

from avrotower.compat.match import names_match, promotes
from avrotower.compat.pairs import Pair, Part
from avrotower.schema.model import Named, Node, Union

Likeness: TypeAlias = Literal[0, 1, 2, 3, 4]
FULL_NAME: Final = 0
NAME: Final = 1
TYPE: Final = 2
PROMOTABLE: Final = 3
REST: Final = 4

_MOST_LOOKED: Final = 100


class Branch(NamedTuple):
    """A branch of the union that reads, and how near it is."""

    likeness: Likeness
    position: int
    node: Node
    part: Part | None
    """None where nobody needs to look further: the branch is of another kind."""

    @property
    def is_like(self) -> bool:
        """Whether it is the branch that was meant, so that its causes count."""
        if isinstance(self.node, Named):
            return self.likeness <= NAME
        return self.likeness <= TYPE


def ranked(pair: Pair) -> list[Branch]:
    """Return the branches of the reader of *pair*, a choice, the nearest first.

    Of a wide union only the first and those that could fit.
    """
    union, writer = pair.reader, pair.writer
    assert isinstance(union, Union)  # noqa: S101  a choice is one
    parts = {part.reader.step: part for part in pair.parts if part.reader}
    branches = [
        Branch(_likeness(branch, writer), index, branch, parts.get(index))
        for index, branch in enumerate(union.branches)
        if index < _MOST_LOOKED or index in parts
    ]
    return sorted(branches, key=lambda branch: branch[:2])


def meant(choice: Pair) -> Part | None:
    """Return the way to the branch that was meant, None where no branch could fit."""
    return min(
        choice.parts,
        key=lambda part: _likeness(part.pair.reader, choice.writer),
        default=None,
    )


def _likeness(branch: Node, writer: Node) -> Likeness:
    if branch.type == writer.type:
        if not isinstance(branch, Named) or not isinstance(writer, Named):
            return TYPE
        if branch.fullname == writer.fullname:
            return FULL_NAME
        return NAME if names_match(branch, writer) else TYPE
    if promotes(branch, writer) or promotes(writer, branch):
        return PROMOTABLE
    return REST
