"""`avrotower fix`: what it writes, shows and says, and its exit codes."""

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from git_program import git
from program import Outcome, invoke

Write = Callable[..., Path]

WRAPPED = """\
{
  "type": "record", "name": "Stock",
  "fields": [
    {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 13}},
    {"name": "store", "type": {"type": "Ean"}}
  ]
}
"""
FIXED = WRAPPED.replace('{"type": "Ean"}', '"Ean"')
DIFF = """\
--- a/stock-value.avsc
+++ b/stock-value.avsc
@@ -2,6 +2,6 @@
   "type": "record", "name": "Stock",
   "fields": [
     {"name": "shelf", "type": {"type": "fixed", "name": "Ean", "size": 13}},
-    {"name": "store", "type": {"type": "Ean"}}
+    {"name": "store", "type": "Ean"}
   ]
 }
"""


@pytest.fixture
def stock(write: Write) -> Path:
    return write(**{"stock-value.avsc": WRAPPED}) / "stock-value.avsc"


def fix(*arguments: str, stdin: bytes = b"") -> Outcome:
    return invoke("fix", "--no-config", *arguments, stdin=stdin)


def test_a_safe_fix_is_written_and_told(stock: Path) -> None:
    outcome = fix()

    assert outcome.code == 0
    assert stock.read_text(encoding="utf-8") == FIXED
    assert outcome.out.startswith(
        "fixed stock-value.avsc\n  AVR017 wrapped-type-reference: unwrap the name\nleft:\n"
    )
    assert "\n1 fix written in 1 of 1 document; " in outcome.out
    assert [path.name for path in stock.parent.iterdir()] == [stock.name]


def test_there_is_nothing_to_do_the_second_time(stock: Path) -> None:
    fix()

    outcome = fix("--check")

    assert outcome.code == 0
    assert "nothing to write in 1 document" in outcome.out
    assert stock.read_text(encoding="utf-8") == FIXED


def test_accepted_findings_are_counted_and_fixed_on_demand(stock: Path) -> None:
    invoke("baseline", "write")

    left = invoke("fix")
    done = invoke("fix", "--accepted")

    assert left.out == (
        "nothing to write in 1 document; 1 accepted finding more with --accepted\n"
    )
    assert "AVR017 wrapped-type-reference: unwrap the name\n" in done.out
    assert done.out.endswith(
        "avrotower baseline prune takes what is repaired out of the baseline\n"
    )
    assert stock.read_text(encoding="utf-8") == FIXED


def test_check_writes_nothing_and_fails(stock: Path) -> None:
    outcome = fix("--check")

    assert outcome.code == 1
    assert "would fix stock-value.avsc" in outcome.out
    assert stock.read_text(encoding="utf-8") == WRAPPED


def test_a_difference_is_all_that_is_shown_on_the_output(stock: Path) -> None:
    outcome = fix("--diff")

    assert outcome.code == 0
    assert outcome.out == DIFF
    assert "1 fix would be written" in outcome.err
    assert stock.read_text(encoding="utf-8") == WRAPPED


def test_a_difference_may_be_checked(stock: Path) -> None:
    assert fix("--diff", "--check", stock.name).code == 1


def test_a_difference_tells_that_the_last_line_has_no_end(write: Write) -> None:
    write(**{"stock-value.avsc": WRAPPED.replace("\n", "")})

    outcome = fix("--diff")

    assert outcome.out.count("\n\\ No newline at end of file\n") == 2


def test_standard_input_is_answered_on_standard_output(write: Write) -> None:
    write()

    name = "stock-value.avsc"
    outcome = fix("-", "--stdin-filename", name, stdin=WRAPPED.encode())

    assert outcome.code == 0
    assert outcome.out == FIXED
    assert "fixed stock-value.avsc" in outcome.err


@pytest.mark.parametrize("text", [FIXED, "{", ""], ids=["fixed", "no JSON", "empty"])
def test_standard_input_comes_back_where_nothing_can_be_fixed(
    write: Write, text: str
) -> None:
    write()

    assert fix("-", stdin=text.encode()).out == text


def test_the_name_of_standard_input_says_whether_it_is_a_key(write: Write) -> None:
    write()

    name = "stock-key.avsc"
    outcome = fix("-", "--stdin-filename", name, stdin=WRAPPED.encode())

    assert outcome.out == WRAPPED
    assert "AVR017 wrapped-type-reference: needs --unsafe" in outcome.err


