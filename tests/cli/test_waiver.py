"""`avrotower waiver` in real directories."""

import json
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from program import Outcome, invoke
from shop import CUT_OFF, KEY, KEY_WITH_DOC, KEY_WITH_NULL, VALUE_WITHOUT_TIME

Write = Callable[..., Path]

TODAY = datetime.now(tz=UTC).date()
SOON = (TODAY + timedelta(days=90)).isoformat()
WORDS = ("--reason", "the topic ends with this year", "--owner", "team-stock")


def found(*arguments: str) -> dict[str, tuple[str, str]]:
    """Return fingerprint and channel by code."""
    arguments = arguments or ("lint",)
    report = json.loads(invoke(*arguments, "--format", "json").out)
    return {
        finding["code"]: (finding["fingerprint"], finding["accepted"])
        for document in report["documents"]
        for finding in document["findings"]
    }


def add(fingerprint: str, *more: str, expires: str = SOON) -> Outcome:
    return invoke("waiver", "add", fingerprint, *WORDS, "--expires", expires, *more)


def waivers(path: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = tomllib.loads(path.read_text())["waivers"]
    return rows


def test_a_waiver_is_written_for_a_finding_and_accepts_it(write: Write) -> None:
    root = write(**{"stock-key.avsc": KEY_WITH_NULL})
    fingerprint, _ = found()["KEY001"]

    outcome = add(fingerprint, "--ticket", "STOCK-214")

    assert outcome.code == 0
    assert outcome.out == (
        f"KEY001 key-optional-field is accepted until {SOON} in avrotower.toml\n"
    )
    assert waivers(root / "avrotower.toml") == [
        {
            "rule": "key-optional-field",
            "subject": "stock-key",
            "at": "shop.StockKey.store",
            "reason": "the topic ends with this year",
            "owner": "team-stock",
            "ticket": "STOCK-214",
            "expires": TODAY + timedelta(days=90),
        }
    ]
    assert found()["KEY001"] == (fingerprint, "waiver")
    assert invoke("lint").code == 0
    assert invoke("config", "check").code == 0


def test_the_beginning_of_a_fingerprint_is_enough(write: Write) -> None:
    write(**{"stock-key.avsc": KEY_WITH_NULL})

    assert add(found()["KEY001"][0][:10]).code == 0
    assert found()["KEY001"][1] == "waiver"


def test_a_finding_can_be_named_by_its_place(write: Write) -> None:
    write(**{"stock-key.avsc": KEY_WITH_NULL})

    assert add("stock-key.avsc:6:31").code == 0
    assert found()["KEY001"][1] == "waiver"


def test_where_a_place_has_several_findings_all_are_named(write: Write) -> None:
    write(**{"stock-value.avsc": VALUE_WITHOUT_TIME.replace("event_id", "number")})

    outcome = add("stock-value.avsc:3:11")

    assert outcome.code == 2
    for code in ("VAL001", "VAL003"):
        assert f"{found()[code][0]} {code}" in outcome.err


def test_the_policy_file_keeps_its_layout(write: Write) -> None:
    policy = "# ours\nversion = 1\n\n[lint]   # rules\nfail-on = 'warning'"
    root = write(**{"stock-key.avsc": KEY_WITH_NULL, "avrotower.toml": policy})

    add(found()["KEY001"][0])

    text = (root / "avrotower.toml").read_text(encoding="utf-8")
    assert text.startswith(f"{policy}\n\n[[waivers]]\n")


def test_a_policy_in_pyproject_gets_its_waiver_there(write: Write) -> None:
    policy = '[project]\nname = "x"\n\n[tool.avrotower]\nversion = 1\n'
    root = write(**{"stock-key.avsc": KEY_WITH_NULL, "pyproject.toml": policy})

    outcome = add(found()["KEY001"][0])

    assert outcome.out.endswith("in pyproject.toml\n")
    assert not (root / "avrotower.toml").exists()
    assert found()["KEY001"][1] == "waiver"


def test_a_subject_that_was_only_guessed_is_named_by_its_file(write: Write) -> None:
    root = write(**{"deep/stock.avsc": VALUE_WITHOUT_TIME})

    add(found()["VAL003"][0])

    (waiver,) = waivers(root / "avrotower.toml")
    assert waiver["file"] == "deep/stock.avsc"
    assert "subject" not in waiver
    assert found()["VAL003"][1] == "waiver"


def test_a_break_is_waived_where_the_comparison_is_named(write: Write) -> None:
    write(**{"old/a-key.avsc": KEY, "new/a-key.avsc": KEY_WITH_DOC})
    compare = ("breaking", "--against", "dir:old", "new")
    fingerprint, _ = found(*compare)["KEY009"]

    without = add(fingerprint)
    outcome = add(fingerprint, "--against", "dir:old", "new")

    assert without.code == 2
    assert "a finding of avrotower breaking needs --against" in without.err
    assert outcome.code == 0
    assert found(*compare)["KEY009"] == (fingerprint, "waiver")


def test_from_below_the_root_the_waiver_goes_to_the_root(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(
        **{"deep/a-key.avsc": KEY_WITH_NULL, "avrotower.toml": "version = 1\n"}
    )
    monkeypatch.chdir(root / "deep")

    assert add(found()["KEY001"][0]).code == 0
    assert len(waivers(root / "avrotower.toml")) == 1
    assert found()["KEY001"][1] == "waiver"


WRONG: dict[str, tuple[list[str], str]] = {
    "a short reason": (["--reason", "short"], "--reason has to say why"),
    "blanks as reason": (["--reason", " " * 20], "--reason is missing; a waiver says"),
    "no owner": (["--owner", " "], "--owner is missing; a waiver says why"),
    "no date": (["--expires", "soon"], "--expires soon: write a date like 20"),
    "today": (["--expires", TODAY.isoformat()], "the finding would count at once"),
    "far away": (["--expires", "2900-01-01"], "max-waiver allows"),
}


def test_all_that_is_missing_is_told_at_once_with_an_example(write: Write) -> None:
    write(**{"stock-key.avsc": KEY_WITH_NULL})

    outcome = invoke("waiver", "add", "stock-key.avsc:2:31")

    assert outcome.code == 2
    assert "--reason, --owner, --expires are missing" in outcome.err
    assert "--owner team-stock --expires 2" in outcome.err


@pytest.mark.parametrize("name", WRONG)
def test_words_that_would_not_do_are_refused(name: str, write: Write) -> None:
    more, says = WRONG[name]
    root = write(**{"stock-key.avsc": KEY_WITH_NULL})

    outcome = add(found()["KEY001"][0], *more)

    assert outcome.code == 2
    assert says in outcome.err
    assert not (root / "avrotower.toml").exists()


@pytest.mark.parametrize(
    ("fingerprint", "says"),
    [
        ("KEY001", "'KEY001' is neither a fingerprint (v1:3f2a9c01) nor a place"),
        ("v1:12", "'v1:12' is neither a fingerprint"),
        (
            "stock-key.avsc:99:1",
            (
                "there is no finding stock-key.avsc:99:1 now; avrotower lint stock-key.avsc "
                "--show-accepted lists those that there are"
            ),
        ),
        ("v1:00000000", "there is no finding v1:00000000 now"),
    ],
)
def test_what_is_no_finding_is_refused(
    fingerprint: str, says: str, write: Write
) -> None:
    write(**{"stock-key.avsc": KEY_WITH_NULL})

    outcome = add(fingerprint)

    assert (outcome.code, says in outcome.err) == (2, True)


def test_what_nobody_can_accept_is_refused(write: Write) -> None:
    root = write(**{"stock-value.avsc": CUT_OFF})

    outcome = add(found()["AVR001"][0])

    assert outcome.code == 2
    assert "findings of AVR001 cannot be accepted" in outcome.err
    assert not (root / "avrotower.toml").exists()


def test_a_finding_is_accepted_once(write: Write) -> None:
    root = write(**{"stock-key.avsc": KEY_WITH_NULL})
    fingerprint, _ = found()["KEY001"]
    add(fingerprint)
    before = (root / "avrotower.toml").read_bytes()

    outcome = add(fingerprint)

    assert outcome.code == 2
    assert "is accepted already" in outcome.err
    assert (root / "avrotower.toml").read_bytes() == before


def test_a_rule_that_another_file_locks_is_not_waived(write: Write) -> None:
    base = 'version = 1\n[lint]\nlocked = ["KEY001"]\n'
    own = 'version = 1\nextends = ["base.toml"]\n'
    root = write(
        **{"stock-key.avsc": KEY_WITH_NULL, "base.toml": base, "avrotower.toml": own}
    )

    outcome = add(found()["KEY001"][0])

    assert outcome.code == 2
    assert "base.toml" in outcome.err
    assert (root / "avrotower.toml").read_text(encoding="utf-8") == own


def test_a_file_that_could_not_be_read_may_be_the_one(write: Write) -> None:
    root = write(**{"stock-key.avsc": KEY})
    (root / "gone-key.avsc").symlink_to("nowhere")

    outcome = add("v1:00000000")

    assert outcome.code == 3
    assert "gone-key.avsc: not read" in outcome.err


def test_waivers_are_listed_the_first_to_end_first(write: Write) -> None:
    late = (TODAY + timedelta(days=100)).isoformat()
    entry = '[[waivers]]\nrule = "KEY001"\n{}\nreason = "because of {}"\nowner = "me"\nexpires = {}\n'
    write(
        **{
            "avrotower.toml": "version = 1\n"
            + entry.format('subject = "a-key"\nat = "A.b"', "the law", late)
            + entry.format('file = "b.avsc"\nticket = "B-1"', "the lore", "2026-01-01")
        }
    )

    assert invoke("waiver", "list").out.splitlines() == [
        "2026-01-01 (over)  KEY001  b.avsc",
        "    because of the lore (me, B-1)",
        f"{late}  KEY001  a-key",
        "    at A.b",
        "    because of the law (me)",
    ]


def test_where_there_are_none_the_list_says_so(write: Write) -> None:
    write(**{"a-key.avsc": KEY})

    outcome = invoke("waiver", "list")

    assert (outcome.code, outcome.out) == (0, "there are no waivers\n")


def test_a_finding_about_a_waiver_is_explained_by_its_place(write: Write) -> None:
    entry = '[[waivers]]\nrule = "KEY001"\nsubject = "a-key"\nat = "A.b"\n'
    rest = 'reason = "because of the law"\nowner = "me"\nexpires = 2026-01-01\n'
    write(**{"a-key.avsc": KEY, "avrotower.toml": f"version = 1\n{entry}{rest}"})

    outcome = invoke("explain", "avrotower.toml:2")
    report = invoke("lint")

    assert "1 error in the policy; 1 document\n" in report.out
    assert outcome.code == 0
    assert "waiver for KEY001 at A.b expired on 2026-01-01; owner me" in outcome.out
    assert "# LNT003 expired-waiver" in outcome.out
