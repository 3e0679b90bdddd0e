"""Names of subjects: their contexts, and how they stand in a path (REGISTRY, A.3)."""

from typing import Final, NamedTuple
from urllib.parse import quote

from avrotower.internal import in_context, with_context

DEFAULT_CONTEXT: Final = "."
_PREFIX: Final = ":."


class Qualified(NamedTuple):
    """A subject and the context that it lies in."""

    context: str
    """With its leading dot; `.` is the default context."""
    name: str
    """Empty for the context itself."""

    def __str__(self) -> str:
        """Return the name as registries write it."""
        return with_context(self.context, self.name)


def qualified(subject: str) -> Qualified:
    """Return the parts of *subject*: `:.eu:orders` is `orders` in the context `.eu`."""
    return Qualified(*in_context(subject))


def within(subject: str, parent: str) -> str:
    """Return *subject* as the subject *parent* means it.

    An unqualified name is looked for in the context of the one that refers to it
    (REGISTRY, A.10).
    """
    if subject.startswith(_PREFIX):
        return str(qualified(subject))
    return str(Qualified(qualified(parent).context, subject))


def segment(text: str, raw: str = "") -> str:
    """Return *text* as one segment of a path; only what is never special stays, and *raw*.

    Dots alone would be steps of the path.
    """
    if text in {".", ".."}:
        return text.replace(".", "%2E")
    return quote(text, safe=raw)