def test_what_is_not_safe_is_counted_and_written_on_demand(write: Write) -> None:
    path = write(**{"note-value.avsc": '{"type": "int" /* x */}'}) / "note-value.avsc"

    assert "1 of them with --unsafe" in fix().out
    assert fix("--unsafe").code == 0
    assert path.read_text(encoding="utf-8") == '{"type": "int"}'


def test_only_the_rules_that_are_named_are_fixed_and_told(write: Write) -> None:
    text = WRAPPED.replace("13}", "13} /* x */")
    path = write(**{"stock-value.avsc": text}) / "stock-value.avsc"

    outcome = fix("--unsafe", "--select", "AVR,DOC001", "--ignore", "non-portable-json")

    assert path.read_text(encoding="utf-8") == text.replace('{"type": "Ean"}', '"Ean"')
    assert re.findall(r"^  (\w+)", outcome.out, re.MULTILINE) == ["AVR017", "DOC001"]


def test_mode_and_links_stay(stock: Path) -> None:
    stock.chmod(0o640)
    link = stock.with_name("link-value.avsc")
    link.symlink_to(stock.name)

    fix("link-value.avsc")

    assert link.is_symlink()
    assert stock.read_text(encoding="utf-8") == FIXED
    assert stat.S_IMODE(stock.stat().st_mode) == 0o640


def test_a_key_gets_its_registered_text_back(write: Write) -> None:
    old = '{"type": "record", "name": "Key", "fields": []}\n'
    new = old.replace(', "fields"', ', "doc": "Of a price.", "fields"')
    root = write(**{"price-key.avsc": new, "old/price-key.avsc": old})

    outcome = fix("--unsafe", "--against", "dir:old", "price-key.avsc")

    assert outcome.code == 0
    assert (root / "price-key.avsc").read_text(encoding="utf-8") == old
    assert "KEY009 key-schema-changed: restore version dir:old" in outcome.out


def test_a_renamed_type_gets_its_alias_from_git(write: Write) -> None:
    text = '{"type": "record", "name": "%s"%s, "fields": []}'
    root = write(**{"price-value.avsc": text % ("a.Price", "")})
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "One"]):
        git(root, *arguments)
    write(**{"price-value.avsc": text % ("a.Cost", "")})

    fix("--unsafe", "--against", "git:HEAD", "--select", "CMP009")

    written = (root / "price-value.avsc").read_text(encoding="utf-8")
    assert written == text % ("a.Cost", ', "aliases": ["a.Price"]')


def test_a_text_that_is_no_json_is_left_and_told(write: Write) -> None:
    path = write(**{"a.avsc": '{"type": '}) / "a.avsc"

    outcome = fix()

    assert outcome.code == 0
    assert path.read_text(encoding="utf-8") == '{"type": '
    assert "AVR001 invalid-json: it has no fix" in outcome.out


WRONG = [
    (["--stdin-filename", "a.avsc"], 2, "--stdin-filename needs the path -"),
    (["-", "a.avsc"], 2, "goes with no other PATH"),
    (["-", "--against", "dir:old"], 2, "standard input has no history"),
    (["gone.avsc"], 3, "not read: gone.avsc: there is no such file"),
    (["--against", "x:y"], 2, "nothing to compare with is called"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "told"), WRONG, ids=[" ".join(row[0]) for row in WRONG]
)
def test_wrong_use_is_told(
    write: Write, arguments: list[str], code: int, told: str
) -> None:
    write()

    outcome = fix(*arguments)

    assert outcome.code == code
    assert told in outcome.err


def test_a_file_that_cannot_be_written_is_told_and_the_others_are(stock: Path) -> None:
    other = stock.with_name("other-value.avsc")
    other.write_text(WRAPPED, encoding="utf-8")
    in_the_way = stock.with_name(f"{stock.name}.part-{os.getpid()}")
    in_the_way.mkdir()

    outcome = fix()

    assert outcome.code == 2
    assert "stock-value.avsc: is a directory; it was not written" in outcome.err
    assert stock.read_text(encoding="utf-8") == WRAPPED
    assert other.read_text(encoding="utf-8") == FIXED
    assert in_the_way.is_dir()
