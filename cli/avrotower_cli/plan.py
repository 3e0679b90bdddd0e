"""avrotower plan."""

import json

import click

from avrotower.report.plan_text import plan_text
from avrotower_cli.complete import files
from avrotower_cli.planning import both, code_of, tell, today
from avrotower_cli.policy_option import config_option
from avrotower_cli.registry_option import registry_option


@click.command(
    epilog="""\b
Examples:
  avrotower plan
  avrotower plan --registry http://localhost:8081
  avrotower plan --out plan.json
  avrotower plan --format json

\b
Exit codes:
  0    nothing lacks
  1    something lacks
  2    wrong use
  3    the registry, or a part of it, could not be read"""
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="Text for people (the default), or JSON for programs.",
)
@click.option(
    "--out",
    metavar="FILE",
    shell_complete=files,
    help="Write the plan to FILE, for `avrotower apply FILE`.",
)
@registry_option
@config_option
def plan(form: str, out: str | None, address: str | None, config: str | None) -> int:
    """Show what the registry lacks against the policy.

    The levels and modes of the subjects that the policy declares, by a topic or by an
    entry of [[subjects]], are compared; others are only counted and named. Nothing is
    written to the registry.
    A level that forbids more than the policy demands stays.
    """
    with both(address, config) as given:
        found = today(given)
    from avrotower.registry.plan_file import document, write  # noqa: PLC0415  httpx

    if out is not None:
        write(out, found)
    if form == "json":
        click.echo(json.dumps(document(found), indent=2, ensure_ascii=False))
        return code_of(found)
    for line in plan_text(found):
        tell(line)
    if out is not None and found.changes:
        click.echo(f"apply it with: avrotower apply {out}")
    return code_of(found)
