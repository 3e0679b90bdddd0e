"""The words of roles, kinds, generators and inputs, as the models need them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avrotower.rule import Input
    from avrotower.subject import Generator, Kind, Role
else:
    from avrotower import rule, subject
    from avrotower.aliases import real

    Input = real(rule.Input)
    Generator = real(subject.Generator)
    Kind = real(subject.Kind)
    Role = real(subject.Role)

__all__ = ["Generator", "Input", "Kind", "Role"]
