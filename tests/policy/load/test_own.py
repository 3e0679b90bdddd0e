"""Rules of one's own in policy files: read, kept, refused with all that is wrong."""

import sys
from pathlib import Path

import pytest
from own import ENTRY, PLUGIN
from policy_file import faults, loaded, write

from avrotower.catalogue import RULES
from avrotower.rule import Rule


def own(directory: Path) -> dict[str, Rule]:
    return {rule.code: rule for rule in loaded(directory).rules[len(RULES) :]}


# Declared rules


def test_a_declared_rule_stands_behind_ours(project: Path) -> None:
    write(project / "avrotower.toml", ENTRY)

    (rule,) = own(project).values()

    assert (rule.code, rule.name, rule.family) == ("SHOP001", "till-required", "SHOP")
    assert (rule.severity.word, rule.origin) == ("warning", "avrotower.toml:2")
    assert loaded(project).rules[: len(RULES)] == RULES


def test_what_is_kept_makes_the_same_rule_without_pydantic(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project / "avrotower.toml", ENTRY)
    first = own(project)["SHOP001"]

    monkeypatch.setitem(sys.modules, "avrotower.policy.load.validate", None)
    monkeypatch.setitem(sys.modules, "avrotower.policy.load.own", None)
    again = own(project)["SHOP001"]

    for name in Rule.__slots__:
        if name != "check":
            assert getattr(again, name) == getattr(first, name), name
    (bad,) = again.bad
    assert (bad.at, bad.says) == ("/name", "Sale does not say which till it comes from")


def changed(old: str, new: str) -> str:
    assert old in ENTRY
    return ENTRY.replace(old, new)


REQUIRE = 'require = { field = { path = "till" } }'


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (changed("SHOP001", "KEY100"), "3:1", '"KEY100" begins like a family of avrotower'),
        (changed("SHOP001", "STM900"), "3:1", '"STM900" begins like a family of avrotower'),
        (changed("SHOP001", "ALL001"), "3:1", '"ALL001" begins like all rules'),
        (changed("SHOP001", "shop1"), "3:1", "it must fit ^[A-Z]{2,8}[0-9]{3}$"),
        (changed("till-required", "key-enum"), "4:1",
         'there is a rule "key-enum" already, in avrotower'),
        (changed('"record"', '"records"'), "5:1", 'did you mean "record"?'),
        (changed("top-level", "toplevel"), "6:10",
         'unknown key "toplevel" in [custom-rules.when]; did you mean "top-level"?'),
        (changed("field = {", "feild = {"), "7:13", 'did you mean "field"?'),
        (changed('path = "till"', "default = true"), "7:13", 'without "path"'),
        (changed(REQUIRE, ""), "2:1", 'SHOP001: it needs "require" or "forbid"'),
        (changed(REQUIRE, "require = {}"), "2:1", 'it needs "require" or "forbid"'),
        (changed("{name}", "{nam}"), "8:1",
         'unknown placeholder "{nam}" in the message; did you mean "{name}"?'),
        (changed("{name}", "{}"), "8:1", "there are {name}, {path}, {subject}, {kind}"),
        (changed(REQUIRE, "require = { name = '(' }"), "7:13",
         '"name" is no regular expression: missing )'),
        (changed(REQUIRE, "require = { doc = '^(?!todo)' }"), "7:13",
         '"doc" is not supported: it looks ahead or behind'),
        (changed(REQUIRE, "require = { symbols = ['A'] }"), "7:13",
         '"symbols" means nothing for a rule on "record"; it does for one on "schema"'),
        (changed(REQUIRE, "require = { type = ['lnog'] }"), "7:21",
         'there is no type "lnog"; did you mean "long"?'),
        (changed(REQUIRE, "require = { type = ['long:timestamp-milis'] }"), "7:21",
         'did you mean "long:timestamp-millis"?'),
        (changed(REQUIRE, "require = { type = [] }"), "7:13", '"type" is empty'),
        (changed('"till"', '"key:till"'), "7:23", "is no path; write names of fields"),
        (changed("top-level = true", "nullable = true"), "6:10",
         '"nullable" means nothing for a rule on "record"'),
        (changed('"name": "till", "type": "int"', ""), "9:9",
         "SHOP001, good example 1: it is no valid schema: "),
        (changed('"name": "till"', '"name": "other"'), "9:9",
         "SHOP001, good example 1: it finds something in it, at /name: Sale does not"),
        (changed('"fields": []', '"fields": [{"name": "till", "type": "int"}]'), "10:8",
         "SHOP001, bad example 1: it finds nothing in it"),
        (changed("good = [", "good = []\n#"), "9:1", "good"),
        (ENTRY + ENTRY.replace("till-required", "other"), "13:1",
         'there is a rule "SHOP001" already, in avrotower.toml:2'),
        (ENTRY + ENTRY.replace("SHOP001", "SHOP002"), "14:1",
         'there is a rule "till-required" already, in avrotower.toml:2'),
    ],
)  # fmt: skip
def test_a_fault_says_what_where_and_what_now(
    project: Path, text: str, place: str, says: str
) -> None:
    write(project / "avrotower.toml", text)

    (fault,) = faults(project)

    assert fault.startswith(f"avrotower.toml:{place}: ")
    assert says in fault


