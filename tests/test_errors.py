"""Errors keep what they are made of, and say it."""

from avrotower.errors import (
    AvrotowerError,
    GitError,
    InvalidSchemaError,
    SourceError,
    UnknownRuleError,
)


def test_an_invalid_schema_says_the_first_of_its_errors() -> None:
    error = InvalidSchemaError("x.avsc", ["it is empty", "it is short"])

    assert str(error) == "x.avsc is no Avro schema: it is empty (and 1 more)"
    assert error.errors == ("it is empty", "it is short")
    assert isinstance(error, AvrotowerError)


def test_an_invalid_schema_with_one_error_counts_nothing() -> None:
    assert str(InvalidSchemaError("x", ["it is empty"])).endswith(": it is empty")
    assert str(InvalidSchemaError("x", [])).endswith(": no schema")


def test_an_unknown_rule_says_what_is_near() -> None:
    error = UnknownRuleError("KEY01", ["KEY001", "KEY011"])

    assert str(error) == "there is no rule 'KEY01'; did you mean KEY001 or KEY011?"
    assert error.name == "KEY01"
    assert str(UnknownRuleError("x")) == "there is no rule 'x'"


def test_what_git_says_is_kept() -> None:
    error = GitError("git has no main", "fatal: bad object\n", "fetch it")

    assert str(error) == "git has no main: fatal: bad object; fetch it"
    assert error.stderr == "fatal: bad object"
    assert str(GitError("git is missing")) == "git is missing"
    assert isinstance(error, SourceError)
