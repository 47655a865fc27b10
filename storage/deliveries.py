"""Questions about what goes out, what stands, and what was already answered."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, literal_column
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, exists, func, or_, select, update

from storage.store import Question, Store, given, given_list
from storage.tables import (
    EVERY_ONE,
    UNSENT,
    Account,
    Cause,
    Delivery,
    DeliveryState,
    Membership,
    Person,
    Place,
    Received,
    Role,
    Shown,
    Team,
    Urgency,
    beside_ids,
)

LEASE = timedelta(seconds=60)
"""How long a claimed delivery may take; after that nobody knows whether it went out."""


def _is(state: DeliveryState, delivery: Any = Delivery) -> ColumnElement[bool]:
    """The condition of the index of that state, as it must stand for SQLite to take that index."""
    found: ColumnElement[bool] = col(delivery.state) == literal_column(f"'{state.value}'")
    return found


_ANSWERED = select(Received).where(Received.id == given("key"), Received.workspace_id == given("workspace"))


def answered(store: Store, workspace_id: str, key: str) -> Received | None:
    """What was answered to the arrival with this dedupe key."""
    return store.first(_ANSWERED, {"workspace": workspace_id, "key": key})


_OF_PLACE = (
    select(Delivery, Shown)
    .join(Shown, col(Shown.id) == Delivery.shown_id, isouter=True)
    .where(Delivery.workspace_id == given("workspace"), Delivery.place_id == given("place"))
    .order_by(col(Delivery.planned_at).desc(), col(Delivery.id).desc())
    .limit(given("limit"))
)
_STANDING = _OF_PLACE.where(Delivery.state == DeliveryState.SENT)
_BEGUN = _OF_PLACE.where(col(Delivery.state).in_([DeliveryState.SENDING, DeliveryState.SENT]))


def standing(
    store: Store, workspace_id: str, place_id: str, limit: int, *, begun: bool = False
) -> list[tuple[Delivery, Shown | None]]:
    """The last `limit` messages of a place that were sent, oldest first, each with what it should show now.

    With those that are `begun`: whoever has the place open is told of a message before it is kept that it was sent.
    """
    wanted = {"workspace": workspace_id, "place": place_id, "limit": limit}
    return [(delivery, shown) for delivery, shown in reversed(store.find(_BEGUN if begun else _STANDING, wanted))]


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
    col(Delivery.state).in_([DeliveryState.SENDING, DeliveryState.UNCERTAIN]),
)


def is_in_doubt(store: Store, workspace_id: str, delivery_id: str) -> bool:
    """Whether it is not known of a message that it went out: whoever was sending it may never come back."""
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


_OPENED = (
    update(Shown)
    .where(col(Shown.workspace_id) == given("workspace"), col(Shown.id) == given("one"))
    .values(wanted=Shown.wanted + 1, opened_at=given("now"))
)


def opened(store: Store, page: Shown, at: datetime) -> None:
    """Somebody opens their page, which is drawn anew by that."""
    store.run(_OPENED, {"workspace": page.workspace_id, "one": page.id, "now": at})


_REDRAW = (
    update(Shown)
    .where(
        col(Shown.workspace_id) == given("workspace"),
        col(Shown.subject).in_(given_list("pages")),
        col(Shown.opened_at) >= given("since"),
    )
    .values(wanted=Shown.wanted + 1)
)


def redraw(store: Store, workspace_id: str, subjects: Sequence[str], since: datetime) -> None:
    """The pages about these subjects should be drawn again, as far as they were opened since then."""
    store.run(_REDRAW, {"workspace": workspace_id, "pages": subjects, "since": since})


_theirs, _leading = aliased(Membership), aliased(Membership)
_REDRAW_LEADS = (
    update(Shown)
    .where(
        col(Shown.workspace_id) == given("workspace"),
        col(Shown.subject).in_(
            select(given("page").concat(_leading.person_id))
            .join(_theirs, col(_theirs.team_id) == _leading.team_id)
            .where(
                _theirs.workspace_id == given("workspace"),
                _theirs.person_id == given("person"),
                _leading.person_id != given("person"),
                col(_leading.role) == Role.MANAGER,
            )
        ),
        col(Shown.opened_at) >= given("since"),
    )
    .values(wanted=Shown.wanted + 1)
)


def redraw_leads(store: Store, person: Person, page: str, since: datetime) -> None:
    """The pages of those who lead a team of `person`, whose subjects begin with `page`, opened since then."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "page": page, "since": since}
    store.run(_REDRAW_LEADS, wanted)


