"""Errors keep what they are made of, and say it."""

from avrotower.errors import (
    AvrotowerError,
    GitError,
    InvalidSchemaError,
    RegistryError,
    RegistryRefusedError,
    RegistryUnreachableError,
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


def test_what_a_registry_says_is_kept() -> None:
    error = RegistryRefusedError("GET /x", 409, 40901, "no", "do not")

    assert str(error) == "the registry answered 409/40901, 'no' (GET /x); do not"
    assert (error.status, error.error_code, error.message) == (409, 40901, "no")
    assert RegistryRefusedError("GET /x", 500).error_code == 500
    assert isinstance(error, SourceError)


def test_a_registry_that_is_not_there_says_why() -> None:
    error = RegistryUnreachableError("GET /x", "is silent", "wake it", kind="slow")

    assert str(error) == "the registry is silent (GET /x); wake it"
    assert (error.asked, error.kind) == ("GET /x", "slow")
    assert isinstance(error, RegistryError)
