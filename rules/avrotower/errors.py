"""Every exception that the library raises on purpose.

* AvrotowerError
  * InvalidSchemaError          a text that must be a schema is none; `.errors` has all of it
  * PolicyError                 the policy, or an option of the call, cannot be used
    * UnknownRuleError          a rule is named that does not exist
  * ProjectError                files, routing, references between files
  * SourceError                 somewhere that schemas come from did not answer
    * GitError                  git is missing, or refused
"""

from collections.abc import Sequence


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
    def of(cls, errors: Sequence[object]) -> "PolicyError":
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
