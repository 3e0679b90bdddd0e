"""The project that the current directory lies in, for commands about all of it."""

import os
from pathlib import Path
from typing import NamedTuple

from avrotower.engine.policies import BASELINE, Choice, Policies
from avrotower.policy.acceptance import Acceptance
from avrotower.policy.choice import Policy
from avrotower.project.git import worktree
from avrotower_cli.policy_option import choice


class Project(NamedTuple):
    """Where a project begins, and what counts in it."""

    root: str
    """Its directory, as seen from the current one."""
    choice: Choice
    policy: Policy
    baseline: str
    """The file of the baseline, which need not exist."""
    has_file: bool
    """Whether there is a policy file."""

    @property
    def acceptance(self) -> Acceptance | None:
        """What it accepts."""
        return self.policy.acceptance


def project(
    config: str | None, *, no_config: bool, baseline: str | None = None
) -> Project:
    """Return the project of the current directory.

    Raises:
        UsageError: If the options exclude each other.
        PolicyError: If its policy or its baseline cannot be used.
    """
    chosen = choice(config, no_config=no_config, baseline=baseline)
    found = Policies(chosen).of(BASELINE)
    settings = found.policy.settings
    acceptance = found.policy.acceptance
    root = found.root or (acceptance.root if acceptance else "")
    root = os.path.relpath(root or worktree(os.curdir) or os.curdir)
    name = settings.data["baseline"]["file"] if settings is not None else BASELINE
    usual = str(Path(root, name))
    return Project(root, chosen, found.policy, baseline or usual, settings is not None)
