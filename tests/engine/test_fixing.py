"""Rounds of fixing: what is applied, what is rolled back, and what is left."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from avrotower.acceptance import Entry
from avrotower.catalogue import find
from avrotower.engine.fixing import MAX_ROUNDS, Outcome, fix
from avrotower.engine.fixing.safety import difference
from avrotower.engine.policies import Choice
from avrotower.engine.result import Judgement, Report
from avrotower.engine.run import lint
from avrotower.finding import Change, Finding, Fix, Location, Severity
from avrotower.policy.baseline import create
from avrotower.project.files import Missing, read_bytes
from avrotower.rule import Subject
from avrotower.schema.parse import parse

EAN = '{"type": "fixed", "name": "Ean", "size": 13}'
WRAPPED = f"""{{
  "type": "record", "name": "Stock", // of one store
  "fields": [
    {{"name": "ean",  "type": {EAN}}},
    {{"name": "other", "type": {{"type": "Ean"}} }}
  ]
}}
"""


def fixed(paths: Sequence[Path], *, unsafe: bool = False) -> Outcome:
    def judge(edited: Mapping[str, bytes]) -> list[Report]:
        given = [str(path) for path in paths]
        return [lint(given, choice=Choice(is_bare=True), edited=edited)]

    return fix(judge, read_bytes, unsafe=unsafe)


def reasons(outcome: Outcome) -> dict[str, str]:
    return {entry.finding.code: entry.reason for entry in outcome.left}


def put(directory: Path, **texts: str) -> list[Path]:
    paths = [directory / f"{name}.avsc" for name in texts]
    for path, text in zip(paths, texts.values(), strict=True):
        path.write_bytes(text.encode())
    return paths


def test_only_what_is_safe_is_written_unasked(tmp_path: Path) -> None:
    outcome = fixed(put(tmp_path, stock_value=WRAPPED))

    (file,) = outcome.files
    assert file.after.decode() == WRAPPED.replace('{"type": "Ean"}', '"Ean"')
    assert [finding.code for finding in file.repaired] == ["AVR017"]
    assert reasons(outcome)["AVR014"] == "needs --unsafe"


def test_all_that_can_be_written_is_written_on_demand(tmp_path: Path) -> None:
    outcome = fixed(put(tmp_path, stock_value=WRAPPED), unsafe=True)

    (file,) = outcome.files
    assert b"//" not in file.after
    assert not {"AVR014", "AVR017"} & reasons(outcome).keys()


def test_nothing_of_a_key_is_safe(tmp_path: Path) -> None:
    outcome = fixed(put(tmp_path, stock_key=WRAPPED))

    assert outcome.files == ()
    assert reasons(outcome)["AVR017"] == "needs --unsafe"


def test_line_ends_stay(tmp_path: Path) -> None:
    outcome = fixed(put(tmp_path, stock_value=WRAPPED.replace("\n", "\r\n")))

    (file,) = outcome.files
    assert file.after.count(b"\r\n") == file.after.count(b"\n") == 7


def test_a_fix_that_needs_another_document_is_verified_with_it(tmp_path: Path) -> None:
    use = '{"type": "record", "name": "A", "fields": [{"name": "a", "type": %s}]}'
    paths = put(tmp_path, ean=EAN, stock_value=use % '{"type": "Ean"}')

    outcome = fixed(paths)

    assert [file.after.decode() for file in outcome.files] == [use % '"Ean"']


def test_what_claims_to_be_safe_and_is_not_waits_for_unsafe(tmp_path: Path) -> None:
    # It cannot read its own data, so nothing can be FULL-compatible with it.
    text = WRAPPED.replace('"Ean"} ', '"Ean"}, "aliases": ["other"]')

    outcome = fixed(put(tmp_path, stock_value=text))

    assert outcome.files == ()
    assert reasons(outcome)["AVR017"] == (
        "needs --unsafe, as the schema cannot read its own data"
    )


class Stage:
    """Judges one document by a table: the fixes that are found in each text."""

    def __init__(self, start: str, found: Mapping[str, Sequence[Change]]) -> None:
        self.start = start
        self.found = found
        self.worst: Mapping[str, int] = {}
        """Findings without a fix, by text."""
        self.code = "AVR013"
        """What those are called."""

    def judge(self, edited: Mapping[str, bytes]) -> list[Report]:
        text = edited.get("x.avsc", self.start.encode()).decode()
        findings = [
            self._finding(n, Fix("unsafe", "do it", changes=(change,)))
            for n, change in enumerate(self.found.get(text, ()))
        ]
        findings += [
            self._finding(9 + n)._replace(code=self.code)
            for n in range(self.worst.get(text, 0))
        ]
        subject = Subject("x-value", "x", "value")
        judgement = Judgement(subject, "x.avsc", tuple(findings), "f")
        return [
            Report(
                command="lint",
                policy="staged",
                rules=(find("AVR013"),),
                judgements=[judgement],
            )
        ]

    def accepting(self, edited: Mapping[str, bytes]) -> list[Report]:
        """Judge, and accept all that is found."""
        (report,) = self.judge(edited)
        judgements = [
            it._replace(
                findings=tuple(f._replace(accepted="waiver") for f in it.findings)
            )
            for it in report
        ]
        return [
            Report(command="lint", policy="staged", rules=(), judgements=judgements)
        ]

    def _finding(self, number: int, repair: Fix | None = None) -> Finding:
        return Finding(
            "AVR013",
            "unknown-attribute",
            Severity.WARNING,
            "staged",
            Location("x.avsc"),
            fix=repair,
            fingerprint=f"v1:{number}",
        )

    def read(self, path: str) -> bytes | Missing:
        assert path == "x.avsc"
        return self.start.encode()

    def fixed(self) -> Outcome:
        return fix(self.judge, self.read, unsafe=True)


TEXT = '{"type": "int"}'
LONG = '{"type": "long"}'
TO_LONG = Change("replace", "/type", '"long"')
TO_INT = Change("replace", "/type", '"int"')


def test_a_file_that_gets_more_findings_keeps_its_text() -> None:
    stage = Stage(TEXT, {TEXT: [TO_LONG]})
    stage.worst = {LONG: 2}

    outcome = stage.fixed()

    assert outcome.files == ()
    assert [entry.reason for entry in outcome.left] == [
        "with its fixes more findings would count"
    ]


def test_what_is_accepted_in_vain_makes_a_file_no_worse() -> None:
    stage = Stage(TEXT, {TEXT: [TO_LONG]})
    stage.worst, stage.code = {LONG: 2}, "LNT001"

    assert [file.after.decode() for file in stage.fixed().files] == [LONG]


def test_a_file_that_would_not_be_valid_keeps_its_text() -> None:
    outcome = Stage(TEXT, {TEXT: [Change("remove", "/type")]}).fixed()

    assert outcome.files == ()
    assert [entry.reason for entry in outcome.left] == [
        "with its fixes the schema would not be valid"
    ]


def test_fixes_that_undo_each_other_leave_the_text_as_it_was() -> None:
    outcome = Stage(TEXT, {TEXT: [TO_LONG], LONG: [TO_INT]}).fixed()

    assert outcome.files == ()
    assert [entry.reason for entry in outcome.left] == ["its fixes undo each other"]


def test_a_fix_that_leads_to_another_one_takes_two_rounds() -> None:
    ended = '{"type": "long", "doc": "x"}'
    put_doc = Change("put", "", '"x"', "doc")

    outcome = Stage(TEXT, {TEXT: [TO_LONG], LONG: [put_doc]}).fixed()

    assert [file.after.decode() for file in outcome.files] == [ended]
    assert outcome.left == ()


def test_fixes_of_one_place_are_applied_one_after_the_other() -> None:
    outcome = Stage(TEXT, {TEXT: [TO_LONG, Change("replace", "", LONG)]}).fixed()

    assert [len(file.repaired) for file in outcome.files] == [1]


def test_it_ends_after_so_many_rounds() -> None:
    texts = [f'{{"type": "int", "n": {n}}}' for n in range(MAX_ROUNDS + 5)]
    found = {text: [Change("put", "", str(n + 1), "n")] for n, text in enumerate(texts)}

    outcome = Stage(texts[0], found).fixed()

    assert [file.after.decode() for file in outcome.files] == [texts[MAX_ROUNDS]]
    assert [entry.reason for entry in outcome.left] == [
        "10 rounds were not enough; run again"
    ]


def test_a_change_that_does_not_fit_is_told() -> None:
    outcome = Stage(TEXT, {TEXT: [Change("remove", "/doc")]}).fixed()

    assert [entry.reason for entry in outcome.left] == ["its place is gone"]


def test_what_is_accepted_is_neither_fixed_nor_told() -> None:
    stage = Stage(TEXT, {TEXT: [TO_LONG]})

    outcome = fix(stage.accepting, stage.read, unsafe=True)

    assert outcome[:3] == ((), (), 1)
    assert outcome.held == 1


def test_what_is_accepted_is_fixed_on_demand() -> None:
    stage = Stage(TEXT, {TEXT: [TO_LONG]})

    outcome = fix(stage.accepting, stage.read, unsafe=True, accepted=True)

    assert [len(file.repaired) for file in outcome.files] == [1]
    assert outcome.held == 0


RENAMED = """{"type": "record", "name": "Stock", "namespace": "shop", "fields": [
    {"name": "onHand", "type": "long"}]}"""


def test_a_fix_that_takes_findings_out_of_a_baseline_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (path,) = put(tmp_path, stock_value=RENAMED)
    (judgement,) = lint([path.name])
    entries = [
        Entry(f.fingerprint, f.code, judgement.subject.name, path.name)
        for f in judgement.findings
    ]
    create("avrotower-baseline.json", entries)

    def judge(edited: Mapping[str, bytes]) -> list[Report]:
        return [lint([path.name], edited=edited)]

    outcome = fix(judge, read_bytes, unsafe=True, accepted=True)

    # The field has no doc under its new name, either, and nobody has accepted that.
    assert outcome.files == ()
    assert reasons(outcome) == {"NAM002": "with its fixes more findings would count"}


def test_what_is_accepted_and_could_not_be_written_is_not_counted() -> None:
    stage = Stage(TEXT, {TEXT: [TO_LONG]})

    assert fix(stage.accepting, stage.read, unsafe=False).held == 0


def test_a_file_that_disappears_is_left() -> None:
    stage = Stage(TEXT, {TEXT: [TO_LONG]})

    outcome = fix(stage.judge, lambda path: Missing(path, "gone", ""), unsafe=True)

    assert outcome.files == ()


def test_a_text_that_is_no_utf8_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a_value.avsc"
    path.write_bytes(b'{"type": "int" /* x */, "doc": "\xff"}')

    outcome = fixed([path], unsafe=True)

    assert outcome.files == ()
    assert reasons(outcome)["AVR014"] == "the text is no sound UTF-8"


def test_a_fix_in_another_document_is_not_written_from_here(tmp_path: Path) -> None:
    box = """{"type": "record", "name": "Box", "fields": [
        {"name": "a", "type": "int", "default": 1}]}"""
    paths = put(tmp_path, box=box, stock_key=USES % '{"name": "b", "type": "Box"}')

    outcome = fixed(paths[1:], unsafe=True)

    assert outcome.files == ()
    assert reasons(outcome)["KEY002"] == f"it stands in {paths[0]}"


def test_the_types_of_a_protocol_are_fixed_in_it(tmp_path: Path) -> None:
    path = tmp_path / "shop.avpr"
    text = f"""{{"protocol": "Shop", "types": [{EAN},
        {USES % '{"name": "a", "type": {"type": "Ean"}}'}], "messages": {{}}}}"""
    path.write_text(text, encoding="utf-8")

    outcome = fixed([path])

    assert [file.after.decode() for file in outcome.files] == [
        text.replace('{"type": "Ean"}', '"Ean"')
    ]


def test_many_fixes_that_are_not_safe_are_found_out_in_time(tmp_path: Path) -> None:
    fields = [
        f'{{"name": "a{number}", "type": ["null", "int"]}}' for number in range(5_000)
    ]
    itself = '{"name": "x", "type": "int", "aliases": ["x"]}'
    text = USES % ", ".join([itself, *fields])

    outcome = fixed(put(tmp_path, a_value=text))

    assert outcome.files == ()
    assert reasons(outcome)["VAL006"] == (
        "needs --unsafe, as the schema cannot read its own data"
    )


def test_many_fixes_are_written_in_time(tmp_path: Path) -> None:
    fields = [
        f'{{"name": "a{number}", "type": ["int", "null"]}}' for number in range(5_000)
    ]

    outcome = fixed(put(tmp_path, a_value=USES % ", ".join(fields)), unsafe=True)

    assert [len(file.repaired) for file in outcome.files] == [5_000]


UNLIKE = [
    ("form", '"int"', '"long"', "the parsing canonical form would change"),
    (
        "logical type",
        '{"type": "int"}',
        '{"type": "int", "logicalType": "date"}',
        "the logical type of $ would change",
    ),
    (
        "alias",
        EAN,
        EAN.replace("13}", '13, "aliases": ["B"]}'),
        "an alias of Ean would change",
    ),
    (
        "alias of a field",
        '{"type": "record", "name": "A", "fields": [{"name": "a", "type": "int"}]}',
        """{"type": "record", "name": "A", "fields": [
            {"name": "a", "type": "int", "aliases": ["b"]}]}""",
        "an alias of A.a would change",
    ),
    (
        "symbol that readers fall back to",
        '{"type": "enum", "name": "U", "symbols": ["A"], "default": "A"}',
        '{"type": "enum", "name": "U", "symbols": ["A"]}',
        "",
    ),
    ("not valid", "{}", "{}", "what it changes cannot be told while the schema is "),
    ("doc", '"int"', '{"type": "int", "doc": "x"}', ""),
]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [row[1:] for row in UNLIKE],
    ids=[row[0] for row in UNLIKE],
)
def test_a_safe_fix_changes_nothing_that_matters(
    before: str, after: str, told: str
) -> None:
    reason = difference(parse(before), parse(after))

    assert reason.startswith(told)
    assert bool(reason) == bool(told)


USES = '{"type": "record", "name": "Stock", "fields": [%s]}'
USE = '{"name": "%s", "type": "ean"}'


def test_a_type_that_other_documents_name_keeps_its_name(tmp_path: Path) -> None:
    ean = EAN.replace("Ean", "ean")
    paths = put(tmp_path, ean=ean, stock_value=USES % (USE % "shelfEan"))

    outcome = fixed(paths, unsafe=True)

    (file,) = outcome.files
    assert file.path == str(paths[1])
    assert '"name": "shelf_ean"' in file.after.decode()
    assert reasons(outcome)["NAM001"] == (
        f"with its fixes more findings would count in {paths[1]}"
    )


def test_a_type_that_documents_beside_name_keeps_its_name(tmp_path: Path) -> None:
    ean = EAN.replace("Ean", "ean")
    put(tmp_path, stock_value=USES % (USE % "shelf"))
    paths = put(tmp_path, ean=ean)

    outcome = fixed([tmp_path], unsafe=True)

    assert [file.path for file in outcome.files if file.path == str(paths[0])] == []


def test_only_the_rule_that_makes_it_worse_is_left_out(tmp_path: Path) -> None:
    box = '{"type": "record", "name": "ean", "fields": [{"name": "inBox", "type": "int"}]}'
    paths = put(tmp_path, ean=box, stock_value=USES % (USE % "shelf"))

    outcome = fixed(paths, unsafe=True)

    told = {Path(file.path).name: file.after.decode() for file in outcome.files}
    assert '"name": "ean"' in told["ean.avsc"]
    assert '"name": "in_box", "aliases": ["inBox"]' in told["ean.avsc"]
    assert "with its fixes more findings would count" in reasons(outcome)["NAM001"]


def test_the_rule_whose_fix_is_not_valid_is_left_out(tmp_path: Path) -> None:
    taken = '{"name": "fooBar", "type": "int"}, {"name": "foo_bar", "type": "int"}'
    noted = f'{{"type": "record", "name": "A", "fields": [{taken}]}} '.replace(
        ', "fields"', ' /* x */, "fields"'
    )

    outcome = fixed(put(tmp_path, a_value=noted), unsafe=True)

    (file,) = outcome.files
    assert file.after.decode() == noted.replace(" /* x */", "")
    assert reasons(outcome)["NAM002"] == "with its fixes the schema would not be valid"
