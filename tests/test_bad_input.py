"""Whatever stands in a directory: an answer with place and remedy, the rest judged.

Real processes, each with a timeout: never a traceback, never a hang.
"""

import json
import os
import re
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest
from program import PROGRAM, TIMEOUT_S, Outcome, environment, program
from shop import KEY_WITH_NULL, VALUE

LARGEST = 1_048_576
GOOD = "good/key.avsc"
"""The other file: judged, with its one finding, whatever stands beside it."""
IS_JUDGED = "good/key.avsc:6:31: error KEY001"

Make = Callable[[Path], None]


def text(content: str | bytes) -> Make:
    data = content.encode() if isinstance(content, str) else content

    def make(path: Path) -> None:
        path.write_bytes(data)

    return make


def nested(opening: str, closing: str, depth: int) -> str:
    return opening * depth + '"int"' + closing * depth


def in_record(field: str) -> str:
    return f'{{"type": "record", "name": "R", "fields": [{field}]}}'


def fixed(name: str, size: str = "1") -> str:
    return f'{{"type": "fixed", "name": "{name}", "size": {size}}}'


def listening(path: Path) -> None:
    # The path of a socket is at most 108 bytes long, that of a test is longer.
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(here)


TEXTS: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "the text is empty"),
    "blank": (" \n\t\n", "the text is empty"),
    "cut-off": (VALUE[:100], "error AVR001 invalid-json"),
    "cut-off-in-a-string": (VALUE[:25], "error AVR001 invalid-json"),
    "huge": ('"' + "a" * LARGEST + '"', "more than 1,048,576 bytes"),
    "huge-and-blank": (" " * 5 * LARGEST, "more than 1,048,576 bytes"),
    "deep-arrays": (
        nested('{"type": "array", "items": ', "}", 20_000),
        "nested 200 levels deep",
    ),
    "deep-brackets": ("[" * 500_000, "nested 200 levels deep"),
    "deep-objects": ('{"a":' * 100_000, "nested 200 levels deep"),
    "deep-defaults": (
        in_record('{"name": "a", "type": "int", "default": ' + "[" * 50_000 + "}"),
        "nested 200 levels deep",
    ),
    "utf-16": (VALUE.encode("utf-16"), "the text is UTF-16; save it as UTF-8"),
    "utf-16-without-mark": (VALUE.encode("utf-16-le"), "UTF-16"),
    "utf-32": (VALUE.encode("utf-32"), "save it as UTF-8"),
    "latin-1": (
        VALUE.replace("on_hand", "größe").encode("latin-1"),
        "error AVR001 invalid-json",
    ),
    "binary": (bytes(range(256)) * 40, "error AVR001 invalid-json"),
    "zeros": (bytes(5_000), "error AVR001 invalid-json"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(range(200)), "error AVR001 invalid-json"),
    "long-name": (
        fixed("n" * 10_000, "1.5"),
        "error AVR003 invalid-schema",
    ),
    "long-wrong-name": (
        fixed("-" * 10_000),
        "error AVR004 invalid-name",
    ),
    "long-undefined-name": ('"' + "n" * 10_000 + '"', "error AVR005 undefined-type"),
    "huge-number-as-default": (
        in_record('{"name": "a", "type": "int", "default": 1e400}'),
        "error AVR008 invalid-default",
    ),
    "huge-integer": (
        fixed("F", "1" + "0" * 5_000),
        "this number has 5001 characters",
    ),
    "number-that-is-none": ("NaN", "error AVR001 invalid-json"),
    "duplicate-keys": (
        '{"type": "record", "name": "A", "name": "B", "fields": []}',
        "error AVR002 duplicate-json-key",
    ),
    "duplicate-fields": (
        in_record('{"name": "a", "type": "int"}, {"name": "a", "type": "int"}'),
        "error AVR007 duplicate-member",
    ),
    "endless-record-default": (
        in_record('{"name": "a", "type": "R", "default": {}}'),
        "error AVR008 invalid-default",
    ),
    "two-documents": ('"int" "long"', "error AVR001 invalid-json"),
    "no-schema": ("true", "error AVR003 invalid-schema"),
    "list-of-nothing": ("[[], [[]]]", "error AVR003 invalid-schema"),
    "many-errors": ('{"type": 7, "x": [' + "{}," * 3_000 + "]}", "error AVR00"),
    "lone-surrogate": ('"\\ud800"', "error AVR001 invalid-json"),
}
"""Texts that are no schema, and what is found."""


