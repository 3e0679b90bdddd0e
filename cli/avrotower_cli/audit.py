"""avrotower audit."""

from __future__ import annotations

import os
from pathlib import Path

import click

from avrotower.policy.profile import MAX_VERSIONS
from avrotower_cli.broker_option import broker_of, broker_option
from avrotower_cli.complete import files
from avrotower_cli.delivery import Delivery, deliver
from avrotower_cli.exits import code_of
from avrotower_cli.output import reported
from avrotower_cli.policy_option import baseline_option, choice, policy_options
from avrotower_cli.registry_option import asked, registry_option
from avrotower_cli.rule_option import narrowed, rule_options


@click.command(
    epilog="""\b
Examples:
  avrotower audit --registry http://localhost:8081
  avrotower audit --registry https://registry.example.com --broker-snapshot broker.json
  AVROTOWER_REGISTRY__TOKEN=... avrotower audit --registry https://registry.example.com
  avrotower audit --state audit.state --format markdown --output audit.md
"""
)
@registry_option
@broker_option
@click.option(
    "--state",
    "state_file",
    metavar="FILE",
    shell_complete=files,
    help="Remember here what is done: a run that was interrupted goes on there.",
)
@policy_options
@baseline_option
@rule_options
@reported
def audit(  # noqa: PLR0913, PLR0917  one argument for each option
    address: str | None,
    broker_snapshot: str | None,
    state_file: str | None,
    config: str | None,
    no_config: bool,  # noqa: FBT001  a flag of click
    baseline: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    delivery: Delivery,
) -> int:
    """Judge everything that a registry holds.

    The latest version of each subject is judged like a document, with the versions
    before it as its history; then levels, modes and other settings of the registry, and
    what a broker snapshot says of topics. Nothing is written to the registry.
    """
    from avrotower.engine.audit import audit as judge  # noqa: PLC0415  asks a registry
    from avrotower.engine.audit import policy_of  # noqa: PLC0415
    from avrotower.registry.client import Registry  # noqa: PLC0415
    from avrotower.registry.estate import Reading  # noqa: PLC0415
    from avrotower.registry.state import State  # noqa: PLC0415

    policies, governed = policy_of(
        narrowed(choice(config, no_config=no_config, baseline=baseline), select, ignore)
    )
    given = broker_of(governed, broker_snapshot)
    to = asked(address, governed.policy.table("registry"), os.environ)
    compat = governed.policy.table("compat")
    is_deleted = bool(compat.get("include-deleted", True))
    state = None
    if state_file is not None:
        state = State.load(Path(state_file), to.url, include_deleted=is_deleted)
    with Registry.open(to) as registry:
        reading = Reading(
            registry,
            include_deleted=is_deleted,
            max_versions=int(compat.get("max-versions", MAX_VERSIONS)),
            state=state,
        )
        report = judge(reading, policies=policies, given=given, url=to.url)
        return code_of(deliver(report, delivery), delivery.threshold)
