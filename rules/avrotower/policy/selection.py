"""The rules that a person asks for on the command line, in place of the policy's."""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING
from avrotower.policy.choice import Policy
from avrotower.schema.model import JSON, is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def narrowed(policy: Policy, select: Sequence[str], ignore: Sequence[str]) -> Policy:
    """Return *policy*, which no file says, with the codes of *select* alone.

    Those of *ignore* are off; an empty *select* leaves the rules of the profile on.
    """
    if not select and not ignore:
        return policy
    chosen = tuple(
        entry._replace(
            is_on=entry.rule.code not in ignore
            and (entry.rule.code in select if select else entry.is_on)
        )
        for entry in policy.chosen
    )
    return policy._replace(chosen=chosen)


def selected(
    data: Mapping[str, JSON], select: Sequence[str], ignore: Sequence[str]
) -> Mapping[str, JSON]:
    """Return the policy file *data* with the codes of *select* alone.

    Those of *ignore* are off, beside those that the file leaves out. What *select*
    names is on, whatever the file leaves out.
    """
    lint = data["lint"]
    if not is_object(lint) or not (select or ignore):
        return data
    asked = dict(lint)
    if select:
        asked |= {"select": [*select], "extend-select": []}
        asked |= {"ignore": [], "extend-ignore": []}
    left_out = asked["ignore"]
    asked["ignore"] = [*(left_out if is_array(left_out) else ()), *ignore]
    return {**data, "lint": asked}
