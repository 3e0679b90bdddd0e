"""Completion, asked as shells ask, and in the shells that are installed."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from program import PROGRAM, environment, invoke, program

from avrotower_cli.delivery import FORMATS
from avrotower_cli.group import COMMANDS

PATH: Final = f"{Path(PROGRAM).parent}{os.pathsep}{os.environ['PATH']}"
SHELLS: Final = ("bash", "zsh", "fish")


def asked(shell: str, line: str) -> list[str]:
    """Return what the program answers when *shell* asks about *line*."""
    words = line.split(" ")
    asks = {
        "_AVROTOWER_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words) - 1),
    }
    outcome = invoke(env=asks)
    assert outcome.code == 0
    assert outcome.err == ""
    return outcome.out.split("\n")[:-1] if outcome.out.strip() else []


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("avrotower ", [f"plain,{name}" for name in sorted(COMMANDS)]),
        ("avrotower br", ["plain,breaking"]),
        ("avrotower lint --stat", ["plain,--statistics"]),
        ("avrotower lint --format s", ["plain,sarif"]),
        ("avrotower lint --format ", [f"plain,{form}" for form in FORMATS]),
        ("avrotower breaking --level full_", ["plain,full_transitive"]),
        ("avrotower lint --select KEY001", ["plain,KEY001"]),
        ("avrotower lint --ignore AVR001,key-field-d", ["plain,AVR001,key-field-default"]),
        ("avrotower lint --select zzz", []),
        ("avrotower lint sch", ["file,sch"]),
        ("avrotower breaking sch", ["file,sch"]),
        ("avrotower lint --output rep", ["file,rep"]),
    ],
)  # fmt: skip
def test_a_word_goes_on_as_it_may(line: str, answer: list[str]) -> None:
    assert asked("bash", line) == answer


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_is_answered(shell: str) -> None:
    assert any("breaking" in line for line in asked(shell, "avrotower br"))


DIALOGUES: Final = {
    "bash": """
        COMP_WORDS=(avrotower lint --format sa); COMP_CWORD=3
        _avrotower_completion avrotower; echo "${COMPREPLY[@]}"
    """,
    "zsh": """
        compadd() { print -r -- "${completions[@]}"; }
        _describe() { print -r -- "${(@P)3}"; }
        words=(avrotower lint --format sa); CURRENT=4
        _avrotower_completion
    """,
    "fish": "complete --do-complete 'avrotower lint --format sa'",
}
"""What a person does with the tabulator, without a keyboard."""


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_works_in_the_shell(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = program(cwd=tmp_path, env={"_AVROTOWER_COMPLETE": f"{shell}_source"}).out
    # zsh: what compinit defines is not there without a terminal.
    before = "compdef() { :; }\n" if shell == "zsh" else ""

    done = subprocess.run(
        [shell, "-c", before + script + DIALOGUES[shell]],
        cwd=tmp_path,
        env=environment({"PATH": PATH, "HOME": str(tmp_path)}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.stderr == ""
    assert "sarif" in done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_the_guide_says_how(shell: str) -> None:
    guide = Path(__file__).parent.parent.parent / "docs" / "ci.md"

    line = f"| {shell} | `_AVROTOWER_COMPLETE={shell}_source avrotower > "
    assert line in guide.read_text(encoding="utf-8")
