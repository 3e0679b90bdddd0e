"""A plan on its way into a registry: what is done, and where it stops."""

import json
from collections.abc import Callable

import httpx
import pytest
from held_registry import Held, refuse, registry

from avrotower.engine.plan import Change
from avrotower.registry.applying import Application, Outcome

LEVEL = Change("a-value", "compatibility", "BACKWARD", "FULL", "event")
MODE = Change("a-key", "mode", "READWRITE", "READONLY", "frozen key")
BOTH = (LEVEL, MODE)


def applied(held: Held, *changes: Change) -> Application:
    with registry(held) as asked:
        application = Application(asked, changes or BOTH, lambda _: None)
        list(application.run())
    return application


def states(application: Application) -> list[str]:
    return [outcome.state for outcome in application.outcomes]


def writes(held: Held) -> list[tuple[str, object]]:
    return [
        (request.url.path, json.loads(request.content))
        for request in held.asked
        if request.method == "PUT"
    ]


def on_put(held: Held, answer: Callable[[httpx.Request], httpx.Response]) -> None:
    """Let the first subject's level be read as ever, and written as *answer* does."""

    def give(request: httpx.Request) -> httpx.Response:
        if request.method == "PUT":
            return answer(request)
        return held.answer(request)

    held.instead["/config/a-value"] = give


def test_every_change_is_written_and_read_back() -> None:
    held = Held()

    application = applied(held)

    assert states(application) == ["done", "done"]
    assert application.left == ()
    assert writes(held) == [
        ("/config/a-value", {"compatibility": "FULL"}),
        ("/mode/a-key", {"mode": "READONLY"}),
    ]


def test_a_value_that_changed_meanwhile_stops_before_anything_is_sent() -> None:
    held = Held()
    held.records["/config/a-value"] = {"compatibilityLevel": "NONE"}

    application = applied(held)

    assert states(application) == ["changed meanwhile"]
    assert "NONE now" in application.outcomes[0].said
    assert application.left == (MODE,)
    assert writes(held) == []


def test_the_first_refusal_stops() -> None:
    held = Held()
    on_put(held, lambda _: refuse(422, 42205, "Operation not permitted"))

    application = applied(held)

    assert states(application) == ["refused"]
    assert "42205" in application.outcomes[0].said
    assert application.left == (MODE,)
    assert len(writes(held)) == 1


@pytest.mark.parametrize("is_written", [True, False])
def test_a_lost_answer_is_unknown_and_never_sent_again(*, is_written: bool) -> None:
    held = Held()

    def lose(request: httpx.Request) -> httpx.Response:
        if is_written:
            held.answer(request)
        raise httpx.ReadError("gone")

    on_put(held, lose)

    application = applied(held)

    (outcome,) = application.outcomes
    assert outcome.state == "unknown"
    assert f"tells {'FULL' if is_written else 'BACKWARD'} now" in outcome.said
    assert len(writes(held)) == 1


def test_an_error_of_the_server_may_have_been_written_all_the_same() -> None:
    held = Held()
    on_put(held, lambda _: refuse(500, 50001, "store"))

    assert states(applied(held)) == ["unknown"]
    assert len(writes(held)) == 1


def test_a_registry_that_is_gone_afterwards_leaves_it_unknown() -> None:
    held = Held()

    def lose(_: httpx.Request) -> httpx.Response:
        held.instead["/config/a-value"] = lambda _: refuse(404, 40404, "gone")
        raise httpx.ReadError("gone")

    on_put(held, lose)

    (outcome,) = applied(held).outcomes
    assert outcome.state == "unknown"
    assert outcome.is_unanswered
    assert "reading it back failed" in outcome.said


def test_a_registry_that_says_yes_and_does_nothing_is_found_out() -> None:
    held = Held()
    on_put(held, lambda _: httpx.Response(200, json={"compatibility": "FULL"}))

    application = applied(held)

    assert states(application) == ["differs"]
    assert "still tells BACKWARD" in application.outcomes[0].said
    assert application.left == (MODE,)


def test_another_node_may_hear_of_it_a_little_later() -> None:
    held = Held()
    pauses: list[float] = []

    def later(request: httpx.Request) -> httpx.Response:
        stale = httpx.Response(200, json={"compatibilityLevel": "BACKWARD"})
        is_old = request.method == "GET" and not pauses
        given = held.answer(request)
        return stale if is_old else given

    held.instead["/config/a-value"] = later

    with registry(held) as asked:
        application = Application(asked, [LEVEL], pauses.append)
        list(application.run())

    assert states(application) == ["done"]
    assert pauses == [0.2]


def test_a_value_that_cannot_be_read_is_not_written() -> None:
    held = Held()
    held.instead["/config/a-value"] = lambda _: refuse(403, 40301, "no")

    application = applied(held)

    assert states(application) == ["not reached"]
    assert application.outcomes[0].is_unanswered
    assert writes(held) == []


def test_who_is_interrupted_between_two_writes_knows_what_is_done() -> None:
    held = Held()
    with registry(held) as asked:
        application = Application(asked, BOTH)
        run = application.run()
        next(run)
        held.instead["/mode/a-key"] = interrupted
        with pytest.raises(KeyboardInterrupt):
            next(run)

    assert application.outcomes == [Outcome(LEVEL, "done")]
    assert application.left == (MODE,)


def test_who_is_interrupted_in_a_write_knows_that_it_is_unknown() -> None:
    held = Held()
    on_put(held, interrupted)

    with registry(held) as asked:
        application = Application(asked, BOTH)
        with pytest.raises(KeyboardInterrupt):
            list(application.run())

    assert states(application) == ["unknown"]
    assert application.left == (MODE,)


def interrupted(_: httpx.Request) -> httpx.Response:
    raise KeyboardInterrupt
