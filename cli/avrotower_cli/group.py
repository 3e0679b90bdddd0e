"""The commands for click: each is imported only when it runs."""

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import click

from avrotower import __version__
from avrotower_cli import exits
from avrotower_cli.quick import COMPLETION, settle
from avrotower_cli.suggest import near

COMMANDS: Final = {
    "apply": "write what a plan shows to the registry",
    "audit": "judge everything that a registry holds",
    "baseline": "accept the findings of today, once, and never more",
    "breaking": "judge documents against their earlier versions",
    "check": "judge documents and their evolution in one run",
    "config": "check, show and update the policy",
    "explain": "explain a rule, or one finding, at length",
    "fix": "write the fixes of findings",
    "format": "write the layout of documents",
    "init": "write a first policy for the schemas below this directory",
    "lint": "judge documents by themselves",
    "plan": "show what the registry lacks against the policy",
    "rules": "list the rules",
    "serve": "serve a schema registry",
    "waiver": "accept single findings, with a reason and an end",
}
"""Each is a module of this package with a command of the same name."""

EPILOG: Final = """\b
Examples:
  avrotower lint
  avrotower lint schemas/pricing
  avrotower breaking --against git:origin/main
  avrotower check --against git:origin/main --changed-since origin/main
  avrotower explain KEY001

\b
Exit codes:
  0    clean
  1    findings of severity error
  2    wrong use
  3    a source or a file could not be read
  70   a crash: a bug in avrotower
  130  interrupted
  141  the reader of the output went away"""


class Commands(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command *cmd_name*; then call what the context holds."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"avrotower_cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)  # noqa: S101  a fact of this package
        if ctx.obj is not None:
            ctx.obj()
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may be meant."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            hint = near(args[0], COMMANDS)
            ctx.fail(f"there is no command {args[0]!r}{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EPILOG,
)
@click.version_option(
    __version__, prog_name="avrotower", message="%(prog)s %(version)s"
)
def main() -> None:
    """Govern Avro schemas for Kafka: lint them, and judge their evolution."""


def answer(arguments: Sequence[str]) -> int:
    """Run the command that *arguments* name and return its exit code."""
    try:
        result: Any = main.main(
            arguments, "avrotower", standalone_mode=False, obj=settle
        )
    except click.ClickException as error:
        error.show()
        return exits.WRONG_USE
    except click.Abort:
        return exits.INTERRUPTED
    except SystemExit as end:
        if COMPLETION in os.environ:
            return int(end.code or 0)
        # click's own answer to a closed pipe: 1, which would mean findings.
        raise BrokenPipeError from None
    return int(result or 0)
