"""The whole policy file."""

from typing import Annotated, Any, Literal

from pydantic import Field

from avrotower.policy.document.acceptance import Baseline, Override, Waiver
from avrotower.policy.document.custom import CustomRule
from avrotower.policy.document.gate import Gate
from avrotower.policy.document.layout import Format
from avrotower.policy.document.lint import Compat, Defaults, KindDefaults, Lint
from avrotower.policy.document.project import Project, SubjectEntry
from avrotower.policy.document.service import Service
from avrotower.policy.document.source import Broker, Registry, Samples
from avrotower.policy.document.stream import App, Join, JoinGroup, Topic
from avrotower.policy.document.table import Name, Path, RuleName, Table
from avrotower.policy.document.words import Generator, Kind, Role

Members = Annotated[list[Name], Field(min_length=2)]


class Remote(Table):
    """A policy behind a URL, pinned by its digest."""

    url: Annotated[str, Field(pattern=r"^https?://.+")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class PolicyFile(Table):
    """`avrotower.toml`, or `[tool.avrotower]` in `pyproject.toml`."""

    version: Literal[1] = 1
    """The grammar of this file."""
    edition: Name | None = None
    """What fixes rules, severities, option defaults and demanded levels."""
    required_version: Name | None = None
    """The versions of avrotower that may read this file."""
    extends: list[Name | Remote] = ["profile:recommended"]
    """Profiles, files and pinned URLs; later ones are stronger."""
    plugins: list[Path] = []
    """Python modules with rules, for linter and CI."""
    project: Project = Project()
    subjects: list[SubjectEntry] = []
    topics: dict[Name, Topic] = {}
    join_groups: dict[Name, JoinGroup | Members] = {}
    joins: list[Join] = []
    apps: dict[Name, App] = {}
    roles: dict[Role, Defaults] = {}
    kinds: dict[Kind, KindDefaults] = {}
    generators: dict[Generator, Defaults] = {}
    lint: Lint = Lint()
    rules: dict[RuleName, dict[str, Any]] = {}
    """Options of rules, by rule; each rule's page says which."""
    format: Format = Format()
    compat: Compat = Compat()
    registry: Registry = Registry()
    broker: Broker = Broker()
    samples: Samples = Samples()
    overrides: list[Override] = []
    waivers: list[Waiver] = []
    baseline: Baseline = Baseline()
    custom_rules: list[CustomRule] = []
    gate: Gate = Gate()
    service: Service = Service()