_PAGES = (
    select(Shown.id, Shown.opened_at)
    .where(
        Shown.workspace_id == given("workspace"),
        literal_column("shown.opened_at IS NOT NULL"),
        col(Shown.id) > given("after"),
    )
    .order_by(col(Shown.id))
    .limit(given("limit"))
)
_REDRAW_THESE = (
    update(Shown)
    .where(beside_ids(Shown.workspace_id) == given("workspace"), col(Shown.id).in_(given_list("ids")))
    .values(wanted=Shown.wanted + 1)
)


def redraw_after(store: Store, workspace_id: str, after: str, since: datetime, limit: int) -> str | None:
    """The same for up to `limit` pages of a workspace that come after one of them; gives the last, None at the end."""
    pages = store.find(_PAGES, {"workspace": workspace_id, "after": after, "limit": limit})
    ids = [id for id, opened_at in pages if opened_at is not None and opened_at >= since]
    if ids:
        store.run(_REDRAW_THESE, {"workspace": workspace_id, "ids": ids})
    return pages[-1][0] if len(pages) == limit else None


_PLANNED = (
    select(Delivery, Place)
    .join(Place, col(Place.id) == Delivery.place_id)
    .join(_own, col(_own.id) == Delivery.shown_id, isouter=True)
    .join(_above, col(_above.id) == _own.under, isouter=True)
    .where(
        Delivery.workspace_id == given("workspace"),
        _is(DeliveryState.PLANNED),
        Delivery.urgency == given("urgency"),
        col(Delivery.not_before) <= given("now"),
        col(Place.connection_id).in_(given_list("connections")),
        or_(col(_own.under).is_(None), col(_above.reference).is_not(None), col(Delivery.expires_at) <= given("now")),
    )
    .order_by(col(Delivery.not_before), col(Delivery.id))
    .limit(given("limit"))
)


def planned(
    store: Store, workspace_id: str, connection_ids: Sequence[str], now: datetime, limit: int
) -> list[tuple[Delivery, Place]]:
    """Up to `limit` deliveries for places on these connections that may be sent at `now`: the most urgent ones first,
    and of those the oldest.

    What belongs under a message waits until that one stands, or its own time is over. One question for each urgency:
    the index gives each in its order, past nothing that is to be sent later.
    """
    wanted = {"workspace": workspace_id, "connections": connection_ids, "now": now}
    found: list[tuple[Delivery, Place]] = []
    for urgency in Urgency:
        if (room := limit - len(found)) > 0:
            found += store.find(_PLANNED, {**wanted, "urgency": urgency, "limit": room})
    return found


_OVER = (
    select(Delivery, Place)
    .join(Place, col(Place.id) == Delivery.place_id)
    .where(
        Delivery.workspace_id == given("workspace"),
        _is(DeliveryState.PLANNED),
        # Named one by one, the index is gone through past nothing that is to be sent later.
        col(Delivery.urgency).in_([literal_column(str(each.value)) for each in Urgency]),
        col(Delivery.not_before) <= given("before"),
        or_(
            col(Delivery.expires_at) <= given("before"),
            and_(col(Delivery.expires_at).is_(None), col(Delivery.planned_at) <= given("long_ago")),
        ),
        col(Place.connection_id).in_(given_list("connections")),
    )
    .limit(given("limit"))
)


def over(
    store: Store, workspace_id: str, connection_ids: Sequence[str], before: datetime, long_ago: datetime, limit: int
) -> list[tuple[Delivery, Place]]:
    """Up to `limit` planned deliveries for places on these connections that were of no more use at `before`; of those
    that always are, what was planned up to `long_ago`.
    """
    wanted = {"workspace": workspace_id, "connections": connection_ids, "before": before, "long_ago": long_ago}
    return [(delivery, place) for delivery, place in store.find(_OVER, {**wanted, "limit": limit})]


_STILL_PLANNED = select(Delivery.id).where(
    beside_ids(Delivery.workspace_id) == given("workspace"),
    col(Delivery.id).in_(given_list("ids")),
    Delivery.state == DeliveryState.PLANNED,
)


