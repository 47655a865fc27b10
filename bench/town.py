"""An organisation large enough to measure on: one team for every eight people, the example's score."""

from datetime import UTC, datetime
from random import Random
from typing import Any

from bot import example
from handlers.loading import load
from handlers.turn import Moment
from score.language import read
from storage.store import Store
from storage.tables import (
    Account,
    Connection,
    Door,
    Membership,
    Noun,
    Person,
    Place,
    PlaceKind,
    Role,
    Team,
    Workspace,
)

NOW = datetime(2027, 3, 9, 10, tzinfo=UTC)
TASKS = (
    "Book the visit at Mill Lane",
    "Order door seals for the Fenwick oven",
    "Sort the van leasing papers",
    "Ring Harbour Street about a date for the visit",
    "Get Station Road baking again today",
    "Talk Ashgrove through a cold start by phone",
)

NAMES: dict[Door, dict[str, str]] = {
    Door.WEB: {"U": "{0}", "D": "{0}", "C": "{0}"},
    Door.SLACK: {"U": "U0{1}", "D": "D0{1}", "C": "C0{1}"},
    Door.TEAMS: {"U": "entra-{0}", "D": "a:{0}", "C": "19:{0}@thread.tacv2"},
}
"""What platforms call a person, their direct conversation and a channel, by handle in small letters and in capitals."""


def build(store: Store, people: int, name: str = "", of: Door = Door.SLACK) -> Connection:
    """Write an organisation of that many people; the owners whom the score names are among them.

    All are in the Slack workspace or the Teams tenant `name` if one is named, else at the browser's door.
    """
    now = Moment(NOW, Random(1))
    workspace = Workspace(id=now.id(), name="Town", example=True, created_at=now.at)
    door, name = (of, name) if name else (Door.WEB, "demo")
    connection = Connection(id=now.id(), workspace_id=workspace.id, door=door, external_id=name)
    ours: dict[str, Any] = {"workspace_id": workspace.id, "connection_id": connection.id}
    nouns: list[Noun] = [workspace, connection]
    team = None

    def at(kind: str, name: str) -> str:
        return NAMES[door][kind].format(name, name.upper())

    owners = ["ines", "otto", "selma", "tomas", "mira"]
    for n in range(people):
        handle = owners[n] if n < len(owners) else f"p{n}"
        if team is None or n % 8 == 0:
            team = Team(id=now.id(), workspace_id=workspace.id, handle=f"t{n}", name=f"Team {n}", part="service")
            channel = Place(
                id=now.id(),
                external_id=at("C", f"t{n}"),
                kind=PlaceKind.CHANNEL,
                name=f"t{n}",
                team_id=team.id,
                **ours,
            )
            nouns += [team, channel]
        person = Person(id=now.id(), workspace_id=workspace.id, handle=handle, name=handle.title())
        member = Membership(
            id=now.id(), workspace_id=workspace.id, team_id=team.id, person_id=person.id, role=Role.MEMBER
        )
        account = Account(id=now.id(), external_id=at("U", handle), person_id=person.id, **ours)
        direct = Place(
            id=now.id(),
            external_id=at("D", handle),
            kind=PlaceKind.DIRECT,
            name=handle,
            person_id=person.id,
            **ours,
        )
        nouns += [person, member, account, direct]
    store.keep(*nouns)
    load(now, store, workspace.id, read((example.FOLDER / "score.yml").read_bytes(), "score.yml"))
    return connection


def handles(people: int) -> list[str]:
    """The handles of everybody in a town of that size."""
    return ["ines", "otto", "selma", "tomas", "mira", *(f"p{n}" for n in range(5, people))][:people]
