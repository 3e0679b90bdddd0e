"""`[project]` and `[[subjects]]`: which documents there are, and what they are."""

from typing import Literal

from avrotower.policy.document.table import (
    Glob,
    Name,
    Partitioner,
    Path,
    Strategy,
    Table,
    WireFormat,
)
from avrotower.policy.document.words import Generator, Kind, Role
from avrotower.policy.profile import FOREIGN_TYPES


class Project(Table):
    """The documents of the project, and what holds for all of them."""

    name: Name | None = None
    """The name in reports; the directory's without it."""
    owner: Name | None = None
    """Who owns what nothing else assigns."""
    include: list[Glob] = ["**/*.avsc", "**/*.avpr", "**/*.avdl"]
    """The documents of the project."""
    exclude: list[Glob] = []
    """Documents that are never judged; those that git ignores mostly are not either."""
    respect_gitignore: bool = True
    """Whether what git ignores is left out, where a command names a directory."""
    shared_types: list[Glob] = []
    """Files whose types any other file may use; their kind is `shared`."""
    foreign_types: list[Glob] = [*FOREIGN_TYPES]
    """Names of other people's types; rules of style are silent inside them."""
    root: Path = "."
    """The directory that namespaces are compared with."""
    strategy: Strategy = "topic"
    """How subjects are named after topics and records."""
    context: Name = "."
    """The registry context of subjects that name none."""
    wire_format: WireFormat = "confluent-prefix"
    """How the schema id travels with a key."""
    partitioner: Partitioner | None = None
    """Which partitioner producers use: `murmur2`, `consistent-random`, `custom:NAME`."""


class SubjectEntry(Table):
    """Connects files, subjects, topics, roles and kinds, in both directions."""

    files: Glob | None = None
    """A template of paths: the files that this entry speaks of."""
    match: Glob | None = None
    """A glob of subjects, for those that no file defines."""
    subject: Name | None = None
    """A template of the subject of a file; read backwards it is a pattern."""
    topic: Name | None = None
    """A template of the topic."""
    role: Role | None = None
    """Whether the documents are keys or values."""
    kind: Kind | None = None
    """What the records mean."""
    generator: Generator | None = None
    """Who writes the text of the schema."""
    strategy: Strategy | None = None
    """As in `[project]`."""
    context: Name | None = None
    """As in `[project]`."""
    wire_format: WireFormat | None = None
    """As in `[project]`."""
    partitioner: Partitioner | None = None
    """As in `[project]`."""
    owner: Name | None = None
    """As in `[project]`."""
    optional: Literal[True, False] = False
    """Whether the entry may match nothing."""
