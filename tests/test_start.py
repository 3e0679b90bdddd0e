"""What `avrotower lint` loads: a person waits for it at every commit (docs/adr/0009)."""

import os
import subprocess
import sys
from ast import literal_eval
from pathlib import Path
from typing import Any, Final

import pytest
from own import ENTRY, PLUGIN

RUN: Final = """
import sys
from avrotower_cli.main import run
sys.argv[0] = "avrotower"
try:
    run()
except SystemExit as end:
    code = end.code
print([code, sorted(sys.modules)], file=sys.stderr)
"""
CLEAN: Final = """{"type": "record", "name": "StockEvent", "namespace": "com.acme.stock",
"doc": "What a store has.",
"fields": [{"name": "event_id", "doc": "Identifies the event.",
            "type": {"type": "string", "logicalType": "uuid"}},
           {"name": "occurred_at", "doc": "When it was counted.",
            "type": {"type": "long", "logicalType": "timestamp-millis"}}]}"""
WRONG: Final = CLEAN.replace('"uuid"', '"uid"').replace('"long"', '"lnog"')
BROKEN: Final = CLEAN[:-20]

SLOW: Final = (
    "aiohttp", "asyncio", "avrotower.compat", "avrotower_service", "click", "concurrent",
    "dataclasses", "email", "fastavro", "http", "httpx", "importlib.metadata", "inspect",
    "logging", "multiprocessing", "pathlib", "pkg_resources", "pydantic", "rich",
    "socket", "ssl", "tempfile", "tomllib", "unittest", "urllib", "zipfile",
)  # fmt: skip
"""Modules, with all below them, that cost more than a clean run has to give."""
WITH_FINDINGS: Final = ("avrotower.report.breakage", "avrotower.schema.canonical")
"""What findings of the linter do not need either."""
WHEN_CLEAN: Final = (
    "avrotower.acceptance", "avrotower.engine.hygiene", "avrotower.engine.tally",
    "avrotower.engine.cause", "avrotower.engine.fingerprint", "avrotower.report.frame",
    "avrotower.schema.scan", "avrotower.schema.scan.scanner", "avrotower.schema.parse.faults",
    "datetime", "difflib", "hashlib", "subprocess",
    "avrotower.catalogue.evolution", "avrotower.catalogue.streams",
)  # fmt: skip
"""What a document without findings does without."""


STANDARD: Final = ("contextlib", "enum", "json", "re", "typing")
"""What a report as text of such a document does without besides (docs/adr/0017)."""


def modules(program: str, *arguments: str, cwd: Path | None = None) -> list[Any]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=cwd,
        env=kept,
    )
    told: list[Any] = literal_eval(done.stderr.splitlines()[-1])
    return told


def loaded(tmp_path: Path, text: str, form: str) -> tuple[object, set[str]]:
    """Return the exit code of a run over one file, and the modules that it loaded."""
    (tmp_path / "value.avsc").write_text(text, encoding="utf-8")
    code, names = modules(RUN, "lint", "--format", form, "value.avsc", cwd=tmp_path)
    return code, set(names)


def among(names: set[str], unwanted: tuple[str, ...]) -> list[str]:
    below = tuple(f"{name}." for name in unwanted)
    return sorted(n for n in names if n in unwanted or n.startswith(below))


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize(
    ("text", "exits_with"),
    [(CLEAN, 0), (WRONG, 1), (BROKEN, 1)],
    ids=["clean", "with findings", "cut off"],
)
def test_lint_loads_nothing_slow(
    tmp_path: Path, text: str, exits_with: int, form: str
) -> None:
    code, names = loaded(tmp_path, text, form)

    assert code == exits_with
    assert "avrotower.engine.run" in names
    assert among(names, SLOW + WITH_FINDINGS) == []


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_clean_document_needs_nothing_that_shows_findings(
    tmp_path: Path, form: str
) -> None:
    _, names = loaded(tmp_path, CLEAN, form)

    assert among(names, WHEN_CLEAN) == []


def test_a_clean_document_is_judged_without_the_slow_parts_of_the_standard_library(
    tmp_path: Path,
) -> None:
    (tmp_path / "avrotower.toml").write_text("edition = '2026'\n", encoding="utf-8")
    loaded(tmp_path, CLEAN, "text")  # the first run validates and keeps the policy

    _, names = loaded(tmp_path, CLEAN, "text")

    assert among(names, STANDARD) == []


@pytest.mark.parametrize("other", ["breaking", "explain", "rules"])
def test_a_command_loads_no_other_command(tmp_path: Path, other: str) -> None:
    (tmp_path / "value.avsc").write_text(CLEAN, encoding="utf-8")
    _, names = modules(RUN, "lint", "--quiet", cwd=tmp_path)

    assert "avrotower_cli.lint" in names
    assert f"avrotower_cli.{other}" not in names


def test_help_and_version_load_no_command() -> None:
    for arguments in (["--version"], ["--help"]):
        code, names = modules(RUN, *arguments)
        assert code == 0
        assert "avrotower_cli.lint" not in names
        assert "avrotower.catalogue" not in names


def test_a_policy_without_rules_of_its_own_loads_nothing_for_them(
    tmp_path: Path,
) -> None:
    (tmp_path / "avrotower.toml").write_text("edition = '2026'\n", encoding="utf-8")
    loaded(tmp_path, CLEAN, "text")  # the first run validates and keeps the policy

    _, names = loaded(tmp_path, CLEAN, "text")

    assert "avrotower.policy.load" in names
    assert among(names, ("avrotower.policy.custom", "pydantic", "signal")) == []


def test_a_policy_with_rules_of_its_own_loads_no_models(tmp_path: Path) -> None:
    text = f"plugins = ['acme.py']\n{ENTRY}"
    (tmp_path / "avrotower.toml").write_text(text, encoding="utf-8")
    (tmp_path / "acme.py").write_text(PLUGIN, encoding="utf-8")
    loaded(tmp_path, CLEAN, "text")

    _, names = loaded(tmp_path, CLEAN, "text")

    assert "avrotower.policy.custom.declared" in names
    assert among(names, ("pydantic", "dataclasses", "tomllib", "logging")) == []
