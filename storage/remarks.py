"""Questions about what people ask of lines and say against them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, literal_column
from sqlmodel import col, select

from storage.store import Store, given, given_list
from storage.tables import Delivery, DeliveryState, Person, Place, Remark, beside_ids

_REMARK = select(Remark).where(Remark.workspace_id == given("workspace"), Remark.id == given("remark"))


def remark(store: Store, workspace_id: str, remark_id: str) -> Remark | None:
    """One of them."""
    return store.first(_REMARK, {"workspace": workspace_id, "remark": remark_id})


_IS_OPEN: ColumnElement[bool] = literal_column("remark.state = 'open'")
_IS_DUE: ColumnElement[bool] = literal_column("remark.due_at IS NOT NULL")
"""Written out, so that the index answers of those alone that are open, or will fall due."""

_IN_BATCH = (
    select(Remark)
    .where(Remark.workspace_id == given("workspace"), Remark.batch == given("batch"))
    .order_by(col(Remark.asked_on), col(Remark.id))
)


def in_batch(store: Store, workspace_id: str, batch: str) -> list[Remark]:
    """Those that came in one message, the oldest first."""
    return store.find(_IN_BATCH, {"workspace": workspace_id, "batch": batch})


_TO_COME = select(Delivery).where(
    Delivery.workspace_id == given("workspace"),
    Delivery.place_id == given("place"),
    Delivery.view == given("view"),
    Delivery.state == DeliveryState.PLANNED,
    col(Delivery.planned_at) >= given("since"),
)


def to_come(store: Store, place: Place, view: str, since: datetime) -> list[Delivery]:
    """The messages of a view that were planned since then and are still to go out at a place."""
    wanted = {"workspace": place.workspace_id, "place": place.id, "view": view, "since": since}
    return store.find(_TO_COME, wanted)


_COUNT = (
    select(func.count())
    .select_from(Remark)
    .where(
        Remark.workspace_id == given("workspace"),
        Remark.person_id == given("person"),
        Remark.asked_on == given("day"),
        Remark.line_id == given("line"),
    )
)


def count_on(store: Store, person: Person, line_id: str, day: date) -> int:
    """How many `person` put to a line on a day in UTC."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "line": line_id, "day": day}
    return store.first(_COUNT, wanted) or 0


_WAITING = (
    select(Remark)
    .where(Remark.workspace_id == given("workspace"), Remark.holder_id == given("person"), _IS_OPEN)
    .order_by(col(Remark.answer_by), col(Remark.id))
)


def waiting_for(store: Store, person: Person) -> list[Remark]:
    """Those that wait for `person` to say something, the most pressing first."""
    return store.find(_WAITING, {"workspace": person.workspace_id, "person": person.id})


_HELD = select(Remark).where(
    beside_ids(Remark.workspace_id) == given("workspace"), col(Remark.holder_id).in_(given_list("people")), _IS_OPEN
)


def held_by(store: Store, workspace_id: str, person_ids: Sequence[str]) -> list[Remark]:
    """Those that wait for one of these people."""
    return store.find(_HELD, {"workspace": workspace_id, "people": person_ids})


_ANSWERED = (
    select(Remark)
    .where(
        Remark.workspace_id == given("workspace"),
        Remark.line_id == given("line"),
        col(Remark.answered_on) >= given("since"),
    )
    .order_by(col(Remark.answered_on).desc(), col(Remark.id))
)


def answered_on(store: Store, workspace_id: str, line_id: str, since: date) -> list[Remark]:
    """Those of a line that were answered since the day `since`, the last ones first."""
    return store.find(_ANSWERED, {"workspace": workspace_id, "line": line_id, "since": since})


_DUE = (
    select(Remark)
    .where(Remark.workspace_id == given("workspace"), _IS_DUE, col(Remark.due_at) <= given("now"))
    .order_by(col(Remark.due_at), col(Remark.id))
    .limit(given("limit"))
)


def due(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Remark]:
    """Up to `limit` of those of which somebody is to be reminded, or that are late, the longest due first."""
    return store.find(_DUE, {"workspace": workspace_id, "now": now, "limit": limit})


_PUT_BY = (
    select(Remark)
    .where(Remark.workspace_id == given("workspace"), Remark.person_id == given("person"))
    .order_by(col(Remark.asked_on).desc(), col(Remark.id))
)


def put_by(store: Store, person: Person) -> list[Remark]:
    """All that `person` put to any line, the last ones first."""
    return store.find(_PUT_BY, {"workspace": person.workspace_id, "person": person.id})
