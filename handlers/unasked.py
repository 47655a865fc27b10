"""Days that nobody was asked for: each is recorded with its reason, and nothing is sent for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from handlers.guards import rhythm_now
from handlers.turn import Moment, deliver, invitation
from score.cadence import Rhythm, missed, slot_on
from storage import checkins, people
from storage.store import Store
from storage.tables import Cause, Delivery, DeliveryState, DueDay, Person, Place, Team

AT_ONCE = 5
"""Days of one person that one transaction records at most, so that a long outage does not hold the writer for long."""


def skipped(moment: Moment, place: Place, person: Person, day: date, why: Cause) -> Delivery:
    """The prompt of a day that is not sent, with its reason."""
    about = {"person": person.id, "day": day.isoformat()}
    planned = deliver(moment, place, "checkin.invite", about, once=invitation(person.id, day))
    planned.state, planned.settled_at, planned.reason = DeliveryState.SKIPPED, moment.at, why
    return planned


def due_days(moment: Moment, person: Person, teams: Sequence[Team], day: date, prompt: Delivery | None) -> list[DueDay]:
    """That a check-in was due, in each team that the person is in on that day, and which prompt asks for it."""
    return [
        DueDay(
            id=moment.id(),
            workspace_id=person.workspace_id,
            team_id=team.id,
            person_id=person.id,
            local_date=day,
            invited_by=prompt.id if prompt else None,
        )
        for team in teams
    ]


@dataclass(frozen=True)
class CaughtUp:
    """What was recorded of somebody's past days. `rest` is the oldest that is still to be, None when all are."""

    records: Sequence[Delivery]
    rhythm: Rhythm
    rest: date | None


def catch_up(
    moment: Moment, store: Store, person: Person, rhythm: Rhythm, teams: Sequence[Team], limit: int = AT_ONCE
) -> CaughtUp:
    """Record up to `limit` of the days that are over and that nobody asked `person` for, oldest first.

    What was answered all the same needs no record. Where some are left, the person stays due, for the oldest of them.
    """
    days = list(islice(missed(rhythm, person.next_due_at, moment.at), limit + 1))
    if not days:
        return CaughtUp((), rhythm, None)
    now, rest = days[:limit], days[limit] if len(days) > limit else None
    place = people.direct_place(store, person)
    records = [_record(moment, store, person, place, day, teams) for day in now] if place else []
    store.change(person, asked_for=now[-1])
    if rest is not None:
        store.change(person, next_due_at=slot_on(rhythm, rest))
    return CaughtUp([one for one in records if one], replace(rhythm, asked_for=now[-1]), rest)


def _record(
    moment: Moment, store: Store, person: Person, place: Place, day: date, teams: Sequence[Team]
) -> Delivery | None:
    answered = checkins.of_day(store, person, day) is not None
    record = None if answered else skipped(moment, place, person, day, Cause.MISSED)
    store.keep(*due_days(moment, person, teams, day, record))
    return record


def settle(moment: Moment, store: Store, person: Person) -> None:
    """Record all of them before something changes of when the person is asked: what it was until then, holds for them.

    Nothing in the ordinary run of things: only who comes in first after an outage has such days.
    """
    if person.next_due_at is None or person.next_due_at >= moment.at:
        return
    rhythm = rhythm_now(store, person, moment.at, back=moment.at - person.next_due_at)
    if next(missed(rhythm, person.next_due_at, moment.at), None) is None:
        return
    teams = people.teams_of(store, person)
    done = catch_up(moment, store, person, rhythm, teams)
    store.keep(*done.records)
    while done.rest is not None:
        done = catch_up(moment, store, person, done.rhythm, teams)
        store.keep(*done.records)
