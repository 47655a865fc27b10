"""Who opens what names others behind a team's figures: it is kept for those who are named, and for nobody else.

What is opened is a change therefore, and not a look: nothing named is shown before it is kept that it was opened
(docs/decisions/0032). Who opens it is looked up outside the writer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.turn import Answer, How, Refused, Reply, Turn
from storage import people, sightings
from storage.sightings import Opening
from storage.store import Store
from storage.tables import Detail, Sighting


@dataclass(frozen=True)
class Opens:
    """What somebody is about to see, and the ids of those whom it names."""

    answer: Answer
    opening: Opening
    named: tuple[str, ...]


def need_opening(turn: Turn, store: Store, what: Detail) -> Opening:
    """The team and the days that a button names; those of a team that is not theirs to see are not there."""
    try:
        team_id, first, last = turn.value.split(" ")
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise Refused("home.not_there") from None
    team = next((one for one in people.teams_seen_by(store, turn.person) if one.id == team_id), None)
    if team is None:
        raise Refused("home.not_there")
    return Opening(turn.person, team, what, *days)


def opens(opening: Opening, shows: str, named: Iterable[str]) -> Opens | Answer:
    """What is to be kept before the view `shows` is; the answer alone where it names nobody else."""
    days = {"first": opening.first.isoformat(), "last": opening.last.isoformat()}
    answer = Answer(How.CARD, shows, {"team": opening.team.id, **days})
    others = sorted({*named} - {opening.by.id})
    return Opens(answer, opening, tuple(others)) if others else answer


def keep(turn: Turn, store: Store, found: Opens) -> Reply:
    """Keep it, and show what was asked for."""
    opening = found.opening
    again = set(sightings.again(store, opening, found.named, turn.at))
    store.keep(*[_anew(turn, opening, one) for one in found.named if one not in again])
    return Reply(found.answer)


def _anew(turn: Turn, opening: Opening, person_id: str) -> Sighting:
    return Sighting(
        id=turn.id(),
        workspace_id=opening.team.workspace_id,
        person_id=person_id,
        by_id=opening.by.id,
        team_id=opening.team.id,
        what=opening.what,
        first_day=opening.first,
        last_day=opening.last,
        seen_at=turn.at,
    )
