"""Where histories come from: states, ranges of commits, archives, registries, policies."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from git_program import git
from held_registry import Held, registry

from avrotower.engine.evolution import breaking, check
from avrotower.engine.history.source import Source
from avrotower.engine.result import Report
from avrotower.engine.run import lint
from avrotower.errors import PolicyError, RegistryUnreachableError
from avrotower.policy.choice import Policy
from avrotower.registry.source import RegistrySource, opened

PRICE = "price-value.avsc"


def record(name: str, *fields: str, types: str = "long") -> str:
    written: list[dict[str, Any]] = [{"name": field, "type": types} for field in fields]
    return json.dumps({"type": "record", "name": name, "fields": written})


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    git(".", "init", "-q", "-b", "main")
    return tmp_path


def put(path: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")


def commit(path: str, text: str) -> None:
    put(path, text)
    git(".", "add", "-A")
    git(".", "commit", "-q", "--allow-empty", "-m", "x")


def policy(**compat: Any) -> None:
    lines = [
        f"{key.replace('_', '-')} = {json.dumps(it)}" for key, it in compat.items()
    ]
    put("avrotower.toml", "\n".join(['edition = "2026"', "[compat]", *lines]))


def told(report: Report) -> list[str]:
    """Return code and versions of all findings, and notes."""
    found: list[str] = []
    for judgement in report:
        found += judgement.notes
        for finding in judgement.findings:
            explanation = finding.explanation
            versions = explanation.versions if explanation else ()
            found.append(" ".join((finding.code, *(v.document for v in versions))))
    assert report.summary.failures == []
    return found


def short(ref: str) -> str:
    return git(".", "rev-parse", ref)[:10]


def test_every_commit_of_a_range_is_a_version() -> None:
    commit(PRICE, record("Price", "net"))
    commit(PRICE, record("Price", "net", "gross"))
    commit(PRICE, record("Price", "net"))
    put(PRICE, record("Price", "net", "tax"))
    level = "BACKWARD_TRANSITIVE"

    found = told(breaking(["."], against=["git:HEAD~2..HEAD"], level=level))

    names = {f"git:{short(f'HEAD~{n}')}:{PRICE}" for n in (2, 1, 0)}
    assert {word for line in found for word in line.split()} == {"CMP001", *names}


def test_a_version_has_the_references_that_it_had_then() -> None:
    use = '{"type": "record", "name": "Price", "fields": [{"name": "m", "type": "Money"}]}'
    put(PRICE, use)
    commit("money.avsc", record("Money", "cents"))
    commit("money.avsc", record("Money", "cents", "currency"))
    put(PRICE, use.replace('"fields"', '"doc": "In cents.", "fields"'))
    git(".", "commit", "-q", "-a", "-m", "x")
    put("money.avsc", record("Money", "cents", "currency", "rate"))
    level = "BACKWARD_TRANSITIVE"

    report = breaking([PRICE], against=["git:HEAD~2..HEAD"], level=level)
    (judgement,) = list(report)

    assert [f.code for f in judgement.findings] == ["CMP001", "CMP001"]
    notes = [finding.message for finding in judgement.findings]
    assert "currency" in notes[0]
    assert "rate" in notes[1]


def test_older_versions_that_are_left_out_are_counted() -> None:
    policy(max_versions=2)
    for fields in (["a"], ["a", "b"], ["a", "c"]):
        commit(PRICE, record("Price", *fields))
    put(PRICE, record("Price", "a", "d"))

    found = told(breaking(["."], against=["git:HEAD~2..HEAD"], level="FULL_TRANSITIVE"))

    assert found[0] == "1 older versions left out"


def test_an_archive_is_a_state() -> None:
    data = record("Price", "net").encode()
    with tarfile.open("old.tar", "w") as archive:
        member = tarfile.TarInfo(f"shop-1.0/{PRICE}")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    put(PRICE, record("Price", "net", "tax"))

    found = told(breaking(["."], against=["archive:old.tar"]))

    assert found == [f"CMP001 archive:old.tar:shop-1.0/{PRICE}"]


def test_the_policy_names_what_is_compared_with() -> None:
    policy(against=["git:main", "dir:old"])
    put(f"old/{PRICE}", record("Price", "gone"))
    commit(PRICE, record("Price", "net"))
    put(PRICE, record("Price", "net", "tax"))

    # `dir:old` would be a second document of the project.
    assert told(breaking([PRICE], against=[])) == [f"CMP001 git:main:{PRICE}"]


def test_projects_beside_each_other_share_a_source() -> None:
    for name in ("a", "b", "c"):
        put(f"{name}/value.avsc", record(f"Price{name}", "net"))
    put("b/avrotower.toml", 'edition = "2026"')
    git(".", "add", "-A")
    git(".", "commit", "-q", "-m", "x")
    for name in ("a", "b", "c"):
        put(f"{name}/value.avsc", record(f"Price{name}", "net", "tax"))

    found = told(breaking(["."], against=["git:main"]))

    assert found == [f"CMP001 git:main:{name}/value.avsc" for name in ("a", "b", "c")]


def test_sources_of_a_policy_are_found_from_its_root(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    policy(against=["dir:old"])
    put(f"old/{PRICE}", record("Price", "net"))
    put(f"new/{PRICE}", record("Price", "net", "tax"))
    monkeypatch.chdir("new")

    assert told(breaking(["."], against=[])) == [f"CMP001 ../old/{PRICE}"]


@pytest.mark.parametrize(
    ("combine", "versions"), [("first", 1), ("all", 2)], ids=["first", "all"]
)
def test_one_source_answers_or_all_do(combine: str, versions: int) -> None:
    policy(against=["dir:v1", "dir:v2"], combine=combine)
    put(f"v1/{PRICE}", record("Price", "net"))
    put(f"v2/{PRICE}", record("Price", "net"))
    put(f"now/{PRICE}", record("Price", "net", "tax"))

    (found,) = told(breaking(["now"], against=[], level="BACKWARD_TRANSITIVE"))

    assert len(found.split()) == 1 + versions


def test_what_the_first_source_does_not_know_the_next_one_is_asked() -> None:
    policy(against=["dir:v1", "dir:v2"])
    put("v1/other-value.avsc", record("Other", "net"))
    put(f"v2/{PRICE}", record("Price", "net"))
    put(f"now/{PRICE}", record("Price", "net", "tax"))

    assert told(breaking(["now"], against=[])) == [f"CMP001 v2/{PRICE}"]


def test_a_subject_that_no_source_knows_is_new() -> None:
    put(f"old/{PRICE}", record("Price", "net"))
    put("now/stock-value.avsc", record("Stock", "pieces"))

    assert told(breaking(["now"], against=["dir:old"])) == []


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("git:a...b", r"three dots name no range of versions; write git:a\.\.b"),
        ("registry", "nothing to compare with is called 'registry'; write dir:PATH"),
        ("archive:", "write dir:PATH, git:REF"),
    ],
)
def test_what_is_no_source_is_refused(entry: str, says: str) -> None:
    put(PRICE, record("Price", "net"))

    with pytest.raises(PolicyError, match=says):
        breaking(["."], against=[entry])


def test_a_comparison_with_nothing_is_refused() -> None:
    put(PRICE, record("Price", "net"))

    with pytest.raises(PolicyError, match="name it with --against, or with"):
        breaking(["."], against=[])


def test_a_check_is_both_in_one_run() -> None:
    commit(PRICE, record("Price", "net"))
    put(PRICE, record("Price", "net", "tax", types="double"))

    checked = told(check(["."], against=["git:main"]))

    by_itself = told(lint(["."]))
    compared = told(breaking(["."], against=["git:main"]))
    assert by_itself
    assert compared
    assert set(checked) == {*by_itself, *compared}


def test_a_check_without_a_source_skips_what_needs_one() -> None:
    put(PRICE, record("Price", "net"))

    report = check(["."], against=[])
    told(report)

    assert {name for name, _ in report.summary.skipped} == {"history"}


# A registry


def opener(held: Held, level: str = "") -> Callable[[Policy], Source]:
    if level:
        held.records["/config/price-value"] = {"compatibilityLevel": level}
    return lambda _: RegistrySource(registry(held))


def test_a_registry_knows_a_document_by_its_subject() -> None:
    held = Held()
    held.add("price-value", record("Price", "net"))
    put(PRICE, record("Price", "net", "tax"))

    found = told(breaking(["."], against=["registry"], opener=opener(held)))

    assert found == ["CMP001 price-value@1"]


def test_the_level_of_the_registry_counts_with_the_demanded_one() -> None:
    held = Held()
    held.add("price-value", record("Price", "net", "tax"))
    put(PRICE, record("Price", "net"))
    backward = told(breaking(["."], against=["registry"], opener=opener(held)))

    full = told(breaking(["."], against=["registry"], opener=opener(held, "FORWARD")))

    assert backward == []
    assert full == ["CMP002 price-value@1"]


def test_a_registry_that_is_down_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVROTOWER_REGISTRY__URL", "http://127.0.0.1:9")
    put(PRICE, record("Price", "net"))

    with pytest.raises(RegistryUnreachableError, match="cannot be connected to"):
        breaking(["."], against=["registry"], opener=_from_environment)


def _from_environment(policy: Policy) -> Source:
    return opened(policy, {"AVROTOWER_REGISTRY__URL": "http://127.0.0.1:9"})


def test_a_registry_has_to_be_named() -> None:
    put(PRICE, record("Price", "net"))

    with pytest.raises(PolicyError, match="set AVROTOWER_REGISTRY__URL, or"):
        breaking(["."], against=["registry"], opener=lambda it: opened(it, {}))


# What a changed key costs


KEY = '{"type": "record", "name": "Key", "fields": [{"name": "id", "type": "string"}]}'
KEY_WITH_DOC = KEY.replace('"string"', '"string", "doc": "Article number"')
KEY_WITH_LONG = KEY.replace('"string"', '"long"')


def key_changed(policy_text: str, text: str) -> list[str]:
    put("avrotower.toml", f'edition = "2026"\n{policy_text}')
    commit("price-key.avsc", KEY)
    put("price-key.avsc", text)
    return [
        finding.message
        for judgement in breaking(["."], against=["git:main"])
        for finding in judgement.findings
        if finding.code == "KEY009"
    ]


def test_a_changed_key_says_how_many_keys_move() -> None:
    (told,) = key_changed("[topics.price]\npartitions = 48\n", KEY_WITH_DOC)

    assert "moves keys to other partitions (47 of 48 keys, 97.9 %" in told


@pytest.mark.parametrize(
    "where",
    [
        '[project]\nwire-format = "raw"\n',
        '[topics.price]\nwire-format = "confluent-header"\n',
        '[[subjects]]\nfiles = "{topic}-{role}.avsc"\nwire-format = "raw"\n',
    ],
    ids=["project", "topic", "subjects"],
)
def test_where_the_id_is_not_in_the_key_only_its_bytes_count(where: str) -> None:
    assert key_changed(where, KEY_WITH_DOC) == []

    (told,) = key_changed(where, KEY_WITH_LONG)
    assert "other bytes move keys to other partitions and leave the old rows" in told
