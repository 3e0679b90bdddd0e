"""What a shell is told when it asks how a word may go on."""

from contextlib import suppress
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # only when a shell asks
    from click.shell_completion import CompletionItem


def files(
    context: click.Context,  # noqa: ARG001  click's signature
    parameter: click.Parameter,  # noqa: ARG001
    word: str,
) -> "list[CompletionItem]":
    """Leave *word* to the shell, which knows its files."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  as above

    return [CompletionItem(word, type="file")]


def rules(
    context: click.Context,  # noqa: ARG001  click's signature
    parameter: click.Parameter,  # noqa: ARG001
    word: str,
) -> "list[CompletionItem]":
    """Return the families, codes and names that *word*, or its last part, begins."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  as above

    from avrotower.catalogue import RULES  # noqa: PLC0415  as above
    from avrotower.engine.policies import rules_near  # noqa: PLC0415  as above
    from avrotower.errors import AvrotowerError  # noqa: PLC0415  as above

    known = RULES
    with suppress(AvrotowerError):  # whoever is writing a policy wants completion, too
        known = rules_near(["."])
    before, comma, last = word.rpartition(",")
    told = {rule.family: "the family" for rule in known}
    for rule in known:
        told |= {rule.code: rule.name, rule.name: rule.code}
    return [
        CompletionItem(f"{before}{comma}{name}", help=help_text)
        for name, help_text in told.items()
        if name.startswith((last.upper(), last.lower()))
    ]
