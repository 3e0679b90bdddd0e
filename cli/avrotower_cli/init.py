"""avrotower init."""

import os
from collections import Counter
from typing import Final

import click

from avrotower.engine.initial import look, policy_text
from avrotower.engine.policies import BASELINE, Choice
from avrotower.engine.run import lint
from avrotower.policy.baseline import create
from avrotower.policy.discovery import FILE
from avrotower.policy.replace import replace
from avrotower.report.text import number_of
from avrotower_cli.variables import look_at

_MOST_SHOWN: Final = 10
_MOST_RULES: Final = 3


@click.command(
    epilog="""\b
Examples:
  avrotower init
  avrotower init --no-baseline
"""
)
@click.option(
    "--baseline/--no-baseline",
    default=True,
    help="Whether to accept what is found today, so that only new findings count.",
)
def init(*, baseline: bool) -> int:
    """Write a first policy for the schemas below this directory.

    Looks at names and texts, writes avrotower.toml with what they show, and keeps the
    findings of today in avrotower-baseline.json. Nothing is overwritten.
    """
    look_at(os.environ)
    for name in (FILE, BASELINE):
        if os.path.lexists(name):
            raise click.UsageError(
                f"{name} is there already; avrotower config check looks at it"
            )
    first = look(lint((".",), choice=Choice(is_bare=True)))
    if not first.documents:
        raise click.UsageError("there are no .avsc or .avpr files here or below")
    replace(FILE, policy_text(os.path.basename(os.getcwd()), first))  # noqa: PTH109, PTH119
    topics = number_of(len(first.topics), "topic")
    click.echo(f"{FILE}: {number_of(first.documents, 'document')}, {topics}")
    for path in first.unusable[:_MOST_SHOWN]:
        click.echo(f"  left out, because it is no schema: {path}")
    more = len(first.unusable) - _MOST_SHOWN
    if more > 0:
        click.echo(f"  and {more} more, see exclude in {FILE}")
    # What is declared changes what rules say, so the findings are those of the new file.
    entries = look(lint((".",))).entries if baseline else ()
    if not entries:
        click.echo(f"read {FILE}, commit it, and run avrotower lint for every change")
        return 0
    create(BASELINE, entries)
    click.echo(f"{BASELINE}: {number_of(len(entries), 'finding')} of today, accepted")
    most = Counter(entry.rule for entry in entries).most_common(_MOST_RULES)
    told = ", ".join(f"{count} of {code}" for code, count in most)
    click.echo(f"  {told}; avrotower explain {most[0][0]} says why")
    click.echo(f"read {FILE}, commit both, and run avrotower lint for every change")
    return 0
