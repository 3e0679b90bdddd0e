"""What stands in for `typing` does what `typing` does (docs/adr/0017)."""

import pickle
import typing
from typing import Any

import pytest

from avrotower import aliases, finding, forms, rule, subject


class Place(forms.NamedTuple):
    """Where something is."""

    line: int
    column: int = 1
    note: str = ""

    @property
    def shown(self) -> str:
        return f"{self.line}:{self.column}"


class Usual(typing.NamedTuple):
    line: int
    column: int = 1
    note: str = ""


class Nothing(forms.NamedTuple):
    """A value without parts."""


def test_values_are_tuples_with_names_and_defaults() -> None:
    made = Place(3, note="x")

    assert made == (3, 1, "x") == tuple(Usual(3, note="x"))
    assert (made.line, made.column, made.note, made.shown) == (3, 1, "x", "3:1")
    assert repr(made) == repr(Usual(3, note="x")).replace("Usual", "Place")
    assert hash(made) == hash((3, 1, "x"))
    assert Place._fields == Usual._fields
    assert Place._field_defaults == Usual._field_defaults
    assert made._asdict() == {"line": 3, "column": 1, "note": "x"}
    assert Nothing() == ()
    assert Place.__doc__ == "Where something is."


def test_a_value_with_changes_is_another_value() -> None:
    made = Place(3)
    changed = made._replace(line=4, note="y")

    assert (made, changed) == ((3, 1, ""), (4, 1, "y"))
    assert type(changed) is Place
    assert Place._make([5, 6, "z"]) == Place(5, 6, "z")
    with pytest.raises(TypeError, match="no such fields: width"):
        made._replace(width=1)


def test_a_value_travels_between_processes() -> None:
    made = pickle.loads(pickle.dumps(Place(3, 4)))  # noqa: S301  our own

    assert made == Place(3, 4)
    assert type(made) is Place


def test_a_value_is_matched_by_its_parts() -> None:
    match Place(3, 4):
        case Place(line, column):
            assert (line, column) == (3, 4)


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), ((1, 2, "", 4), {}), ((1,), {"wide": 2})]
)
def test_wrong_parts_are_refused(
    values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        Place(*values, **named)


def test_severities_are_four_and_stay_themselves() -> None:
    assert [severity.word for severity in finding.SEVERITIES] == [
        *("off", "info", "warning", "error")
    ]
    for severity in finding.SEVERITIES:
        again = pickle.loads(pickle.dumps(severity))  # noqa: S301  our own
        assert again is severity is finding.Severity.of(severity.word)
    with pytest.raises(KeyError):
        finding.Severity.of("fatal")


def test_the_words_of_an_alias_are_those_of_its_constant() -> None:
    assert aliases.words(subject.Kind) == subject.KINDS
    assert set(aliases.words(subject.Role)) == subject.ANY_ROLE
    assert aliases.words(finding.Channel) == finding.CHANNELS


def test_annotations_with_aliases_become_types() -> None:
    hints = aliases.hints(subject.Subject)

    assert hints["role"] == typing.Optional[typing.Literal["key", "value"]]  # noqa: UP045
    assert "registry" in aliases.words(rule.Input)
