"""Every exception that the library raises on purpose.

* AvrotowerError
  * InvalidSchemaError          a text that must be a schema is none; `.errors` has all of it
  * PolicyError                 the policy, or an option of the call, cannot be used
    * UnknownRuleError          a rule is named that does not exist
  * ProjectError                files, routing, references between files
  * SourceError                 somewhere that schemas come from did not answer
    * GitError                  git is missing, or refused
    * RegistryError             a Schema Registry
      * RegistryUnreachableError  no answer came, or none that a registry gives
      * RegistryRefusedError      it answered, and said no: `.status`, `.error_code`
"""

from __future__ import annotations

from avrotower.forms import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final, Literal, TypeAlias


Unreachable: TypeAlias = 'Literal["down", "slow", "cut", "strange"]'

_NOBODY_MAY: Final = frozenset({401, 407})
"""Statuses that no other request of ours escapes."""


class AvrotowerError(Exception):
    """The root of the tree; catch it to catch all of ours."""


class InvalidSchemaError(AvrotowerError):
    """A text that must be a schema is none.

    Raised only for callers that cannot go on; `parse` itself returns its errors.
    """

    def __init__(self, document: str, errors: Sequence[object]) -> None:
        self.document = document
        self.errors = tuple(errors)
        first = self.errors[0] if self.errors else "no schema"
        more = f" (and {len(self.errors) - 1} more)" if len(self.errors) > 1 else ""
        super().__init__(f"{document} is no Avro schema: {first}{more}")


class PolicyError(AvrotowerError):
    """The policy, or an option that overrides it, cannot be used.

    `.errors` has all that is wrong with a policy file, each a line with its place; it is
    empty where an option of the call is to blame.
    """

    def __init__(self, message: str, errors: Sequence[object] = ()) -> None:
        self.errors = tuple(errors)
        super().__init__(message)

    @classmethod
    def of(cls, errors: Sequence[object]) -> PolicyError:
        """Return the error of a policy file of which *errors* are told."""
        return PolicyError("\n".join(map(str, errors)), errors)


class UnknownRuleError(PolicyError):
    """A rule is named that does not exist; `.nearest` holds similar names."""

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        hint = f"; did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(f"there is no rule {name!r}{hint}")


class ProjectError(AvrotowerError):
    """Files, routing, or references between files cannot be used."""


class SourceError(AvrotowerError):
    """Somewhere that schemas come from did not answer."""


class GitError(SourceError):
    """git is missing, or refused what was asked; `.stderr` has its words."""

    def __init__(self, what: str, stderr: str = "", remedy: str = "") -> None:
        self.what = what
        self.stderr = stderr.strip()
        self.remedy = remedy
        said = f": {self.stderr}" if self.stderr else ""
        super().__init__(f"{what}{said}{'; ' + remedy if remedy else ''}")


class RegistryError(SourceError):
    """A Schema Registry did not give what it was asked for.

    `.asked` is the method and the path, without credentials; `.concerns_all` whether
    asking for something else would be in vain, too.
    """

    concerns_all = False

    def __init__(self, asked: str, what: str, remedy: str = "") -> None:
        self.asked = asked
        self.what = what
        self.remedy = remedy
        told = f"the registry {what} ({asked})"
        super().__init__(f"{told}{'; ' + remedy if remedy else ''}")


class RegistryUnreachableError(RegistryError):
    """No answer came, or one that no Schema Registry gives.

    `.kind` is `down` (nobody is there), `slow` (a time-out), `cut` (it went away in the
    middle) or `strange` (what came is no answer of a registry, or too much of it).
    """

    def __init__(
        self, asked: str, what: str, remedy: str = "", *, kind: Unreachable = "strange"
    ) -> None:
        self.kind: Unreachable = kind
        self.concerns_all = kind in {"down", "slow"}
        super().__init__(asked, what, remedy)


class RegistryRefusedError(RegistryError):
    """The registry answered with an error; its own words are kept.

    `.error_code` is that of its body, the status where the body has none;
    `.retry_after_s` what it asks to wait, None where it says nothing.
    """

    retry_after_s: float | None = None

    def __init__(
        self,
        asked: str,
        status: int,
        error_code: int | None = None,
        message: str = "",
        remedy: str = "",
    ) -> None:
        self.status = status
        self.concerns_all = status in _NOBODY_MAY
        self.error_code = status if error_code is None else error_code
        self.message = message
        code = "" if self.error_code == status else f"/{self.error_code}"
        said = f", {message!r}" if message else ""
        super().__init__(asked, f"answered {status}{code}{said}", remedy)
