"""To whom somebody may send a lesson, and whom one that was sent is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.guards import score_now
from handlers.views.lessons import Reach
from score.cadence import local_day
from storage import learning, people
from storage.store import Store
from storage.tables import Person, Sending, Team, Wording


def reach(store: Store, person: Person, at: datetime) -> Reach:
    """To whom `person` may send: coaches to the people of their teams, who answers for the strategy to owners."""
    teams = learning.coached_by(store, person)
    others = learning.people_of(store, person.workspace_id, teams, local_day(at, person.time_zone)) if teams else []
    return Reach(
        teams,
        [one for one in others if one.id != person.id],
        owners=person.is_strategy_owner or person.is_admin,
    )


@dataclass(frozen=True)
class To:
    """To whom a lesson goes: the team, the person or the line that was chosen, and the people that this means."""

    to: Team | Person | Wording | None
    people: Sequence[Person]


def people_meant(store: Store, reach: Reach, said: str, day: date) -> To:
    """The team or the person that a field names, if they are within reach, and whom that means."""
    kind, id = said.partition(" ")[::2]
    if kind == "team":
        team = next((one for one in reach.teams if one.id == id), None)
        return To(team, learning.people_of(store, team.workspace_id, [team], day) if team else [])
    person = next((one for one in reach.people if kind == "person" and one.id == id), None)
    return To(person, [person] if person else [])


def owners(store: Store, line: Wording) -> list[Person]:
    """Who answers for a line: its owner and their deputy, those who are still there."""
    ids = dict.fromkeys(one for one in (line.owner_id, line.deputy_id) if one)
    found = [people.person(store, line.workspace_id, id) for id in ids]
    return [one for one in found if one is not None and one.left_at is None]


def of_sending(store: Store, sent: Sending, sender: Person, at: datetime) -> To:
    """To whom a sending goes, as far as its sender may still send to them."""
    within = reach(store, sender, at)
    if sent.line_id is None:
        said = f"team {sent.team_id}" if sent.team_id else f"person {sent.person_id}"
        return people_meant(store, within, said, local_day(at, sender.time_zone))
    now = score_now(store, sent.workspace_id) if within.owners else None
    line = now.wordings.get(sent.line_id) if now else None
    return To(line, owners(store, line) if line else [])
