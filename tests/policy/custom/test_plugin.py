"""Plug-ins: they end in time, print nowhere else, and fail by themselves."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType

import pytest
from own import PLUGIN

from avrotower.finding import Finding
from avrotower.policy.custom.plugin import Plugin, plugin
from avrotower.policy.custom.time_limit import TimeIsUpError, time_limit
from avrotower.testing import check_examples, findings

DOCUMENT = '{"type": "record", "name": "A", "fields": []}'


def plugged(directory: Path, text: str, limit_s: float = 5) -> Plugin:
    path = directory / "acme_rules.py"
    path.write_text(text, encoding="utf-8")
    return plugin(str(path), "acme_rules.py", limit_s)


@pytest.mark.parametrize(
    "loop",
    [
        "while True:\n    pass\n",
        "while True:\n    try:\n        1 / 0\n    except Exception:\n        pass\n",
        "import re\nre.match('(a+)+$', 'a' * 60 + '!')\n",
    ],
    ids=["plain", "catches exceptions", "inside a library"],
)
def test_a_plug_in_that_loops_is_stopped_and_its_place_told(
    tmp_path: Path, loop: str
) -> None:
    found = plugged(tmp_path, f"x = 1\n{loop}", limit_s=0.2)

    assert found.rules == ()
    assert found.fault.startswith("it still runs after 0.2 s, at acme_rules.py:")


def test_a_plug_in_that_catches_everything_ends_with_the_process(
    tmp_path: Path,
) -> None:
    path = tmp_path / "acme_rules.py"
    path.write_text(
        "import time\nwhile True:\n"
        "    try:\n        time.sleep(9)\n    except:\n        pass\n",
        encoding="utf-8",
    )
    code = (
        "from avrotower.policy.custom.plugin import plugin\n"
        f"plugin({str(path)!r}, 'acme_rules.py', 0.1)"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert done.stderr == (
        "avrotower: plug-in acme_rules.py still runs after 0.1 s, "
        "and catches what would end it\n"
    )


def test_projects_know_one_plug_in_each_by_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "acme_rules.py"
    path.write_text(PLUGIN, encoding="utf-8")

    one, other = (plugin(str(path), name).rules[0] for name in ("a.py", "../a.py"))

    assert (one.origin, other.origin) == ("a.py", "../a.py")


def test_a_limit_leaves_no_trace() -> None:
    def other(number: int, frame: FrameType | None) -> None:
        del number, frame

    before = signal.signal(signal.SIGALRM, other)
    try:
        signal.setitimer(signal.ITIMER_REAL, 60, 7)
        with time_limit(1, "test"):
            pass
        left, interval = signal.setitimer(signal.ITIMER_REAL, 0)
        assert signal.getsignal(signal.SIGALRM) is other
        assert 50 < left <= 60
        assert interval == 7
    finally:
        signal.signal(signal.SIGALRM, before)


def test_a_limit_is_raised_in_the_block_only() -> None:
    with pytest.raises(TimeIsUpError), time_limit(0.05, "test"):
        time.sleep(5)
    time.sleep(0.1)


def test_in_another_thread_there_is_no_limit(tmp_path: Path) -> None:
    found: list[Plugin] = []
    text = f"import time\ntime.sleep(0.3)\n{PLUGIN}"
    thread = threading.Thread(
        target=lambda: found.append(plugged(tmp_path, text, limit_s=0.1))
    )

    thread.start()
    thread.join()

    assert found[0].fault == ""


def test_what_a_plug_in_prints_does_not_stand_in_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = PLUGIN.replace("    for field", '    print("judging")\n    for field')
    (rule,) = plugged(tmp_path, f'print("hello")\n{text}').rules

    findings(rule, DOCUMENT)

    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "hello\njudging\n")


def test_the_same_bytes_are_run_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'print("hello")\n{PLUGIN}'

    first, second = plugged(tmp_path, text), plugged(tmp_path, text)
    changed = plugged(tmp_path, f"{text}# other\n")

    assert [it.rules[0].code for it in (first, second, changed)] == ["ACME001"] * 3
    assert capsys.readouterr().err == "hello\nhello\n"


def test_a_plug_in_may_have_dataclasses(tmp_path: Path) -> None:
    text = (
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        f"@dataclass\nclass Name:\n    text: str\n{PLUGIN}"
    )

    assert plugged(tmp_path, text).fault == ""


def test_its_examples_are_run_like_ours(tmp_path: Path) -> None:
    (rule,) = plugged(tmp_path, PLUGIN).rules

    check_examples(rule)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("raise KeyError('x')", "KeyError: 'x'"),
        ("return None", "TypeError: the check gives nothing; yield context.finding"),
        ("return [3]", "TypeError: the check gives 3; yield context.finding"),
        ("import sys; sys.exit(3)", "RuntimeError: the check ends the program"),
        (
            "return [context.finding(at=schema.root, message='x')._replace(code='KEY001')]",
            "ValueError: the check gives a finding of KEY001",
        ),
    ],
)
def test_a_check_that_goes_wrong_is_a_failure_of_its_rule(
    tmp_path: Path, body: str, says: str
) -> None:
    text = PLUGIN.replace("    for field", f"    {body}\n    for field")
    text = text.replace("            yield context.finding", "            print")
    text = text.replace("at=field, ", "").replace("attribute=", "end=")
    text = text.replace("message=f", "sep=f")
    (rule,) = plugged(tmp_path, text).rules

    with pytest.raises(AssertionError, match="ACME001 fails: ") as caught:
        findings(rule, DOCUMENT)

    assert says in str(caught.value)


def test_a_check_may_return_a_list(tmp_path: Path) -> None:
    text = PLUGIN.replace("RULE =", "listed = check\n\n\ndef check(schema, context):\n"
                          '    """A name is short."""\n'
                          "    return [*listed(schema, context)]\n\n\nRULE =")  # fmt: skip
    (rule,) = plugged(tmp_path, text).rules
    field = '{"name": "abc", "type": "int"}'

    found = findings(rule, DOCUMENT.replace("[]", f"[{field}]"), longest=2)

    assert [type(each) for each in found] == [Finding]