def filled(head: str, item: str, tail: str) -> str:
    """Return *item* again and again between *head* and *tail*, half a megabyte."""
    return head + ",".join([item] * (LARGEST // 2 // (len(item) + 1))) + tail


HOSTILE = {
    "half-pairs": '"' + "\\ud800" * 80_000 + '"',
    "wrong-brackets": filled("[", '{"a":[1}', "]"),
    "same-keys": filled('{"type": "int", ', '"a": 1', "}"),
    "nested-unions": "[" * (LARGEST // 2),
    "of-its-own-type": filled(
        '{"type": "record", "name": "R", "fields": [',
        '{"name": "f", "type": "R"}',
        "]}",
    ),
    "aliases": filled(
        '{"type": "record", "name": "R", "fields": [',
        '{"name": "f", "type": "int", "aliases": ["f"]}',
        "]}",
    ),
}
"""Texts with very many errors: what is quadratic anywhere takes minutes for them."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_with_very_many_errors_is_judged_in_time(
    name: str, beside: Path
) -> None:
    text(HOSTILE[name])(beside / "bad-value.avsc")

    outcome = lint(beside)

    assert outcome.code == 1
    assert IS_JUDGED in outcome.out
    assert "bad-value.avsc:1:" in outcome.out


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """Give a directory with the one good file."""
    (tmp_path / "good").mkdir()
    (tmp_path / GOOD).write_text(KEY_WITH_NULL)
    return tmp_path


def lint(directory: Path, *arguments: str | bytes) -> Outcome:
    outcome = program("lint", *arguments, cwd=directory)
    assert "Traceback" not in outcome.out + outcome.err
    assert "this is a bug" not in outcome.out
    return outcome


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_is_no_schema_has_a_finding_and_the_rest_is_judged(
    name: str, beside: Path
) -> None:
    content, says = TEXTS[name]
    text(content)(beside / "bad.avsc")

    outcome = lint(beside)

    assert outcome.code == 1
    assert IS_JUDGED in outcome.out
    places = [line for line in outcome.out.splitlines() if says in line]
    assert places
    assert re.search(r"^bad\.avsc:\d+:\d+: error AVR", outcome.out, re.MULTILINE)


@pytest.mark.parametrize("name", TEXTS)
def test_such_a_text_breaks_no_comparison(name: str, beside: Path) -> None:
    content, _ = TEXTS[name]
    for directory in ("old", "new"):
        (beside / directory).mkdir()
    (beside / "old" / "good-value.avsc").write_text(VALUE)
    (beside / "new" / "good-value.avsc").write_text(VALUE.replace("on_hand", "hand"))
    text(VALUE)(beside / "old" / "bad.avsc")
    text(content)(beside / "new" / "bad.avsc")

    forward = program("breaking", "--against", "dir:old", "new", cwd=beside)
    back = program("breaking", "--against", "dir:new", "old", cwd=beside)

    assert (forward.code, back.code) == (1, 1)
    assert "error CMP001 field-added-without-default" in forward.out
    assert "error CMP001 field-added-without-default" in back.out
    assert "Traceback" not in forward.out + forward.err + back.out + back.err


VALID = {
    "recursive": in_record('{"name": "next", "type": ["null", "R"], "default": null}'),
    "mutually-recursive": json.dumps(
        {
            "type": "record",
            "name": "A",
            "fields": [
                {
                    "name": "b",
                    "type": {
                        "type": "record",
                        "name": "B",
                        "fields": [{"name": "a", "type": ["null", "A"]}],
                    },
                }
            ],
        }
    ),
    "endless": '{"type": "record", "name": "Loop", "fields": [{"name": "l", "type": "Loop"}]}',
    "huge-number-as-double": in_record(
        '{"name": "a", "type": "double", "default": 1e400}'
    ),
    "byte-order-mark": "\ufeff" + VALUE,
    "long-name": fixed("n" * 10_000),
    "as-large-as-allowed": '"int"' + " " * (LARGEST - 5),
    "wide": in_record(
        ", ".join(f'{{"name": "f{n}", "type": "int"}}' for n in range(9_000))
    ),
}
"""Texts that look frightening."""


@pytest.mark.parametrize("name", VALID)
def test_a_text_that_only_looks_frightening_is_judged(name: str, beside: Path) -> None:
    text(VALID[name])(beside / "odd.avsc")

    outcome = lint(beside, "--format", "json")
    report = json.loads(outcome.out)

    assert [d["document"] for d in report["documents"]] == [GOOD, "odd.avsc"] or [
        d["document"] for d in report["documents"]
    ] == ["odd.avsc", GOOD]
    assert report["summary"]["failures"] == 0
    assert report["summary"]["unread"] == []


@pytest.mark.parametrize("name", ["recursive", "mutually-recursive", "endless"])
def test_a_type_that_contains_itself_is_compared(name: str, beside: Path) -> None:
    for directory, kind in (("old", "int"), ("new", "string")):
        (beside / directory).mkdir()
        extra = f'{{"name": "x", "type": "{kind}"}}, {{"name"'
        changed = VALID[name].replace('{"name"', extra, 1)
        text(changed)(beside / directory / "value.avsc")

    outcome = program("breaking", "--against", "dir:old", "new", cwd=beside)

    assert outcome.code == 1
    assert "error CMP003 field-type-changed" in outcome.out


def test_files_that_refer_to_each_other_in_a_circle_are_told_the_way(
    beside: Path,
) -> None:
    for here, there in (("A", "B"), ("B", "C"), ("C", "A")):
        field = f'{{"name": "f", "type": "{there}"}}'
        schema = in_record(field).replace('"R"', f'"{here}"')
        text(schema)(beside / f"{here}.avsc")

    outcome = lint(beside)

    assert outcome.code == 1
    assert "A.avsc → B.avsc → C.avsc → A.avsc" in outcome.out
    assert "move the shared types into a file of their own" in outcome.out
    assert IS_JUDGED in outcome.out


SPECIAL: dict[str, tuple[Make, str, str]] = {
    "dangling-link": (
        lambda path: path.symlink_to("nowhere"),
        "bad.avsc: not read: no such file or directory",
        "a link leads nowhere",
    ),
    "link-to-itself": (
        lambda path: path.symlink_to(path.name),
        "bad.avsc: not read: too many levels of symbolic links",
        "repair the link",
    ),
    "named-pipe": (
        os.mkfifo,
        "bad.avsc: not read: it is a named pipe",
        "avrotower lint - < bad.avsc",
    ),
    "link-to-a-device": (
        lambda path: path.symlink_to("/dev/zero"),
        "bad.avsc: not read: it is no regular file",
        "leave it out",
    ),
    "socket": (
        listening,
        "bad.avsc: not read: no such device or address",
        "leave it out",
    ),
    "memory-of-a-process": (
        lambda path: path.symlink_to("/proc/self/mem"),
        "bad.avsc: not read: input/output error",
        "leave it out",
    ),
}
"""Names that cannot be read, as root too."""


@pytest.mark.parametrize("name", SPECIAL)
@pytest.mark.parametrize("arguments", [[], [".", "bad.avsc"]], ids=["found", "named"])
def test_what_cannot_be_read_is_told_once_and_the_rest_is_judged(
    name: str, arguments: list[str], beside: Path
) -> None:
    make, says, remedy = SPECIAL[name]
    make(beside / "bad.avsc")

    outcome = lint(beside, *arguments)

    assert outcome.code == 3
    assert outcome.out.count(says) == 1
    assert remedy in outcome.out
    assert IS_JUDGED in outcome.out


@pytest.mark.parametrize("name", SPECIAL)
def test_what_cannot_be_read_breaks_no_comparison(name: str, beside: Path) -> None:
    make, _, _ = SPECIAL[name]
    for directory in ("old", "new"):
        (beside / directory).mkdir()
    (beside / "old" / "good-value.avsc").write_text(VALUE)
    (beside / "new" / "good-value.avsc").write_text(VALUE.replace("on_hand", "hand"))
    (beside / "new" / "bad.avsc").write_text(VALUE)
    make(beside / "old" / "bad.avsc")

    forward = program("breaking", "--against", "dir:old", "new", cwd=beside)
    back = program("breaking", "--against", "dir:new", "old", cwd=beside)

    assert (forward.code, back.code) == (3, 3)
    assert "error CMP001 field-added-without-default" in forward.out
    assert "error CMP001 field-added-without-default" in back.out
    assert "bad.avsc: not judged: its history cannot be had:" in forward.out
    assert "bad.avsc: not read:" in back.out
    assert "Traceback" not in forward.out + forward.err + back.out + back.err


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/dev/zero", "/dev/zero: not read: it is no regular file"),
        ("/dev/null", "/dev/null: not read: it is no regular file"),
        ("/proc/self/mem", "/proc/self/mem: not read: input/output error"),
        ("nowhere.avsc", "nowhere.avsc: not read: there is no such file"),
        ("good/key.avsc/x", "good/key.avsc/x: not read: there is no such file"),
        ("n" * 10_000, ": not read: there is no such file"),
        ("d/" * 4_000, ": not read: there is no such file"),
    ],
    ids=["zero", "null", "memory", "nowhere", "below-a-file", "long-name", "long-path"],
)
def test_a_path_that_is_no_file_is_told_and_the_rest_is_judged(
    path: str, says: str, beside: Path
) -> None:
    outcome = lint(beside, path, "good")

    assert outcome.code == 3
    assert says in outcome.out
    assert IS_JUDGED in outcome.out


def test_a_file_that_says_it_is_empty_and_is_not_is_read(beside: Path) -> None:
    outcome = lint(beside, "/proc/self/status", "good")

    assert outcome.code == 1
    assert "/proc/self/status:1:1: error AVR001" in outcome.out
    assert IS_JUDGED in outcome.out


def test_a_directory_with_the_name_of_a_file_is_a_directory(beside: Path) -> None:
    (beside / "x.avsc").mkdir()
    (beside / "x.avsc" / "y-key.avsc").write_text(KEY_WITH_NULL)

    everything, named = lint(beside), lint(beside, "x.avsc")

    assert (everything.code, named.code) == (1, 1)
    assert "2 errors in 2 of 2 documents" in everything.out
    assert "x.avsc/y-key.avsc:6:31: error KEY001" in named.out


def test_directories_that_lead_into_each_other_are_walked_once(beside: Path) -> None:
    (beside / "good" / "up").symlink_to("..")
    (beside / "good" / "loop").symlink_to("loop")

    outcome = lint(beside)

    assert outcome.code == 1
    assert "1 error in 1 of 1 document" in outcome.out


def test_a_directory_that_cannot_be_opened_is_told(beside: Path) -> None:
    deep = beside / "deep"
    deep.mkdir()
    here = os.open(deep, os.O_RDONLY)
    for _ in range(25):  # together longer than the path that a call may be given
        os.mkdir("d" * 200, dir_fd=here)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)

    outcome = lint(beside)

    assert outcome.code == 3
    assert "not read: file name too long" in outcome.out
    assert IS_JUDGED in outcome.out


def test_names_that_no_encoding_can_read_are_shown_with_escapes(beside: Path) -> None:
    with Path(os.fsdecode(os.fsencode(beside) + b"/gr\xfc\xdfe.avsc")).open(
        "w"
    ) as file:
        file.write("{")

    outcome = lint(beside)
    named = lint(beside, b"gr\xfc\xdfe.avsc", b"nich\xb7s.avsc")
    report = json.loads(lint(beside, "--format", "json").out)

    assert outcome.code == 1
    assert "gr\\udcfc\\udcdfe.avsc:1:1: error AVR001" in outcome.out
    assert "nich\\udcb7s.avsc: not read" in named.out
    assert {d["document"] for d in report["documents"]} == {
        GOOD,
        "gr\udcfc\udcdfe.avsc",
    }


def test_a_name_that_a_terminal_would_obey_is_made_harmless(beside: Path) -> None:
    (beside / "\x1b[31mred\n.avsc").write_text("{")

    outcome = lint(beside)

    assert "\\x1b[31mred\\x0a.avsc:1:1: error AVR001" in outcome.out
    assert "\x1b" not in outcome.out


def test_a_name_that_looks_like_an_option_needs_two_dashes(beside: Path) -> None:
    (beside / "--jobs").write_text("{")

    outcome = lint(beside, "--", "--jobs", "good")

    assert outcome.code == 1
    assert "--jobs:1:1: error AVR001" in outcome.out


def test_files_that_disappear_during_the_run_are_told(beside: Path) -> None:
    for number in range(4_000):
        (beside / f"t{number:04}-key.avsc").write_text(KEY_WITH_NULL)
    process = subprocess.Popen(
        [PROGRAM, "lint", "--jobs", "1"],
        cwd=beside,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    # The report waits until somebody reads on; files go away meanwhile.
    for number in range(3_000, 4_000):
        (beside / f"t{number:04}-key.avsc").unlink()
    out, err = process.communicate(timeout=TIMEOUT_S)
    told = (first + out).decode()

    assert process.returncode == 3
    assert "t3999-key.avsc: not read: no such file or directory" in told
    assert "it disappeared, or a link leads nowhere; run again" in told
    assert re.search(r", \d+ files not read$", told, re.MULTILINE)
    assert IS_JUDGED in told
    assert err == b""


def test_a_file_that_grows_without_end_is_too_large(beside: Path) -> None:
    process = subprocess.Popen(
        ["/bin/sh", "-c", "yes '[' > endless.avsc"], cwd=beside, start_new_session=True
    )
    try:
        until = monotonic() + TIMEOUT_S
        endless = beside / "endless.avsc"
        while not endless.exists() or endless.stat().st_size < 2 * LARGEST:
            assert monotonic() < until
            sleep(0.01)
        outcome = lint(beside)
    finally:
        os.killpg(process.pid, 9)
        process.wait()

    assert outcome.code == 1
    assert "endless.avsc:1:1: error AVR001" in outcome.out
    assert IS_JUDGED in outcome.out


@pytest.mark.parametrize("source", ["/dev/zero", "/dev/null", "/proc/self/maps"])
def test_standard_input_may_be_anything(source: str, beside: Path) -> None:
    with Path(source).open("rb") as stdin:
        outcome = program("lint", "-", "good", cwd=beside, stdin=stdin.fileno())

    assert outcome.code == 1
    assert "stdin.avsc:1:1: error AVR001" in outcome.out
    assert IS_JUDGED in outcome.out


def test_a_directory_that_is_gone_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()

    done = subprocess.run(
        ["/bin/sh", "-c", 'cd gone && rmdir ../gone && "$0" lint', PROGRAM],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        timeout=TIMEOUT_S,
        check=False,
    )

    assert done.returncode == 2
    assert b"the current directory is gone; go into another one" in done.stderr


def test_nothing_is_written_anywhere(beside: Path) -> None:
    before = sorted(path for path in beside.rglob("*"))
    modes = [stat.S_IMODE(path.stat().st_mode) for path in before]

    lint(beside)

    assert sorted(path for path in beside.rglob("*")) == before
    assert [stat.S_IMODE(path.stat().st_mode) for path in before] == modes
