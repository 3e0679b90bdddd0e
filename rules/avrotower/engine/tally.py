"""What a run found of what its policies accept: waivers and baselines, judged at the end.

An acceptance that matches nothing may only be called needless by a run that has looked
where it could match something.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from avrotower.acceptance import Entry, Lines, Review, Unmet, Waiver
from avrotower.engine.estate import is_sharpened
from avrotower.engine.fingerprint import fingerprinted
from avrotower.engine.hygiene import LOOKED, POLICY, ask
from avrotower.engine.placing import by_place, file_text
from avrotower.engine.result import Judgement, Skipped, Unread
from avrotower.errors import PolicyError
from avrotower.finding import Finding
from avrotower.policy.acceptance import Acceptance
from avrotower.policy.baseline import Baseline
from avrotower.policy.choice import Chosen, Policy
from avrotower.policy.pattern import Patterns
from avrotower.schema.parse import parse

_IS_UNKNOWN: Final = frozenset("sx")
_HAS_LOOKED: Final = frozenset("cf")
_OF_REGISTRY: Final = frozenset({"subject", "scope", "gone"})
"""Places that no document is, so that a run without a registry does not look there."""

PolicyOf = Callable[[str], Policy]
"""The policy of the document with a name."""


def reviewed(
    judgements: Iterator[Judgement | Unread],
    policy_of: PolicyOf,
    paths: Sequence[str],
    against: Sequence[str] = (),
) -> Iterator[Judgement | Unread]:
    """Pass *judgements* on; then judge what the policies accept beside the documents.

    Acceptances are held against a run that has looked at the whole project, which is
    one of *paths* then. *against* is what the run compares with: `git:REF`, `dir:PATH`.
    """
    tallies: dict[int, Tally] = {}
    is_complete = True
    for judgement in judgements:
        yield judgement
        if isinstance(judgement, Unread):
            is_complete = False
            continue
        policy = policy_of(judgement.document)
        acceptance = policy.acceptance
        if acceptance is None or not (policy.accepts or policy.has_patterns):
            continue
        tally = tallies.get(id(acceptance))
        if tally is None:
            tally = tallies[id(acceptance)] = Tally(policy, acceptance)
        tally.add(judgement)
    for tally in tallies.values():
        is_whole = is_complete and is_below(tally.acceptance.root, paths)
        yield from tally.judgements(against, is_whole=is_whole)


def is_below(root: str, paths: Sequence[str]) -> bool:
    """Whether one of *paths* is the directory *root*, or one above it."""
    real = os.path.join(os.path.realpath(root), "")
    return any(
        os.path.isdir(path)
        and real.startswith(os.path.join(os.path.realpath(path), ""))
        for path in paths
    )


class Tally:
    """What a run found of what one policy accepts."""

    def __init__(self, policy: Policy, acceptance: Acceptance) -> None:
        self.acceptance = acceptance
        self._policy = policy
        self._patterns: Patterns | None = None
        if policy.settings is not None and policy.settings.data["overrides"]:
            self._patterns = Patterns(policy.settings.data)
        self._position = {rule.code: i for i, rule in enumerate(policy.rules)}
        self._codes = {
            word: rule.code
            for rule in policy.rules
            for word in (rule.code.lower(), rule.name)
        }
        self._entries: dict[str, list[Entry]] = {}
        baseline = acceptance.baseline
        for entry in baseline.entries() if baseline else ():
            self._entries.setdefault(entry.subject, []).append(entry)
        self._used: set[Waiver] = set()
        self._met: set[str] = set()
        """Fingerprints of the baseline that are there still."""
        self._alive: set[str] = set()
        """Rules, of those that something is accepted of, that have looked anywhere."""
        accepted = {self._codes.get(it.rule.lower(), "") for it in acceptance.waivers}
        accepted.update(it.rule for its in self._entries.values() for it in its)
        self._waiting = accepted & self._position.keys()
        self._open: set[Entry | Waiver] = set()
        """Of which a rule could not look at what they speak of."""
        self._looked: set[Entry | Waiver] = set()
        """Of which the rule has looked at exactly the file that they speak of."""

    def add(self, judgement: Judgement) -> None:
        """Count *judgement*."""
        subject, states = judgement.subject, judgement.states
        if self._patterns is not None:
            self._patterns.look(subject)
        for finding in judgement.findings:
            self._used.update(self.acceptance.waivers_of(finding, subject))
            baseline = self.acceptance.baseline
            if baseline and finding.fingerprint in baseline.fingerprints:
                self._met.add(finding.fingerprint)
        if self._waiting:
            alive = {it for it in self._waiting if states[self._position[it]] in LOOKED}
            self._alive |= alive
            self._waiting -= alive
        path = judgement.document if judgement.is_of_registry else ""
        for entry in self._entries.get(subject.name, ()):
            path = path or self.acceptance.path(judgement.document)
            self._look(entry, entry.rule, judgement, is_exact=entry.path == path)
        for waiver in self.acceptance.waivers:
            if waiver.file:
                path = path or self.acceptance.path(judgement.document)
            if (
                (waiver.subject and waiver.subject == subject.name)
                or (waiver.topic and waiver.topic == subject.topic)
                or (waiver.file and waiver.file == path)
            ):
                code = self._codes.get(waiver.rule.lower(), "")
                self._look(waiver, code, judgement, is_exact=bool(waiver.file))

    def _is_of_registry(self, item: Entry | Waiver, code: str) -> bool:
        """Whether *item* is about what only a run that asks a registry can find."""
        position = self._position.get(code)
        if position is None:
            return False
        rule = self._policy.chosen[position].rule
        if isinstance(item, Entry) and rule.place == "topic":
            return is_sharpened(rule) and item.path == item.subject
        return rule.place in _OF_REGISTRY or is_sharpened(rule)

    def _look_at_registry(
        self, item: Entry | Waiver, code: str, judgement: Judgement
    ) -> None:
        """Note whether *judgement* is the one that could have met *item*."""
        place = self._policy.chosen[self._position[code]].rule.place
        state = judgement.states[self._position[code]]
        # What has a document is not gone.
        is_back = place == "gone" and judgement.is_document
        if is_back or (judgement.is_of_registry and state in _HAS_LOOKED):
            self._looked.add(item)

    def _look(
        self, item: Entry | Waiver, code: str, judgement: Judgement, *, is_exact: bool
    ) -> None:
        position, states = self._position.get(code), judgement.states
        if self._is_of_registry(item, code):
            self._look_at_registry(item, code, judgement)
        elif position is None or states[position] in _IS_UNKNOWN:
            self._open.add(item)
        elif judgement.is_of_registry and states[position] in _HAS_LOOKED:
            # Said of the subject there, and no longer of what the policy declares.
            self._open.add(item)
        elif is_exact and states[position] in LOOKED:
            self._looked.add(item)

    def _is_needless(self, item: Entry | Waiver, code: str, *, is_whole: bool) -> bool:
        """Whether *item*, which nothing used, could have been used by this run."""
        if item in self._open:
            return False
        if self._is_of_registry(item, code):
            return item in self._looked
        return item in self._looked or (is_whole and code in self._alive)

    def stale(self, *, is_whole: bool) -> list[Entry]:
        """Return the entries of the baseline that match nothing any more.

        *is_whole* tells that the run has looked at the whole project.
        """
        baseline = self.acceptance.baseline
        return [
            entry
            for entry in (baseline.entries() if baseline else ())
            if entry.fingerprint not in self._met
            and self._is_needless(entry, entry.rule, is_whole=is_whole)
        ]

    def judgements(
        self, against: Sequence[str], *, is_whole: bool
    ) -> Iterator[Judgement]:
        """Yield a judgement for each file of the policy with findings or questions."""
        acceptance, baseline = self.acceptance, self.acceptance.baseline
        unused = tuple(
            waiver
            for waiver in acceptance.waivers
            if waiver not in self._used
            and acceptance.today < waiver.expires
            and self._is_needless(
                waiver, self._codes.get(waiver.rule.lower(), ""), is_whole=is_whole
            )
        )
        stale = [entry.fingerprint for entry in self.stale(is_whole=is_whole)]
        added: tuple[str, ...] = ()
        why_not = ""
        if baseline and is_whole:
            from avrotower.engine.growth import growth  # noqa: PLC0415  asks git

            added, why_not = growth(baseline, _refs(self._policy, against))
        review = Review(
            today=acceptance.today,
            waivers=acceptance.waivers,
            unused=unused,
            stale=lines(baseline, stale),
            grown=lines(baseline, added),
            unmet=self._unmet() if is_whole else (),
        )
        yield from _of_policy(self._policy, review, acceptance, why_not)

    def _unmet(self) -> tuple[Unmet, ...]:
        """Return the patterns of the policy's own file that the run did not meet."""
        file = self._policy.file
        text = file_text(file).get(file)
        if self._patterns is None or text is None:
            return ()
        try:
            return self._patterns.unmet(file, text)
        except PolicyError:
            # The file was changed after the policy was read.
            return ()


