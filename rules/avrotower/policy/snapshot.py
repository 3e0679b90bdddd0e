"""A snapshot of a broker: topics, their configuration, consumer groups (CONFIG, 13)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from avrotower.errors import PolicyError
from avrotower.estate import Broker, BrokerTopic
from avrotower.schema.model import is_array, is_object

_HINT: Final = (
    'write {"taken": "2026-11-20T06:00:00Z", "topics": {"NAME": {"partitions": 12, '
    '"config": {}}}, "groups": []}'
)
_SECONDS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}


class Snapshot(NamedTuple):
    """What a file gives."""

    broker: Broker | None
    """None where it is too old to count."""
    missing: str = ""
    """Why there is none."""


def snapshot(path: str, max_age: str, now: datetime) -> Snapshot:
    """Return the snapshot in the file *path*; one older than *max_age* counts as missing.

    Raises:
        PolicyError: If there is no such file, or it holds no snapshot.
    """
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8"
        raise PolicyError(
            f"the broker snapshot {path!r} cannot be read: {why}"
        ) from None
    broker = parsed(text, path)
    age = now - _moment(broker.taken, path)
    most = _duration(max_age)
    if most is not None and age > most:
        told = (
            f"the broker snapshot {path} is from {broker.taken}, older than "
            f"[broker] max-age ({max_age}); take a new one"
        )
        return Snapshot(None, told)
    return Snapshot(broker)


def parsed(text: str, path: str) -> Broker:
    """Return the snapshot that *text*, of the file *path*, holds.

    Raises:
        PolicyError: If it holds none.
    """
    try:
        data: Any = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise PolicyError(
            f"{place}: the broker snapshot is no JSON: {error.msg}"
        ) from None
    except (ValueError, RecursionError):
        raise PolicyError(f"{path}: the broker snapshot is no JSON") from None
    if not is_object(data) or not is_object(data.get("topics")):
        raise PolicyError(f'{path}: a broker snapshot has an object "topics"; {_HINT}')
    groups = data.get("groups", [])
    if not is_array(groups) or not all(isinstance(group, str) for group in groups):
        raise PolicyError(
            f'{path}: "groups" must be a list of names of consumer groups'
        )
    topics = {name: _topic(name, entry, path) for name, entry in data["topics"].items()}
    return Broker(
        topics,
        frozenset(groups),
        str(data.get("taken") or ""),
        str(data.get("cluster") or ""),
    )


def _topic(name: str, entry: Any, path: str) -> BrokerTopic:
    where = f"{path}: topics.{name}"
    if not is_object(entry):
        raise PolicyError(f"{where} must be an object; {_HINT}")
    partitions = entry.get("partitions")
    is_count = isinstance(partitions, int) and not isinstance(partitions, bool)
    if partitions is not None and not (is_count and partitions > 0):
        raise PolicyError(f"{where}.partitions must be a number above 0")
    config: Any = entry.get("config") or {}
    if not is_object(config):
        raise PolicyError(f"{where}.config must be an object of texts")
    return BrokerTopic(partitions, _texts(config))


def _texts(config: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in config.items() if value is not None}


def _moment(taken: str, path: str) -> datetime:
    try:
        found = datetime.fromisoformat(taken)
    except ValueError:
        raise PolicyError(
            f'{path}: "taken" must say when the snapshot was taken, as '
            f"2026-11-20T06:00:00Z; it is {taken!r}"
        ) from None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _duration(text: str) -> timedelta | None:
    """Return a duration that the model of `[broker]` has looked at; None for no end."""
    number = text.rstrip("mshd")
    if not number.isdecimal():
        return None
    return timedelta(seconds=int(number) * _SECONDS[text[len(number) :]])
