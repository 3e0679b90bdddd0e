"""What `avrotower lint` does, whoever has read its options."""

from __future__ import annotations

import sys

from avrotower.engine.policies import NEAREST, Choice
from avrotower.engine.run import lint
from avrotower.forms import TYPE_CHECKING
from avrotower.project.files import MAX_BYTES
from avrotower_cli.delivery import Delivery, deliver
from avrotower_cli.exits import code_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def lint_documents(  # noqa: PLR0913  one argument for each option
    paths: Sequence[str],
    *,
    stdin_filename: str | None,
    since: str | None = None,
    jobs: int | None = None,
    choice: Choice = NEAREST,
    delivery: Delivery,
) -> int:
    """Judge the documents at *paths*, report as *delivery* says, return the exit code.

    `-` is standard input, which stands for *stdin_filename*; *since* leaves out what
    git says did not change.

    Raises:
        PolicyError: If a policy file cannot be used.
        GitError: If git cannot say what changed.
    """
    stdin = None
    if "-" in paths:
        # One byte more than a document may have: endless input is too large, no hang.
        stdin = (sys.stdin.buffer.read(MAX_BYTES), stdin_filename or "stdin.avsc")
    report = lint(chosen(paths, since), stdin=stdin, jobs=jobs, choice=choice)
    return code_of(deliver(report, delivery), delivery.threshold)


def chosen(paths: Sequence[str], since: str | None) -> Sequence[str]:
    """Return the paths to judge: *paths*, or those of their documents that changed.

    Raises:
        GitError: If git cannot say what changed.
    """
    given = paths or (".",)
    if since is None:
        return given
    from avrotower.project.changed import changed_since  # noqa: PLC0415  asks git

    return changed_since(since, given)
