"""The examples of declared rules, which are judged when the policy is read."""

from typing import NamedTuple

from avrotower.finding import Finding
from avrotower.policy.custom.declared import example_subject
from avrotower.policy.custom.identity import Complaint
from avrotower.rule import Context, Evolution, Rule
from avrotower.schema.parse import parse

_ELSEWHERE = "type-undefined"
"""An example may use a type that another file defines."""


class Examples(NamedTuple):
    """What became of the examples of one rule."""

    complaints: list[tuple[int, Complaint]]
    """With the position of the example; the key is `good` or `bad`."""
    places: list[tuple[str, str]]
    """The pointer and the message of what is found in each bad example."""


def judged(rule: Rule) -> Examples:
    """Judge the examples of *rule*, which is declared."""
    done = Examples([], [])
    for key, examples in (("good", rule.good), ("bad", rule.bad)):
        for index, example in enumerate(examples):
            if isinstance(example, Evolution):
                continue  # which no declared rule has
            found, wrong = _findings(rule, example.text)
            if not wrong and key == "good" and found:
                at = found[0].location.pointer or "the whole document"
                wrong = f"it finds something in it, at {at}: {found[0].message}"
            elif not wrong and key == "bad" and not found:
                wrong = "it finds nothing in it"
            if wrong:
                said = f"{rule.code}, {key} example {index + 1}: {wrong}"
                done.complaints.append((index, Complaint(key, said)))
            elif key == "bad":
                done.places.append((found[0].location.pointer, found[0].message))
    return done


def _findings(rule: Rule, text: str) -> tuple[list[Finding], str]:
    """Return what *rule* finds in *text*, and what is wrong with the text itself."""
    document = parse(text, name="example.avsc")
    for error in document.errors:
        if error.reason != _ELSEWHERE or document.schema.is_damaged:
            return [], f"it is no valid schema: {error.message}"
    context = Context(rule, rule.options(), example_subject(rule), document)
    return list(rule.check(document.schema, context)), ""
