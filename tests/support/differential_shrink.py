"""Make a sequence that differs as short as it can be."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, cast

from registry_call import Call

Differs = Callable[[Sequence[Call]], bool]
"""Says whether a sequence still shows the difference in question."""


def shrink(calls: Sequence[Call], differs: Differs) -> list[Call]:
    """Return the least part of *calls* that *differs*, which *calls* do.

    Whole runs of calls go first, then single ones, then parameters and properties
    of what is left; the same input always gives the same result.
    """
    least = list(calls)
    size = max(1, len(least) // 2)
    while size:
        start = 0
        while start < len(least):
            shorter = least[:start] + least[start + size :]
            if shorter and differs(shorter):
                least = shorter
            else:
                start += size
        size //= 2
    for number in range(len(least)):
        least = _simplified(least, number, differs)
    return least


def _simplified(calls: list[Call], number: int, differs: Differs) -> list[Call]:
    for _ in range(20):
        for simpler in _simpler(calls[number]):
            shorter = [*calls[:number], simpler, *calls[number + 1 :]]
            if differs(shorter):
                calls = shorter
                break
        else:
            break
    return calls


def _simpler(call: Call) -> Iterator[Call]:
    if call.headers:
        yield call._replace(headers={})
    path, mark, query = call.path.partition("?")
    if mark:
        parts = query.split("&")
        for left in range(len(parts)):
            rest = "&".join(parts[:left] + parts[left + 1 :])
            yield call._replace(path=f"{path}?{rest}" if rest else path)
    for body in _smaller(call.body):
        yield call._replace(body=body)


def _smaller(value: Any) -> Iterator[Any]:
    """Return *value* less one property or item, from the outside inwards."""
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value)
        for name in items:
            yield {n: v for n, v in items.items() if n != name}
        for name, item in items.items():
            for smaller in _smaller(item):
                yield items | {name: smaller}
    elif isinstance(value, list):
        for left in range(len(value)):  # pyright: ignore[reportUnknownArgumentType]  # it is JSON
            yield value[:left] + value[left + 1 :]
