"""avrotower config update against a real server on this machine."""

import hashlib
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from program import Outcome, invoke

from avrotower.errors import PolicyError, SourceError
from avrotower.policy.load.update import MOST_BYTES
from avrotower_cli.fetch import TOKEN, getter

BASE = b"[lint]\nextend-ignore = ['DOC']\n"
NO_PROXY = {
    "http_proxy": None,
    "HTTP_PROXY": None,
    "all_proxy": None,
    "ALL_PROXY": None,
}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Policies(BaseHTTPRequestHandler):
    """Gives what `pages` has, and notes who asked for what."""

    pages: ClassVar[dict[str, bytes]] = {}
    asked: ClassVar[list[tuple[str, str | None]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["Authorization"]))
        if self.path.startswith("http://"):  # we are its proxy
            self._give(self.pages["/proxied"])
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/base.toml")
            self.end_headers()
        elif (
            self.path == "/closed" and self.headers["Authorization"] != "Bearer s3cret"
        ):
            self.send_error(401)
        elif self.path == "/silent":
            time.sleep(2)
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(20):
                self.wfile.write(b"#")
                time.sleep(0.1)
        elif self.path in self.pages:
            self._give(self.pages[self.path])
        else:
            self.send_error(404)

    def _give(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  its signature
        del format, args


class Server(ThreadingHTTPServer):
    """A server whose clients may leave at any time."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        del request, client_address


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in NO_PROXY:
        monkeypatch.delenv(name, raising=False)
    Policies.pages = {"/base.toml": BASE, "/closed": BASE}
    Policies.asked = []
    with Server(("127.0.0.1", 0), Policies) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def pinned(url: str, digest: str) -> str:
    return f'extends = [\n  "profile:strict",\n  {{ url = "{url}", sha256 = "{digest}" }},\n]\n'


def write(project: Path, text: str) -> None:
    (project / "avrotower.toml").write_text(text, encoding="utf-8")


def update(*arguments: str, **env: str | None) -> Outcome:
    return invoke("config", "update", *arguments, env=env)


def copies(project: Path) -> dict[str, bytes]:
    directory = project / ".avrotower/policies"
    return {path.name: path.read_bytes() for path in directory.glob("*")}


def test_a_policy_behind_a_url_is_fetched_and_kept(project: Path, server: str) -> None:
    write(project, pinned(f"{server}/base.toml", sha256(BASE)))
    before = invoke("config", "check")
    assert before.code == 2
    assert "run `avrotower config update`" in before.err

    done = update()

    assert (done.code, done.err) == (0, "")
    assert copies(project) == {f"{sha256(BASE)}.toml": BASE}
    first, second, third = done.out.splitlines()
    assert first == f"fetched: {server}/base.toml"
    assert second == f"  .avrotower/policies/{sha256(BASE)}.toml"
    assert third.startswith("avrotower.toml is fine: policy ")
    assert invoke("config", "check").code == 0


def test_a_copy_that_is_right_is_not_fetched_again(project: Path, server: str) -> None:
    write(project, pinned(f"{server}/base.toml", sha256(BASE)))
    update()

    assert update().out.startswith(f"up to date: {server}/base.toml")
    assert len(Policies.asked) == 1

    (project / f".avrotower/policies/{sha256(BASE)}.toml").write_bytes(b"altered = 1")
    assert update().out.startswith("fetched: ")
    assert copies(project) == {f"{sha256(BASE)}.toml": BASE}


def test_another_content_than_the_pinned_one_is_refused(
    project: Path, server: str
) -> None:
    write(project, pinned(f"{server}/base.toml", "0" * 64))

    done = update()

    assert done.code == 2
    assert done.err == (
        f"avrotower.toml:3:3: {server}/base.toml has another content than the pinned one: "
        f"its sha256 is {sha256(BASE)}; read what changed, then run "
        "`avrotower config update --refresh`, or write that digest here\n"
    )
    assert copies(project) == {}


def test_refresh_writes_the_digest_of_today(project: Path, server: str) -> None:
    text = "# ours\r\n" + pinned(f"{server}/base.toml", "0" * 64) + "# end\n"
    (project / "avrotower.toml").write_bytes(text.encode())

    done = update("--refresh")

    assert done.code == 0
    assert "its new digest is written into avrotower.toml" in done.out
    written = (project / "avrotower.toml").read_bytes().decode()
    assert written == text.replace("0" * 64, sha256(BASE))
    assert update().out.startswith("up to date: ")


def test_refresh_writes_into_pyproject_and_into_files_that_are_extended(
    project: Path, server: str
) -> None:
    Policies.pages["/other.toml"] = other = b"[lint]\nextend-ignore = ['NAM']\n"
    (project / "pyproject.toml").write_text(
        '[tool.avrotower]\nextends = ["team.toml", '
        f'{{ sha256 = "{"1" * 64}", url = "{server}/other.toml" }}]\n'
    )
    (project / "team.toml").write_text(pinned(f"{server}/base.toml", "2" * 64))

    assert update("--refresh").code == 0

    assert sha256(other) in (project / "pyproject.toml").read_text()
    assert sha256(BASE) in (project / "team.toml").read_text()


def test_policies_that_fetched_ones_extend_are_fetched_too(
    project: Path, server: str
) -> None:
    outer = pinned(f"{server}/base.toml", sha256(BASE)).encode()
    Policies.pages["/outer.toml"] = outer
    write(project, pinned(f"{server}/outer.toml", sha256(outer)))

    assert update().code == 0
    assert set(copies(project).values()) == {outer, BASE}


def test_what_a_fetched_policy_pins_only_its_owner_can_pin_anew(
    project: Path, server: str
) -> None:
    outer = pinned(f"{server}/base.toml", "0" * 64).encode()
    Policies.pages["/outer.toml"] = outer
    write(project, pinned(f"{server}/outer.toml", sha256(outer)))

    done = update("--refresh")

    assert done.code == 2
    assert "pins it, so its owner has to pin it anew" in done.err


def test_a_page_is_no_policy(project: Path, server: str) -> None:
    Policies.pages["/page"] = page = b"<!doctype html>\n<title>Sign in</title>"
    write(project, pinned(f"{server}/page", sha256(page)))

    done = update()

    assert done.code == 2
    assert "gives no TOML, but '<!doctype html>'" in done.err
    assert copies(project) == {}


def test_what_is_too_large_is_no_policy(project: Path, server: str) -> None:
    Policies.pages["/large"] = large = b"#" * (MOST_BYTES + 10)
    write(project, pinned(f"{server}/large", sha256(large)))

    done = update()

    assert done.code == 2
    assert f"is larger than {MOST_BYTES} bytes" in done.err


def test_a_fetched_policy_that_is_wrong_is_told_with_its_place(
    project: Path, server: str
) -> None:
    Policies.pages["/wrong"] = wrong = b"[lint]\nfail-onn = 'error'\n"
    write(project, pinned(f"{server}/wrong", sha256(wrong)))

    done = update()

    assert done.code == 2
    assert f'{sha256(wrong)}.toml:2:1: unknown key "fail-onn"' in done.err


def test_a_server_that_does_not_have_it_is_a_source_that_was_not_reached(
    project: Path, server: str
) -> None:
    write(project, pinned(f"{server}/gone", sha256(BASE)))

    done = update()

    assert done.code == 3
    assert f"avrotower.toml:3:3: {server}/gone answered 404" in done.err
    assert "is the address right?" in done.err


def test_nobody_at_the_port_is_a_source_that_was_not_reached(
    project: Path, server: str
) -> None:
    del server  # only for an environment without proxies
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    write(project, pinned(f"http://127.0.0.1:{port}/base.toml", sha256(BASE)))

    done = update()

    assert done.code == 3
    assert "cannot be fetched: " in done.err


@pytest.mark.parametrize("path", ["/silent", "/slow"])
def test_a_server_that_takes_too_long_is_given_up(server: str, path: str) -> None:
    get = getter({}, patience_s=0.5, longest_s=0.5)
    began = time.monotonic()

    with pytest.raises(SourceError, match="did not answer within"):
        get(f"{server}{path}", with_token=True)

    assert time.monotonic() - began < 1.9


def test_a_policy_that_moved_is_followed(project: Path, server: str) -> None:
    write(project, pinned(f"{server}/moved", sha256(BASE)))

    assert update().code == 0


def test_a_token_opens_what_is_closed(project: Path, server: str) -> None:
    write(project, pinned(f"{server}/closed", sha256(BASE)))

    refused = update()
    assert refused.code == 3
    assert f"answered 401 Unauthorized; set {TOKEN}" in refused.err

    assert update(**{TOKEN: "s3cret"}).code == 0
    assert "s3cret" not in refused.err


def test_only_servers_that_the_own_files_name_are_told_the_token(
    project: Path, server: str
) -> None:
    elsewhere = server.replace("127.0.0.1", "localhost")
    outer = pinned(f"{elsewhere}/base.toml", sha256(BASE)).encode()
    Policies.pages["/outer.toml"] = outer
    write(project, pinned(f"{server}/outer.toml", sha256(outer)))

    assert update(**{TOKEN: "s3cret"}).code == 0

    assert Policies.asked == [("/outer.toml", "Bearer s3cret"), ("/base.toml", None)]


def test_a_token_does_not_travel_in_the_open() -> None:
    get = getter({TOKEN: "s3cret"})

    with pytest.raises(PolicyError, match="sent over https only"):
        get("http://policy.example.com/base.toml", with_token=True)


def test_the_usual_variable_names_the_proxy(
    project: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Policies.pages["/proxied"] = BASE
    monkeypatch.setenv("http_proxy", server)
    write(project, pinned("http://policy.example.com/base.toml", sha256(BASE)))

    assert update().code == 0
    assert Policies.asked[0][0] == "http://policy.example.com/base.toml"


def test_a_digest_of_another_form_leads_nowhere(project: Path, server: str) -> None:
    write(project, pinned(f"{server}/base.toml", "../../elsewhere"))

    done = update("--refresh")

    assert done.code == 2
    assert "sha256" in done.err
    assert Policies.asked == []


def test_without_anything_to_fetch_it_says_so(project: Path) -> None:
    nothing = update()
    assert nothing.code == 2
    assert "there is no avrotower.toml here or above" in nothing.err

    write(project, "version = 1\n")
    done = update()
    assert done.code == 0
    assert "extends nothing behind a URL" in done.out


def test_another_file_can_be_named(project: Path, server: str) -> None:
    path = project / "policies.toml"
    path.write_text(pinned(f"{server}/base.toml", sha256(BASE)))

    assert update("--config", "policies.toml").code == 0
    assert copies(project) == {f"{sha256(BASE)}.toml": BASE}


# The environment


@pytest.mark.parametrize(
    "command",
    [
        ("lint",),
        ("breaking", "--against", "dir:."),
        ("fix",),
        ("format",),
        ("init",),
        ("baseline", "write"),
        ("waiver", "list"),
        ("config", "check"),
        ("config", "show"),
        ("config", "update"),
        ("explain", "a.avsc:1:1"),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("project")
def test_a_variable_that_names_no_key_stops_every_command(
    command: tuple[str, ...],
) -> None:
    done = invoke(*command, env={"AVROTOWER_REGISTRY__ULR": "http://registry"})

    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "the environment variable AVROTOWER_REGISTRY__ULR names no key; "
        'did you mean "AVROTOWER_REGISTRY__URL"?\n'
    )


def test_a_variable_that_is_right_or_somebody_else_s_stops_nothing(
    project: Path,
) -> None:
    (project / "a-value.avsc").write_text('"string"')
    env = {
        "AVROTOWER_REGISTRY__URL": "http://registry",
        "AVROTOWER_PORT_8081_TCP": "tcp://10.0.0.1:8081",
        "OTHER__THING": "1",
    }

    done = invoke("lint", "--select", "AVR", env=env)

    assert (done.code, done.err) == (0, "")
