"""The policy of each file: that of the nearest project above it (CONFIG, 1)."""

from __future__ import annotations

import os

from avrotower.catalogue import RULES
from avrotower.forms import TYPE_CHECKING, NamedTuple
from avrotower.policy.choice import Policy, aligned, without_configuration
from avrotower.policy.routing import partner, route
from avrotower.policy.selection import narrowed, selected
from avrotower.project.files import with_parent
from avrotower.project.git import worktree
from avrotower.rule import Rule, Subject
from avrotower.schema.document import Document

if TYPE_CHECKING:  # only where there is a policy file
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence
    from typing import Final

    from avrotower.estate import Broker
    from avrotower.policy.associated import Associations
    from avrotower.policy.declaration import Declarations
    from avrotower.policy.discovery import Search
    from avrotower.policy.load import Loaded
    from avrotower.policy.subjects import Routes
    from avrotower.topology import Topology


class Choice(NamedTuple):
    """Which policy a run asks for."""

    config: str | None = None
    """A file instead of the nearest one."""
    is_bare: bool = False
    """No file at all: profile recommended and nothing else."""
    level: str | None = None
    """A compatibility level instead of the demanded ones."""
    baseline: str | None = None
    """A file instead of the usual baseline."""
    select: tuple[str, ...] = ()
    """Codes of rules to judge with instead of those of the policy; empty for those."""
    ignore: tuple[str, ...] = ()
    """Codes of rules to leave out beside what the policy leaves out."""


_DECLARING: Final = ("topics", "join-groups", "joins", "apps")
"""The tables of a policy that say what flows where."""
BASELINE: Final = "avrotower-baseline.json"
"""The usual name of a baseline."""
NEAREST: Final = Choice()
"""The policy of the project that a file lies in."""


class Governed(NamedTuple):
    """One project: its policy, and where it begins."""

    policy: Policy
    root: str = ""
    """The project root; empty where there is no policy file."""
    declarations: Declarations | None = None
    real: Callable[[str], str] = os.path.realpath
    file: str = ""
    """The policy file, as reports name it."""

    def has(self, path: str) -> bool:
        """Whether the policy wants the file at *path* judged."""
        return self.declarations is None or self.declarations.has(self.below(path))

    def below(self, path: str) -> str:
        """Return *path* from the project root, with forward slashes."""
        directory, name = os.path.split(path)
        # The name of a link counts, not that of the file it leads to.
        real = os.path.join(self.real(directory), name)
        above = os.path.join(self.root, "")
        if real.startswith(above):
            relative = real[len(above) :]
        else:
            relative = os.path.relpath(real, self.root)
        return relative.replace(os.sep, "/")

    def partner(self, path: str) -> str | None:
        """Return the path of the other document of the topic, if names tell it."""
        if self.declarations is not None:
            declared = self.declarations.partner(self.below(path))
            if declared is not None:
                return os.path.relpath(os.path.join(self.root, declared))
        return partner(path)

    def stated(self, topic: str) -> Subject:
        """Return what is declared of the value of *topic*."""
        value = Subject(
            f"{topic}-value",
            topic,
            "value",
            confidence="certain",
            evidence=f'[topics."{topic}"]',
            step=1,
        )
        if self.declarations is None:
            return value
        return self.declarations.refined(value, "")

    def may_belong(self, path: str, topics: Container[str]) -> bool:
        """Whether the file at *path* can belong to one of the declared *topics*."""
        return self.declarations is not None and self.declarations.may_belong(
            self.below(path), with_parent(path), topics
        )

    def routes(
        self,
        broker: Broker | None = None,
        associations: Associations | None = None,
    ) -> Routes:
        """Return what says which subject of a registry is what; *broker* knows topics.

        *associations* are what the registry says itself.
        """
        from avrotower.policy.subjects import Routes  # noqa: PLC0415  with a registry

        settings = self.policy.settings
        return Routes(
            settings.data if settings is not None else None,
            self.declarations,
            self.policy.topology,
            broker.topics if broker is not None else (),
            broker.groups if broker is not None else (),
            associations=associations or {},
        )

    def route(
        self, path: str, document: Document, *, is_referenced: bool = False
    ) -> Subject:
        """Return the subject of the *document* at *path*."""
        known = with_parent(path)
        if self.declarations is None:
            return route(known, document, is_referenced=is_referenced)
        return self.declarations.route(
            self.below(path), known, document, is_referenced=is_referenced
        )


def governed(loaded: Loaded, today: str, choice: Choice = NEAREST) -> Governed:
    """Return the project of the policy *loaded*, as *choice* narrows it.

    *today* is the date that waivers are held against, `2026-11-28`.

    Raises:
        PolicyError: If its baseline cannot be used.
    """
    from avrotower.policy.accepted import accepted, shown  # noqa: PLC0415  only with a file
    from avrotower.policy.choice import configured  # noqa: PLC0415  as above
    from avrotower.policy.declaration import Declarations  # noqa: PLC0415  as above

    data = selected(loaded.data, choice.select, choice.ignore)
    file = shown(os.path.join(loaded.root, loaded.name))
    acceptance = accepted(
        loaded.root, data=data, file=file, today=today, baseline=choice.baseline
    )
    policy = configured(loaded.rules, loaded._replace(data=data), choice.level)
    policy = policy._replace(
        acceptance=acceptance, file=file, topology=_topology(loaded, choice.config)
    )
    return Governed(policy, loaded.root, Declarations(data), file=file)


