"""The page of a rule, made from the rule itself: definition, reason, options, examples.

`avrotower explain CODE` prints it, and `docs/rules` holds one for each rule.
"""

import inspect
import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from avrotower.rule import (
    ALL_KINDS,
    ANY_ROLE,
    Bad,
    Evolution,
    Good,
    Rule,
    option_key,
    option_names,
)

_FIXES: Final = {
    "none": "There is no automatic fix.",
    "display": "avrotower shows a repair; choosing it is yours.",
    "unsafe": "A repair changes what readers or writers see; `avrotower fix --unsafe` "
    "writes it where it can.",
    "safe": "A repair changes nothing for readers and writers; `avrotower fix` writes it "
    "where it can.",
}

_PLACES: Final = {
    "policy": "what the policy accepts",
    "topic": "declared topics",
    "topology": "declared join groups and applications",
    "versions": "all versions of a subject",
    "subject": "subjects of a registry",
    "scope": "settings of a registry",
    "gone": "subjects that are gone from the project",
}
_WHEN: Final = {
    "join group": "in a join group",
    "retractable": "declared `retractable`",
    "effective-dated": "declared `effective-dated`",
}
_TABLE: Final = re.compile(r"\[\[?[a-z]")
"""How a policy begins; no JSON does."""


def page(rule: Rule) -> str:
    """Return the page of *rule* as Markdown."""
    return "\n".join(_lines(rule)).rstrip() + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    yield f"# {rule.code} {rule.name}"
    yield ""
    summary, _, reason = inspect.cleandoc(rule.check.__doc__ or "").partition("\n")
    yield summary
    yield ""
    yield from (line for line in reason.strip().splitlines())
    yield ""
    yield "| severity | profile | judges | needs |"
    yield "|---|---|---|---|"
    yield (
        f"| {rule.severity.word} | {_profile(rule)} | {_judges(rule)} | {_inputs(rule)} |"
    )
    yield ""
    if rule.origin:
        yield f"A rule of your own, in `{rule.origin}`."
        yield ""
    yield _FIXES[rule.fix]
    yield ""
    names = option_names(rule.options)
    if names:
        yield "## Options"
        yield ""
        from avrotower.report.attribute import documented  # noqa: PLC0415  with options

        told = documented(rule.options)
        defaults = rule.options()
        for name in names:
            shown = json.dumps(getattr(defaults, name))
            yield f"* `{option_key(name)}` = `{shown}`: {told.get(name, '')}"
        yield ""
    yield "## Good"
    yield ""
    for example in rule.good:
        yield from _example(example)
    yield "## Bad"
    yield ""
    for fault in rule.bad:
        yield from _example(fault)
    if rule.sources:
        yield "## Sources"
        yield ""
        yield from (f"* {source}" for source in rule.sources)
        yield ""


def _inputs(rule: Rule) -> str:
    needed = ", ".join(sorted(rule.inputs))
    better = ", ".join(sorted(rule.optional))
    return f"{needed}; better with {better}" if better else needed


def _profile(rule: Rule) -> str:
    """Return the weakest profile that has *rule* on, or will have."""
    return f"preview ({rule.profile})" if rule.preview else rule.profile


def _judges(rule: Rule) -> str:
    roles = _PLACES.get(rule.place) or (
        "all documents" if rule.roles == ANY_ROLE else " and ".join(sorted(rule.roles))
    )
    if rule.when is not None:
        roles += f", where the topic is {_WHEN[rule.when]}"
    if rule.kinds == ALL_KINDS:
        return roles
    return f"{roles}; kinds {', '.join(sorted(rule.kinds))}"


def _example(example: Good | Bad | Evolution) -> Iterator[str]:
    if example.options:
        told = (
            f"`{option_key(name)}` = `{json.dumps(value)}`"
            for name, value in example.options.items()
        )
        yield f"With {' and '.join(told)}:"
        yield ""
    if isinstance(example, Evolution):
        yield f"Before, at level {example.level}:" if example.level else "Before:"
        yield ""
        yield from _fenced(example.before)
        yield "After:"
        yield ""
        yield from _fenced(example.after)
    else:
        if example.policy:
            yield "With the policy:"
            yield ""
            yield from _fenced(example.policy)
        for name, text in example.beside.items():
            yield f"Beside it, `{name}`:"
            yield ""
            yield from _fenced(text)
        for what, json_ in (("registry", example.registry), ("broker", example.broker)):
            if json_:
                yield f"With a {what} that holds:"
                yield ""
                yield from _fenced(json_)
        if example.text or not (example.registry or example.broker):
            yield from _fenced(example.text)
    if not isinstance(example, Good) and example.says:
        where = example.at or "the document"
        yield f"Found at `{where}`: … {example.says} …"
        yield ""


def _fenced(text: str) -> Iterator[str]:
    yield "```toml" if _TABLE.match(text) else "```json"
    yield from inspect.cleandoc(text).splitlines()
    yield "```"
    yield ""


def index(rules: Sequence[Rule]) -> str:
    """Return the index of *rules* as Markdown."""
    lines = [
        "# Rules",
        "",
        "| code | name | what holds | severity | profile |",
        "|---|---|---|---|---|",
    ]
    lines.extend(
        f"| [{rule.code}]({rule.code}.md) | `{rule.name}` | {rule.summary} "
        f"| {rule.severity.word} | {_profile(rule)} |"
        for rule in rules
    )
    return "\n".join(lines) + "\n"


def pages(rules: Sequence[Rule]) -> dict[str, str]:
    """Return all pages by file name."""
    return {
        "README.md": index(rules),
        **{f"{rule.code}.md": page(rule) for rule in rules},
    }
