"""Two hundred clients that register in one subject at the same moment."""

import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from embedded import embedded
from registry_call import Call, Server

THREADS = 200
EACH = 3
SHARED = 20
"""So many schemas are registered by several clients."""


def fixed(name: str) -> str:
    return f'{{"type":"fixed","name":"{name}","size":1}}'


def grown(count: int) -> str:
    fields = ",".join(
        f'{{"name":"f{place}","type":"int","default":0}}' for place in range(count)
    )
    return f'{{"type":"record","name":"Order","fields":[{fields}]}}'


def same_and_different(thread: int, turn: int) -> str:
    if turn == 0:
        return fixed(f"Own{thread}")
    return fixed(f"Shared{(thread + turn) % SHARED}")


def that_follow_each_other(thread: int, turn: int) -> str:
    return grown((thread * EACH + turn) % 40)


def in_each_others_way(thread: int, turn: int) -> str:
    """Half of them cannot follow the other half."""
    return f'"{("int", "string", "long", "bytes")[(thread + turn) % 4]}"'


def race(
    server: Server, subject: str, text: Callable[[int, int], str]
) -> list[tuple[int, Any]]:
    """Return what each registration was answered."""
    begin = threading.Barrier(THREADS)
    answers: list[tuple[int, Any]] = []

    def register(thread: int) -> None:
        with Server(server.url) as own:
            begin.wait()
            for turn in range(EACH):
                path = f"/subjects/{subject}/versions"
                found = own.send(Call("POST", path, {"schema": text(thread, turn)}))
                answers.append((found.status, found.body))

    threads = [threading.Thread(target=register, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize(
    ("level", "text", "statuses"),
    [
        ("NONE", same_and_different, {200}),
        ("FULL", that_follow_each_other, {200}),
        ("BACKWARD", in_each_others_way, {200, 409}),
    ],
    ids=["same and different", "following", "refused"],
)
def test_nothing_is_given_twice_and_no_version_is_left_out(
    tmp_path: Path, level: str, text: Callable[[int, int], str], statuses: set[int]
) -> None:
    with embedded(str(tmp_path / "r.db")) as url, Server(url) as server:
        server.send(Call("PUT", "/config", {"compatibility": level}))
        answers = race(server, "orders", text)
        listed = server.send(Call("GET", "/subjects/orders/versions")).body

    made = [body for status, body in answers if status == 200]
    texts = {body["schema"] for body in made}
    assert len(answers) == THREADS * EACH
    assert {status for status, _ in answers} == statuses
    # One version and one id for each text, however often it was sent.
    assert len({(b["version"], b["id"], b["schema"]) for b in made}) == len(texts)
    assert Counter(b["version"] for b in made).keys() == set(listed)
    assert listed == list(range(1, len(texts) + 1))
    assert {b["id"] for b in made} == set(listed)
