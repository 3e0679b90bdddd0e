"""avrotower format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from avrotower.engine.look import Stdin
from avrotower.engine.policies import Policies
from avrotower.project.files import Missing, discover, read_bytes
from avrotower.report.paint import plain
from avrotower.report.text import number_of
from avrotower.schema.format import formatted
from avrotower.schema.parse import parse
from avrotower_cli import exits
from avrotower_cli.policy_option import choice, policy_options
from avrotower_cli.rewrite import (
    check_option,
    diff_option,
    difference,
    put,
    standard_input,
    stdin_filename_option,
    write,
)


class _Style(NamedTuple):
    indent: int | None
    line_length: int | None
    policies: Policies

    def of(self, path: str) -> dict[str, int]:
        """Return the options of the layout of the file at *path*."""
        declared = self.policies.of(path).declarations
        options: dict[str, int] = {}
        if declared is not None:
            options = {k.replace("-", "_"): v for k, v in declared.layout.items()}
        if self.indent is not None:
            options["indent"] = self.indent
        if self.line_length is not None:
            options["line_length"] = self.line_length
        return options


class _Work(NamedTuple):
    """One document: its text, and its text in the layout."""

    path: str
    before: bytes
    after: bytes
    refusal: str
    """Why it has no layout."""


@click.command(
    epilog="""\b
Examples:
  avrotower format                       lay out all schemas below this directory
  avrotower format --check schemas       fail where a layout is another one
  avrotower format --diff key.avsc
  avrotower format - < key.avsc
"""
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@check_option
@diff_option
@click.option(
    "--indent",
    type=click.IntRange(0, 8),
    help="Spaces by which what is inside brackets is indented, instead of the policy's.",
)
@click.option(
    "--line-length",
    type=click.IntRange(20, 320),
    help="Up to so many characters an object or a list stands on one line, likewise.",
)
@stdin_filename_option
@policy_options
def format(  # noqa: A001, PLR0913, PLR0917  named like the command; one argument for each option
    paths: tuple[str, ...],
    check: bool,  # noqa: FBT001  a flag of click
    diff: bool,  # noqa: FBT001  a flag of click
    indent: int | None,
    line_length: int | None,
    stdin_filename: str | None,
    config: str | None,
    no_config: bool,  # noqa: FBT001  a flag of click
) -> int:
    """Write the layout of documents.

    Only white space changes: neither the canonical text nor a comment does. A document
    that is no JSON, or that has a key twice, is left as it is.
    PATH is a file, a directory, or - for standard input, which is answered on standard
    output; without any, the current directory.
    """
    stdin = standard_input(paths, stdin_filename)
    style = _Style(indent, line_length, Policies(choice(config, no_config=no_config)))
    changed = refused = unread = total = 0
    is_written = True
    for work in _works(paths or (".",), stdin, style):
        if isinstance(work, Missing):
            unread += 1
            told = f"not read: {work.path}: {work.reason}; {work.remedy}"
            click.echo(plain(told), err=True)
            continue
        total += 1
        if work.refusal:
            refused += 1
            click.echo(plain(f"left: {work.path}:{work.refusal}"), err=True)
        changed += work.after != work.before
        is_written &= _deliver(work, is_stdin=stdin is not None, check=check, diff=diff)
    verb = "would change" if check or diff else "changed"
    told = (
        f"{verb} {changed} of {number_of(total, 'document')}"
        + f", left {refused}" * bool(refused)
    )
    click.echo(told, err=diff or stdin is not None)
    if unread:
        return exits.UNREACHED
    if not is_written:
        return exits.WRONG_USE
    return exits.FOUND if refused or (check and changed) else exits.CLEAN


def _works(
    paths: Sequence[str], stdin: Stdin | None, style: _Style
) -> Iterator[_Work | Missing]:
    if stdin is not None:
        yield _work(stdin[1], stdin[0], style)
        return
    for item in discover(paths, style.policies.takes_ignored):
        if isinstance(item, Missing):
            yield item
        elif style.policies.of(item.path).has(item.path):
            data = read_bytes(item.path)
            yield data if isinstance(data, Missing) else _work(item.path, data, style)


def _work(path: str, data: bytes, style: _Style) -> _Work:
    document = parse(data, name=path)
    text, refusal = formatted(document, **style.of(path))
    return _Work(path, data, data if refusal else text.encode(), refusal)


def _deliver(work: _Work, *, is_stdin: bool, check: bool, diff: bool) -> bool:
    """Write what changed, or show it; return whether it was written where it should be."""
    is_new = work.after != work.before
    if diff:
        if is_new:
            put(difference(work.path, work.before, work.after).encode())
    elif check:
        if is_new:
            click.echo(f"would change {plain(work.path)}", err=is_stdin)
    elif is_stdin:
        put(work.after)
    elif is_new:
        return write(work.path, work.before, work.after)
    return True
