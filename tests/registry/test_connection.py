"""What the table `[registry]` and its variables say."""

import math
from pathlib import Path

import pytest

from avrotower.errors import PolicyError
from avrotower.registry.connection import (
    Connection,
    Rate,
    connection,
    duration_s,
    rate_of,
)

SECRET = "s3cr3t-pass"  # noqa: S105  not one


def made(**variables: str) -> Connection:
    named = {f"AVROTOWER_REGISTRY__{name}": text for name, text in variables.items()}
    found = connection({}, named)
    assert found is not None
    return found


def test_without_an_address_there_is_no_registry() -> None:
    assert connection({}, {}) is None
    assert connection({"url": None}, {"AVROTOWER_REGISTRY__URL": ""}) is None


def test_the_table_is_read() -> None:
    table = {
        "url": "https://r.test/apis/ccompat/v7/",
        "vendor": "apicurio",
        "timeout": "500ms",
        "page": 50,
        "rate": "600/m",
    }

    assert connection(table, {}) == Connection(
        "https://r.test/apis/ccompat/v7", "apicurio", 0.5, 50, Rate(600, 60.0)
    )


def test_what_the_table_lacks_has_its_default() -> None:
    found = connection({"url": "http://r.test:8081", "vendor": "auto"}, {})

    assert found == Connection("http://r.test:8081")
    assert found is not None
    assert found.rate == Rate(50, 1.0)


def test_a_variable_wins_over_the_table() -> None:
    variables = {"AVROTOWER_REGISTRY__URL": "http://two.test", "HOME": "x"}
    found = connection({"url": "http://one.test"}, variables)

    assert found is not None
    assert found.url == "http://two.test"


def test_user_and_password_become_basic_credentials() -> None:
    found = made(URL="http://r.test", USERNAME="ann", PASSWORD=SECRET)

    assert found.credentials.header == "Basic YW5uOnMzY3IzdC1wYXNz"


def test_a_token_becomes_bearer_credentials() -> None:
    found = made(URL="http://r.test", TOKEN=SECRET)

    assert found.credentials.header == f"Bearer {SECRET}"


def test_secrets_may_lie_in_files(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("abc.def\n", encoding="utf-8")

    found = made(URL="http://r.test", TOKEN_FILE=str(file))

    assert found.credentials.header == "Bearer abc.def"


def test_credentials_in_the_address_are_taken_out_of_it() -> None:
    found = made(URL=f"http://ann:{SECRET}%2F@[::1]:8081/r/")

    assert found.url == "http://[::1]:8081/r"
    assert found.credentials.header == "Basic YW5uOnMzY3IzdC1wYXNzLw=="
    assert SECRET not in repr(found)


def test_certificates_are_named_by_variables() -> None:
    found = made(URL="https://r.test", CA_FILE="ca", CERT_FILE="c", KEY_FILE="k")

    assert (found.ca_file, found.cert_file, found.key_file) == ("ca", "c", "k")


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"PASWORD": SECRET}, "did you mean AVROTOWER_REGISTRY__PASSWORD?"),
        ({"ZZZ": SECRET}, "names no setting"),
        ({"PASSWORD": SECRET}, "is set without AVROTOWER_REGISTRY__USERNAME"),
        ({"TOKEN": SECRET, "USERNAME": "ann"}, "unset the one that is not meant"),
        ({"USERNAME": "a:b", "PASSWORD": SECRET}, "contains a colon"),
        ({"TOKEN": f"{SECRET}\nX: y"}, "no header can carry"),
        ({"TOKEN": SECRET, "TOKEN_FILE": "x"}, "unset one"),
        ({"TOKEN_FILE": "/nowhere/x"}, "No such file"),
        ({"URL": f"ftp://a:{SECRET}@r.test"}, "is no address of a registry"),
        ({"URL": f"http://a:{SECRET}@[r.test"}, "is no address of a registry"),
        ({"URL": f"http://a:{SECRET}@r.test:x"}, "is no address of a registry"),
        ({"URL": f"http://r.test?key={SECRET}"}, "without query"),
    ],
)
def test_what_cannot_be_used_is_said_without_secrets(
    variables: dict[str, str], said: str
) -> None:
    with pytest.raises(PolicyError) as raised:
        made(**{"URL": "http://r.test", **variables})

    assert said in str(raised.value)
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "is empty"), (b"\xff\n", "it is no UTF-8")]
)
def test_a_file_without_a_secret_is_refused(
    tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "password"
    file.write_bytes(content)

    with pytest.raises(PolicyError, match=said):
        made(URL="http://r.test", USERNAME="ann", PASSWORD_FILE=str(file))


def test_a_password_in_the_policy_file_is_refused() -> None:
    with pytest.raises(PolicyError) as raised:
        connection({"url": f"http://ann:{SECRET}@r.test"}, {})

    assert "set AVROTOWER_REGISTRY__USERNAME" in str(raised.value)
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("500ms", 0.5), ("10s", 10.0), ("2m", 120.0), ("1h", 3600.0), ("1d", 86400.0)],
)
def test_a_duration_has_a_unit(text: str, seconds: float) -> None:
    assert duration_s(text) == seconds


def test_a_duration_may_be_endless() -> None:
    assert duration_s("infinite") == math.inf


@pytest.mark.parametrize("text", ["", "10", "s", "1.5s", "10 s", "10w", "-1s"])
def test_other_texts_are_no_durations(text: str) -> None:
    with pytest.raises(PolicyError, match="is no duration"):
        duration_s(text)


def test_a_rate_has_a_unit() -> None:
    assert rate_of("9000/h") == Rate(9000, 3600.0)


@pytest.mark.parametrize("text", ["", "50", "50/", "0/s", "50/d", "x/s"])
def test_other_texts_are_no_rates(text: str) -> None:
    with pytest.raises(PolicyError, match="is no rate"):
        rate_of(text)
