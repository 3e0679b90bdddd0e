"""Every key of a TOML text is found at its place."""

import tomllib
from typing import Any

import pytest

from avrotower.policy.load.fault import KeyPath
from avrotower.policy.load.place import place

TEXT = '''# a comment with [brackets]
version = 1
[project]
name = "shop"   # "quoted"
include = [
  "a/**",  # first
  'b/**',
]
[topics."pricing.price.v1"]
kind = "entity"
key = { file = "k.avsc" }
[[overrides]]
files = ["x"]
[[overrides]]
files = ["y"]
severity = { a = "off", "b" = "info" }
[service]
decisions.file.path = "d"
"quoted.key" = """
[not.a.table]
x = 1
"""
[[custom-rules]]
when = { role = ["key"], name = "*" }
[apps]
last = 'end'
'''

PLACES: dict[KeyPath, tuple[int, int]] = {
    ("version",): (2, 1),
    ("project",): (3, 1),
    ("project", "include", 1): (7, 3),
    ("topics", "pricing.price.v1"): (9, 1),
    ("topics", "pricing.price.v1", "key", "file"): (11, 9),
    ("overrides", 0): (12, 1),
    ("overrides", 1, "files", 0): (15, 10),
    ("overrides", 1, "severity", "b"): (16, 25),
    ("service", "decisions", "file", "path"): (18, 1),
    ("service", "quoted.key"): (19, 1),
    ("custom-rules", 0, "when", "role", 0): (24, 18),
    ("apps", "last"): (26, 1),
}


@pytest.mark.parametrize("path", PLACES, ids=str)
def test_a_key_is_found_where_it_stands(path: KeyPath) -> None:
    value: Any = tomllib.loads(TEXT)
    for step in path:
        value = value[step]

    assert place(TEXT, path) == PLACES[path]


def test_what_is_not_there_is_placed_at_the_nearest_table_around_it() -> None:
    assert place(TEXT, ("topics", "pricing.price.v1", "nope")) == (9, 1)
    assert place(TEXT, ("nope", "deeper")) == (1, 1)


def test_a_table_that_has_no_header_begins_with_the_first_table_in_it() -> None:
    assert place(TEXT, ("topics",)) == (9, 1)
