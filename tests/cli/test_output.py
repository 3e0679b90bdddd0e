"""Where a report goes, and in which colours."""

import json
import stat
from pathlib import Path

import pytest
from program import invoke, on_terminal, program
from shop import KEY_WITH_NULL

RED = "\x1b[31;1m"


@pytest.fixture
def bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stock-key.avsc").write_text(KEY_WITH_NULL)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_a_file_gets_the_report_that_the_screen_would_get(bad: Path) -> None:
    shown = invoke("lint")

    outcome = invoke("lint", "--output", "report.txt")

    assert outcome == (1, "", "")
    assert (bad / "report.txt").read_text(encoding="utf-8") == shown.out
    assert names(bad) == ["report.txt", "stock-key.avsc"]


def test_a_dash_is_standard_output(bad: Path) -> None:
    assert invoke("lint", "--output", "-") == invoke("lint")
    assert names(bad) == ["stock-key.avsc"]


def test_an_older_report_is_replaced(bad: Path) -> None:
    (bad / "report.json").write_text("old")

    invoke("lint", "--format", "json", "--output", "report.json")

    assert json.loads((bad / "report.json").read_text())["format"] == 1


def test_a_link_to_a_report_stays_a_link(bad: Path) -> None:
    (bad / "real.txt").write_text("old")
    (bad / "link.txt").symlink_to("real.txt")

    invoke("lint", "--output", "link.txt")

    assert (bad / "link.txt").is_symlink()
    assert "KEY001" in (bad / "real.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("colour", ["never", "always"])
def test_a_file_gets_colours_only_when_they_are_asked_for(
    bad: Path, colour: str
) -> None:
    invoke(
        "lint", "--output", "report.txt", "--color", colour, env={"FORCE_COLOR": "1"}
    )

    text = (bad / "report.txt").read_text(encoding="utf-8")
    assert (RED in text) == (colour == "always")


@pytest.mark.parametrize(
    ("output", "says"),
    [
        ("nowhere/report.txt", "--output nowhere/report.txt: no such file"),
        (".", "--output .: is a directory"),
        ("/dev/full", "--output /dev/full: no space left"),
    ],
)
def test_a_file_that_cannot_be_written_is_wrong_use(
    bad: Path, output: str, says: str
) -> None:
    outcome = invoke("lint", "--output", output)

    assert outcome.code == 2
    assert says in outcome.err
    assert names(bad) == ["stock-key.avsc"]


@pytest.mark.usefixtures("bad")
def test_a_device_is_written_to_and_not_replaced() -> None:
    assert invoke("lint", "--output", "/dev/null").code == 1
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_report_that_is_not_complete_leaves_the_older_one(bad: Path) -> None:
    (bad / "report.txt").write_text("old")

    outcome = invoke("breaking", "--against", "git:main", "--output", "report.txt")

    assert outcome.code == 3
    assert (bad / "report.txt").read_text() == "old"
    assert names(bad) == ["report.txt", "stock-key.avsc"]


@pytest.mark.usefixtures("bad")
@pytest.mark.parametrize(
    ("arguments", "env", "escapes"),
    [
        ([], {}, "none"),
        ([], {"FORCE_COLOR": "1"}, "some"),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, "none"),
        ([], {"FORCE_COLOR": ""}, "none"),
        (["--color", "always"], {"NO_COLOR": "1"}, "some"),
        (["--color", "never"], {"FORCE_COLOR": "1"}, "none"),
        (["--format", "json"], {"FORCE_COLOR": "1"}, "none"),
        (["--format", "json", "--color", "always"], {}, "none"),
    ],
)
def test_colours_follow_the_option_then_the_environment(
    arguments: list[str], env: dict[str, str], escapes: str
) -> None:
    shown = invoke("lint", *arguments, env=env).out

    assert ("some" if "\x1b[" in shown else "none") == escapes


@pytest.mark.parametrize(
    ("extra", "escapes"),
    [({}, "some"), ({"NO_COLOR": "1"}, "none"), ({"TERM": "dumb"}, "none")],
    ids=["xterm", "no-color", "dumb"],
)
def test_a_terminal_gets_colours(
    bad: Path, extra: dict[str, str], escapes: str
) -> None:
    code, shown = on_terminal("lint", cwd=bad, extra=extra)

    assert code == 1
    assert "error KEY001" in shown
    assert ("some" if RED in shown else "none") == escapes


def test_every_colour_is_closed_on_its_line(bad: Path) -> None:
    _, shown = on_terminal("lint", cwd=bad)

    for line in shown.splitlines():
        opened = [code for code in line.split("\x1b[")[1:] if not code.startswith("0m")]
        assert line.count("\x1b[0m") == len(opened)


def test_a_short_run_counts_nothing_on_a_terminal(bad: Path) -> None:
    _, shown = on_terminal("lint", cwd=bad)

    assert "documents judged" not in shown


def test_what_the_encoding_of_a_terminal_lacks_is_escaped(bad: Path) -> None:
    text = KEY_WITH_NULL.replace('"store"', '"größe"')
    (bad / "stock-key.avsc").write_text(text, encoding="utf-8")

    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    outcome = program("lint", cwd=bad, env=ascii_only)

    assert outcome.code == 1
    assert "gr\\xf6\\xdfe" in outcome.out