def test_all_faults_of_all_rules_are_told_together(project: Path) -> None:
    one = changed("{name}", "{nme}").replace(REQUIRE, "require = { name = '(' }")
    other = ENTRY.replace("SHOP001", "SHOP002").replace("till-req", "req")
    other = other.replace('"fields": []', '"fields": [')
    write(
        project / "avrotower.toml",
        f"{one}{other}\n[lint]\nseverity = {{ SHOP001 = 'error', SHOP003 = 'error' }}\n",
    )

    told = faults(project)

    assert [fault.partition(": ")[0] for fault in told] == [
        "avrotower.toml:7:13",
        "avrotower.toml:8:1",
        "avrotower.toml:20:8",
        "avrotower.toml:23:33",
    ]
    assert 'did you mean "SHOP00' in told[3]


def test_a_rule_that_cannot_be_read_is_known_by_its_name_all_the_same(
    project: Path,
) -> None:
    write(
        project / "avrotower.toml",
        f"{changed('top-level', 'tops')}\n[lint]\nseverity = {{ SHOP001 = 'error' }}\n",
    )

    (fault,) = faults(project)

    assert 'unknown key "tops"' in fault


def test_rules_of_an_extended_policy_are_added(project: Path) -> None:
    write(project / "base.toml", ENTRY)
    other = ENTRY.replace("SHOP001", "SHOP002").replace("till-required", "till")
    write(project / "avrotower.toml", f'extends = ["base.toml"]\n{other}')

    assert {rule.origin for rule in own(project).values()} == {
        "base.toml:2",
        "avrotower.toml:3",
    }

    write(project / "avrotower.toml", f'extends = ["base.toml"]\n{ENTRY}')
    told = faults(project)
    assert told[0] == (
        'avrotower.toml:4:1: there is a rule "SHOP001" already, in base.toml:2; '
        "take another"
    )  # fmt: skip


def test_a_locked_rule_of_ones_own_is_lowered_nowhere_else(project: Path) -> None:
    write(project / "base.toml", f"[lint]\nlocked = ['SHOP001']\n{ENTRY}")
    write(
        project / "avrotower.toml",
        "extends = ['base.toml']\n[lint]\nignore = ['SHOP']\n",
    )

    assert "base.toml locks SHOP001; this switches it off" in faults(project)[0]


def test_an_example_may_use_a_type_of_another_file(project: Path) -> None:
    text = ENTRY.replace('"type": "int"', '"type": "shop.Till"')
    write(project / "avrotower.toml", text)

    assert list(own(project)) == ["SHOP001"]


# Plug-ins


def plug(project: Path, text: str, more: str = "") -> Path:
    write(project / "avrotower.toml", f"plugins = ['policy/acme_rules.py']\n{more}")
    return write(project / "policy/acme_rules.py", text)


def test_a_plug_in_brings_its_rule(project: Path) -> None:
    plug(project, PLUGIN)

    for _ in ("read anew", "as it is kept"):
        (rule,) = own(project).values()
        assert (rule.code, rule.origin) == ("ACME001", "policy/acme_rules.py")
        assert rule.summary == "A name of a field is short."


def test_a_plug_in_may_bring_several_rules(project: Path) -> None:
    more = """
RULES = (RULE, Rule(code="ACME002", name="other", inputs={"schema"}, check=check,
                    good=RULE.good, bad=RULE.bad))
"""
    plug(project, PLUGIN + more)

    assert list(own(project)) == ["ACME001", "ACME002"]


def test_paths_of_plug_ins_begin_beside_the_file_that_names_them(project: Path) -> None:
    write(project / "company/base.toml", "plugins = ['acme_rules.py']\n")
    write(project / "company/acme_rules.py", PLUGIN)
    write(project / "avrotower.toml", "extends = ['company/base.toml']\n")

    assert own(project)["ACME001"].origin == "company/acme_rules.py"


def test_options_of_a_plug_in_are_checked_like_others(project: Path) -> None:
    plug(project, PLUGIN, "[rules.ACME001]\nlongst = 3\n")

    assert faults(project) == [
        (
            'avrotower.toml:3:1: long-field-name has no option "longst"; '
            'did you mean "longest"?'
        )
    ]


