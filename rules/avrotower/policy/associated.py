"""What a registry says itself about whose key or value a subject is (CONFIG, 6, step 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from avrotower.policy.declaration import is_by_entry
from avrotower.rule import Role, Subject

Associations: TypeAlias = Mapping[str, Sequence[tuple[str, Role]]]
"""Topics and roles by qualified subjects, sorted."""

NONE: Final[Associations] = {}
_STEP: Final = 5
_BY_RECORD: Final = 3


def associated(subject: Subject, known: Sequence[tuple[str, Role]]) -> Subject:
    """Return *subject* with what the associations *known* tell that nothing before did.

    One that is the key of one topic and the value of another has to be declared.
    """
    is_answered = subject.confidence == "certain" and subject.role is not None
    if (is_answered and subject.step < _STEP) or subject.kind == "shared":
        return subject
    roles = {role for _, role in known}
    if len(roles) != 1:
        return subject
    (role,) = roles
    sure = subject._replace(role=role, confidence="certain", step=_STEP)
    if is_by_entry(subject) or subject.step == _BY_RECORD:
        return sure
    topic = known[0][0]
    told = f"the registry associates it with topic {topic}"
    return sure._replace(topic=topic, evidence=told)
