"""Questions about what comes to somebody who did not ask for it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, func, or_, select, update

from storage.people import places_of
from storage.store import Store, given, given_list
from storage.tables import Delivery, DeliveryState, Person, Place, PlaceKind, Shown, beside_ids

CAME = (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN)
"""States of a message that came, will come, or may have come."""

_PLACES = select(Place).where(Place.workspace_id == given("workspace"), col(Place.id).in_(given_list("places")))


def places(store: Store, workspace_id: str, place_ids: Sequence[str]) -> list[Place]:
    """These places of the workspace."""
    return store.find(_PLACES, {"workspace": workspace_id, "places": place_ids})


_PEOPLE_AT = (
    select(Place.id, Person)
    .join(Person, col(Person.id) == Place.person_id)
    .where(
        Place.workspace_id == given("workspace"),
        col(Place.id).in_(given_list("places")),
        Place.kind == PlaceKind.DIRECT,
    )
)


def people_at(store: Store, workspace_id: str, place_ids: Sequence[str]) -> dict[str, Person]:
    """Who is reached alone at each of these places."""
    return dict(store.find(_PEOPLE_AT, {"workspace": workspace_id, "places": place_ids}))


_UNASKED = select(
    col(Delivery.place_id),
    func.coalesce(Delivery.sending_at, Delivery.not_before),
    col(Delivery.occasion),
).where(
    beside_ids(Delivery.workspace_id) == given("workspace"),
    col(Delivery.place_id).in_(given_list("places")),
    col(Delivery.planned_at) >= given("since"),
    Delivery.occasion != "",
    col(Delivery.state).in_(CAME),
)


def unasked(
    store: Store, workspace_id: str, person_ids: Sequence[str], since: datetime
) -> list[tuple[str, datetime, str]]:
    """What was planned since then for each of these people who did not ask for it: when it came or will, and why.

    Over all the places at which they are reached alone.
    """
    whose = {one.id: one.person_id or "" for one in places_of(store, workspace_id, person_ids)}
    wanted = {"workspace": workspace_id, "places": list(whose), "since": since}
    return [(whose[place_id], at, occasion) for place_id, at, occasion in store.find(_UNASKED, wanted)]


_LAST = (
    select(Delivery, Shown)
    .join(Shown, col(Shown.id) == Delivery.shown_id, isouter=True)
    .where(
        beside_ids(Delivery.workspace_id) == given("workspace"),
        col(Delivery.place_id).in_(given_list("places")),
        Delivery.occasion != "",
        col(Delivery.state).in_([DeliveryState.SENT, DeliveryState.UNCERTAIN]),
    )
    .order_by(col(Delivery.planned_at).desc(), col(Delivery.id).desc())
    .limit(1)
)


def last_unasked(store: Store, person: Person) -> tuple[Delivery, Shown | None] | None:
    """The last message that came to somebody who had not asked for it, with what it shows."""
    places = [one.id for one in places_of(store, person.workspace_id, [person.id])]
    return store.first(_LAST, {"workspace": person.workspace_id, "places": places})


_ASKED = (
    select(Delivery.id)
    .where(
        beside_ids(Delivery.workspace_id) == given("workspace"),
        col(Delivery.place_id).in_(given_list("places")),
        col(Delivery.planned_at) >= given("since"),
        Delivery.view == "checkin.invite",
        col(Delivery.state).in_(CAME),
        or_(col(Delivery.state) != DeliveryState.PLANNED, col(Delivery.expires_at) > given("now")),
    )
    .limit(1)
)


def was_asked(store: Store, person: Person, since: datetime, now: datetime) -> bool:
    """Whether a morning prompt that was planned since then came to somebody, or still may."""
    places = [one.id for one in places_of(store, person.workspace_id, [person.id])]
    wanted = {"workspace": person.workspace_id, "places": places, "since": since, "now": now}
    return store.first(_ASKED, wanted) is not None


_WITHDRAW_ABOUT = (
    update(Delivery)
    .where(
        beside_ids(Delivery.workspace_id) == given("workspace"),
        col(Delivery.shown_id).in_(
            select(Shown.id).where(Shown.workspace_id == given("workspace"), Shown.subject == given("of"))
        ),
        col(Delivery.state) == DeliveryState.PLANNED,
    )
    .values(state=DeliveryState.SKIPPED, settled_at=given("now"), reason=given("why"))
)


def withdraw_about(store: Store, workspace_id: str, subject: str, now: datetime, why: str) -> None:
    """Leave what is planned about a subject unsent."""
    store.run(_WITHDRAW_ABOUT, {"workspace": workspace_id, "of": subject, "now": now, "why": why})


_WITHDRAW = (
    update(Delivery)
    .where(
        beside_ids(Delivery.workspace_id) == given("workspace"),
        col(Delivery.place_id).in_(
            select(Place.id).where(
                Place.workspace_id == given("workspace"),
                Place.person_id == given("person"),
                Place.kind == PlaceKind.DIRECT,
            )
        ),
        col(Delivery.state) == DeliveryState.PLANNED,
        col(Delivery.occasion).in_(given_list("occasions")),
    )
    .values(state=DeliveryState.SKIPPED, settled_at=given("now"), reason=given("why"))
)


def withdraw(store: Store, person: Person, occasions: Sequence[str], now: datetime, why: str) -> None:
    """Leave what waits for somebody on these occasions unsent."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "occasions": occasions}
    store.run(_WITHDRAW, {**wanted, "now": now, "why": why})
