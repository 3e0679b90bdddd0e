"""Compare two registries: `python tests/support/differential.py HERE THERE`.

HERE and THERE are base URLs; everything in both registries is deleted.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from differential_calls import sequence
from differential_known import Known, read, unexplained
from differential_pair import Difference, Pair
from differential_shrink import shrink
from registry_call import Call, Server
from registry_reset import empty


class Report(NamedTuple):
    """A kind of difference, shrunk, with how often it was met."""

    kind: str
    calls: list[Call]
    difference: Difference
    times: int

    def __str__(self) -> str:
        """Return what is pasted into `test_differential.py`."""
        shown = "\n".join(f"    {_code(call)}," for call in self.calls)
        return (
            f"# {self.times} x  {self.kind}\n(\n{shown}\n),\n"
            f"# here   {self.difference.here}\n# there  {self.difference.there}\n"
        )


def _code(call: Call) -> str:
    told = [repr(call.method), repr(call.path)]
    if call.body is not None or call.headers:
        told.append(repr(call.body))
    if call.headers:
        told.append(repr(dict(call.headers)))
    return f"Call({', '.join(told)})"


def compare(
    pair: Pair, sequences: Iterable[Sequence[Call]], known: list[Known]
) -> Iterator[list[Report]]:
    """Run *sequences* and return, after each, all kinds of difference met so far."""
    counts: Counter[str] = Counter()
    first: dict[str, tuple[list[Call], Difference]] = {}
    for calls in sequences:
        for difference in unexplained(pair.run(calls, with_state=True), known):
            counts[difference.kind] += 1
            if difference.kind not in first:
                first[difference.kind] = _least(pair, calls, difference, known)
        yield [Report(kind, *first[kind], n) for kind, n in counts.most_common()]


def _least(
    pair: Pair, calls: Sequence[Call], difference: Difference, known: list[Known]
) -> tuple[list[Call], Difference]:
    shown = [difference]

    def differs(shorter: Sequence[Call]) -> bool:
        found = unexplained(pair.run(shorter, with_state=False), known)
        like = [d for d in found if d.kind == difference.kind]
        shown.extend(like[:1])
        return bool(like)

    whole = [*calls[: difference.step], difference.call]
    if not differs(whole):  # it needs what was sent before, and does not come again
        return whole, difference
    return shrink(whole, differs), shown[-1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("here")
    parser.add_argument("there")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    args = parser.parse_args()
    here, there = Server(args.here), Server(args.there)
    empty(here)
    empty(there)
    pair, done = Pair(here, there), 0
    reports: list[Report] = []
    numbers = range(args.first, args.first + args.count)
    end = time.monotonic() + args.seconds
    for found in compare(pair, (sequence(args.seed, n) for n in numbers), read()):
        reports, done = found, done + 1
        if time.monotonic() > end:
            break
    for report in reports:
        sys.stdout.write(f"{report}\n")
    sys.stdout.write(
        f"{done} sequences, {pair.calls} calls, {len(reports)} kinds of difference\n"
    )
    return bool(reports)


if __name__ == "__main__":
    sys.exit(main())
