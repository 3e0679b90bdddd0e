"""The policy file of commands that cannot do without one."""

import os
from typing import Final

import click

from avrotower.catalogue import RULES
from avrotower.policy.date import date_now
from avrotower.policy.load import Inspected, inspect
from avrotower_cli.variables import look_at

NO_FILE: Final = "there is no avrotower.toml here or above, and no [tool.avrotower]"


def inspected(start: str, file: str | None, missing: str) -> Inspected:
    """Return the policy *file*, or the nearest one of *start*, with its origins.

    Raises:
        UsageError: If there is none; it says *missing*.
        PolicyError: If it cannot be used, or a variable of ours names no key.
    """
    look_at(os.environ)
    seen = inspect(start, RULES, config=file, today=date_now())
    if seen is None:
        raise click.UsageError(missing)
    return seen
