"""What of a workspace decides what it is sent next, to be played in a store that is thrown away afterwards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import col, or_, select

from storage.store import Store, given, given_list
from storage.tables import (
    Absence,
    Account,
    CheckIn,
    Connection,
    Delivery,
    DeliveryState,
    Membership,
    Noun,
    Person,
    Place,
    Sending,
    Shown,
    Sitting,
    Team,
    Workspace,
    beside_ids,
)

_WORKSPACE = select(Workspace).where(Workspace.id == given("workspace"))
_CONNECTIONS = select(Connection).where(Connection.workspace_id == given("workspace"))
_TEAMS = select(Team).where(beside_ids(Team.workspace_id) == given("workspace"), col(Team.id).in_(given_list("teams")))
_MEMBERSHIPS = select(Membership).where(
    Membership.workspace_id == given("workspace"),
    or_(col(Membership.team_id).in_(given_list("teams")), col(Membership.person_id).in_(given_list("people"))),
)
_PLACES = select(Place).where(
    Place.workspace_id == given("workspace"),
    or_(col(Place.team_id).in_(given_list("teams")), col(Place.person_id).in_(given_list("people"))),
)


def _of_people(noun: Any, *also: Any) -> Any:
    theirs = (noun.workspace_id == given("workspace"), col(noun.person_id).in_(given_list("people")))
    return select(noun).where(*theirs, *also)


_ACCOUNTS, _ABSENCES = _of_people(Account), _of_people(Absence)
_SITTINGS = _of_people(Sitting, col(Sitting.due_at).is_not(None))
_CHECKINS = _of_people(CheckIn, col(CheckIn.local_date) >= given("day"))
_PERSONS = select(Person).where(
    beside_ids(Person.workspace_id) == given("workspace"), col(Person.id).in_(given_list("people"))
)
_SENDINGS = select(Sending).where(
    beside_ids(Sending.workspace_id) == given("workspace"), col(Sending.id).in_(given_list("ids"))
)
_SENT = select(Delivery).where(
    beside_ids(Delivery.workspace_id) == given("workspace"),
    col(Delivery.place_id).in_(given_list("places")),
    col(Delivery.planned_at) >= given("since"),
)
_STANDS = select(Shown).where(
    beside_ids(Shown.workspace_id) == given("workspace"), col(Shown.id).in_(given_list("ids"))
)


def rows_of(
    store: Store, workspace_id: str, person_ids: Sequence[str], team_ids: Sequence[str], since: datetime
) -> list[Noun]:
    """Of these people and teams all that decides what is sent to them: their hours, what they answered from the day of
    `since` on, and what was planned for them from then on.

    What these nouns refer to beyond that is not among them.
    """
    wanted = {
        "workspace": workspace_id,
        "people": list(person_ids),
        "teams": list(team_ids),
        "since": since,
        "day": since.date(),
    }
    found: list[Noun] = []
    question: Any
    for question in (_WORKSPACE, _CONNECTIONS, _PERSONS, _ACCOUNTS, _TEAMS, _MEMBERSHIPS, _ABSENCES, _CHECKINS):
        found += store.find(question, wanted)
    places, sittings = store.find(_PLACES, wanted), store.find(_SITTINGS, wanted)
    sent = store.find(_SENT, {**wanted, "places": [one.id for one in places]})
    stands = [one.shown_id for one in sent if one.shown_id]
    sendings = [one.sending_id for one in sittings if one.sending_id]
    found += [*places, *sittings, *sent]
    shown = store.find(_STANDS, {**wanted, "ids": stands}) if stands else []
    return [*found, *shown, *(store.find(_SENDINGS, {**wanted, "ids": sendings}) if sendings else [])]


_PLANNED = (
    select(Delivery)
    .where(
        Delivery.workspace_id == given("workspace"),
        col(Delivery.state).in_([DeliveryState.PLANNED, DeliveryState.SKIPPED]),
        col(Delivery.planned_at) >= given("since"),
    )
    .order_by(col(Delivery.not_before), col(Delivery.id))
)


def planned_since(store: Store, workspace_id: str, since: datetime) -> list[Delivery]:
    """What was planned in a workspace since then and was not sent, by when it comes; what was left is among it."""
    return store.find(_PLANNED, {"workspace": workspace_id, "since": since})


_NEXT_SITTING = (
    select(Sitting.due_at)
    .where(
        Sitting.workspace_id == given("workspace"),
        col(Sitting.due_at) > given("after"),
    )
    .order_by(col(Sitting.due_at))
    .limit(1)
)


def next_sitting(store: Store, workspace_id: str, after: datetime) -> datetime | None:
    """When a lesson is offered or comes back next, later than `after`."""
    return store.first(_NEXT_SITTING, {"workspace": workspace_id, "after": after})
