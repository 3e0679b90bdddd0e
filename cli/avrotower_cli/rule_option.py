"""Which rules a command asks for: `--select` and `--ignore`."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

import click

from avrotower.catalogue import RULES
from avrotower.engine.policies import Choice
from avrotower_cli.complete import rules
from avrotower_cli.suggest import near

F = TypeVar("F", bound=Callable[..., Any])

_ALL: Final = "ALL"

_select = click.option(
    "--select",
    multiple=True,
    metavar="RULE[,RULE]",
    shell_complete=rules,
    help="Judge with these rules only: codes, names, families, or ALL.",
)
_ignore = click.option(
    "--ignore",
    multiple=True,
    metavar="RULE[,RULE]",
    shell_complete=rules,
    help="Leave these rules out of this run: codes, names or families.",
)


def rule_options(command: F) -> F:
    """Give *command* the options `--select` and `--ignore`."""
    return _select(_ignore(command))


def narrowed(choice: Choice, select: Sequence[str], ignore: Sequence[str]) -> Choice:
    """Return *choice* with the rules that the two options ask for.

    Raises:
        UsageError: If a word names no rule and no family.
    """
    return choice._replace(
        select=_codes("--select", select), ignore=_codes("--ignore", ignore)
    )


def _codes(option: str, given: Sequence[str]) -> tuple[str, ...]:
    words = [word.strip() for text in given for word in text.split(",")]
    found = [code for word in words for code in _named(option, word)]
    return tuple(dict.fromkeys(found))


def _named(option: str, word: str) -> Iterator[str]:
    if word.upper() == _ALL:
        yield from (rule.code for rule in RULES)
        return
    is_known = False
    for rule in RULES:
        if word.upper() in {rule.code, rule.family} or word.lower() == rule.name:
            is_known = True
            yield rule.code
    if not is_known:
        names = [name for rule in RULES for name in (rule.code, rule.name, rule.family)]
        wanted = word.lower() if "-" in word else word.upper()
        hint = near(wanted, dict.fromkeys(names))
        raise click.UsageError(
            f"{option} {word}: there is no such rule or family{hint}"
        )
