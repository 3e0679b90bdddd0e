"""`avrotower baseline` in real directories."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from held_registry import URL, Held, registry
from program import invoke, program
from shop import CUT_OFF, KEY, KEY_WITH_DOC, KEY_WITH_NULL, VALUE

from avrotower.registry.client import Registry
from avrotower.registry.connection import Connection

Write = Callable[..., Path]

FILE = "avrotower-baseline.json"


def findings(*arguments: str) -> list[tuple[str, str]]:
    """Return code and channel of all that a run finds."""
    report = json.loads(invoke("lint", "--format", "json", *arguments).out)
    return [
        (finding["code"], finding["accepted"])
        for document in report["documents"]
        for finding in document["findings"]
    ]


def paths(directory: Path) -> list[str]:
    rows = json.loads((directory / FILE).read_text(encoding="utf-8"))["findings"]
    return sorted({row["path"] for row in rows})


def test_after_writing_a_baseline_the_project_is_clean(write: Write) -> None:
    root = write(**{"a-key.avsc": KEY_WITH_NULL, "deep/b-key.avsc": KEY_WITH_NULL})
    before = findings()

    outcome = invoke("baseline", "write")

    assert outcome.code == 0
    assert outcome.out == f"wrote {len(before)} findings to {FILE}\n"
    assert findings() == [(code, "baseline") for code, _ in before]
    assert invoke("lint").code == 0
    assert paths(root) == ["a-key.avsc", "deep/b-key.avsc"]


def test_a_new_finding_counts_beside_a_baseline(write: Write) -> None:
    write(**{"a-key.avsc": KEY_WITH_NULL})
    invoke("baseline", "write")
    write(**{"b-key.avsc": KEY_WITH_NULL})

    assert invoke("lint").code == 1
    assert ("KEY001", "") in findings()
    assert ("KEY001", "") not in findings("a-key.avsc")


def test_a_baseline_is_written_once(write: Write) -> None:
    root = write(**{"a-key.avsc": KEY_WITH_NULL})
    invoke("baseline", "write")
    before = (root / FILE).read_bytes()
    write(**{"b-key.avsc": KEY_WITH_NULL})

    outcome = invoke("baseline", "write")

    assert outcome.code == 2
    assert "nothing adds to a baseline" in outcome.err
    assert "avrotower baseline prune" in outcome.err
    assert (root / FILE).read_bytes() == before


def test_what_nobody_can_accept_is_told_and_still_counts(write: Write) -> None:
    write(**{"a-value.avsc": CUT_OFF})

    outcome = invoke("baseline", "write")

    assert outcome.code == 0
    assert "of AVR001 cannot be accepted and still count" in outcome.out
    assert ("AVR001", "") in findings()


def test_a_file_that_cannot_be_read_stops_the_writing(write: Write) -> None:
    root = write(**{"a-key.avsc": KEY_WITH_NULL})
    (root / "gone-key.avsc").symlink_to("nowhere")

    outcome = invoke("baseline", "write")

    assert outcome.code == 3
    assert "gone-key.avsc: not read" in outcome.err
    assert "nothing was written" in outcome.err
    assert not (root / FILE).exists()


def test_findings_of_a_comparison_are_accepted_too(write: Write) -> None:
    write(**{"old/a-key.avsc": KEY, "new/a-key.avsc": KEY_WITH_DOC})
    arguments = ("--against", "dir:old")

    assert invoke("breaking", *arguments, "new").code == 1
    invoke("baseline", "write", *arguments)

    outcome = invoke("breaking", *arguments, "new", "--format", "json")
    (document,) = json.loads(outcome.out)["documents"]
    assert outcome.code == 0
    assert [f["accepted"] for f in document["findings"]] == ["baseline"]
    assert all(channel == "baseline" for _, channel in findings())


def test_what_is_repaired_is_pruned_and_cannot_come_back(write: Write) -> None:
    root = write(**{"a-key.avsc": KEY_WITH_NULL, "b-key.avsc": KEY_WITH_NULL})
    invoke("baseline", "write")
    write(**{"a-key.avsc": KEY})
    assert ("LNT004", "") in findings()

    outcome = invoke("baseline", "prune")

    assert outcome.code == 0
    assert "took 1 finding out of" in outcome.out
    assert ("LNT004", "") not in findings()
    write(**{"a-key.avsc": KEY_WITH_NULL})
    assert ("KEY001", "") in findings("a-key.avsc")
    assert "b-key.avsc" in paths(root)


def test_pruning_what_is_still_there_changes_nothing(write: Write) -> None:
    root = write(**{"a-key.avsc": KEY_WITH_NULL})
    invoke("baseline", "write")
    before = (root / FILE).stat()

    outcome = invoke("baseline", "prune")

    assert "took 0 findings out of" in outcome.out
    assert (root / FILE).stat().st_mtime_ns == before.st_mtime_ns


def test_pruning_leaves_what_only_a_comparison_finds(write: Write) -> None:
    root = write(**{"old/a-key.avsc": KEY, "new/a-key.avsc": KEY_WITH_DOC})
    invoke("baseline", "write", "--against", "dir:old")
    before = (root / FILE).read_bytes()

    invoke("baseline", "prune")
    assert (root / FILE).read_bytes() == before

    write(**{"new/a-key.avsc": KEY})
    invoke("baseline", "prune", "--against", "dir:old")
    assert b"KEY009" in before
    assert b"KEY009" not in (root / FILE).read_bytes()


def test_findings_against_a_registry_are_accepted_and_pruned(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(**{"a-key.avsc": KEY_WITH_DOC, "avrotower.toml": 'edition = "2026"\n'})
    held = Held()
    held.add("a-key", KEY)

    def opened(_: Connection) -> Registry:
        return registry(held)

    monkeypatch.setattr(Registry, "open", opened)
    monkeypatch.setenv("AVROTOWER_REGISTRY__URL", URL)
    against = ("--against", "registry")
    assert invoke("check", *against).code == 1

    assert invoke("baseline", "write", *against).code == 0
    assert invoke("check", *against).code == 0

    before = (root / FILE).read_bytes()
    assert b"KEY009" in before
    assert "took 0 findings" in invoke("baseline", "prune", *against).out
    assert "took 0 findings" in invoke("baseline", "prune").out
    write(**{"a-key.avsc": KEY})
    assert "took 0 findings" not in invoke("baseline", "prune", *against).out
    assert b"KEY009" not in (root / FILE).read_bytes()


def test_without_a_registry_the_way_to_name_one_is_told(write: Write) -> None:
    root = write(**{"a-key.avsc": KEY})

    outcome = invoke("baseline", "write", "--against", "registry")

    assert outcome.code == 2
    assert "no registry is named; set AVROTOWER_REGISTRY__URL" in outcome.err
    assert not (root / FILE).exists()


def test_pruning_stops_where_a_file_cannot_be_read(write: Write) -> None:
    root = write(**{"a-key.avsc": KEY_WITH_NULL})
    invoke("baseline", "write")
    before = (root / FILE).read_bytes()
    (root / "a-key.avsc").unlink()
    (root / "a-key.avsc").symlink_to("nowhere")

    outcome = invoke("baseline", "prune")

    assert outcome.code == 3
    assert (root / FILE).read_bytes() == before


def test_a_baseline_is_shown_line_by_line(write: Write) -> None:
    write(**{"a-key.avsc": KEY_WITH_NULL})
    written = invoke("baseline", "write")

    *lines, last = invoke("baseline", "show").out.splitlines()

    assert written.out == f"wrote {last.replace(' in ', ' to ')}\n"
    assert [line.split()[:3] for line in lines if "KEY001" in line] == [
        ["a-key.avsc:", "KEY001", "a-key"]
    ]


@pytest.mark.parametrize("verb", ["prune", "show"])
def test_without_a_baseline_the_way_to_one_is_told(verb: str, write: Write) -> None:
    write(**{"a-key.avsc": KEY})

    outcome = invoke("baseline", verb)

    assert outcome.code == 2
    assert "write one with avrotower baseline write" in outcome.err


BROKEN = {
    "cut off": '{"version": 1, "findings": [\n{"fingerprint": "v1:12',
    "newer": '{"version": 2, "findings": [\n]}\n',
    "no JSON": "hello",
}
COMMANDS = [
    ("lint",),
    ("breaking", "--against", "dir:."),
    ("baseline", "show"),
    ("baseline", "prune"),
    ("baseline", "write"),
    ("waiver", "list"),
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", BROKEN)
def test_a_baseline_that_cannot_be_used_stops_every_command(
    name: str, arguments: tuple[str, ...], write: Write
) -> None:
    root = write(**{"a-key.avsc": KEY, FILE: BROKEN[name]})

    outcome = invoke(*arguments)

    assert outcome.code == 2
    assert outcome.err.startswith(f"avrotower: {FILE}")
    assert "Traceback" not in outcome.err
    assert (root / FILE).read_text(encoding="utf-8") == BROKEN[name]


def test_another_baseline_can_be_named(write: Write) -> None:
    write(**{"a-key.avsc": KEY_WITH_NULL})
    invoke("baseline", "write", "--baseline", "old.json")

    assert ("KEY001", "") in findings()
    assert findings("--baseline", "old.json")[0][1] == "baseline"
    assert invoke("baseline", "show", "--baseline", "old.json").code == 0
    assert invoke("lint", "--baseline", "gone.json").code == 2


def test_a_policy_names_its_baseline(write: Write) -> None:
    policy = 'version = 1\n[baseline]\nfile = "ci/accepted.json"\n'
    root = write(**{"a-key.avsc": KEY_WITH_NULL, "avrotower.toml": policy})
    (root / "ci").mkdir()

    outcome = invoke("baseline", "write")

    assert outcome.out.endswith("to ci/accepted.json\n")
    assert ("KEY001", "baseline") in findings()


def test_the_baseline_of_the_repository_counts_below_it(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(**{"deep/a-key.avsc": KEY_WITH_NULL, "b-key.avsc": KEY_WITH_NULL})
    (root / ".git").mkdir()
    invoke("baseline", "write")
    monkeypatch.chdir(root / "deep")

    assert ("KEY001", "baseline") in findings()
    assert ("LNT004", "") not in findings()


def test_without_any_policy_means_without_the_usual_baseline(write: Write) -> None:
    write(**{"a-key.avsc": KEY_WITH_NULL})
    invoke("baseline", "write")

    assert ("KEY001", "") in findings("--no-config")
    assert ("KEY001", "baseline") in findings("--no-config", "--baseline", FILE)


def test_accepted_findings_are_counted_and_shown_on_demand(write: Write) -> None:
    write(**{"a-key.avsc": KEY_WITH_NULL, "b-value.avsc": VALUE})
    invoke("baseline", "write")

    short = invoke("lint").out
    long = invoke("lint", "--show-accepted").out

    assert "KEY001" not in short
    assert "baseline)" in short
    assert "error KEY001 key-optional-field" in long


def test_the_baseline_is_a_part_of_the_policy_hash(write: Write) -> None:
    root = write(**{"a-key.avsc": KEY_WITH_NULL, "avrotower.toml": "version = 1\n"})
    bare = invoke("config", "check").out
    invoke("baseline", "write")
    first = invoke("config", "check").out
    again = invoke("config", "check").out
    (root / FILE).write_text('{"version": 1, "findings": [\n]}\n')
    other = invoke("config", "check").out

    assert first == again
    assert len({bare, first, other}) == 3
    assert other.split()[-1][:12] in invoke("lint").out.splitlines()[0]


SPECIAL: dict[str, tuple[Callable[[Path], None], str]] = {
    "named pipe": (os.mkfifo, "is no regular file"),
    "directory": (Path.mkdir, "is no regular file"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "is no regular file"),
    "dangling link": (lambda path: path.symlink_to("no"), "no such file or directory"),
}


@pytest.mark.parametrize("name", SPECIAL)
def test_what_is_no_file_is_no_baseline(name: str, write: Write) -> None:
    make, says = SPECIAL[name]
    root = write(**{"a-key.avsc": KEY, "avrotower.toml": "version = 1\n"})
    make(root / FILE)

    outcome = program("lint", cwd=root)

    assert outcome.code == 2
    assert says in outcome.err


def test_two_files_with_the_same_type_have_an_entry_each(write: Write) -> None:
    text = VALUE.replace("event_id", "number")
    root = write(**{"one/stock.avsc": text, "two/stock.avsc": text})

    wrote = invoke("baseline", "write").out
    pruned = invoke("baseline", "prune").out
    shown = invoke("baseline", "show").out

    assert paths(root) == ["one/stock.avsc", "two/stock.avsc"]
    number = wrote.split()[1]
    assert pruned.endswith(f"; {number} findings left\n")
    assert shown.splitlines()[-1].startswith(f"{number} findings in ")
