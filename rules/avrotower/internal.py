"""Names that Kafka Streams and ksqlDB give to topics of their own (RULES, section 14)."""

import re
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

_FORMS: Final[
    tuple[tuple[str, str, Literal["fk-join", "changelog", "repartition"]], ...]
] = (
    ("-subscription-",
     r"(?i)(.+-subscription-re(?:gistration|sponse)(?:-\d{10})?-topic)(-(?:pk|fk|vh))?",
     "fk-join"),
    ("-changelog", r"(.+-.+-changelog)()", "changelog"),
    ("-repartition", r"(.+-.+-repartition)()", "repartition"),
)  # fmt: skip
"""What must be in the topic, in lower case, for the pattern to be worth compiling."""
_GENERATED: Final = r"-\d{10}(?=-|$)"
_KSQLDB: Final = r"_confluent-ksql-.*query_.+"
_CONTEXT: Final = ":."
_DEFAULT_CONTEXT: Final = "."


class Internal(NamedTuple):
    """A topic whose name says that an application made it for itself."""

    kind: Literal["fk-join", "changelog", "repartition"]
    topic: str
    """As subjects call it; a pseudo-topic is a name for serialization only."""
    on_broker: str
    """The topic that the broker has while the application runs: of a pseudo-topic, the
    one that it belongs to."""
    is_generated: bool
    """Whether a part of the name is the number of an operator."""
    is_ksqldb: bool


def internal(topic: str) -> Internal | None:
    """Return what the name of an internal *topic* says, None for any other topic."""
    lower = topic.lower()
    for part, pattern, kind in _FORMS:
        found = re.fullmatch(pattern, topic) if part in lower else None
        if found is not None:
            return Internal(
                kind,
                topic,
                found[1],
                re.search(_GENERATED, topic) is not None,
                re.match(_KSQLDB, topic) is not None,
            )
    return None


def application(topic: str, ids: Iterable[str]) -> str:
    """Return the application id, of *ids*, that *topic* belongs to; empty for none.

    The border between the id and the operator is not marked: the longest id decides.
    """
    return max((i for i in ids if topic.startswith(f"{i}-")), key=len, default="")


def in_context(subject: str) -> tuple[str, str]:
    """Return the context of *subject*, with its dot, and the name inside of it.

    The first colon after the leading `:.` ends the context; later ones belong to the
    name.
    """
    if not subject.startswith(_CONTEXT):
        return _DEFAULT_CONTEXT, subject
    context, _, name = subject[1:].partition(":")
    return context, name


def with_context(context: str, name: str) -> str:
    """Return the subject *name* of *context* as registries write it."""
    return name if context == _DEFAULT_CONTEXT else f":{context}:{name}"
