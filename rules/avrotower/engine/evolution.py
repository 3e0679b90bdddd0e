"""`breaking` judges the evolution of documents, `check` the documents with it."""

from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from avrotower.engine.history.histories import Histories
from avrotower.engine.history.source import Opener
from avrotower.engine.policies import NEAREST, Choice, Policies
from avrotower.engine.result import Report
from avrotower.engine.run import NOT_EDITED, Run
from avrotower.rule import Rule

if TYPE_CHECKING:  # with a registry
    from avrotower.engine.standing import Brokers

_ALWAYS: Final = {f"AVR{number:03}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 15)}
"""What makes a comparison impossible or wrong is told with it."""


def breaking(  # noqa: PLR0913  all that a comparison is told
    paths: Sequence[str],
    *,
    against: Sequence[str],
    level: str | None = None,
    choice: Choice = NEAREST,
    edited: Mapping[str, bytes] = NOT_EDITED,
    only: Container[str] | None = None,
    opener: Opener | None = None,
) -> Report:
    """Judge the documents that *paths* name against earlier versions.

    *against* holds sources (`FORMS`), the oldest first, beside those that policies name.
    *level* overrides what the kind of a subject demands, *choice* says which policy
    counts, *edited* what files shall hold, by their paths, *only* which of the documents
    are judged, where that is not all; the others still say which earlier document is
    whose. *opener* opens the registry of a policy.

    Raises:
        PolicyError: If an entry of *against* has no known form, or a policy cannot be
            used.
        SourceError: If a source cannot be reached, or git has no such ref.
        ProjectError: If a directory or an archive cannot be read.
    """
    return Run(
        "breaking",
        paths,
        Policies(choice._replace(level=level)),
        edited=edited,
        only=only,
        histories=Histories(against, paths, opener),
        against=against,
        has_rule=compares,
    ).report()


def check(  # noqa: PLR0913  as above
    paths: Sequence[str],
    *,
    against: Sequence[str],
    level: str | None = None,
    choice: Choice = NEAREST,
    edited: Mapping[str, bytes] = NOT_EDITED,
    only: Container[str] | None = None,
    opener: Opener | None = None,
    brokers: "Brokers | None" = None,
) -> Report:
    """Judge the documents that *paths* name by themselves and beside their history.

    The arguments are those of `breaking`; without a source, rules about evolution are
    skipped. Where a registry is one, its state is judged for the subjects of these
    documents, with the broker that *brokers* gives for a project.

    Raises:
        AvrotowerError: As `breaking`.
    """
    return Run(
        "check",
        paths,
        Policies(choice._replace(level=level)),
        edited=edited,
        only=only,
        histories=Histories(against, paths, opener),
        against=against,
        brokers=brokers,
    ).report()


def compares(rule: Rule) -> bool:
    """Whether a comparison is about *rule*."""
    return "history" in rule.inputs or rule.code in _ALWAYS
