#!/usr/bin/env python3
"""Apache Kafka for integration tests: one KRaft node, from Maven's jars, without docker.

    kafka.py start  --dir DIR [--port PORT] [--version V] [--set KEY=VALUE ...]
    kafka.py status --dir DIR
    kafka.py stop   --dir DIR

DIR belongs to one broker: configuration, data, log and pid file lie there.
`start` prints the bootstrap address, also when that broker already runs; port 0 takes a free one.
Data survive `stop`. Remove DIR for an empty broker.
Needs Linux, `java` (17 or newer) and, for the first start of a version, `mvn`.
Jars are kept in $UPSTREAMS_CACHE, by default ~/.cache/upstreams.

Exit codes: 0 done or running, 1 failed, 2 wrong usage, 3 not running (`status`).
"""

import argparse
import base64
import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Generator
from pathlib import Path
from typing import Any, TypeAlias

VERSION = "4.4.0"
HOST = "127.0.0.1"
READY = "Kafka Server started"  # logged by KafkaRaftServer once the broker is unfenced
START_SECONDS = 60
STOP_SECONDS = 20

POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>upstreams</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>{version}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
"""

# Small and quick instead of replicated: one node holds every internal topic, in one partition.
SETTINGS = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "offsets.topic.num.partitions": "1",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.num.partitions": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.num.partitions": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    "log.cleaner.dedupe.buffer.size": "4194304",
}

JVM = [
    "-Xms128m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-Djava.net.preferIPv4Stack=true",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss,SSS",
]


State: TypeAlias = dict[str, Any]


class FailureError(Exception):
    """A message for the user; ends the command with exit code 1."""


class Broker:
    """The broker of one folder. All state is in the folder, none in this object."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.config = self.folder / "server.properties"
        self.data = self.folder / "data"
        self.log = self.folder / "kafka.log"
        self.state = self.folder / "broker.json"

    def running(self) -> State | None:
        """{"pid", "port", "version"} of the live broker; None if there is none."""
        try:
            state: State = json.loads(self.state.read_text())
            with contextlib.suppress(ChildProcessError):
                os.waitpid(
                    state["pid"], os.WNOHANG
                )  # a child of ours that ended would look alive
            os.kill(state["pid"], 0)
            command = Path(f"/proc/{state['pid']}/cmdline").read_bytes()
        except (OSError, ValueError, KeyError):
            return None
        if (
            command and str(self.config).encode() not in command
        ):  # empty for a moment after the start
            return None  # the number belongs to another process by now
        return state

    def start(self, port: int, version: str, settings: dict[str, str]) -> State:
        state = self.running() or self.launch(port, version, settings)
        if port not in (0, state["port"]):
            raise FailureError(
                f"the broker in {self.folder} runs on port {state['port']}, not {port}"
            )
        self.wait_ready()
        return state

    def launch(self, port: int, version: str, settings: dict[str, str]) -> State:
        need("java")
        port = port or free_port()
        if port_open(port):
            raise FailureError(f"port {port} is taken by another process")
        classpath = f"{jars(version)}/*"
        self.write_config(port, settings)
        if not (self.data / "meta.properties").exists():
            self.format(classpath)
        with self.log.open("wb") as log:
            process = subprocess.Popen(
                ["java", *JVM, "-cp", classpath, "kafka.Kafka", str(self.config)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )
        state = {"pid": process.pid, "port": port, "version": version}
        self.state.write_text(json.dumps(state))
        return state

    def write_config(self, port: int, settings: dict[str, str]) -> None:
        # The quorum is static, so that the controller may take another port at each start.
        controller = free_port()
        own = {
            "listeners": f"PLAINTEXT://{HOST}:{port},CONTROLLER://{HOST}:{controller}",
            "advertised.listeners": f"PLAINTEXT://{HOST}:{port}",
            "controller.quorum.voters": f"1@{HOST}:{controller}",
            "log.dirs": str(self.data),
        }
        lines = SETTINGS | own | settings
        self.config.write_text(
            "".join(f"{key}={value}\n" for key, value in lines.items())
        )

    def format(self, classpath: str) -> None:
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        done = subprocess.run(
            ["java", *JVM, "-cp", classpath, "kafka.tools.StorageTool",
             "format", f"--cluster-id={cluster}", f"--config={self.config}"],
            capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise FailureError(
                f"formatting {self.data} failed:\n{done.stdout}{done.stderr}"
            )

    def wait_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while READY not in (log := self.log.read_text(errors="replace")):
            ended = not self.running()
            if ended or time.monotonic() > deadline:
                self.stop()
                problem = (
                    "the broker ended"
                    if ended
                    else f"not ready after {START_SECONDS} s"
                )
                raise FailureError(
                    "\n".join(
                        [f"{problem}; end of {self.log}:", *log.splitlines()[-20:]]
                    )
                )
            time.sleep(0.05)

    def stop(self) -> bool:
        """True if a broker was running; it is gone when this returns."""
        state = self.running()
        if state:
            deadline = time.monotonic() + STOP_SECONDS
            with contextlib.suppress(ProcessLookupError):
                os.kill(state["pid"], signal.SIGTERM)
                while self.running():
                    if time.monotonic() > deadline:
                        os.kill(state["pid"], signal.SIGKILL)
                    time.sleep(0.05)
        self.state.unlink(missing_ok=True)
        return state is not None


def jars(version: str) -> Path:
    """Folder with Kafka's jars and all that they need at run time; Maven fills it once per version."""
    cache = Path(
        os.environ.get("UPSTREAMS_CACHE") or Path.home() / ".cache" / "upstreams"
    ).resolve()
    folder = cache / f"kafka-{version}"
    with locked(cache / f"kafka-{version}.lock"):
        if not folder.exists():
            resolve(version, folder)
    return folder


def resolve(version: str, folder: Path) -> None:
    need("mvn")
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        pom = Path(scratch, "pom.xml")
        pom.write_text(POM.format(version=version))
        done = subprocess.run(
            ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies",
             "-DincludeScope=runtime", f"-DoutputDirectory={scratch}/lib"],
            capture_output=True, text=True,
        )  # fmt: skip
        if done.returncode:
            raise FailureError(
                f"Maven could not resolve Kafka {version}:\n{done.stdout}{done.stderr}"
            )
        Path(scratch, "lib").rename(folder)


@contextlib.contextmanager
def locked(path: Path) -> Generator[None]:
    """One process at a time; the operating system frees the lock when its holder ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def need(program: str) -> None:
    if not shutil.which(program):
        raise FailureError(f"{program} is not installed, or not in PATH")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def port_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def setting(text: str) -> tuple[str, str]:
    key, found, value = text.partition("=")
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    return key.strip(), value.strip()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=["start", "stop", "status"])
    parser.add_argument("--dir", type=Path, required=True, help="the broker's folder")
    parser.add_argument(
        "--port",
        type=int,
        default=0,
        help="start: port of the broker (default: a free one)",
    )
    parser.add_argument(
        "--version",
        default=VERSION,
        help="start: version of Kafka (default: %(default)s)",
    )
    parser.add_argument("--set", type=setting, action="append", default=[], metavar="KEY=VALUE",
                        help="start: one more broker setting, may be repeated")  # fmt: skip
    args = parser.parse_args()
    broker = Broker(args.dir)
    try:
        return run(broker, args)
    except FailureError as failure:
        print(f"kafka.py: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(
            "kafka.py: interrupted; `stop` ends a broker that was starting",
            file=sys.stderr,
        )
        return 130


def run(broker: Broker, args: argparse.Namespace) -> int:
    if args.command == "status":
        state = broker.running()
        print(
            f"{HOST}:{state['port']} pid {state['pid']} Kafka {state['version']}"
            if state
            else "not running"
        )
        return 0 if state else 3
    with locked(broker.folder / "lock"):
        if args.command == "start":
            print(
                f"{HOST}:{broker.start(args.port, args.version, dict(args.set))['port']}"
            )
        else:
            print("stopped" if broker.stop() else "was not running")
    return 0


if __name__ == "__main__":
    sys.exit(main())
