"""One job that two teams seem to do: shown to who leads them, answered by each, and remembered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from handlers.cards import Card
from handlers.doubled import doubled
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import same_jobs as view
from score.cadence import local_day
from storage import people
from storage import same_jobs as kept
from storage.store import Store
from storage.tables import JobAnswer, Person, PlaceKind, Role, Team

SAID = {"one": True, "no": False}
"""What can be said of two jobs."""


def show(turn: Turn, store: Store) -> Reply:
    """Show who leads a team which of its jobs look like one of another team's."""
    team = _need_lead(turn, store, turn.value)
    return Reply(_card(team))


def _card(team: Team) -> Answer:
    return Answer(How.CARD, "same_jobs.card", {"team": team.id})


def _need_lead(turn: Turn, store: Store, team_id: str) -> Team:
    """A team that the person leads; who only sees it is told for whom it is."""
    team = _led(store, turn.person, team_id)
    if team is None:
        sees = team_id in {one.id for one in people.teams_seen_by(store, turn.person)}
        raise Refused("same_jobs.may_not" if sees else "home.not_there")
    return team


def _led(store: Store, person: Person, team_id: str) -> Team | None:
    return next((one for one in people.teams_as(store, person, Role.MANAGER) if one.id == team_id), None)


def _day(of: Turn | Reader, person: Person) -> date:
    return local_day(of.at, person.time_zone)


def draw_card(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The jobs of a team that look like another's, for who leads it and reads alone."""
    person = reader.person if reader.place.kind is PlaceKind.DIRECT else None
    team = _led(store, person, about["team"]) if person else None
    if person is None or team is None:
        raise Gone(about["team"])
    return view.card(doubled(store, team, _day(reader, person)), person)


def draw_may_not(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """It is for who leads the team."""
    return view.may_not()


@dataclass(frozen=True)
class Said:
    """What somebody says of two jobs."""

    team: Team
    pair: str
    is_one: bool


def consider_answer(turn: Turn, store: Store) -> Said:
    """Of which two jobs what is said, if they look like one still."""
    team_id, pair, said = [*turn.value.split(" "), "", "", ""][:3]
    team = _need_lead(turn, store, team_id)
    shown = {one.twice.pair for one in doubled(store, team, _day(turn, turn.person))}
    if pair not in shown or said not in SAID:
        raise Refused("home.not_there")
    return Said(team, pair, SAID[said])


def answer(turn: Turn, store: Store, said: Said) -> Reply:
    """Keep what somebody says of two jobs; the last word of each holds."""
    before = kept.answer_of(store, turn.person, said.pair)
    if before is not None:
        store.change(before, is_one=said.is_one, said_at=turn.at)
    else:
        new = JobAnswer(
            id=turn.id(),
            workspace_id=turn.person.workspace_id,
            pair=said.pair,
            person_id=turn.person.id,
            is_one=said.is_one,
            said_at=turn.at,
        )
        store.keep(new)
    return Reply(_card(said.team))
