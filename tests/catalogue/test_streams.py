"""STM: what examples cannot show."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from avrotower.engine.result import Judgement
from avrotower.engine.run import lint
from avrotower.finding import Finding

KEY = """{"type": "record", "name": "ItemKey", "doc": "One item.", "fields": [
  {"name": "item", "type": "string", "doc": "Article."}
]}
"""
GROUP = """\
[topics]
price = {}
stock = {}
line = {}
[join-groups]
items = ["price", "stock", "line"]
"""
ENTITY = """\
[topics.price]
kind = "entity"
cleanup = "compact"
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def declare(shop: Path, text: str, **keys: str) -> None:
    """Write a policy, and a key for each of the topics *keys*."""
    put(shop / "avrotower.toml", text)
    for topic, key in keys.items():
        put(shop / topic / "key.avsc", key)


def judged(*paths: str, jobs: int | None = None) -> list[Judgement]:
    report = lint(paths or ["."], jobs=jobs)
    judgements = list(report)
    assert report.summary.failures == []
    return judgements


def found(code: str, *paths: str) -> list[Finding]:
    return [f for j in judged(*paths) for f in j.findings if f.code == code]


def places(findings: Sequence[Finding]) -> list[str]:
    return [shown(f) for f in findings]


def shown(finding: Finding) -> str:
    span = finding.location.span
    assert span is not None
    return f"{finding.location.document}:{span.line}:{span.column}"


def skipped(code: str, *paths: str) -> list[tuple[str, str, str]]:
    return [
        (j.subject.name, skip.input, skip.reason)
        for j in judged(*paths)
        for skip in j.skipped
        if skip.code == code
    ]


# STM001


def test_keys_that_differ_in_white_space_and_order_are_the_same(shop: Path) -> None:
    other = json.dumps(dict(reversed(json.loads(KEY).items())), indent=4)
    declare(shop, GROUP, price=KEY, stock=other, line=KEY)

    assert found("STM001") == []
    assert skipped("STM001") == []


def test_a_key_that_differs_is_told_with_both_lines(shop: Path) -> None:
    declare(shop, GROUP, price=KEY, stock=KEY.replace("Article", "Ean"), line=KEY)

    (finding,) = found("STM001")

    assert shown(finding) == "stock/key.avsc:1:1"
    assert finding.message.startswith(
        'keys of join group items differ: stock and price ("doc" is "Ean." here and '
        '"Article." there); equal keys get different ids, bytes and partitions'
    )
    first, other = finding.related
    assert (first.message, other.message) == (
        "the first difference",
        "the key of price",
    )
    for note, document in ((first, "stock/key.avsc"), (other, "price/key.avsc")):
        assert note.location.document == document
        assert note.location.span is not None
        assert (note.location.span.line, note.location.span.column) == (2, 45)


def test_a_run_over_one_key_knows_the_others(shop: Path) -> None:
    declare(shop, GROUP, price=KEY, stock=KEY.replace("Article", "Ean"), line=KEY)

    assert places(found("STM001", "stock/key.avsc")) == ["stock/key.avsc:1:1"]
    assert found("STM001", "line/key.avsc") == []


def test_outside_of_git_the_project_of_the_policy_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    declare(tmp_path, GROUP, price=KEY, stock=KEY.replace("Article", "Ean"))

    assert places(found("STM001", "stock")) == ["stock/key.avsc:1:1"]


def test_the_group_names_the_reference(shop: Path) -> None:
    text = '[join-groups.items]\nkey = "stock"\nmembers = ["price", "stock", "line"]\n'
    declare(
        shop,
        GROUP.replace(GROUP[GROUP.index("[join") :], text),
        price=KEY,
        stock=KEY.replace("Article", "Ean"),
        line=KEY,
    )

    assert places(found("STM001")) == ["line/key.avsc:1:1", "price/key.avsc:1:1"]


