"""The distribution as it is installed: from a checkout, or from the wheel."""

import os
from importlib import import_module
from importlib.metadata import distribution, entry_points, version
from importlib.resources import files
from pathlib import Path

import pytest

import avrotower

PROJECT = Path(__file__).parent.parent
PACKAGES = ("avrotower", "avrotower_cli", "avrotower_service")
ROOTS = {"avrotower": "rules", "avrotower_cli": "cli", "avrotower_service": "service"}


def installed(package: str) -> Path:
    file = import_module(package).__file__
    assert file is not None
    return Path(file).parent


def shipped(directory: Path) -> set[str]:
    return {
        path.relative_to(directory).as_posix()
        for path in directory.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_every_file_of_a_source_root_is_in_the_installed_package(package: str) -> None:
    source = PROJECT / ROOTS[package] / package

    assert shipped(installed(package)) == shipped(source)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_that_it_is_typed(package: str) -> None:
    assert files(package).joinpath("py.typed").is_file()


@pytest.mark.skipif("AVROTOWER_WHEEL" not in os.environ, reason="make build asks this")
@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_tested_is_the_wheel_and_not_the_source(package: str) -> None:
    assert not installed(package).is_relative_to(PROJECT)


def test_the_distribution_claims_three_names() -> None:
    listed = distribution("avrotower").files or ()
    tops = {
        path.parts[0]
        for path in listed
        if path.suffix in {".py", ".typed"} and path.parts[0] != ".."
    }

    # An editable install lists no modules, only the file that points at them.
    assert tops in (set(), set(PACKAGES))


def test_the_version_is_written_once_and_told_twice() -> None:
    assert version("avrotower") == avrotower.__version__


def test_the_command_is_installed() -> None:
    (command,) = entry_points(group="console_scripts", name="avrotower")

    assert callable(command.load())


def test_the_package_carries_its_licence() -> None:
    told = distribution("avrotower").metadata

    assert told["License-Expression"] == "Apache-2.0"
    assert told.get_all("License-File") == ["LICENSE"]
    assert "Apache License" in (PROJECT / "LICENSE").read_text(encoding="utf-8")
