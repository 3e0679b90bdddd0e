"""Codes and names of rules of one's own: they must not be taken for another's."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from avrotower.policy.profile import FAMILIES
from avrotower.rule import Rule

_CODE: Final = re.compile(r"[A-Z]{2,8}[0-9]{3}")
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ALL: Final = "ALL"
"""Where rules are named it means all of them."""


class Complaint(NamedTuple):
    """What is wrong with a rule, and the key of the policy that says it."""

    key: str
    message: str


class Identities:
    """The codes and names that are taken."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._taken = {
            word: "avrotower" for rule in rules for word in (rule.code, rule.name)
        }

    def complaints(self, code: str, name: str, where: str) -> Iterator[Complaint]:
        """Yield why a rule that is written at *where* cannot be called so; then it is."""
        if not _CODE.fullmatch(code):
            yield Complaint(
                "code",
                f'"{code}" is no code; write 2 to 8 capitals and 3 digits: ACME001',
            )
        elif code[:-3] in FAMILIES or code[:-3] == _ALL:
            whose = "all rules" if code[:-3] == _ALL else "a family of avrotower"
            yield Complaint(
                "code",
                f'"{code}" begins like {whose}; take capitals of your own: ACME001',
            )
        if not _NAME.fullmatch(name):
            yield Complaint(
                "name", f'"{name}" is no name; write words with hyphens: store-format'
            )
        for key, word in (("code", code), ("name", name)):
            if word in self._taken:
                other = self._taken[word]
                yield Complaint(
                    key, f'there is a rule "{word}" already, in {other}; take another'
                )
            self._taken.setdefault(word, where)