def _refs(policy: Policy, against: Sequence[str]) -> list[str]:
    """Return the git refs of *against*, and of the policy."""
    said = policy.table("compat").get("against", ())
    return [
        entry.removeprefix("git:")
        for entry in (*against, *said)
        if entry.startswith("git:")
    ]


def lines(baseline: Baseline | None, fingerprints: Sequence[str]) -> Lines | None:
    """Return where *fingerprints* stand in *baseline*."""
    if baseline is None or not fingerprints:
        return None
    return Lines(len(fingerprints), baseline.place(fingerprints[0]))


def _of_policy(
    policy: Policy, review: Review, acceptance: Acceptance, why_not: str
) -> Iterator[Judgement]:
    asked = ask(policy, POLICY, parse("", name="policy"), review)
    marked = acceptance.marked(fingerprinted(asked.findings, POLICY.name), POLICY)
    letters = asked.letters(policy)
    skipped = tuple(
        Skipped(chosen.rule.code, "history", why_not)
        for index, chosen in enumerate(policy.chosen)
        if why_not and _is_about_growth(chosen) and letters[index] == "c"
    )
    for index, chosen in enumerate(policy.chosen):
        if skipped and _is_about_growth(chosen):
            letters[index] = "s"
    files = sorted({finding.location.document for finding in marked})
    if not files and (skipped or asked.failures):
        files = [acceptance.baseline.path if acceptance.baseline else "policy"]
    for number, name in enumerate(files):
        texts = file_text(name)
        found = tuple(
            _placed(finding, texts, len(acceptance.waivers))
            for finding in marked
            if finding.location.document == name
        )
        yield Judgement(
            POLICY,
            name,
            tuple(sorted(found, key=by_place)),
            "".join(letters),
            () if number else skipped,
            () if number else tuple(asked.failures),
            texts,
            fail_on=policy.fail_on(policy.facet(POLICY)),
            is_document=False,
            required=policy.required,
        )


def _placed(finding: Finding, texts: Mapping[str, str], waivers: int) -> Finding:
    """Return *finding* with the place of the waiver that it speaks of."""
    location = finding.location
    text = texts.get(location.document)
    _, is_waiver, number = location.pointer.rpartition("/waivers/")
    if location.span is not None or text is None or not is_waiver:
        return finding
    from avrotower.policy.waiver import place  # noqa: PLC0415  with findings only

    try:
        path = "waivers", int(number)
        span = place(location.document, text, path, waivers)
    except PolicyError:
        # The file was changed after the policy was read.
        return finding
    return finding._replace(location=location._replace(span=span))


def _is_about_growth(chosen: Chosen) -> bool:
    return chosen.rule.place == "policy" and "history" in chosen.rule.inputs
