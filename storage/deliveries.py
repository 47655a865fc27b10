"""Questions about what goes out, what stands, and what was already answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import aliased
from sqlmodel import col, or_, select, update

from storage.store import Store, given, given_list
from storage.tables import Delivery, DeliveryState, Place, Received, Shown

LEASE = timedelta(seconds=60)
"""How long a claimed delivery may take; after that nobody knows whether it went out."""


_ANSWERED = select(Received).where(Received.id == given("key"), Received.workspace_id == given("workspace"))


def answered(store: Store, workspace_id: str, key: str) -> Received | None:
    """What was answered to the arrival with this dedupe key."""
    return store.first(_ANSWERED, {"workspace": workspace_id, "key": key})


_STANDING = (
    select(Delivery, Shown)
    .join(Shown, col(Shown.id) == Delivery.shown_id, isouter=True)
    .where(
        Delivery.workspace_id == given("workspace"),
        Delivery.place_id == given("place"),
        Delivery.state == DeliveryState.SENT,
    )
    .order_by(col(Delivery.planned_at).desc(), col(Delivery.id).desc())
    .limit(given("limit"))
)


def standing(store: Store, workspace_id: str, place_id: str, limit: int) -> list[tuple[Delivery, Shown | None]]:
    """The last `limit` messages of a place that were sent, oldest first, each with what it should show now."""
    wanted = {"workspace": workspace_id, "place": place_id, "limit": limit}
    return [(delivery, shown) for delivery, shown in reversed(store.find(_STANDING, wanted))]


_MESSAGE = (
    select(Delivery, Shown)
    .join(Shown, col(Shown.id) == Delivery.shown_id, isouter=True)
    .where(Delivery.workspace_id == given("workspace"), Delivery.id == given("delivery"))
)


def message(store: Store, workspace_id: str, delivery_id: str) -> tuple[Delivery, Shown | None] | None:
    """One message, with what it should show now."""
    return store.first(_MESSAGE, {"workspace": workspace_id, "delivery": delivery_id})


_IN_DOUBT = select(Delivery.id).where(
    Delivery.workspace_id == given("workspace"),
    Delivery.id == given("delivery"),
    Delivery.state == DeliveryState.UNCERTAIN,
)


def is_in_doubt(store: Store, workspace_id: str, delivery_id: str) -> bool:
    """Whether nobody knows of a message if it went out."""
    return store.first(_IN_DOUBT, {"workspace": workspace_id, "delivery": delivery_id}) is not None


_MESSAGE_OF = (
    select(Delivery, Shown)
    .join(Shown, col(Shown.id) == Delivery.shown_id)
    .where(Delivery.workspace_id == given("workspace"), Shown.id == given("shown"))
)


def message_of(store: Store, workspace_id: str, shown_id: str) -> tuple[Delivery, Shown] | None:
    """The message that one Shown is about."""
    return store.first(_MESSAGE_OF, {"workspace": workspace_id, "shown": shown_id})


_SHOWN = select(Shown).where(
    Shown.workspace_id == given("workspace"), Shown.place_id == given("place"), Shown.subject == given("subject")
)


def shown(store: Store, workspace_id: str, place_id: str, subject: str) -> Shown | None:
    """The message about `subject` that stands in a place."""
    wanted = {"workspace": workspace_id, "place": place_id, "subject": subject}
    return store.first(_SHOWN, wanted)


_own, _above = aliased(Shown), aliased(Shown)
_UNDER = (
    select(Delivery, Shown)
    .join(Shown, col(Shown.id) == Delivery.shown_id)
    .where(
        Shown.workspace_id == given("workspace"), Shown.under == given("shown"), Delivery.state == DeliveryState.SENT
    )
    .order_by(col(Delivery.planned_at), col(Delivery.id))
)


def under(store: Store, workspace_id: str, shown_id: str) -> list[tuple[Delivery, Shown]]:
    """The messages that were sent into the thread of one, oldest first."""
    return [(delivery, shown) for delivery, shown in store.find(_UNDER, {"workspace": workspace_id, "shown": shown_id})]


_THREAD = (
    select(_above.reference)
    .join(_own, col(_own.under) == _above.id)
    .where(_own.workspace_id == given("workspace"), _own.id == given("shown"))
)


def thread_of(store: Store, delivery: Delivery) -> str | None:
    """The platform's name for the message in whose thread `delivery` belongs; None where it stands by itself."""
    wanted = {"workspace": delivery.workspace_id, "shown": delivery.shown_id}
    return store.first(_THREAD, wanted) if delivery.shown_id else None


_AMEND = (
    update(Shown)
    .where(col(Shown.workspace_id) == given("workspace"), col(Shown.subject) == given("of"))
    .values(wanted=Shown.wanted + 1)
)


def amend(store: Store, workspace_id: str, subject: str) -> None:
    """Every message about `subject`, wherever it stands, should be drawn again."""
    store.run(_AMEND, {"workspace": workspace_id, "of": subject})


