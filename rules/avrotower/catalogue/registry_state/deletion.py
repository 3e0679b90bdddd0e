"""Whether the records of a deleted version may still be there."""

from typing import Final

from avrotower.rule import Context, Options

_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}


def is_topic_gone(context: Context[Options]) -> bool:
    """Whether a broker says that the topic of the subject does not exist any more."""
    broker = context.scene.broker if context.scene is not None else None
    return broker is not None and context.subject.topic not in broker.topics


def has_outlived(context: Context[Options], seconds: float | None) -> bool:
    """Whether all records of a version deleted *seconds* ago are beyond their retention.

    Of a topic that keeps them nothing ever is, and of an unknown retention nobody knows.
    """
    topic = context.topic
    if seconds is None or topic.kept(context.subject.kind) or not topic.retention:
        return False
    number = topic.retention.rstrip("mshd")
    if not number.isdecimal():
        return False
    return seconds > int(number) * _SECONDS[topic.retention[len(number) :]]