def still_planned(store: Store, workspace_id: str, ids: Sequence[str]) -> set[str]:
    """Those of these deliveries that nobody has taken since."""
    return set(store.find(_STILL_PLANNED, {"workspace": workspace_id, "ids": ids})) if ids else set()


Outgoing = tuple[Delivery, Place, Shown | None]
"""A delivery, where it goes, and what should stand there if it can be amended."""

Held = tuple[Delivery, Place, Shown]
"""The same of a message that somebody has taken to amend it."""

_CLAIM = (
    update(Delivery)
    .where(
        beside_ids(Delivery.workspace_id) == given("workspace"),
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
    .where(beside_ids(Delivery.workspace_id) == given("workspace"), col(Delivery.id).in_(given_list("ids")))
    .order_by(col(Delivery.urgency), col(Delivery.not_before), col(Delivery.id))
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
_SETTLE = _ATTEMPTED.values(state=given("becomes"), settled_at=given("now"), reason=given("why"), said=given("what"))
_PLAN_AGAIN = _ATTEMPTED.values(
    state=DeliveryState.PLANNED, not_before=given("then"), reason=given("why"), said=given("what")
)


def settle(
    store: Store,
    delivery: Delivery,
    state: DeliveryState,
    at: datetime,
    cause: Cause | None = None,
    said: str = "",
    *,
    not_before: datetime | None = None,
) -> bool:
    """Move one delivery on from the attempt it was claimed for; False when somebody else has settled it.

    `not_before` is when one that is planned again may be sent; `said` is what the platform said.
    """
    one = {"workspace": delivery.workspace_id, "one": delivery.id, "tried": delivery.attempt, **_why(cause, said)}
    if state is DeliveryState.PLANNED:
        moved = store.run(_PLAN_AGAIN, {**one, "then": not_before or at})
    else:
        moved = store.run(_SETTLE, {**one, "becomes": state, "now": at})
    return moved == 1


_SETTLE_SENT = (
    update(Delivery)
    .where(
        beside_ids(Delivery.workspace_id) == given("workspace"),
        col(Delivery.id).in_(given_list("ids")),
        col(Delivery.state).in_([DeliveryState.SENDING, DeliveryState.UNCERTAIN, DeliveryState.PLANNED]),
        col(Delivery.attempt) == given("tried"),
    )
    .values(state=DeliveryState.SENT, settled_at=given("now"), reason="", said="")
    .returning(col(Delivery.id))
)


def settle_sent(store: Store, sent: Sequence[Delivery], at: datetime) -> set[str]:
    """Note that deliveries of one workspace went out with the attempts they were claimed for: one statement for each
    number of attempts. Gives the ids of those that nobody else had settled.
    """
    moved: set[str] = set()
    for tried in {one.attempt for one in sent}:
        ids = [one.id for one in sent if one.attempt == tried]
        wanted = {"workspace": sent[0].workspace_id, "ids": ids, "tried": tried, "now": at}
        moved.update(store.connection.scalars(_SETTLE_SENT, wanted))
    return moved


_ADDRESSEES = select(Account.person_id, Account.external_id).where(
    beside_ids(Account.workspace_id) == given("workspace"),
    beside_ids(Account.connection_id) == given("connection"),
    col(Account.person_id).in_(given_list("people")),
)


def addressees(store: Store, workspace_id: str, connection_id: str, person_ids: Sequence[str]) -> dict[str, str]:
    """How a platform calls each of these people on a connection, without those whom it does not know."""
    wanted = {"workspace": workspace_id, "connection": connection_id, "people": person_ids}
    return dict(store.find(_ADDRESSEES, wanted)) if person_ids else {}


def _why(cause: Cause | None, said: str) -> dict[str, str]:
    return {"why": cause or "", "what": said[:200]}


_RELEASE = _ATTEMPTED.values(
    state=DeliveryState.PLANNED,
    attempt=Delivery.attempt - 1,
    put_off=given("often"),
    not_before=given("then"),
    reason=given("why"),
    said=given("what"),
)


def release(
    store: Store, delivery: Delivery, not_before: datetime, cause: Cause, said: str = "", put_off: int | None = None
) -> bool:
    """Give a claimed delivery back of which nothing went out: it is planned again, and the attempt does not count.

    `put_off` is how often its door could not take it, where that has changed.
    The attempt's number is used again. That is safe: whoever gives one back has nothing under way for it.
    """
    one = {"workspace": delivery.workspace_id, "one": delivery.id, "tried": delivery.attempt, **_why(cause, said)}
    often = delivery.put_off if put_off is None else put_off
    return store.run(_RELEASE, {**one, "then": not_before, "often": often}) == 1


_POSTPONE = (
    update(Delivery)
    .where(
        col(Delivery.workspace_id) == given("workspace"),
        col(Delivery.id) == given("one"),
        col(Delivery.state) == DeliveryState.PLANNED,
    )
    .values(not_before=given("then"))
)


def postpone(store: Store, delivery: Delivery, not_before: datetime) -> None:
    """Leave what nobody has claimed until then."""
    store.run(_POSTPONE, {"workspace": delivery.workspace_id, "one": delivery.id, "then": not_before})


_HOLD_OVER = (
    update(Delivery)
    .where(
        col(Delivery.workspace_id) == given("workspace"),
        col(Delivery.id) == given("one"),
        col(Delivery.state) == DeliveryState.PLANNED,
    )
    .values(not_before=given("then"), not_after=given("until"), reason=given("why"))
)


def hold_over(store: Store, delivery: Delivery, not_before: datetime, not_after: datetime | None, cause: Cause) -> None:
    """Leave what nobody has claimed until the next hours of who gets it, which are over at `not_after`, if ever."""
    one = {"workspace": delivery.workspace_id, "one": delivery.id}
    store.run(_HOLD_OVER, {**one, "then": not_before, "until": not_after, "why": cause})


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
        _is(DeliveryState.UNCERTAIN),
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
        _is(DeliveryState.SENDING),
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


def _is_free(shown: Any) -> ColumnElement[bool]:
    return or_(col(shown.held_until).is_(None), col(shown.held_until) <= given("now"))


_TO_AMEND = (
    select(Shown.id)
    .join(Delivery, col(Delivery.shown_id) == Shown.id)
    .join(Place, col(Place.id) == Shown.place_id)
    .where(
        Shown.workspace_id == given("workspace"),
        col(Place.connection_id).in_(given_list("connections")),
        col(Shown.reference).is_not(None),
        col(Shown.wanted) != Shown.shows,
        _is_free(Shown),
    )
    .order_by(col(Shown.id))
    .limit(given("limit"))
)


def to_amend(store: Store, workspace_id: str, connection_ids: Sequence[str], now: datetime, limit: int) -> list[str]:
    """Messages that stand on these connections, should show something newer, and that nobody is at: their ids."""
    wanted = {"workspace": workspace_id, "connections": connection_ids, "now": now, "limit": limit}
    return store.find(_TO_AMEND, wanted)


_HOLD = (
    update(Shown)
    .where(
        beside_ids(Shown.workspace_id) == given("workspace"),
        col(Shown.id).in_(given_list("ids")),
        col(Shown.wanted) != Shown.shows,
        _is_free(Shown),
    )
    .values(held_until=given("until"))
    .returning(col(Shown.id))
)
_HELD = (
    select(Delivery, Place, Shown)
    .join(Shown, col(Delivery.shown_id) == Shown.id)
    .join(Place, col(Place.id) == Shown.place_id)
    .where(beside_ids(Shown.workspace_id) == given("workspace"), col(Shown.id).in_(given_list("ids")))
    .order_by(col(Shown.id))
)


def hold(store: Store, workspace_id: str, shown_ids: Sequence[str], now: datetime) -> list[Held]:
    """Take these messages for a lease, to amend them; gives those that nobody else was at, as they are wanted now."""
    wanted = {"workspace": workspace_id, "ids": shown_ids, "now": now, "until": now + LEASE}
    held = list(store.connection.scalars(_HOLD, wanted))
    found = store.find(_HELD, {"workspace": workspace_id, "ids": held})
    return [(delivery, place, shown) for delivery, place, shown in found]


_MINE = update(Shown).where(
    col(Shown.workspace_id) == given("workspace"), col(Shown.id) == given("one"), col(Shown.held_until) == given("mine")
)
_AMENDED = _MINE.values(shows=given("showing"), held_until=None)
_PUT_OFF = _MINE.values(held_until=given("then"))


def amended(store: Store, held: Shown) -> None:
    """It shows what was wanted when it was held; that changes nothing when somebody else has it by now."""
    wanted = {"workspace": held.workspace_id, "one": held.id, "mine": held.held_until, "showing": held.wanted}
    store.run(_AMENDED, wanted)


def put_off(store: Store, held: Shown, until: datetime) -> None:
    """It is to be tried again at that instant."""
    store.run(_PUT_OFF, {"workspace": held.workspace_id, "one": held.id, "mine": held.held_until, "then": until})


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
        beside_ids(Delivery.workspace_id) == given("workspace"),
        col(Delivery.place_id).in_(given_list("places")),
        # Said so, SQLite finds them by their places, and not among all that is planned in the workspace.
        col(Delivery.state).not_in([state for state in DeliveryState if state is not DeliveryState.PLANNED]),
    )
    .values(state=DeliveryState.SKIPPED, settled_at=given("now"), reason=given("why"), said=given("what"))
)


