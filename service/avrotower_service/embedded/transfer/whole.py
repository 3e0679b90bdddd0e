"""All that a registry holds."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from avrotower_service.embedded.registry.subject import Subject
from avrotower_service.embedded.registry.value import Registered
from avrotower_service.embedded.registry.view import Document, Kind


class Whole(NamedTuple):
    """What is copied from one registry to another."""

    contexts: Sequence[str]
    versions: Sequence[Registered]
    """By context and id."""
    max_ids: Mapping[str, int]
    """By context, the highest id ever given, as far as it is known."""
    settings: Sequence[tuple[Kind, Subject, Document]]
