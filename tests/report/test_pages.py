"""What people read in a browser: HTML and Markdown."""

import io
import re
import tracemalloc
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib import import_module
from typing import Any, Final

import pytest

from avrotower.catalogue import RULES
from avrotower.engine.result import Judgement, Report
from avrotower.finding import Finding, Location, Severity, Span
from avrotower.report.format import View, written
from avrotower.report.markdown import ROOM, code, inline
from avrotower.rule import Subject

EMPTY: Final = {"input", "meta"}
"""Elements without an end."""
STREAMED: Final = (
    "text", "json", "jsonl", "github", "gitlab", "sarif", "junit", "checkstyle",
    "rdjson", "markdown", "html",
)  # fmt: skip


def finding(number: int, severity: Severity, message: str = "it is wrong") -> Finding:
    place = Location("a.avsc", "/x", "shop.X", span=Span(0, 1, 1, 1, 1, 2))
    return Finding(
        *("KEY001", "key-optional-field", severity, message, place),
        fingerprint=f"v1:{number:032x}",
    )


def report(judgements: Iterator[Judgement]) -> Report:
    return Report(command="lint", policy="P", rules=RULES, judgements=judgements)


def judgement(*findings: Finding, document: str = "a.avsc") -> Judgement:
    subject = Subject("a-value", "a", "value")
    states = "f" + "c" * (len(RULES) - 1)
    return Judgement(subject, document, findings, states, texts={"a.avsc": "{}"})


class Page(HTMLParser):
    """What a page consists of; fails when an element is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data if "style" not in self._open else ""

    def close(self) -> None:
        super().close()
        assert self._open == []

    def ways(self) -> list[str]:
        return [value or "" for name, value in self.attributes if name == "href"]


def shown(form: str, *judgements: Judgement, view: View | None = None) -> str:
    out = io.StringIO()
    made = report(iter(judgements))
    written(
        made,
        [import_module(f"avrotower.report.{form}").Writer(made, out, view or View())],
    )
    return out.getvalue()


def page(*judgements: Judgement) -> Page:
    read = Page()
    read.feed(shown("html", *judgements))
    read.close()
    return read


SEVERITIES: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)
ALL: Final = [finding(n, severity) for n, severity in enumerate(SEVERITIES)]


def test_the_page_needs_nothing_from_outside_and_runs_nothing() -> None:
    read = page(judgement(*ALL))

    assert not {"script", "link", "img", "iframe", "object", "form"} & set(read.tags)
    names = {name for name, _ in read.attributes}
    assert not {"src", "style"} & names
    assert all(way.startswith("#") for way in read.ways())
    assert not [name for name in names if name.startswith("on")]
    css = shown("html").split("<style>")[1].split("</style>")[0]
    assert not re.findall(r"url\(|@import|https?:", css)
    assert "color-scheme: light dark" in css


def test_the_page_tells_a_severity_by_word_and_shape() -> None:
    read = page(judgement(*ALL))

    for sign, severity in zip("■▲●", SEVERITIES, strict=True):
        assert f"{sign} {severity.word}" in read.text


def test_a_finding_of_the_page_has_an_address() -> None:
    read = page(judgement(*ALL))

    anchors = [value for name, value in read.attributes if name == "id"]
    assert anchors[-3:] == [each.fingerprint for each in ALL]


def test_every_way_through_the_page_leads_somewhere() -> None:
    documents = [judgement(*ALL, document=f"{n}.avsc") for n in range(3)]

    read = page(*documents)

    ways = [way[1:] for way in read.ways()]
    assert ways == [ALL[0].fingerprint, "d1", "d2", "d3"]
    assert set(ways) <= {value for name, value in read.attributes if name == "id"}
    assert "3 documents with findings" in read.text
    assert "2.avsc ■ 1 error, ▲ 1 warning, ● 1 info" in read.text


def test_the_list_of_documents_ends_and_counts_the_rest() -> None:
    documents = [judgement(*ALL, document=f"{n}.avsc") for n in range(203)]

    text = shown("html", *documents)

    assert text.count("<li>") == 201
    assert "<li>and 3 more below</li>" in text


def test_the_page_shows_some_severities_without_a_script() -> None:
    made = judgement(ALL[0], ALL[2])

    text = shown("html", made)

    for severity in SEVERITIES:
        assert f'<input type="checkbox" id="{severity.word}" checked>' in text
        switch = f"body:has(#{severity.word}:not(:checked)) article.{severity.word}"
        assert switch in text
    assert '<section class="error info" id="d1">' in text


def test_nothing_of_the_page_is_folded_away_from_a_search() -> None:
    read = page(judgement(*ALL))

    assert not {"details", "template"} & set(read.tags)
    assert "hidden" not in {name for name, _ in read.attributes}


def test_a_file_of_the_policy_has_no_subject() -> None:
    made = judgement(*ALL, document="avrotower.toml")

    assert "a-value: value, unknown" in shown("html", made)
    assert "a-value" not in shown("html", made._replace(is_document=False))


def test_the_colours_of_a_terminal_become_elements() -> None:
    text = shown("html", judgement(*ALL))

    assert "\x1b" not in text
    assert '<span class="error">^</span>' in text


def test_a_comment_ends_where_services_cut_it_and_counts_the_rest() -> None:
    found = [finding(n, Severity.ERROR, "x" * 1_000) for n in range(200)]

    text = shown("markdown", judgement(*found))

    assert ROOM - 2_000 < len(text) < 65_536
    rows = text.count("| KEY001 key-optional-field |")
    assert f"{200 - rows} more findings: there is no room for them here." in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a|b", r"a\|b"),
        ("`x` *y* _z_", r"\`x\` \*y\* \_z\_"),
        ("<b>&amp;", r"\<b\>&amp;amp;"),
        ("@team a@b @ c", "@\u200bteam a@\u200bb @ c"),
        ("[x](y) #1 ~~z~~", r"\[x\](y) \#1 \~\~z\~\~"),
        ("a\nb", r"a\\x0ab"),
    ],
    ids=["pipe", "emphasis", "html", "mention", "link", "line"],
)
def test_words_in_a_comment_are_no_markup(text: str, told: str) -> None:
    assert inline(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [("a", "`a`"), ("a`b", "``a`b``"), ("`a``", "``` `a`` ```")],
)
def test_code_in_a_comment_may_have_ticks(text: str, told: str) -> None:
    assert code(text) == told


@pytest.mark.parametrize("form", STREAMED)
def test_a_report_takes_no_memory_for_what_it_has_told(form: str) -> None:
    class Nowhere:
        def write(self, text: str, /) -> None:
            """Keep nothing."""

    def peak(documents: int) -> int:
        stream = (
            judgement(*ALL, document=f"{number}.avsc") for number in range(documents)
        )
        made = report(stream)
        module: Any = import_module(f"avrotower.report.{form}")
        tracemalloc.start()
        written(made, [module.Writer(made, Nowhere())])
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(10)  # what is imported stays
    half, whole = peak(300), peak(600)
    assert whole - half < 30_000  # one text of 900 findings would be 100,000 and more
