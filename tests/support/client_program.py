"""Programs with other people's clients, and what they print, made comparable."""

import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from registry_call import Server
from registry_reset import highest_id

PROGRAMS: Final = Path(__file__).parent.parent / "integration" / "clients"
STEP_S: Final = 120
BUILD_S: Final = 900
"""The first build fetches what the client needs."""
_ID: Final = re.compile(r"\bid (\d+)\b")
_GUID: Final = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")

CACHE: Final = Path(
    os.environ.get("UPSTREAMS_CACHE") or Path.home() / ".cache" / "upstreams"
)
"""Where real servers are kept, too."""


class Client(NamedTuple):
    """A client of a Schema Registry: its name, and what makes it ready.

    The latter returns how the program is started, or skips the test in one line.
    """

    name: str
    command: Callable[[], Sequence[str]]
    steps: Sequence[str] = ("produce", "evolve", "consume", "refuse")
    """Each is a process of its own, so that no client lives on what it remembers."""


def python(module: str, name: str) -> Sequence[str]:
    """Return how a program in Python is started, by the Python of the tests."""
    pytest.importorskip(module, reason=f"{module} is not installed")
    return [sys.executable, str(PROGRAMS / "python" / f"{name}.py")]


def node(name: str) -> Sequence[str]:
    def build(folder: Path) -> None:
        quiet = ("--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error")
        _run_or_skip(["npm", "install", *quiet], folder)

    _needs("node", "npm")
    return ["node", str(_built("node", build) / f"{name}.js")]


def go(name: str) -> Sequence[str]:
    def build(folder: Path) -> None:
        _run_or_skip(["go", "build", "-o", "bin/", "./confluent", "./franz"], folder)

    _needs("go", "gcc")
    return [str(_built("go", build) / "bin" / name)]


def flink() -> Sequence[str]:
    def build(folder: Path) -> None:
        goal = ("dependency:copy-dependencies", "-DoutputDirectory=libs")
        _run_or_skip(["mvn", "-q", "-B", *goal], folder)
        _run_or_skip(["javac", "-d", "flink", "-cp", "libs/*", "Flink.java"], folder)

    _needs("java", "javac", "mvn")
    folder = _built("java", build)
    return ["java", "-cp", f"{folder}/flink:{folder}/libs/*", "Flink"]


def serializers() -> Sequence[str]:
    """Return how the Java serializers are started.

    They are in no package index, but beside the reference, which is built with them.
    """
    servers = sorted(CACHE.glob("confluent-v8.*"))
    if not servers:
        pytest.skip("confluent: the Java serializers are built with the server")
    theirs = f"{servers[-1]}/target/classes:{servers[-1]}/libs/*"

    def build(folder: Path) -> None:
        compile_ = ("javac", "-d", "serializers", "-cp", theirs, "Serializers.java")
        _run_or_skip(compile_, folder)

    _needs("java", "javac")
    folder = _built("java", build, "serializers")
    return ["java", "-cp", f"{folder}/serializers:{theirs}", "Serializers"]


def _needs(*tools: str) -> None:
    for tool in tools:
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")


def _built(language: str, build: Callable[[Path], None], name: str = "") -> Path:
    """Return where the programs of *language* are ready; built when they change.

    They are built beside it first, so that a half-built one is never used.
    """
    source = PROGRAMS / language
    digest = hashlib.sha256()
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        digest.update(path.read_bytes())
    folder = CACHE / f"client-{name or language}-{digest.hexdigest()[:12]}"
    if not folder.exists():
        scratch = folder.with_suffix(f".{os.getpid()}")
        shutil.copytree(source, scratch)
        try:
            build(scratch)
            scratch.rename(folder)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return folder


def _run_or_skip(command: Sequence[str], folder: Path) -> None:
    """Run a step of a build; a package that cannot be had skips the test."""
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=BUILD_S,
    )
    if done.returncode:
        said = (done.stderr + done.stdout).strip().splitlines()
        pytest.skip(f"{' '.join(command[:2])}: {said[0] if said else 'failed'}")


def life(client: Client, url: str, directory: Path) -> str:
    """Return what the program of *client* prints at *url*, step by step.

    Ids are counted from where the registry stood.
    Names that are new in each run, so that no earlier run is found again, are
    `shop`, and guids, which depend on them, are `GUID`.
    """
    token = f"t{secrets.token_hex(4)}"
    command = client.command()
    with Server(url) as server:
        before = highest_id(server, token)
    for name, text in _schemas(token).items():
        (directory / f"{name}.avsc").write_text(text, encoding="utf-8")
    shown: list[str] = []
    for step in client.steps:
        done = subprocess.run(
            [*command, url, f"{token}.stock", str(directory), step],
            capture_output=True,
            text=True,
            check=False,
            timeout=STEP_S,
        )
        assert done.returncode == 0, f"{step}\n{done.stdout}\n{done.stderr}"
        shown.append(f"── {step}\n{done.stdout}")
    text = "".join(shown).replace(token, "shop").replace(url, "URL")
    text = _GUID.sub("GUID", text)
    return _ID.sub(lambda found: f"id {int(found[1]) - before}", text)


def _schemas(token: str) -> dict[str, str]:
    store = {"name": "store", "type": "string"}
    quantity = {"name": "quantity", "type": "long"}
    unit = {"name": "unit", "type": "string", "default": "piece"}
    named: dict[str, list[dict[str, Any]]] = {
        "v1": [store, quantity],
        "v2": [store, quantity, unit],
        "refused": [store, quantity | {"type": "string"}],
        "invalid": [store, quantity | {"type": "longing"}],
    }
    return {
        name: json.dumps(
            {"type": "record", "name": "Stock", "namespace": token, "fields": fields}
        )
        for name, fields in named.items()
    }
