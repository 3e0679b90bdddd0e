"""avrotower apply."""

import sys
from typing import TYPE_CHECKING, Final

import click

from avrotower.engine.plan import Plan
from avrotower.errors import PolicyError
from avrotower_cli import exits
from avrotower_cli.complete import files
from avrotower_cli.planning import Both, both, config_option, today
from avrotower_cli.registry_option import registry_option

if TYPE_CHECKING:
    from avrotower.registry.applying import Application

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
    """Write what a plan shows to the registry: levels and modes of subjects.

    With FILE, exactly that plan of `avrotower plan --out`; it has to be one of this
    policy and this registry. Without, a new one. Before each write the value is read
    again; at the first that is no longer what the plan saw, or that is refused, it
    stops. Nothing is written twice, and at the end stands what was done and what not.
    """
    with both(address, config) as given:
        found = today(given) if file is None else _from_file(file, given)
        _show(found)
        if not found.changes:
            return exits.UNREACHED if found.unasked else int(bool(found.blocked))
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


def _show(found: Plan) -> None:
    from avrotower.report.plan_text import plan_text  # noqa: PLC0415  after the policy

    for line in plan_text(found):
        click.echo(line)


def _is_agreed(found: Plan) -> bool:
    from avrotower.report.plan_text import number  # noqa: PLC0415  as above

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(_NO_TERMINAL)
    what = number(len(found.changes), "change")
    return click.confirm(f"write {what} to {found.registry}?", default=False)


def _write(found: Plan, given: Both) -> int:
    from avrotower.registry.applying import Application  # noqa: PLC0415  httpx

    application = Application(given.registry, found.changes)
    click.echo()
    try:
        for _ in application.run():
            pass
    except KeyboardInterrupt:
        _tell(application)
        click.echo("interrupted", err=True)
        raise
    _tell(application)
    return _code(application)


def _tell(application: "Application") -> None:
    from avrotower.report.plan_text import named, number  # noqa: PLC0415  as above

    done = [o for o in application.outcomes if o.state == "done"]
    other = [o for o in application.outcomes if o.state != "done"]
    click.echo(f"done: {number(len(done), 'change')}")
    for outcome in done:
        click.echo(f"  {named(outcome.change)}")
    left = application.left
    if not other and not left:
        return
    told = {outcome.change for outcome in other}
    for outcome in other:
        click.echo(f"{outcome.state}: {named(outcome.change)}")
        click.echo(f"  {outcome.said}")
    rest = [change for change in left if change not in told]
    if rest:
        click.echo(f"not done: {number(len(rest), 'change')}")
        for change in rest:
            click.echo(f"  {named(change)}")


def _code(application: "Application") -> int:
    last = application.outcomes[-1]
    if last.state == "done":
        return exits.CLEAN
    return exits.UNREACHED if last.is_unreached else exits.FOUND