class Policies:
    """The policies of one run, each loaded once."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        bare = without_configuration(RULES, choice.level)
        self._bare = Governed(narrowed(bare, choice.select, choice.ignore))
        self._is_bare_known = False
        self._of_directory: dict[str, Governed] = {}
        self._of_root: dict[str, Governed] = {}
        self._search: Search | None = None

    @property
    def sources(self) -> str:
        """A line for each policy that was asked for."""
        found = self._of_directory.values() or (self._bare,)
        return "\n".join(dict.fromkeys(each.policy.source for each in found))

    def of(self, path: str) -> Governed:
        """Return the project that the file at *path* belongs to.

        Raises:
            PolicyError: If its policy cannot be used.
        """
        directory = path[: path.rfind(os.sep) + 1]
        found = self._of_directory.get(directory)
        if found is None:
            near = self._load(os.path.dirname(path) or os.curdir)
            found = self._of_directory[directory] = near
        return found

    def takes_ignored(self, directory: str) -> bool:
        """Whether the project of *directory* counts what git ignores.

        Raises:
            PolicyError: If its policy cannot be used.
        """
        settings = self._load(directory).policy.settings
        if settings is None:
            return False
        return not settings.data["project"]["respect-gitignore"]

    def _load(self, directory: str) -> Governed:
        if self._choice.is_bare:
            return self._without_file()
        if self._search is None:
            from avrotower.policy.discovery import Search  # noqa: PLC0415  none with --no-config

            self._search = Search()
        if self._choice.config is None:
            near = self._search.nearest(directory)
            if near is None:
                return self._without_file()
            known = self._of_root.get(near.root)
            if known is not None:
                return known
        from avrotower.policy.date import date_now  # noqa: PLC0415  as above
        from avrotower.policy.load import load  # noqa: PLC0415  only with a policy file

        loaded = load(directory, RULES, config=self._choice.config, today=date_now())
        if loaded is None:
            return self._without_file()
        known = self._of_root.get(loaded.root)
        if known is None:
            known = governed(loaded, date_now(), self._choice)
            known = known._replace(real=self._search.real)
            self._of_root[loaded.root] = known
        return known

    def settle(
        self, has_rule: Callable[[Rule], bool] | None = None
    ) -> tuple[Rule, ...]:
        """Return all rules of the run: ours, and behind them those of its projects.

        Every project gets a place for each of them, in one order; those of others are
        off there. *has_rule* says which of them the run is about; None for all. Call it
        when all files of the run have been asked for.
        """
        own = {
            chosen.rule.code: chosen.rule
            for each in self._of_root.values()
            for chosen in each.policy.chosen[len(RULES) :]
        }
        if own:
            self._become(lambda policy: aligned(policy, RULES, own))
        rules = (*RULES, *own.values())
        if has_rule is None:
            return rules
        self._become(lambda policy: policy.about(has_rule))
        return tuple(filter(has_rule, rules))

    def _become(self, change: Callable[[Policy], Policy]) -> None:
        """Let every project have the policy that *change* makes of its own."""
        changed = {
            id(each): each._replace(policy=change(each.policy))
            for each in (self._bare, *self._of_root.values())
        }
        for known in (self._of_root, self._of_directory):
            known.update({key: changed[id(it)] for key, it in known.items()})
        self._bare = changed[id(self._bare)]

    def _without_file(self) -> Governed:
        """Return the project without a policy file, which may have a baseline."""
        if not self._is_bare_known:
            self._is_bare_known = True
            path = self._choice.baseline
            if path is None and not self._choice.is_bare:
                path = next(filter(os.path.lexists, _usual_baselines()), None)
            if path is not None:
                from avrotower.policy.accepted import accepted  # noqa: PLC0415  rare

                root = os.path.dirname(path) or "."
                policy = self._bare.policy._replace(
                    acceptance=accepted(root, baseline=path)
                )
                self._bare = self._bare._replace(policy=policy)
        return self._bare

    def declaring(self) -> list[tuple[Governed, Topology]]:
        """Return the projects, of those asked for, whose policies declare topics."""
        return [
            (each, each.policy.topology)
            for each in self._of_root.values()
            if each.policy.topology is not None
        ]

    def are_reviewed(self, paths: Sequence[str]) -> bool:
        """Whether a run over *paths* has something to say of one of them at its end."""
        is_whole = any(map(os.path.isdir, paths))
        return any(
            each.policy.accepts or (is_whole and each.policy.has_patterns)
            for each in self._of_directory.values()
        )


def _topology(loaded: Loaded, config: str | None) -> Topology | None:
    """Return what the policy *loaded* declares of topics; None where it does not."""
    if not any(loaded.data[table] for table in _DECLARING):
        return None
    from avrotower.engine.written import Written  # noqa: PLC0415  with declarations
    from avrotower.policy.topology import topology  # noqa: PLC0415  as above

    return topology(loaded.data, Written(loaded, config))


def rules_near(paths: Iterable[str], choice: Choice = NEAREST) -> tuple[Rule, ...]:
    """Return our rules, and behind them those of the projects that *paths* lie in.

    Raises:
        PolicyError: If the policy of one of them cannot be used.
    """
    policies = Policies(choice)
    for path in paths:
        policies.of(os.path.join(path, "") if os.path.isdir(path) else path)
    return policies.settle()


def _usual_baselines() -> Iterator[str]:
    """Yield where a baseline lies where no policy says it: here, or above in git."""
    yield BASELINE
    root = worktree(os.curdir)
    if root is not None:
        yield os.path.relpath(os.path.join(root, BASELINE))
