"""The first words to somebody who is new: what this is, who sees what, how to stop, and their part in the score."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.cards import Card
from handlers.guards import ScoreNow, rhythm_now, score_now
from handlers.turn import Answer, Gone, How, Moment, Reader, Reply, Turn, greeting, stand
from handlers.views import welcome as view
from score.cadence import Due, Rhythm, decide, local_day, rhythm_of
from score.spacing import greets_at, reaches_until
from storage import absences, deliveries, people
from storage.store import Store
from storage.tables import Absence, Delivery, Person, Place, Role, Shown, Team, Wording

TRY_AGAIN = timedelta(days=1)
"""When it is looked again for somebody who has no hour in sight, or nowhere to be reached (`comes_into_reach`)."""

JUST_BEFORE = timedelta(milliseconds=1)
"""By how much a welcome is planned before what else comes at that hour: it is the first thing that somebody reads."""


# Once, and before anything else


def greet(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Welcome everybody who is new, at their hour of their first working day; nobody is asked before that."""
    new = people.to_greet(store, workspace_id, moment.at, limit)
    if not new:
        return Reply()
    away: dict[str, list[Absence]] = {}
    for one in absences.of_people(store, workspace_id, [person.id for person in new], moment.at.date() - TRY_AGAIN):
        away.setdefault(one.person_id, []).append(one)
    teams = people.teams_by_person(store, workspace_id, [person.id for person in new])
    places = people.direct_places(store, workspace_id, new)
    rhythms = [rhythm_of(person, away.get(person.id, ()), teams[person.id]) for person in new]
    planned = [
        _greet_one(moment, person, rhythm, places.get(person.id)) for person, rhythm in zip(new, rhythms, strict=True)
    ]
    store.change_all(new, "greet_at", "greeted_on", "next_due_at")
    return Reply(
        deliveries=[delivery for _, delivery in filter(None, planned)],
        shown=[shown for shown, _ in filter(None, planned)],
        served=len(new),
    )


def _greet_one(moment: Moment, person: Person, rhythm: Rhythm, place: Place | None) -> tuple[Shown, Delivery] | None:
    """The welcome of one person, if it is their hour; what changes of them is kept with the others."""
    at = greets_at(rhythm, moment.at)
    if place is None or at != moment.at:
        _wait(person, rhythm, moment.at, at if place else None)
        return None
    person.greet_at, person.greeted_on = None, local_day(moment.at, person.time_zone)
    before = replace(moment, at=moment.at - JUST_BEFORE)
    shown, delivery = stand(before, place, "welcome.card", {"person": person.id}, subject=greeting(person))
    delivery.not_after = reaches_until(rhythm, moment.at)
    return shown, delivery


def _wait(person: Person, rhythm: Rhythm, now: datetime, at: datetime | None) -> None:
    """Look again at `at`; whoever was not welcomed is not asked either, and no check-in of theirs is due."""
    person.greet_at = at or now + TRY_AGAIN
    if person.next_due_at is not None and person.next_due_at <= now:
        person.next_due_at = decide(rhythm, now).next_at


def comes_into_reach(store: Store, person: Person, now: datetime) -> None:
    """Somebody who may have waited for a place has one: the next tick welcomes them, and asks them if it is their hour.

    Who was looked at before is served as who has the place when the roster comes.
    """
    if person.greet_at is None or person.greet_at <= now:
        return
    store.change(person, greet_at=now)
    if person.next_due_at is not None and decide(rhythm_now(store, person, now), now).due is Due.ASK:
        store.change(person, next_due_at=now)


# Again, and confirmed


def show(turn: Turn, _store: Store) -> Reply:
    """Say again what this is, and who sees what."""
    return Reply(Answer(How.CARD, "welcome.card", {"person": turn.person.id}))


def confirm(turn: Turn, store: Store, _: None = None) -> Reply:
    """Keep that the zone and the hours are right."""
    if turn.person.hours_right_at is None:
        store.change(turn.person, hours_right_at=turn.at, zone_assumed=False)
    subject = greeting(turn.person)
    deliveries.amend(store, turn.person.workspace_id, subject)
    standing = deliveries.shown(store, turn.person.workspace_id, turn.place.id, subject)
    if standing is not None:
        return Reply(Answer(How.STANDS, shown_id=standing.id))
    return Reply(Answer(How.CARD, "welcome.card", {"person": turn.person.id}))


def draw_card(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The welcome as it stands now, by what its reader is to whom."""
    person = reader.person
    if person is None or person.id != about["person"]:
        raise Gone(about["person"])
    roles = {role: people.teams_as(store, person, role) for role in Role}
    shared = people.teams_of(store, person)
    newcomer = view.Newcomer(person, shared, roles)
    return view.card(_with_lines(store, newcomer))


def _with_lines(store: Store, newcomer: view.Newcomer) -> view.Newcomer:
    """The same with their part in the score: the open priorities that they own, then those of the teams whose work they
    share. Who has none is shown what the teams play from that they coach or observe.
    """
    person = newcomer.person
    now = score_now(store, person.workspace_id)
    if now is None:
        return replace(newcomer, has_score=False)
    mine = _lines_of(now, newcomer.shares, person)
    looked_at = [team for role in (Role.COACH, Role.OBSERVER) for team in newcomer.teams(role)]
    return replace(newcomer, lines=mine, looked_at=() if mine else _lines_of(now, looked_at))


def _lines_of(now: ScoreNow, teams: Sequence[Team], owner: Person | None = None) -> list[Wording]:
    parts = {team.part for team in teams}
    owner_id = owner.id if owner else ""
    near = [line for line in now.index.priorities if line.owner_id == owner_id or line.part in parts]
    return sorted(near, key=lambda line: (line.owner_id != owner_id, line.position))