def test_a_join_compares_its_two_sides(shop: Path) -> None:
    text = GROUP.replace(
        GROUP[GROUP.index("[join") :],
        '[apps.engine]\napplication-ids = ["engine"]\n'
        '[[joins]]\napp = "engine"\nleft = "line"\nright = "price"\n',
    )
    declare(shop, text, price=KEY, line=KEY.replace("Article", "Ean"), stock="")

    (finding,) = found("STM001")
    assert finding.message.startswith(
        "keys of the join of line and price in app engine differ: price and line "
    )

    put(shop / "avrotower.toml", f"{text}rekeyed = true\n")
    assert found("STM001") == []


def test_several_versions_of_a_key_are_held_against_the_nearest(shop: Path) -> None:
    declare(shop, GROUP)
    for version in ("v1", "v2"):
        key = KEY.replace("Article", version)
        for topic in ("price", "stock"):
            put(shop / version / topic / "key.avsc", key)

    assert found("STM001") == []


def test_a_reference_that_is_in_no_file_is_skipped(shop: Path) -> None:
    declare(shop, GROUP, stock=KEY, line=KEY)

    told = "the key of price (join group items) is in no file"
    assert skipped("STM001") == [
        ("line-key", "registry", told),
        ("stock-key", "registry", told),
    ]


def test_a_member_that_is_in_no_file_is_skipped_by_a_run_over_all(shop: Path) -> None:
    declare(shop, GROUP, price=KEY, stock=KEY)

    told = "the key of line (join group items) is in no file"
    assert skipped("STM001") == [("line-key", "registry", told)]
    assert skipped("STM001", "stock") == []


@pytest.mark.parametrize("topic", ["price", "stock"])
def test_a_damaged_key_is_not_compared(shop: Path, topic: str) -> None:
    keys = {"price": KEY, "stock": KEY, "line": KEY, topic: KEY[:-4]}
    declare(shop, GROUP, **keys)

    names = {name for name, _, _ in skipped("STM001")}
    assert "stock-key" in names
    assert found("STM001") == []


def test_keys_without_schema_are_compared_by_their_words(shop: Path) -> None:
    declare(
        shop,
        GROUP.replace("price = {}", 'price = { key = "string" }')
        .replace("stock = {}", 'stock = { key = "string" }')
        .replace("line = {}", 'line = { key = "none" }'),
    )

    (finding,) = found("STM001")

    assert shown(finding) == "avrotower.toml:4:10"
    assert '(no key here and "string" without schema there)' in finding.message
    (note,) = finding.related
    assert note.location.span is not None
    assert (note.location.document, note.location.span.line) == ("avrotower.toml", 2)


def test_a_word_and_a_schema_are_two_keys_on_either_side(shop: Path) -> None:
    declare(
        shop,
        GROUP.replace("line = {}", 'line = { key = "long" }'),
        price=KEY,
        stock=KEY,
    )
    (of_word,) = found("STM001")
    assert shown(of_word) == "avrotower.toml:4:10"
    assert of_word.related[0].location.document == "price/key.avsc"

    put(
        shop / "avrotower.toml", GROUP.replace("price = {}", 'price = { key = "long" }')
    )
    of_schema = found("STM001", "stock")
    assert [f.location.document for f in of_schema][:1] == ["stock/key.avsc"]
    (note,) = of_schema[0].related
    assert note.location.span is not None
    assert (note.location.document, note.location.span.line) == ("avrotower.toml", 2)


SHARED = """\
[topics]
price = { key = { file = "item.avsc" } }
stock = { key = { file = "item.avsc" } }
line = { key = { file = "line.avsc" } }
ticket = { key = { file = "line.avsc" } }
[join-groups]
items = ["price", "stock", "line", "ticket"]
"""


def test_topics_may_share_the_file_of_their_key(shop: Path) -> None:
    put(shop / "item.avsc", KEY)
    put(shop / "line.avsc", KEY.replace("Article", "Ean"))
    declare(shop, SHARED)

    findings = found("STM001")

    assert places(findings) == ["line.avsc:1:1", "line.avsc:1:1"]
    assert ["line and price" in findings[0].message] == [True]
    assert "ticket and price" in findings[1].message
    assert findings[0].fingerprint != findings[1].fingerprint
    assert skipped("STM001") == []


