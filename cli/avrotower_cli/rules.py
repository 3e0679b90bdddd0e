"""avrotower rules."""

import json

import click

from avrotower.catalogue import RULES
from avrotower.engine.policies import rules_near
from avrotower.errors import PolicyError
from avrotower.rule import Rule


@click.command(
    epilog="""\b
Examples:
  avrotower rules
  avrotower rules --family KEY
  avrotower rules --format json
"""
)
@click.option("--family", metavar="PREFIX", help="Only the rules of one family: KEY.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="Text for people (the default), or JSON for programs.",
)
def rules(family: str | None, form: str) -> int:
    """List the rules.

    Those that the policy here has of its own come last.
    """
    every = _rules()
    families = sorted({rule.family for rule in every})
    if family is not None and family.upper() not in families:
        known = ", ".join(families)
        raise click.UsageError(f"there is no family {family!r}; there are {known}")
    chosen = [
        rule for rule in every if family in {None, rule.family, rule.family.lower()}
    ]
    if form == "json":
        listed = [
            {
                "code": rule.code,
                "name": rule.name,
                "severity": rule.severity.word,
                "profile": rule.profile,
                "preview": rule.preview,
                "roles": sorted(rule.roles),
                "kinds": sorted(rule.kinds),
                "inputs": sorted(rule.inputs),
                "fix": rule.fix,
                "summary": rule.summary,
            }
            for rule in chosen
        ]
        click.echo(json.dumps(listed, indent=2))
        return 0
    width = max(len(rule.name) for rule in chosen)
    for rule in chosen:
        head = f"{rule.code}  {rule.name:{width}}  {rule.severity.word:7}"
        profile = "preview" if rule.preview else rule.profile
        click.echo(f"{head}  {profile:11}  {rule.summary}")
    return 0


def _rules() -> tuple[Rule, ...]:
    """Return all rules; ours alone where the policy cannot be used, which is told."""
    try:
        return rules_near(["."])
    except PolicyError as error:
        # Whoever repairs a policy looks here for how rules are called.
        click.echo(f"{error}\nrules of your own are left out", err=True)
        return RULES
