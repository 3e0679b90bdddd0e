"""Which rules a command asks for: `--select` and `--ignore`."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

import click

from avrotower.catalogue import RULES
from avrotower.engine.policies import Choice, rules_near
from avrotower.rule import Rule
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


def narrowed(
    choice: Choice,
    select: Sequence[str],
    ignore: Sequence[str],
    paths: Sequence[str] = (),
) -> Choice:
    """Return *choice* with the rules that the two options ask for.

    Rules that are not ours are those of the projects that *paths* lie in.

    Raises:
        UsageError: If a word names no rule and no family.
        PolicyError: If a word is not ours, and the policy cannot be used.
    """

    def codes(option: str, given: Sequence[str]) -> tuple[str, ...]:
        words = [word.strip() for text in given for word in text.split(",")]
        found: dict[str, None] = {}
        for word in words:
            own = () if word.upper() == _ALL else _named(RULES, word)
            every = own or _named(rules_near(paths or (".",), choice), word)
            if not every:
                raise _unknown(option, word, rules_near(paths or (".",), choice))
            found |= dict.fromkeys(every)
        return tuple(found)

    return choice._replace(
        select=codes("--select", select), ignore=codes("--ignore", ignore)
    )


def _named(known: Sequence[Rule], word: str) -> tuple[str, ...]:
    """Return the codes of those of *known* that *word* names.

    A rule in preview is asked for by its own name only.
    """
    meant = {word.upper(), word.lower()}
    is_all = word.upper() == _ALL
    return tuple(
        rule.code
        for rule in known
        if not meant.isdisjoint((rule.code, rule.name))
        or (not rule.preview and (is_all or rule.family in meant))
    )


def _unknown(option: str, word: str, known: Sequence[Rule]) -> click.UsageError:
    names = [name for rule in known for name in (rule.code, rule.name, rule.family)]
    wanted = word.lower() if "-" in word else word.upper()
    hint = near(wanted, dict.fromkeys(names))
    return click.UsageError(f"{option} {word}: there is no such rule or family{hint}")