def test_one_text_in_two_contexts_has_two_ids(shop: Path) -> None:
    text = GROUP.replace("stock = {}", 'stock = { context = ".b" }')
    declare(shop, text, price=KEY, stock=KEY, line=KEY)

    (finding,) = found("STM001")
    assert "(registry context .b here and . there)" in finding.message


def test_types_that_keys_refer_to_have_to_be_the_same(shop: Path) -> None:
    key = KEY.replace('"string"', '"Ean"')
    declare(shop, GROUP, line=KEY)
    for topic, size in (("price", 8), ("stock", 13)):
        put(shop / topic / "key.avsc", key)
        ean = json.dumps({"type": "fixed", "name": "Ean", "size": size})
        put(shop / topic / "ean.avsc", ean)

    message = next(f.message for f in found("STM001") if "stock" in f.message)
    assert "(a type that it refers to is another one)" in message


@pytest.mark.parametrize(
    ("formats", "count"),
    [
        ({}, 1),
        ({"price": "confluent-header", "stock": "confluent-header"}, 0),
        ({"stock": "raw"}, 0),
    ],
)
def test_docs_count_where_the_id_is_in_the_bytes_of_both(
    shop: Path, formats: dict[str, str], count: int
) -> None:
    text = GROUP
    for topic, form in formats.items():
        text = text.replace(
            f"{topic} = {{}}", f'{topic} = {{ wire-format = "{form}" }}'
        )
    declare(shop, text, price=KEY, stock=KEY.replace("Article", "Ean"), line=KEY)

    findings = [f for f in found("STM001") if f.location.document == "stock/key.avsc"]
    assert len(findings) == count


def test_what_is_compared_can_be_chosen(shop: Path) -> None:
    text = f'{GROUP}[rules.STM001]\ncompare = "encoding"\n'
    declare(shop, text, price=KEY, stock=KEY.replace("Article", "Ean"), line=KEY)

    assert found("STM001") == []


def test_a_key_that_is_only_guessed_stops_nobody(shop: Path) -> None:
    declare(shop, GROUP, price=KEY, line=KEY)
    put(shop / "stock.avsc", KEY.replace("ItemKey", "StockKey"))

    (finding,) = found("STM001")
    assert (finding.location.document, finding.severity.word) == ("stock.avsc", "info")


def test_two_processes_find_what_one_finds(shop: Path) -> None:
    declare(shop, GROUP, price=KEY, stock=KEY.replace("Article", "Ean"), line=KEY)

    assert judged(".", jobs=1) == judged(".", jobs=2)


def test_a_project_without_declarations_has_nothing_to_judge(shop: Path) -> None:
    declare(shop, 'edition = "2026"\n', price=KEY)

    (judgement,) = judged()
    states = dict(zip(codes(), judgement.states, strict=True))
    assert {states[code] for code in states if code.startswith("STM")} == {"n"}


def codes() -> list[str]:
    return [rule.code for rule in lint([]).rules]


# What only the policy says


