"""Writes what is generated below `docs/` and `schemas/`, and the outputs in the README.

A command that crashes stops it: no page shows a traceback.

    python docs/generate.py            writes what has changed
    python docs/generate.py --check    fails where something would change

In a page, a block such as ```` ```json NAME ```` is a file, and a line of a ```` ```console ````
block that begins with `$ ` is a command; the lines below it are what it prints today.
The blocks of one page share a directory, which also has the reference estate.
"""

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import click
from rule_table import rules, table

from avrotower.policy.document.json_schema import policy_schema
from avrotower.policy.document.page import settings_page
from avrotower.report.json_schema import report_schema
from avrotower.report.plan_schema import plan_schema
from avrotower.report.rule_page import pages
from avrotower_cli.group import main as avrotower

RULES: Final = tuple(rule for _, rule in rules())
"""As their modules have them, whatever the table says."""
PROJECT: Final = Path(__file__).parent.parent
RULE_PAGES: Final = "docs/rules"
TABLE: Final = "rules/avrotower/catalogue/table.py"
PAGES_WITH_OUTPUTS: Final = (
    *("README.md", "docs/accepting.md", "docs/adopting.md", "docs/quick-start.md"),
    *("docs/pull-request.md", "docs/writing-rules.md"),
)
FENCE: Final = re.compile(r"^```(\w*) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def generated() -> Mapping[str, str]:
    """Return the text of every generated file by its path below the project."""
    files = {name: with_outputs(_read(name)) for name in PAGES_WITH_OUTPUTS}
    files["docs/settings.md"] = settings_page()
    files["schemas/avrotower.schema.json"] = (
        f"{json.dumps(policy_schema(RULES), indent=2)}\n"
    )
    files["docs/commands.md"] = "\n".join(_commands())
    proposals = "schemas/estate/proposals/README.md"
    files[proposals] = with_proposals(_read(proposals))
    files["schemas/report.schema.json"] = json.dumps(report_schema(), indent=2) + "\n"
    files["schemas/plan.schema.json"] = json.dumps(plan_schema(), indent=2) + "\n"
    for name, text in pages(RULES).items():
        files[f"{RULE_PAGES}/{name}"] = text
    files[TABLE] = table()
    return files


def stale() -> list[Path]:
    """Return the pages of rules that are no longer generated."""
    kept = pages(RULES)
    return sorted(
        page for page in (PROJECT / RULE_PAGES).glob("*.md") if page.name not in kept
    )


def _read(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def with_outputs(page: str) -> str:
    """Return *page* with the outputs that its commands have today."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        shutil.copytree(PROJECT / "schemas", directory / "schemas")
        subprocess.run(["git", "init", "-q"], cwd=directory, check=True)

        def block(match: re.Match[str]) -> str:
            language, title, body = match.groups()
            if title:
                file = directory / title
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(body, encoding="utf-8")
            elif language == "console":
                lines = re.findall(r"^\$ .*$", body, re.MULTILINE)
                outputs = (f"{line}\n{_run(line[2:], directory)}" for line in lines)
                return f"```console\n{''.join(outputs)}```"
            return match[0]

        return FENCE.sub(block, page)


def _run(command: str, directory: Path) -> str:
    """Return what the shell prints for *command*, as on a screen without colours."""
    programs = Path(sys.executable).parent
    environment = os.environ | {
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "NO_COLOR": "1",
        "COLUMNS": "100",
    }
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=directory,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        encoding="utf-8",
    )
    if "Traceback" in done.stdout:
        raise RuntimeError(f"{command}\n{done.stdout}")
    return re.sub(r"[ \t]+$", "", done.stdout, flags=re.MULTILINE)


def with_proposals(page: str) -> str:
    """Return *page* with a table of the proposals, from `proposals.json`."""
    rows = json.loads(_read("schemas/estate/proposals/proposals.json"))
    table = [
        "| proposal | changes | `lint` finds | `breaking` finds | because |",
        "|---|---|---|---|---|",
    ]
    for name, row in rows.items():
        found = [
            ", ".join(f"`{code}`" for code in row[kind]) or "none"
            for kind in ("lint", "breaking")
        ]
        if row["against"] != ["current"]:
            found[1] += f" against `{', '.join(row['against'])}`"
        link = f"[`{name}`]({name}/{row['file']})"
        table.append(
            f"| {link} | `{row['file']}` | {found[0]} | {found[1]} | {row['why']} |"
        )
    body = "\n".join(table)
    return re.sub(r"^\|.*\|$(?:\n\|.*\|$)*", lambda _: body, page, flags=re.MULTILINE)


def _commands() -> Iterator[str]:
    """Yield the page about the commands, from what `--help` says."""
    context = click.Context(avrotower, info_name="avrotower")
    yield "# Commands"
    yield ""
    yield "Generated from `avrotower --help`."
    yield ""
    yield from _help(avrotower)
    for name in avrotower.list_commands(context):
        command = avrotower.get_command(context, name)
        assert command is not None  # noqa: S101  it has just been listed
        yield from _command(name, command, context)
    yield "Code: `cli/avrotower_cli`."
    yield ""


def _command(
    name: str, command: click.Command, context: click.Context
) -> Iterator[str]:
    """Yield what is told of *command*, and of the commands that it has itself."""
    yield f"## avrotower {name}"
    yield ""
    usage = command.collect_usage_pieces(context)
    yield f"    avrotower {name} {' '.join(usage)}"
    yield ""
    yield from _help(command)
    for option in command.params:
        if isinstance(option, click.Option):
            yield f"### `{', '.join((*option.opts, *option.secondary_opts))}`"
            yield ""
            if isinstance(option.type, click.Choice):
                yield f"One of {', '.join(f'`{c}`' for c in option.type.choices)}."
                yield ""
            yield from _prose(option.help or "")
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            below = command.get_command(context, inner)
            assert below is not None  # noqa: S101  it has just been listed
            yield from _command(f"{name} {inner}", below, context)


def _help(command: click.Command) -> Iterator[str]:
    for text in (command.help, command.epilog):
        for paragraph in inspect.cleandoc(text or "").split("\n\n"):
            lines = paragraph.splitlines()
            if lines and lines[0] == "\b":
                title, *rest = lines[1:]
                yield title
                yield ""
                yield from (f"    {line.strip()}" for line in rest)
                yield ""
            elif lines:
                yield from _prose(" ".join(lines))


def _prose(text: str) -> Iterator[str]:
    """Yield *text* with one sentence per line, and an empty line after it."""
    yield from re.sub(r"(?<=[a-z`)])\. (?=[A-Z])", ".\n", text).splitlines()
    yield ""


def main() -> int:
    """Write or check every generated file."""
    is_check = "--check" in sys.argv[1:]
    changed = 0
    if not is_check:
        # What the commands of the pages print depends on it.
        (PROJECT / TABLE).write_text(table(), encoding="utf-8")
    for name, text in generated().items():
        path = PROJECT / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        changed += 1
        sys.stdout.write(f"{'differs: ' if is_check else 'wrote '}{name}\n")
        if not is_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for path in stale():
        changed += 1
        name = path.relative_to(PROJECT).as_posix()
        sys.stdout.write(f"{'stale: ' if is_check else 'removed '}{name}\n")
        if not is_check:
            path.unlink()
    if is_check and changed:
        sys.stdout.write("run `make docs` and commit what it writes\n")
    return int(is_check and changed > 0)


if __name__ == "__main__":
    sys.exit(main())
