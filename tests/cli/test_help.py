"""What `--help` says, and that its examples would run."""

import re
import shlex

import click
import pytest
from program import invoke

from avrotower_cli.group import COMMANDS, main

CONTEXT = click.Context(main, info_name="avrotower")


def command(name: str) -> click.Command:
    found = main.get_command(CONTEXT, name)
    assert found is not None
    return found


def examples(text: str) -> list[str]:
    """Return the arguments of every example in *text*, without remarks and files."""
    lines = re.findall(r"^\s*avrotower (.*)$", text, re.MULTILINE)
    return [re.split(r"\s{2,}|\s[<>]\s", line)[0] for line in lines]


def made_context(
    shown: click.Command, name: str, arguments: list[str]
) -> click.Context:
    """Return the context of a command, or of the one below it that is meant."""
    if isinstance(shown, click.Group):
        inner = shown.get_command(CONTEXT, arguments[0])
        assert inner is not None
        return made_context(inner, arguments[0], arguments[1:])
    return shown.make_context(name, arguments, parent=CONTEXT)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_a_command_says_what_it_does_with_examples(name: str, option: str) -> None:
    outcome = invoke(name, option)

    assert outcome.code == 0
    assert outcome.out.startswith(f"Usage: avrotower {name} ")
    assert len(examples(outcome.out)) >= 2


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_program_lists_its_commands_and_exit_codes(option: str) -> None:
    outcome = invoke(option)

    assert outcome.code == 0
    for name, told in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(told)}$", outcome.out, re.MULTILINE)
    for code in (0, 1, 2, 3, 70, 130, 141):
        assert re.search(rf"^    {code} +\S", outcome.out, re.MULTILINE)


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_every_example_is_a_line_that_the_command_takes(name: str | None) -> None:
    shown = main if name is None else command(name)
    for line in examples(shown.epilog or ""):
        verb, *arguments = shlex.split(line)

        made = made_context(command(verb), verb, arguments)

        assert made.params or not made.command.params


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_word_of_help(name: str) -> None:
    for option in command(name).params:
        if isinstance(option, click.Option) and option.name != "help":
            assert option.help, option.name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_the_command_says(name: str) -> None:
    first = (command(name).help or "").splitlines()[0]

    assert first.lower() == f"{COMMANDS[name]}."


def test_commands_are_listed_by_name_and_strangers_are_none() -> None:
    assert main.list_commands(CONTEXT) == sorted(COMMANDS)
    assert main.get_command(CONTEXT, "stranger") is None
