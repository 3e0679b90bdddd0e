"""The file of a baseline: what it looks like, and what is none."""

import json
import re
from pathlib import Path

import pytest

from avrotower.acceptance import Entry
from avrotower.errors import PolicyError
from avrotower.policy.baseline import MAX_BYTES, as_text, create, keep, parse, read

ONE = Entry("v1:" + "1" * 32, "KEY001", "b-key", "b-key.avsc")
TWO = Entry("v1:" + "2" * 32, "AVR013", "a-value", "a-value.avsc")
THREE = Entry("v1:" + "3" * 32, "KEY001", "a-value", "a-value.avsc")


def test_each_finding_has_a_line_and_they_are_sorted_by_path_and_rule() -> None:
    text = as_text([ONE, THREE, TWO])

    first, *lines, last = text.splitlines()
    assert (first, last) == ('{"version": 1, "findings": [', "]}")
    assert [json.loads(line.rstrip(",")) for line in lines] == [
        entry._asdict() for entry in (TWO, THREE, ONE)
    ]
    assert text.endswith("]}\n")


def test_the_same_findings_give_the_same_bytes() -> None:
    assert as_text([ONE, TWO, ONE]) == as_text([TWO, ONE])


@pytest.mark.parametrize("entries", [[], [ONE], [TWO, THREE, ONE]], ids=len)
def test_what_is_written_is_read(entries: list[Entry], tmp_path: Path) -> None:
    path = str(tmp_path / "b.json")
    create(path, entries)

    found = read(path)

    assert found.entries() == entries
    assert found.fingerprints == {entry.fingerprint for entry in entries}
    assert found.directory == str(tmp_path)


def test_the_line_of_an_entry_is_found() -> None:
    text = as_text([ONE, TWO])

    place = parse("b.json", text.encode()).place(ONE.fingerprint)

    assert place.span is not None
    assert (place.document, place.span.line, place.span.column) == ("b.json", 3, 1)
    assert text[place.span.start : place.span.end] == json.dumps(ONE._asdict())


def row(**changes: object) -> str:
    entry = {**ONE._asdict(), **changes}
    return json.dumps({"version": 1, "findings": [entry]})


WHOLE = as_text([ONE, TWO])

NONE = {
    "empty": ("", r"b\.json:1:1: the baseline is cut off; restore it from git"),
    "cut off": (WHOLE[:60], r"b\.json:2:.*the baseline is cut off"),
    "cut off after a line": (WHOLE.partition("]")[0], r"the baseline is cut off"),
    "conflict of a merge": (
        f"<<<<<<< HEAD\n{WHOLE}",
        r"b\.json:1:1: no JSON \(expecting value\); restore it from git",
    ),
    "newer": (
        WHOLE.replace('"version": 1', '"version": 2'),
        r"b\.json is of version 2, and this release reads 1; install a newer avrotower",
    ),
    "older": (
        WHOLE.replace('"version": 1', '"version": 0'),
        "no baseline of version 1",
    ),
    "without version": ('{"findings": []}', 'has no "version": it is no baseline'),
    "version in words": ('{"version": "1", "findings": []}', 'has no "version"'),
    "version true": ('{"version": true, "findings": []}', 'has no "version"'),
    "a list": ("[]", 'has no "version"'),
    "without findings": ('{"version": 1}', "no baseline of version 1"),
    "findings in an object": ('{"version": 1, "findings": {}}', "no baseline"),
    "a finding that is a text": (
        '{"version": 1, "findings": ["v1:1"]}',
        "finding 1 must have texts fingerprint, rule, subject, path",
    ),
    "a finding without rule": (row().replace('"rule"', '"rul"'), "finding 1 must have"),
    "a number as subject": (row(subject=1), "finding 1 must have texts"),
    "deep": ("[" * 100_000, "restore it from git"),
}


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_baseline_is_refused_and_stays_as_it_is(
    name: str, tmp_path: Path
) -> None:
    text, says = NONE[name]
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(PolicyError, match=says):
        read(str(path))

    assert path.read_text(encoding="utf-8") == text


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(PolicyError, match=r"b\.json is no UTF-8"):
        parse("b.json", b'{"version": "\xff"}')


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(PolicyError, match="larger than 64 MiB"):
        parse("b.json", b" " * (MAX_BYTES + 1))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"gone\.json: no such file or directory"):
        read(str(tmp_path / "gone.json"))


def test_nothing_adds_to_a_baseline(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    create(str(path), [ONE])
    before = path.read_bytes()

    with pytest.raises(PolicyError, match="nothing adds to a baseline"):
        create(str(path), [ONE, TWO])

    assert path.read_bytes() == before


def test_a_link_to_nowhere_is_not_written_through(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.symlink_to("elsewhere.json")

    with pytest.raises(PolicyError, match="exists"):
        create(str(path), [ONE])


def test_keeping_takes_out_the_others_and_nothing_comes_in(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    create(str(path), [ONE, TWO])
    path.chmod(0o640)

    keep(read(str(path)), [TWO.fingerprint, THREE.fingerprint])

    assert path.read_text(encoding="utf-8") == as_text([TWO])
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text(as_text([ONE, TWO]), encoding="utf-8")
    link = tmp_path / "b.json"
    link.symlink_to("real.json")

    keep(read(str(link)), [ONE.fingerprint])

    assert link.is_symlink()
    assert (tmp_path / "real.json").read_text(encoding="utf-8") == as_text([ONE])


def test_what_cannot_be_written_leaves_everything_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "b.json"

    with pytest.raises(
        PolicyError, match=re.escape(f"{path} cannot be written: no such")
    ):
        create(str(path), [ONE])

    assert list(tmp_path.iterdir()) == []
