"""A registry that others used before, made empty through its own API."""

import itertools
import json
import secrets
from typing import Final
from urllib.parse import quote

from registry_call import Call, Names, Server, delete, get, register

PROBE: Final = "probe"
_ROUNDS: Final = 30
"""A chain of references falls one subject a round."""
_NUMBER: Final = itertools.count()
_RUN: Final = secrets.token_hex(3)


def empty(server: Server) -> None:
    """Delete every subject, context, config and mode of *server*.

    Raises:
        AssertionError: If something stays that no further delete removes.
    """
    contexts = [c for c in server.send(get("/contexts")).body if c != "."]
    left = _subjects(server)
    scopes = [quote(name, safe="") for name in (*left, *(f":{c}:" for c in contexts))]
    # Modes first, because a read-only subject keeps its config.
    written = sorted(server.settings, key=lambda path: "/config" in path)
    named = [f"/{k}/{s}" for k in ("mode", "config") for s in (":.__GLOBAL:", *scopes)]
    for path in ("/mode", *named, *written, "/config"):
        server.send(delete(path))
    server.settings.clear()
    for _ in range(_ROUNDS):
        if not left:
            break
        for name in left:
            path = f"/subjects/{quote(name, safe='')}"
            server.send(delete(path))
            server.send(delete(f"{path}?permanent=true"))
        left = _subjects(server)
    assert not left, f"{server.url} keeps {left}"
    for name in contexts:
        server.send(delete(f"/contexts/{quote(name, safe='')}"))


def _subjects(server: Server) -> list[str]:
    return list(server.send(get("/subjects?deleted=true&subjectPrefix=:*:")).body)


def fresh_names(server: Server) -> Names:
    """Return what symbols mean on *server* from now on."""
    number = next(_NUMBER)
    return Names(highest_id(server, f"{_RUN}{number}"), f"{_RUN}{number}")


def highest_id(server: Server, token: str) -> int:
    """Return the highest id that the default context has given, by giving one."""
    schema = json.dumps({"type": "fixed", "name": f"Probe{token}", "size": 1})
    answer = server.send(register(PROBE, schema))
    assert answer.status == 200, (server.url, answer)
    for more in ("", "?permanent=true"):
        server.send(Call("DELETE", f"/subjects/{PROBE}{more}"))
    return int(answer.body["id"])
