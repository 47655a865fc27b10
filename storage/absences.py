"""Questions about the days on which people are away."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from storage.store import Store, given, given_list
from storage.tables import Absence, Person

_OF_PEOPLE = (
    select(Absence)
    .where(
        Absence.workspace_id == given("workspace"),
        col(Absence.person_id).in_(given_list("people")),
        col(Absence.last_day) >= given("since"),
    )
    .order_by(col(Absence.first_day), col(Absence.id))
)


def of_people(store: Store, workspace_id: str, person_ids: Sequence[str], since: date) -> list[Absence]:
    """The absences of these people that are not over before `since`, by their first day."""
    return store.find(_OF_PEOPLE, {"workspace": workspace_id, "people": person_ids, "since": since})


def of(store: Store, person: Person, since: date) -> list[Absence]:
    """The absences of `person` that are not over before `since`, by their first day."""
    return of_people(store, person.workspace_id, [person.id], since)


_OF_EVENTS = (
    select(Absence)
    .where(
        Absence.workspace_id == given("workspace"),
        col(Absence.event).in_(given_list("events")),
        col(Absence.last_day) >= given("since"),
    )
    .order_by(col(Absence.first_day), col(Absence.id))
)


def of_events(store: Store, workspace_id: str, events: Sequence[str], since: date) -> list[Absence]:
    """The absences of these calendar events, whoever they are of, that are not over before `since`, by their first day.

    Events go by the digests of their UIDs.
    """
    return store.find(_OF_EVENTS, {"workspace": workspace_id, "events": events, "since": since})