def test_the_hash_changes_with_the_plug_in(project: Path) -> None:
    file = plug(project, PLUGIN)
    first = loaded(project)

    file.write_text(PLUGIN.replace("is too long", "is long"), encoding="utf-8")
    other = loaded(project)

    assert other.hash != first.hash
    assert "is long" in (project / "policy/acme_rules.py").read_text("utf-8")
    file.write_text(PLUGIN, encoding="utf-8")
    assert loaded(project).hash == first.hash


def test_a_plug_in_that_disappears_is_told_although_the_policy_is_kept(
    project: Path,
) -> None:
    file = plug(project, PLUGIN)
    loaded(project)

    file.unlink()

    assert "there is no such file" in faults(project)[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1 / 0\n",
         "it raises ZeroDivisionError: division by zero, at policy/acme_rules.py:1"),
        ("def f():\n    raise ValueError\n\nf()\n",
         "it raises ValueError, at policy/acme_rules.py:2"),
        ("import no_such_module\n",
         "it raises ModuleNotFoundError: No module named 'no_such_module', at policy/"),
        ("import sys\nsys.exit(0)\n", "it ends the program, at policy/acme_rules.py:2"),
        ("def f(:\n", "it is not Python: invalid syntax, at policy/acme_rules.py:1:7"),
        ("\0", "it is not Python"),
        ("", "it defines no rule; it needs a value RULE, or a tuple RULES"),
        ("RULE = 3\n", "its RULE holds int, which is no Rule"),
        ("RULES = ['KEY001']\n", "its RULES holds str, which is no Rule"),
        (f"{PLUGIN}RULE.code = 'KEY900'\n", '"KEY900" begins like a family of avrotower'),
        (f"{PLUGIN}RULE.code = 'acme1'\n", '"acme1" is no code'),
        (f"{PLUGIN}RULE.name = 'Long Name'\n", '"Long Name" is no name'),
        (f"{PLUGIN}RULE.name = 'key-enum'\n", 'there is a rule "key-enum" already'),
        (f"{PLUGIN}RULE.code = 3\n", "code and name of 3 must be text"),
        (f"{PLUGIN}RULE.severity = 'error'\n", "the severity of ACME001 is 'error'"),
        (f"{PLUGIN}RULE.inputs = frozenset({{'shema'}})\n", 'inputs of ACME001 has "shema"'),
        (f"{PLUGIN}check.__doc__ = None\n", "no function with a docstring"),
        (f"{PLUGIN}Longest.__annotations__['longest'] = 'Nothing'\n",
         "the options of ACME001 cannot be read: "),
        (f"{PLUGIN}Longest.longest = object()\n",
         "the options of ACME001 cannot be read: "),
        (PLUGIN.replace("good=[Good", "good=[] and [Good"),
         ("it raises ValueError: rule ACME001 has no good or no bad examples, so it does "
         "not load, at policy/acme_rules.py:25")),
        (f"import copy\n{PLUGIN}\nRULES = [copy.copy(RULE)]\n",
         'there is a rule "ACME001" already, in policy/acme_rules.py'),
    ],
)  # fmt: skip
def test_a_plug_in_that_cannot_be_used_says_why_and_where(
    project: Path, text: str, says: str
) -> None:
    plug(project, text, "[lint]\nseverity = { ACME001 = 'error' }\n")

    told = faults(project)

    assert told[0].startswith('avrotower.toml:1:12: plug-in "policy/acme_rules.py"')
    assert says in told[0]
    assert "Traceback" not in told[0]
    assert not [
        fault for fault in told if "unknown rule" in fault and "did you" not in fault
    ]


def test_a_code_may_stand_in_one_place_only(project: Path) -> None:
    plug(project, PLUGIN, ENTRY.replace("SHOP001", "ACME001"))

    (fault,) = faults(project)

    assert 'there is a rule "ACME001" already, in avrotower.toml:3' in fault


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ("'none.py'", "there is no such file; paths here start beside avrotower.toml"),
        ("'policy'", "there is no such file"),
        ("'policy/acme_rules.py', './policy/acme_rules.py'", "it is named twice"),
    ],
)
def test_a_plug_in_is_one_file_that_is_there(
    project: Path, names: str, says: str
) -> None:
    plug(project, PLUGIN)
    write(project / "avrotower.toml", f"plugins = [{names}]\n")

    assert says in faults(project)[-1]


def test_a_policy_behind_a_url_brings_no_code(project: Path) -> None:
    import hashlib  # noqa: PLC0415  here only

    text = "plugins = ['acme_rules.py']\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    write(project / f".avrotower/policies/{digest}.toml", text)
    write(project / ".avrotower/policies/acme_rules.py", PLUGIN)
    write(
        project / "avrotower.toml",
        f"extends = [{{ url = 'https://example.com/p', sha256 = '{digest}' }}]\n",
    )

    assert "a policy behind a URL brings no code" in faults(project)[0]
