"""Which documents a command looks at: `--changed-since`."""

from collections.abc import Sequence

import click

changed_option = click.option(
    "--changed-since",
    "since",
    metavar="REF",
    help="Only documents that git says changed since REF, or are new; references to "
    "others are still resolved.",
)


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
