"""avrotower apply."""

import sys
from typing import Final

import click

from avrotower.engine.plan import Change, Plan
from avrotower.errors import PolicyError
from avrotower.report.plan_text import changes_text, named, number, plan_text
from avrotower_cli import exits
from avrotower_cli.complete import files
from avrotower_cli.planning import Both, both, code_of, tell, today
from avrotower_cli.policy_option import config_option
from avrotower_cli.registry_option import registry_option

_WIDTH: Final = len("changed meanwhile")
_NO_TERMINAL: Final = (
    "nobody can be asked without a terminal; look at `avrotower plan`, then give --yes"
)


@click.command(
    epilog="""\b
Examples:
  avrotower apply
  avrotower apply plan.json
  avrotower apply plan.json --yes

\b
Exit codes:
  0    everything is done, or nothing lacked
  1    a write was refused, or something was changed meanwhile; or you said no
  2    wrong use, or a plan of another policy or registry
  3    the registry could not be reached, or a write was not answered
  130  interrupted"""
)
@click.argument("file", required=False, metavar="[FILE]", shell_complete=files)
@click.option("--yes", is_flag=True, help="Do not ask.")
@registry_option
@config_option
def apply(
    file: str | None,
    yes: bool,  # noqa: FBT001  a flag of click
    address: str | None,
    config: str | None,
) -> int:
    """Write what a plan shows to the registry.

    With FILE, that plan of `avrotower plan --out` and nothing else; it has to be one of
    this policy and this registry. Without FILE, the plan of today.

    Before each write the value is read again. At the first value that the plan has not
    seen, and at the first refusal, it stops. Nothing is written twice, and each change
    is told with what became of it.
    """
    if not yes and not has_terminal():
        raise click.UsageError(_NO_TERMINAL)
    with both(address, config) as given:
        found = today(given) if file is None else _from_file(file, given)
        _show(found, file)
        if not found.changes:
            return code_of(found)
        if not yes and not _is_agreed(found):
            click.echo("nothing was written")
            return exits.FOUND
        return _write(found, given)


def _from_file(file: str, given: Both) -> Plan:
    """Return the plan in *file*.

    Raises:
        PolicyError: If it is none, or one of another policy or registry.
    """
    from avrotower.registry.plan_file import read  # noqa: PLC0415  httpx

    found = read(file)
    url = given.registry.wire.connection.url
    if found.registry != url:
        raise PolicyError(
            f"the plan {file!r} was made for {found.registry}, and {url} is asked; "
            f"name that one with --registry, or plan again"
        )
    if found.policy_hash != given.seen.loaded.hash:
        raise PolicyError(
            f"the policy has changed since the plan {file!r} was made; plan again"
        )
    return found


def _show(found: Plan, file: str | None) -> None:
    for line in plan_text(found) if file is None else changes_text(found, file):
        tell(line)


def has_terminal() -> bool:
    """Whether somebody is there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _is_agreed(found: Plan) -> bool:
    what = number(len(found.changes), "change")
    return click.confirm(f"write {what} to {found.registry}?", default=False)


def _write(found: Plan, given: Both) -> int:
    """Apply *found*, and tell each change as soon as it is clear what became of it."""
    from avrotower.registry.applying import Application  # noqa: PLC0415  httpx

    application = Application(given.registry, found.changes)
    told = 0
    click.echo()
    try:
        for outcome in application.run():
            told += 1
            _tell(outcome.state, outcome.change, outcome.said)
    finally:
        # Interrupted, too: whoever looks here must see how far it has come.
        for outcome in application.outcomes[told:]:
            _tell(outcome.state, outcome.change, outcome.said)
        for change in application.left:
            _tell("not done", change)
        done = sum(outcome.state == "done" for outcome in application.outcomes)
        click.echo(f"{done} of {number(len(found.changes), 'change')} done")
    last = application.outcomes[-1]
    if last.state == "done":
        # What is left is what no plan could bring about.
        return code_of(found._replace(changes=()))
    return exits.UNREACHED if last.is_unanswered else exits.FOUND


def _tell(state: str, change: Change, said: str = "") -> None:
    tell(f"{state:{_WIDTH}} {named(change)}")
    if said:
        tell(f"{'':{_WIDTH}} {said}")
