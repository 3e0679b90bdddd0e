"""Damaged texts: whatever stands in a file, it gets an answer, and soon.

AVROTOWER_FUZZ multiplies the number of cases, AVROTOWER_FUZZ_SEED chooses other ones.
"""

import json
import os
import random
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from avrotower.compat.check import compatible, incompatibilities
from avrotower.schema.canonical import (
    canonical_text,
    canonical_text_of,
    encoding_form,
    normalize,
    parsing_form,
)
from avrotower.schema.document import Document, Mode
from avrotower.schema.model import JSON, Named, is_array, is_object
from avrotower.schema.parse import parse
from avrotower.schema.parse.protocol import parse_protocol
from avrotower.schema.scan import scan

Rows = Callable[[str], list[dict[str, Any]]]
Mutation = Callable[[random.Random, str], str | bytes]

CASES: Final = round(200 * float(os.environ.get("AVROTOWER_FUZZ", "1")))
"""For each corpus and each kind of mutation."""
SEED: Final = os.environ.get("AVROTOWER_FUZZ_SEED", "1")
PATIENCE_S: Final = 10
"""For one case, which takes some milliseconds; only a hang comes near."""
LARGEST: Final = 20_000
"""Characters of a text that is worth the time."""


# What a text is and what may become of it


def cut(chance: random.Random, text: str) -> str:
    """Take a piece away: the end, the beginning, or something in the middle."""
    start, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    return chance.choice((text[:start], text[end:], text[:start] + text[end:]))


def flip(chance: random.Random, text: str) -> bytes:
    """Change, insert or remove some bytes."""
    data = bytearray(text, "utf-8", "surrogatepass")
    for _ in range(chance.choice((1, 1, 2, 8))):
        place = chance.randrange(len(data) + 1)
        byte = chance.choice((chance.randrange(256), *b'{}[]",:\\/#0-\n'))
        data[place : place + chance.randrange(2)] = [byte] * chance.randrange(2)
    return bytes(data)


def retoken(chance: random.Random, text: str) -> str:
    """Put another word of JSON in the place of some characters."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        place = chance.randrange(len(text) + 1)
        rest = text[place + chance.choice((0, 0, 1, 5, 30)) :]
        text = text[:place] + chance.choice(TOKENS) + rest
    return text


TOKENS: Final = (
    "{", "}", "[", "]", ",", ":", '"', "\\", '\\"', "//", "/*", "*/", "#", "'", "null",
    "true", "NaN", "1e999", "-", "01", "4.0", '"type":', '"type":"record",', "}]}", "[[",
    '"name":"R"', '"null",', ' "int" ', "\ufeff", "\x00", "\u2028", "\ud800", "\\ud800",
    "\\uZZ", "\U0001f600", "\r", "{" * 250, "[" * 250, "9" * 1100, '"a":' * 20,
)  # fmt: skip


def restructure(chance: random.Random, text: str) -> str:
    """Change what the JSON says: keys, values, and whole parts in other places."""
    try:
        value: JSON = json.loads(text)
    except ValueError:
        return retoken(chance, text)
    for _ in range(chance.choice((1, 1, 2, 4))):
        spots = list(_spots(value))
        if not spots:
            break
        _alter(chance, *chance.choice(spots), spots)
    return json.dumps(value, ensure_ascii=chance.random() < 0.5)


Spot = tuple[Any, Any]
"""An object or an array, and a key or an index in it."""


def _spots(root: JSON) -> Iterator[Spot]:
    todo: list[JSON] = [root]
    while todo:
        value = todo.pop()
        if is_object(value):
            todo.extend(value.values())
            yield from ((value, key) for key in value)
        elif is_array(value):
            todo.extend(value)
            yield from ((value, index) for index in range(len(value)))


def _alter(chance: random.Random, inside: Any, key: Any, spots: list[Spot]) -> None:
    way = chance.randrange(6)
    other, step = chance.choice(spots)
    made = chance.choice((other[step], *chance.choices(VALUES, k=3)))
    made = json.loads(json.dumps(made))  # a copy: nothing may contain itself
    if way in {0, 1}:
        inside[key] = made
    elif way == 2:
        del inside[key]
    elif way == 3 and is_object(inside):
        inside[chance.choice(KEYS)] = inside.pop(key)
    elif is_object(inside):
        inside[chance.choice(KEYS)] = made
    else:
        inside.insert(key, made)


KEYS: Final = (
    "type", "name", "namespace", "fields", "items", "values", "symbols", "size", "doc",
    "default", "aliases", "order", "logicalType", "precision", "scale", "protocol",
    "types", "messages", "request", "response", "errors", "one-way", "~/", "",
)  # fmt: skip
R: Final[JSON] = {"name": "r", "type": ["null", "R"], "default": None}
VALUES: Final[tuple[JSON, ...]] = (
    None, True, 0, -1, 3, 2**31, 2**63, 10**400, 1.5, 1e308, "", "NaN", " 1.5f", "a..b",
    ".R", "R", "n.R", "int", "null", "record", "error", "array", "\ud800", "é", "decimal",
    "uuid", "date", [], {}, [[]], [{}], ["null", "int"], ["null", "null"], ["R", "n.R"],
    {"type": "R"}, {"type": "int", "logicalType": "date"}, {"type": "array", "items": "R"},
    {"type": "record", "name": "R", "fields": [R, {"name": "s", "type": "R", "default": R}]},
    {"type": "enum", "name": "n.R", "symbols": ["A"], "default": "A", "aliases": [".B"]},
    {"type": "fixed", "name": "R", "size": 2},
)  # fmt: skip

MUTATIONS: Final[dict[str, Mutation]] = {
    "cut": cut,
    "flip": flip,
    "retoken": retoken,
    "restructure": restructure,
}


# What is asked of every text


@contextmanager
def patience() -> Generator[None]:
    """Interrupt what takes much too long."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"no answer within {PATIENCE_S} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


