"""Which documents a command looks at: `--changed-since`."""

import click

changed_option = click.option(
    "--changed-since",
    "since",
    metavar="REF",
    help="Only documents that git says changed since REF, or are new; references to "
    "others are still resolved.",
)