def withdraw(
    store: Store, workspace_id: str, place_ids: Sequence[str], now: datetime, cause: Cause, said: str = ""
) -> None:
    """Leave what is planned for these places unsent."""
    wanted = {"workspace": workspace_id, "places": place_ids, "now": now, **_why(cause, said)}
    store.run(_WITHDRAW, wanted)


_ON_CONNECTION = update(Delivery).where(
    col(Delivery.workspace_id) == given("workspace"),
    col(Delivery.state) == given("was"),
    col(Delivery.place_id).in_(
        select(Place.id).where(Place.workspace_id == given("workspace"), Place.connection_id == given("connection"))
    ),
)
_WITHDRAW_ALL = _ON_CONNECTION.values(
    state=given("becomes"), settled_at=given("now"), reason=given("why"), said=given("what")
)


def withdraw_all(
    store: Store, workspace_id: str, connection_id: str, now: datetime, cause: Cause, said: str = ""
) -> None:
    """Leave what is planned for any place of a connection unsent, and what is in doubt there undecided.

    What is being sent is left to who sends it.
    """
    wanted = {"workspace": workspace_id, "connection": connection_id, "now": now, **_why(cause, said)}
    ends = {DeliveryState.PLANNED: DeliveryState.SKIPPED, DeliveryState.UNCERTAIN: DeliveryState.DEAD}
    for was, becomes in ends.items():
        store.run(_WITHDRAW_ALL, {**wanted, "was": was, "becomes": becomes})