_PLANNED = (
    select(Delivery)
    .join(Place, col(Place.id) == Delivery.place_id)
    .join(_own, col(_own.id) == Delivery.shown_id, isouter=True)
    .join(_above, col(_above.id) == _own.under, isouter=True)
    .where(
        Delivery.workspace_id == given("workspace"),
        Delivery.state == DeliveryState.PLANNED,
        col(Delivery.not_before) <= given("now"),
        col(Place.connection_id).in_(given_list("connections")),
        or_(col(_own.under).is_(None), col(_above.reference).is_not(None)),
    )
    .order_by(col(Delivery.not_before), col(Delivery.id))
    .limit(given("limit"))
)


def planned(
    store: Store, workspace_id: str, connection_ids: Sequence[str], now: datetime, limit: int
) -> list[Delivery]:
    """Up to `limit` deliveries for places on these connections that may be sent at `now`, oldest first.

    What belongs under a message waits until that one stands.
    """
    wanted = {"workspace": workspace_id, "connections": connection_ids, "now": now, "limit": limit}
    return store.find(_PLANNED, wanted)


Outgoing = tuple[Delivery, Place, Shown | None]
"""A delivery, where it goes, and what should stand there if it can be amended."""

_CLAIM = (
    update(Delivery)
    .where(
        col(Delivery.workspace_id) == given("workspace"),
        col(Delivery.id).in_(given_list("ids")),
        col(Delivery.state) == DeliveryState.PLANNED,
    )
    .values(state=DeliveryState.SENDING, attempt=Delivery.attempt + 1, sending_at=given("now"))
    .returning(col(Delivery.id))
)
_CLAIMED = (
    select(Delivery, Place, Shown)
    .join(Place, col(Place.id) == Delivery.place_id)
    .join(Shown, col(Shown.id) == Delivery.shown_id, isouter=True)
    .where(Delivery.workspace_id == given("workspace"), col(Delivery.id).in_(given_list("ids")))
    .order_by(col(Delivery.not_before), col(Delivery.id))
)


def claim(store: Store, workspace_id: str, ids: Sequence[str], now: datetime) -> list[Outgoing]:
    """Move planned deliveries to `sending`; gives those that this call moved, and nobody else did before."""
    moved = store.connection.scalars(_CLAIM, {"workspace": workspace_id, "ids": ids, "now": now})
    wanted = {"workspace": workspace_id, "ids": list(moved)}
    return [(delivery, place, shown) for delivery, place, shown in store.find(_CLAIMED, wanted)]


_ATTEMPTED = update(Delivery).where(
    col(Delivery.workspace_id) == given("workspace"),
    col(Delivery.id) == given("one"),
    col(Delivery.state).in_([DeliveryState.SENDING, DeliveryState.UNCERTAIN, DeliveryState.PLANNED]),
    col(Delivery.attempt) == given("tried"),
)
_SETTLE = _ATTEMPTED.values(state=given("becomes"), settled_at=given("now"), reason=given("why"))
_PLAN_AGAIN = _ATTEMPTED.values(state=DeliveryState.PLANNED, not_before=given("then"), reason=given("why"))


def settle(
    store: Store,
    delivery: Delivery,
    state: DeliveryState,
    at: datetime,
    reason: str = "",
    *,
    not_before: datetime | None = None,
) -> bool:
    """Move one delivery on from the attempt it was claimed for; False when somebody else has settled it.

    `not_before` is when one that is planned again may be sent.
    """
    one = {"workspace": delivery.workspace_id, "one": delivery.id, "tried": delivery.attempt, "why": reason}
    if state is DeliveryState.PLANNED:
        moved = store.run(_PLAN_AGAIN, {**one, "then": not_before or at})
    else:
        moved = store.run(_SETTLE, {**one, "becomes": state, "now": at})
    return moved == 1


_RELEASE = _ATTEMPTED.values(
    state=DeliveryState.PLANNED, attempt=Delivery.attempt - 1, not_before=given("then"), reason=given("why")
)


def release(store: Store, delivery: Delivery, not_before: datetime, reason: str) -> bool:
    """Give a claimed delivery back of which nothing went out: it is planned again, and the attempt does not count.

    The attempt's number is used again. That is safe: whoever gives one back has nothing under way for it.
    """
    one = {"workspace": delivery.workspace_id, "one": delivery.id, "tried": delivery.attempt, "why": reason}
    return store.run(_RELEASE, {**one, "then": not_before}) == 1


_PLANNED_ONCE = select(Delivery).where(Delivery.workspace_id == given("workspace"), Delivery.once == given("key"))


def planned_once(store: Store, workspace_id: str, once: str) -> Delivery | None:
    """The delivery that was planned under this key, whatever became of it."""
    return store.first(_PLANNED_ONCE, {"workspace": workspace_id, "key": once})


_UNCERTAIN = (
    select(Delivery, Place, Shown)
    .join(Place, col(Place.id) == Delivery.place_id)
    .join(Shown, col(Shown.id) == Delivery.shown_id, isouter=True)
    .where(
        Delivery.workspace_id == given("workspace"),
        Delivery.state == DeliveryState.UNCERTAIN,
        col(Delivery.not_before) <= given("now"),
        col(Delivery.sending_at) < given("before"),
        col(Place.connection_id).in_(given_list("connections")),
    )
    .order_by(col(Delivery.not_before), col(Delivery.id))
    .limit(given("limit"))
)


