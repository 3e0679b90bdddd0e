"""STM019 application-id-duplicate."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from avrotower.finding import Finding, Location, Related
from avrotower.rule import Bad, Context, Good, Options, Rule
from avrotower.schema.model import Schema

if TYPE_CHECKING:  # only where applications are declared
    from avrotower.topology import Topology

_Id: TypeAlias = tuple[str, str, int]
"""An id, the application that has it, and its number there."""


def check(schema: Schema, context: Context[Options]) -> Iterator[Finding]:
    """An application id belongs to one application, and no other id begins with it.

    Two applications with one id share a consumer group and steal each other's partitions.
    Internal topics are called after the id and a hyphen, so an id that continues another one has the same names.
    """
    del schema
    topology = context.topology
    if topology is None:
        return
    known: list[_Id] = []
    for app in topology.apps:
        for number, word in enumerate(app.ids):
            here = word, app.name, number
            for there in known:
                told = _told(here, there)
                if told:
                    yield context.finding(
                        at=_place(topology, here),
                        message=told,
                        related=[Related("the other one", _place(topology, there))],
                        detail=(there[0],),
                    )
            known.append(here)


def _place(topology: "Topology", found: _Id) -> Location:
    word, app, number = found
    at = "apps", app, "application-ids", number
    return topology.place(at, f"apps.{app}.{word}")


def _told(here: _Id, there: _Id) -> str:
    """Return what is wrong with two ids, empty where they can be told apart."""
    (own, app, _), (other, other_app, _) = here, there
    if own == other:
        return (
            f"{own} is used by {other_app} and {app}; it must be unique in the cluster. "
            f"Give {app} an id of its own"
        )
    for short, long in ((own, other), (other, own)):
        if long.startswith(f"{short}-"):
            return (
                f"{short} is a prefix of {long}; their internal topics cannot be told "
                "apart. Give one of them another id"
            )
    return ""


RULE = Rule(
    code="STM019",
    name="application-id-duplicate",
    roles=frozenset(),
    inputs={"project"},
    profile="minimal",
    place="topology",
    check=check,
    good=(
        Good("""[apps.engine]
            application-ids = ["engine-v4", "engine-v5"]
            [apps.watch]
            application-ids = ["watch-v1"]"""),
    ),
    bad=(
        Bad(
            """[apps.engine]
            application-ids = ["engine-v4"]
            [apps.watch]
            application-ids = ["watch-v1", "engine-v4"]""",
            at="/apps/watch/application-ids/1",
            says="engine-v4 is used by engine and watch; it must be unique in the cluster",
        ),
        Bad(
            """[apps.engine]
            application-ids = ["engine"]
            [apps.watch]
            application-ids = ["engine-watch"]""",
            at="/apps/watch/application-ids/0",
            says="engine is a prefix of engine-watch; their internal topics cannot be "
            "told apart",
        ),
    ),
    sources=("Kafka Streams configuration, application.id",),
)
