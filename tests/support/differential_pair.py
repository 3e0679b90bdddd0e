"""Two registries that get the same calls, and what they answer differently."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from registry_call import Answer, Call, Names, Server, delete, get, put, register
from registry_reset import PROBE, empty, fresh_names

_VARIABLE: Final = {
    "subjects": "{s}",
    "config": "{s}",
    "mode": "{s}",
    "contexts": "{c}",
    "versions": "{v}",
    "ids": "{id}",
    "guids": "{guid}",
}
_COUNTER: Final = re.compile(r"(UnresolvedSchema)_\d+")
"""Java counts the names that it did not find since its start."""
_FIXED: Final = frozenset({"ids", "guids", "types"})


class Difference(NamedTuple):
    """One call that two registries answered differently; answers as single lines."""

    step: int
    call: Call
    here: str
    there: str

    @property
    def kind(self) -> str:
        """Say which endpoint and which answers, so that like is counted with like."""
        here, there = _head(self.here), _head(self.there)
        if here == there:
            here = there = f"{here} {_differing(self.here, self.there)}"
        return f"{route(self.call)}  here {here}  there {there}"


class Pair:
    """The registry under test, and the reference."""

    def __init__(self, here: Server, there: Server) -> None:
        self.here = here
        self.there = there

    def run(
        self, calls: Sequence[Call], *, with_state: bool, to_the_end: bool = False
    ) -> list[Difference]:
        """Send *calls* to both, empty before and after, and return what differs.

        A write that only one of them does ends the sequence, for what comes after
        it says nothing, unless *to_the_end*. The state is read when all writes agreed.
        """
        names = self._begin()
        found: list[Difference] = []
        try:
            for step, call in enumerate(calls):
                difference = self._ask(names, step, call)
                if difference is not None:
                    found.append(difference)
                    if _diverges(difference) and not to_the_end:
                        return found
            if with_state:
                for call in self._state(names):
                    difference = self._ask(names, len(calls), call)
                    if difference is not None:
                        found.append(difference)
            return found
        finally:
            empty(self.here)
            empty(self.there)

    def _begin(self) -> Names:
        """Bring both to the same next id, so that ids are equal without translation."""
        here, there = fresh_names(self.here), fresh_names(self.there)
        base = max(here.base, there.base)
        for server, names in ((self.here, here), (self.there, there)):
            if names.base < base:
                _lift(server, base)
        return Names(base, there.token)

    def _ask(self, names: Names, step: int, call: Call) -> Difference | None:
        sent = names.call(call)
        here = line(self.here.send(sent), names)
        there = line(self.there.send(sent), names)
        return None if here == there else Difference(step, call, here, there)

    def _state(self, names: Names) -> Iterator[Call]:
        """Return the calls that read everything that the reference has."""

        def ask(path: str) -> Any:
            body = self.there.send(get(path)).body
            return body if isinstance(body, list) else []  # pyright: ignore[reportUnknownVariableType]  # it is JSON

        yield get("/subjects?deleted=true&subjectPrefix=:*:")
        yield get("/subjects")
        yield get("/contexts")
        yield get("/schemas?deleted=true&subjectPrefix=:*:&aliases=true")
        subjects: list[str] = ask("/subjects?deleted=true&subjectPrefix=:*:")
        contexts: list[str] = [f":{c}:" for c in ask("/contexts") if c != "."]
        scopes = ["", *(f"/{_plain(s, names)}" for s in (*subjects, *contexts))]
        for scope in (*scopes, "/:.__GLOBAL:"):
            for kind in ("config", "mode"):
                yield get(f"/{kind}{scope}")
                yield get(f"/{kind}{scope}?defaultToGlobal=true")
        for subject in subjects:
            path = f"/subjects/{_plain(subject, names)}/versions"
            yield get(f"{path}?deletedAsNegative=true")
            for number in ask(f"{names.text(path)}?deleted=true"):
                yield get(f"{path}/{number}?deleted=true")
                yield get(f"{path}/{number}/referencedby?deleted=true")
        everything = ask("/schemas?deleted=true&subjectPrefix=:*:")
        for context, number in sorted({_place(item) for item in everything}):
            shown = str(number) if context else f"${number - names.base}"
            where = f"subject={_plain(context, names)}&" if context else ""
            yield get(f"/schemas/ids/{shown}?{where}fetchMaxId=true")
            yield get(f"/schemas/ids/{shown}/versions?{where}deleted=true")


def _place(item: dict[str, Any]) -> tuple[str, int]:
    """Return the context, empty for the default one, and the id of a listed schema."""
    qualified = re.match(r":\.[^:]*:", item["subject"])
    return (qualified[0] if qualified else "", int(item["id"]))


def _plain(text: str, names: Names) -> str:
    return quote(text.replace(names.token, ""), safe=":")


def _lift(server: Server, base: int) -> None:
    """Let *server* have given the id *base*."""
    schema = json.dumps({"type": "fixed", "name": f"Lift{base}", "size": 1})
    for call in (
        put(f"/mode/{PROBE}", {"mode": "IMPORT"}),
        register(PROBE, schema, id=base, version=1),
        delete(f"/subjects/{PROBE}"),
        delete(f"/subjects/{PROBE}?permanent=true"),
    ):
        answer = server.send(call)
        assert answer.status == 200, (server.url, call, answer)
    server.send(delete(f"/mode/{PROBE}"))


def _diverges(difference: Difference) -> bool:
    if difference.call.method in {"GET", "HEAD"}:
        return False
    return (difference.here[0] == "2") != (difference.there[0] == "2")


def line(answer: Answer, names: Names) -> str:
    """Return what is compared of *answer*, with the names of the sequence."""
    kind = (answer.headers.get("content-type") or "-").replace(" ", "").lower()
    text = json.dumps(_timeless(answer.body), ensure_ascii=False, sort_keys=True)
    text = _COUNTER.sub(r"\1_N", text.replace(names.token, ""))
    return f"{answer.status} {kind} {text}"


def _timeless(value: Any) -> Any:
    """Replace every time by whether there is one."""
    if isinstance(value, dict):
        return {
            name: "a time" if name == "ts" else _timeless(item)
            for name, item in value.items()  # pyright: ignore[reportUnknownVariableType]  # it is JSON
        }
    if isinstance(value, list):
        return [_timeless(item) for item in value]  # pyright: ignore[reportUnknownVariableType]  # it is JSON
    return value


def route(call: Call) -> str:
    """Return method and path of *call* with what varies as in the documentation."""
    shown: list[str] = []
    for segment in call.path.partition("?")[0].split("/"):
        before = shown[-1] if shown else ""
        varies = before in _VARIABLE and segment not in _FIXED and segment
        shown.append(_VARIABLE[before] if varies else segment)
    return f"{call.method} {'/'.join(shown)}"


def _head(answer: str) -> str:
    code = re.search(r'"error_code": (\d+)', answer)
    return f"{answer.split(' ', 1)[0]}/{code[1]}" if code else answer.split(" ", 1)[0]


def _differing(here: str, there: str) -> str:
    """Name the properties of two bodies that differ."""
    (_, kind, one), (_, other_kind, other) = here.split(" ", 2), there.split(" ", 2)
    if kind != other_kind:
        return f"content-type {kind} {other_kind}"
    first, second = json.loads(one), json.loads(other)
    if isinstance(first, dict) and isinstance(second, dict):
        keys = sorted({str(k) for k in (*first, *second)})  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]  # it is JSON
        return ",".join(k for k in keys if first.get(k, ...) != second.get(k, ...))  # pyright: ignore[reportUnknownMemberType]  # as above
    return "body"