def uncertain(
    store: Store, workspace_id: str, connection_ids: Sequence[str], now: datetime, before: datetime, limit: int
) -> list[Outgoing]:
    """Deliveries on these connections of which nobody knows whether they went out, begun before `before`.

    Those that were looked for in vain are left out until their `not_before`.
    """
    wanted = {"workspace": workspace_id, "connections": connection_ids, "now": now, "before": before, "limit": limit}
    return [(delivery, place, shown) for delivery, place, shown in store.find(_UNCERTAIN, wanted)]


_OVERDUE = (
    select(Delivery)
    .where(
        Delivery.workspace_id == given("workspace"),
        Delivery.state == DeliveryState.SENDING,
        col(Delivery.sending_at) < given("before"),
    )
    .limit(given("limit"))
)


def overdue(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Delivery]:
    """Deliveries whose sender never came back within its lease."""
    return store.find(_OVERDUE, {"workspace": workspace_id, "before": now - LEASE, "limit": limit})


_STANDS = (
    update(Shown)
    .where(col(Shown.workspace_id) == given("workspace"), col(Shown.id) == given("one"))
    .values(reference=given("known_as"), shows=given("showing"))
)


def stands(store: Store, workspace_id: str, shown_id: str, reference: str, shows: int) -> None:
    """A message stands under the platform's `reference` and shows that many amendments."""
    wanted = {"workspace": workspace_id, "one": shown_id, "known_as": reference, "showing": shows}
    store.run(_STANDS, wanted)


_TO_AMEND = (
    select(Delivery, Place, Shown)
    .join(Shown, col(Delivery.shown_id) == Shown.id)
    .join(Place, col(Place.id) == Shown.place_id)
    .where(
        Shown.workspace_id == given("workspace"),
        col(Place.connection_id).in_(given_list("connections")),
        col(Shown.reference).is_not(None),
        col(Shown.wanted) != Shown.shows,
    )
    .order_by(col(Shown.id))
    .limit(given("limit"))
)


def to_amend(store: Store, workspace_id: str, connection_ids: Sequence[str], limit: int) -> list[Outgoing]:
    """Messages that stand on these connections and should show something newer."""
    wanted = {"workspace": workspace_id, "connections": connection_ids, "limit": limit}
    return [(delivery, place, shown) for delivery, place, shown in store.find(_TO_AMEND, wanted)]


_LAST_ARRIVED = (
    select(Received.at).where(Received.workspace_id == given("workspace")).order_by(col(Received.at).desc()).limit(1)
)
_LAST_SETTLED = (
    select(Delivery.settled_at)
    .where(Delivery.workspace_id == given("workspace"), col(Delivery.settled_at).is_not(None))
    .order_by(col(Delivery.settled_at).desc())
    .limit(1)
)


def last_instant(store: Store, workspace_id: str) -> datetime | None:
    """When something last arrived or was settled in the workspace."""
    wanted = {"workspace": workspace_id}
    last = (store.first(_LAST_ARRIVED, wanted), store.first(_LAST_SETTLED, wanted))
    return max((at for at in last if at is not None), default=None)


_WITHDRAW = (
    update(Delivery)
    .where(
        col(Delivery.workspace_id) == given("workspace"),
        col(Delivery.place_id).in_(given_list("places")),
        col(Delivery.state) == DeliveryState.PLANNED,
    )
    .values(state=DeliveryState.SKIPPED, settled_at=given("now"), reason=given("why"))
)


def withdraw(store: Store, workspace_id: str, place_ids: Sequence[str], now: datetime, why: str) -> None:
    """Leave what is planned for these places unsent."""
    wanted = {"workspace": workspace_id, "places": place_ids, "now": now, "why": why}
    store.run(_WITHDRAW, wanted)


_ON_CONNECTION = update(Delivery).where(
    col(Delivery.workspace_id) == given("workspace"),
    col(Delivery.state) == given("was"),
    col(Delivery.place_id).in_(
        select(Place.id).where(Place.workspace_id == given("workspace"), Place.connection_id == given("connection"))
    ),
)
_WITHDRAW_ALL = _ON_CONNECTION.values(state=given("becomes"), settled_at=given("now"), reason=given("why"))


def withdraw_all(store: Store, workspace_id: str, connection_id: str, now: datetime, why: str) -> None:
    """Leave what is planned for any place of a connection unsent, and what is in doubt there undecided.

    What is being sent is left to who sends it.
    """
    wanted = {"workspace": workspace_id, "connection": connection_id, "now": now, "why": why}
    ends = {DeliveryState.PLANNED: DeliveryState.SKIPPED, DeliveryState.UNCERTAIN: DeliveryState.DEAD}
    for was, becomes in ends.items():
        store.run(_WITHDRAW_ALL, {**wanted, "was": was, "becomes": becomes})