@pytest.mark.parametrize(
    ("text", "code", "says", "line"),
    [
        (GROUP, "STM002", None, 0),
        (ENTITY, "STM008", None, 0),
        (
            f'{ENTITY}compatibility = "BACKWARD"\n',
            "STM008",
            "BACKWARD compares only with the last one",
            4,
        ),
        (
            f'{ENTITY}[kinds.entity]\ncompatibility = "FORWARD_TRANSITIVE"\n',
            "STM008",
            "FORWARD_TRANSITIVE does not ask whether new readers read them",
            5,
        ),
        (
            f'{ENTITY}[compat]\nlevel = "NONE"\n',
            "STM008",
            "NONE compares with nothing",
            5,
        ),
        (
            f'{ENTITY}[[overrides]]\ntopics = ["pr*"]\ncompatibility = "FULL"\n',
            "STM008",
            "(cleanup compact), but FULL compares",
            6,
        ),
        (
            '[topics.t]\nkind = "event"\ncleanup = "compact,delete"\n',
            "STM008",
            "(cleanup compact,delete), but FULL",
            1,
        ),
        ('[topics.t]\nkind = "dlq"\ncleanup = "compact"\n', "STM008", None, 0),
        ('[topics.t]\nkind = "dlq"\ncleanup = "compact"\nkey = "none"\n', "STM011", None, 0),
        (
            ('[topics.t]\nstreams = false\ncompatibility = "NONE"\n'
            '[apps.a]\napplication-ids = ["a"]\ninputs = ["t"]\n'),
            "STM009",
            None,
            0,
        ),
        (
            ('[topics.t]\ncompatibility = "FORWARD"\n[topics.u]\n'
            '[apps.a]\napplication-ids = ["a"]\n'
            '[[joins]]\napp = "a"\nleft = "u"\nright = "t"\n'),
            "STM009",
            "t is read by a; Kafka Streams reads old records back",
            2,
        ),
        (
            '[apps.a]\napplication-ids = ["shop-a", "shop"]\n',
            "STM019",
            "shop is a prefix of shop-a",
            2,
        ),
        ('[apps.a]\napplication-ids = ["shop", "shopping"]\n', "STM019", None, 0),
    ],
)  # fmt: skip
def test_a_declaration_is_judged_where_it_stands(
    shop: Path, text: str, code: str, says: str | None, line: int
) -> None:
    declare(shop, text)

    findings = found(code)

    assert len(findings) == (says is not None)
    for finding in findings:
        assert says is not None
        assert says in finding.message
        assert shown(finding).startswith(f"avrotower.toml:{line}:")


def test_one_cause_of_a_topic_is_told_once(shop: Path) -> None:
    text = f'{ENTITY}compatibility = "FORWARD"\nstreams = true\n'
    declare(shop, text)
    put(shop / "other.avsc", '"string"')

    assert len(found("STM008")) == 1
    assert found("STM009") == []


def test_a_kind_that_nobody_declares_is_read_from_documents(shop: Path) -> None:
    declare(shop, '[topics.app-store-changelog]\ncompatibility = "BACKWARD"\n')
    put(shop / "app-store-changelog" / "value.avsc", KEY)

    (finding,) = found("STM008")
    assert "(a changelog is compacted)" in finding.message


def test_counts_that_nobody_declares_are_skipped(shop: Path) -> None:
    declare(shop, GROUP, price=KEY, stock=KEY, line=KEY)

    assert skipped("STM002") == [
        (
            "policy",
            "broker",
            ("the topics of join group items do not say how many partitions they have"),
        )
    ]


def test_a_declaration_in_an_extended_policy_is_told_there(shop: Path) -> None:
    put(shop / "policy" / "base.toml", f'# ours\n{ENTITY}compatibility = "NONE"\n')
    declare(shop, 'extends = ["policy/base.toml"]\n')
    put(shop / "other.avsc", '"string"')

    (finding,) = found("STM008")
    assert shown(finding) == "policy/base.toml:5:1"


def test_overrides_by_topic_change_severities(shop: Path) -> None:
    declare(
        shop,
        f'{ENTITY}compatibility = "NONE"\n'
        '[[overrides]]\ntopics = ["price"]\nseverity = { STM008 = "info" }\n',
    )
    put(shop / "other.avsc", '"string"')

    (finding,) = found("STM008")
    assert finding.severity.word == "info"


def test_a_policy_that_changes_during_the_run_is_still_named(shop: Path) -> None:
    declare(shop, f'{ENTITY}compatibility = "NONE"\n')
    put(shop / "other.avsc", '"string"')
    report = iter(lint(["."]))
    next(report)

    put(shop / "avrotower.toml", "[")
    (finding,) = (f for judgement in report for f in judgement.findings)

    assert finding.location.document == "avrotower.toml"
    assert finding.location.pointer == "/topics/price/compatibility"
    assert finding.location.span is None