MONOTONOUS: Final = (
    "x,", '"\n', '{"\n":1,', '["a" ', '{"a":1 ', "[1 ", "1 ", "[}", "{]", "}", "#\n", "'",
    '"', "\\", '"a"b ', '["\\ud800",', "[//\n1,", '{"a: ["b"],', '[{"n":1, {"n":2},',
)  # fmt: skip
"""What a text may consist of from end to end; each was slow once, or might be."""


@pytest.mark.parametrize("unit", MONOTONOUS)
def test_no_monotonous_text_takes_longer_than_its_length(unit: str) -> None:
    text = f"[{unit * (150_000 // len(unit))}"

    with patience():
        assert not parse(text).is_valid


def examine(data: str | bytes, original: Document) -> int:
    """Ask all that can be asked of *data*; return in how many modes it is valid."""
    if isinstance(data, str):
        scan(data)
    survived = 0
    for mode in ("strict", "lenient"):
        document = _placed(parse(data, mode))
        canonical_text_of(document.schema.root)
        parsing_form(document)
        if document.is_valid:
            survived += 1
            _survive(document, original, mode)
        _placed(parse_protocol(data, mode))
    return survived


def _placed(document: Document) -> Document:
    for error in document.in_order_of_position():
        assert error.pointer in document.scan, error
        assert error.span is not None, error
        assert 0 <= error.span.start <= error.span.end <= len(document.text), error
        assert error.related is None or error.related in document.scan, error
    return document


def _survive(document: Document, original: Document, mode: Mode) -> None:
    text = canonical_text(document)
    again = parse(text, mode)
    if _reads_back(document):
        assert again.is_valid, again.errors
        assert canonical_text(again) == text
        assert parsing_form(again) == parsing_form(document)
    encoding_form(document)
    normalize(document)
    if not original.is_valid:
        return
    for reader, writer in ((document, original), (original, document)):
        answer = compatible(reader.schema, writer.schema)
        outcome = incompatibilities(reader.schema, writer.schema)
        assert answer == (not outcome.incompatibilities and not outcome.exception)


def _reads_back(document: Document) -> bool:
    """Whether no type of the null namespace is used by name inside another one.

    Java: such a name is written without a dot, and is read inside that namespace.
    """
    spaces = {
        node.namespace for node in document.schema.nodes if isinstance(node, Named)
    }
    return "" not in spaces or len(spaces) == 1


def run(texts: list[str], source: str, mutation: str) -> None:
    """Examine mutations of *texts*, always the same ones for one seed."""
    chance = random.Random(f"{SEED} {source} {mutation}")  # noqa: S311  no secret
    texts = [text for text in texts if len(text) <= LARGEST]
    survived = 0
    for _ in range(CASES):
        text = chance.choice(texts)
        data = MUTATIONS[mutation](chance, text)
        try:
            with patience():
                survived += examine(data, parse(text, "lenient"))
        except BaseException as error:
            error.add_note(f"{source}, {mutation}, seed {SEED}: {data!r}")
            raise
    print(f"\n{source}: {CASES} times {mutation}, {survived} valid all the same")


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("validity", "schema_text"),
        ("compat_pairs", "reader"),
        ("compat_generated", "writer"),
        ("compat_histories", "new"),
    ],
)
def test_no_damaged_text_of_a_corpus_crashes_or_hangs(
    rows: Rows, name: str, key: str, mutation: str
) -> None:
    run([row[key] for row in rows(name)], name, mutation)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_no_damaged_real_file_crashes_or_hangs(realworld: Path, mutation: str) -> None:
    files = sorted(realworld.rglob("*.av*"))
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    run(texts, "realworld", mutation)