# Where something waits


def _workspaces(noun: Any, waits: Callable[[Any], ColumnElement[bool]], *due: Callable[[Any], Any]) -> Question:
    """The workspaces after one in which a noun `waits`, and is `due`; from one to the next in the index of those."""
    first, later, there = aliased(noun), aliased(noun), aliased(noun)
    each = (
        select(func.min(first.workspace_id).label("id"))
        .where(waits(first), first.workspace_id > given("after"))
        .cte("each", recursive=True)
    )
    following = select(func.min(later.workspace_id)).where(waits(later), later.workspace_id > each.c.id)
    each = each.union_all(select(following.scalar_subquery()).where(each.c.id.is_not(None)))
    is_due = exists().where(waits(there), there.workspace_id == each.c.id, *[one(there) for one in due])
    return select(each.c.id).where(each.c.id.is_not(None), is_due).limit(given("limit"))


def _is_behind(shown: Any) -> ColumnElement[bool]:
    """The condition of the index of what should show something newer, in its words."""
    return and_(col(shown.reference).is_not(None), col(shown.wanted) != col(shown.shows))


_TO_SEND_IN = _workspaces(
    Delivery,
    partial(_is, DeliveryState.PLANNED),
    # Named one by one, the index is gone through by their instants, and not past all that is to be sent later.
    lambda one: col(one.urgency).in_([literal_column(str(each.value)) for each in Urgency]),
    lambda one: col(one.not_before) <= given("now"),
)
_TO_AMEND_IN = _workspaces(Shown, _is_behind, _is_free)
_OVERDUE_IN = _workspaces(
    Delivery, partial(_is, DeliveryState.SENDING), lambda one: col(one.sending_at) < given("before")
)
_UNCERTAIN_IN = _workspaces(
    Delivery, partial(_is, DeliveryState.UNCERTAIN), lambda one: col(one.not_before) <= given("now")
)


