"""`avrotower format`: what it writes, shows and says, and its exit codes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from program import Outcome, invoke

Write = Callable[..., Path]

TEXT = '{"type":"record","name":"Stock",\n\n"fields":[{"name":"a","type":"int"}] }'
LAID_OUT = """\
{
  "type": "record",
  "name": "Stock",
  "fields": [
    {"name": "a", "type": "int"}
  ]
}
"""


@pytest.fixture
def stock(write: Write) -> Path:
    return write(**{"stock.avsc": TEXT, "done.avsc": LAID_OUT}) / "stock.avsc"


def layout(*arguments: str, stdin: bytes = b"") -> Outcome:
    return invoke("format", "--no-config", *arguments, stdin=stdin)


def test_a_layout_is_written(stock: Path) -> None:
    outcome = layout()

    assert outcome == (0, "changed 1 of 2 documents\n", "")
    assert stock.read_text(encoding="utf-8") == LAID_OUT


def test_check_writes_nothing_and_fails(stock: Path) -> None:
    outcome = layout("--check")

    assert outcome.code == 1
    assert outcome.out == ("would change stock.avsc\nwould change 1 of 2 documents\n")
    assert stock.read_text(encoding="utf-8") == TEXT


@pytest.mark.usefixtures("stock")
def test_check_is_content_with_a_layout() -> None:
    assert layout("--check", "done.avsc").code == 0


def test_a_difference_is_all_that_is_shown_on_the_output(stock: Path) -> None:
    outcome = layout("--diff")

    assert outcome.code == 0
    assert outcome.out.startswith(
        "--- a/stock.avsc\n+++ b/stock.avsc\n@@ -1,3 +1,7 @@\n"
    )
    assert outcome.out.endswith('\n+    {"name": "a", "type": "int"}\n+  ]\n+}\n')
    assert stock.read_text(encoding="utf-8") == TEXT


@pytest.mark.usefixtures("write")
def test_standard_input_is_answered_on_standard_output() -> None:
    outcome = layout("-", stdin=TEXT.encode())

    assert outcome == (0, LAID_OUT, "changed 1 of 1 document\n")


@pytest.mark.usefixtures("write")
def test_indent_and_line_length_are_options() -> None:
    outcome = layout("-", "--indent", "4", "--line-length", "20", stdin=TEXT.encode())

    assert outcome.out.splitlines()[4:6] == ["        {", '            "name": "a",']


def test_the_policy_says_what_the_layout_is(write: Write) -> None:
    table = "[format]\nindent = 1\nline-length = 20\n"
    root = write(**{"avrotower.toml": table, "a.avsc": '{"type": "int", "doc": "x"}'})

    outcome = invoke("format", "--indent", "3")

    assert outcome.code == 0
    assert (root / "a.avsc").read_text(encoding="utf-8") == (
        '{\n   "type": "int",\n   "doc": "x"\n}\n'
    )


REFUSED = [
    ("no JSON", b"[1,", "stdin.avsc:1:1: not JSON: "),
    ("no UTF-8", b'"\xff"', "stdin.avsc:1:2: not JSON: "),
    ("twice", b'{"a": 1, "a": 2}', 'stdin.avsc:1:10: "a" is written twice'),
]


@pytest.mark.usefixtures("write")
@pytest.mark.parametrize(
    ("data", "told"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_has_no_layout_comes_back_as_it_is(data: bytes, told: str) -> None:
    outcome = layout("-", "--stdin-filename", "stdin.avsc", "--check", stdin=data)

    assert outcome.code == 1
    assert outcome.err.startswith(f"left: {told}")


def test_a_file_without_a_layout_is_left_and_the_others_are_written(
    stock: Path,
) -> None:
    broken = stock.with_name("broken.avsc")
    broken.write_bytes(b"[")

    outcome = layout()

    assert outcome.code == 1
    assert outcome.out == "changed 1 of 3 documents, left 1\n"
    assert broken.read_bytes() == b"["
    assert stock.read_text(encoding="utf-8") == LAID_OUT


@pytest.mark.usefixtures("stock")
def test_a_file_that_is_not_there_is_told() -> None:
    outcome = layout("gone.avsc", "done.avsc")

    assert outcome.code == 3
    assert "not read: gone.avsc" in outcome.err


def test_a_project_says_what_is_laid_out(write: Write) -> None:
    root = write(
        **{
            "avrotower.toml": '[project]\nexclude = ["old/**"]\n',
            "old/a.avsc": TEXT,
            "a.avsc": TEXT,
        }
    )

    outcome = invoke("format")

    assert outcome.out == "changed 1 of 1 document\n"
    assert (root / "old" / "a.avsc").read_text(encoding="utf-8") == TEXT
