"""The options about reports."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from avrotower_cli.complete import files
from avrotower_cli.delivery import FORMATS, Delivery

F = TypeVar("F", bound=Callable[..., Any])

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="Text for people (the default), JSON for programs, or what a service reads.",
)
output_option = click.option(
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]FILE",
    shell_complete=files,
    help="Write the report to FILE; it is replaced only when the report is complete. "
    "With FORMAT= it is one more report of the same run; repeat it.",
)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info")),
    help="From which severity on findings end in exit code 1, instead of the policy's.",
)
color_option = click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    help="Colours; auto is on terminals only, unless NO_COLOR or FORCE_COLOR is set.",
)
_accepted_option = click.option(
    "--show-accepted",
    is_flag=True,
    help="Tell accepted findings one by one, marked; they still do not count.",
)
_statistics_option = click.option(
    "--statistics", is_flag=True, help="Count the findings of each rule below the text."
)
_quiet_option = click.option(
    "-q",
    "--quiet",
    is_flag=True,
    help="Print findings only: no policy, no counts, no skipped checks.",
)


def reported(command: Callable[..., int]) -> Callable[..., int]:
    """Give *command* the options about reports; it gets them as `delivery`.

    It stands below all other options, whose names go through.
    """

    def run(**options: Any) -> int:
        asked = {name: options.pop(name) for name in Delivery._fields}
        return command(**options, delivery=Delivery(**asked))

    run.__doc__ = command.__doc__
    run.__name__ = command.__name__
    for option in (
        color_option,
        _quiet_option,
        _statistics_option,
        _accepted_option,
        fail_on_option,
        output_option,
        format_option,
    ):
        run = option(run)
    return run