def to_serve(store: Store, now: datetime, after: str, limit: int) -> list[str]:
    """The workspaces in which something is to be sent or amended at `now`: up to `limit` of each, after one of them.

    It costs as much as there are workspaces in which something waits at all, not more for what waits there.
    """
    wanted = {"now": now, "after": after, "limit": limit}
    return sorted({*store.find(_TO_SEND_IN, wanted), *store.find(_TO_AMEND_IN, wanted)})[:limit]


def unsettled(store: Store, now: datetime, after: str, limit: int) -> list[str]:
    """The same of those in which something was begun and never finished, or is in doubt."""
    wanted = {"now": now, "before": now - LEASE, "after": after, "limit": limit}
    overdue_in = store.find(_OVERDUE_IN, {name: wanted[name] for name in ("before", "after", "limit")})
    uncertain_in = store.find(_UNCERTAIN_IN, {name: wanted[name] for name in ("now", "after", "limit")})
    return sorted({*overdue_in, *uncertain_in})[:limit]


# What became of them


_EVERY_ONE: ColumnElement[bool] = literal_column(f"delivery.{EVERY_ONE}")

_COUNTED = (
    select(col(Delivery.kind), col(Delivery.state), func.count())
    .where(Delivery.workspace_id == given("workspace"), col(Delivery.planned_at) >= given("since"), _EVERY_ONE)
    .group_by(col(Delivery.kind), col(Delivery.state))
)


def counted(store: Store, workspace_id: str, since: datetime) -> list[tuple[str, DeliveryState, int]]:
    """How many were planned from `since` on, by kind and by what became of them."""
    return store.find(_COUNTED, {"workspace": workspace_id, "since": since})


Ended = tuple[Delivery, Place, Person | None, Team | None]
"""A delivery, where it was for, and who or which team that is."""

_WITH_WHOM = (
    select(Delivery, Place, Person, Team)
    .join(Place, col(Place.id) == Delivery.place_id)
    .join(Person, col(Person.id) == Place.person_id, isouter=True)
    .join(Team, col(Team.id) == Place.team_id, isouter=True)
    .where(Delivery.workspace_id == given("workspace"))
)
_UNSENT = (
    _WITH_WHOM.where(literal_column(f"delivery.state IN {UNSENT}"), col(Delivery.settled_at) >= given("since"))
    .order_by(col(Delivery.settled_at).desc(), col(Delivery.id).desc())
    .limit(given("limit"))
    .offset(given("skipped"))
)


def unsent(store: Store, workspace_id: str, since: datetime, limit: int, skipped: int = 0) -> list[Ended]:
    """What was planned and ended unsent from `since` on, newest first, after the first `skipped`."""
    wanted = {"workspace": workspace_id, "since": since, "limit": limit, "skipped": skipped}
    return list(store.find(_UNSENT, wanted))


_COUNT_UNSENT = select(func.count()).where(
    Delivery.workspace_id == given("workspace"),
    literal_column(f"delivery.state IN {UNSENT}"),
    col(Delivery.settled_at) >= given("since"),
)


def count_unsent(store: Store, workspace_id: str, since: datetime) -> int:
    """How much was planned and ended unsent from `since` on."""
    return store.first(_COUNT_UNSENT, {"workspace": workspace_id, "since": since}) or 0


_PLANNED_SINCE = (
    _WITH_WHOM.where(col(Delivery.planned_at) >= given("since"), _EVERY_ONE)
    .order_by(col(Delivery.planned_at).desc(), col(Delivery.id).desc())
    .limit(given("limit"))
)
_OF_STATE = _PLANNED_SINCE.where(Delivery.state == given("in_state"))
_FOR_PERSON = _PLANNED_SINCE.where(Place.person_id == given("person"))
_OF_STATE_FOR = _OF_STATE.where(Place.person_id == given("person"))


def planned_since(
    store: Store,
    workspace_id: str,
    since: datetime,
    limit: int,
    state: DeliveryState | None = None,
    person: Person | None = None,
) -> list[Ended]:
    """What was planned from `since` on, newest first: all, or what is in one state, or for one person."""
    wanted = {"workspace": workspace_id, "since": since, "limit": limit}
    if state is None:
        return list(
            store.find(_FOR_PERSON, {**wanted, "person": person.id}) if person else store.find(_PLANNED_SINCE, wanted)
        )
    wanted["in_state"] = state
    return list(store.find(_OF_STATE_FOR, {**wanted, "person": person.id}) if person else store.find(_OF_STATE, wanted))
