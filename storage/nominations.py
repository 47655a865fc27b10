"""Questions about words of somebody's that another would count as a win of theirs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, literal_column
from sqlmodel import col, select

from storage.store import Store, given, given_list
from storage.tables import Nomination, NominationState, beside_ids

_NOMINATION = select(Nomination).where(
    Nomination.workspace_id == given("workspace"), Nomination.id == given("nomination")
)


def nomination(store: Store, workspace_id: str, nomination_id: str) -> Nomination | None:
    """One of them."""
    return store.first(_NOMINATION, {"workspace": workspace_id, "nomination": nomination_id})


_ABOUT = select(Nomination).where(Nomination.workspace_id == given("workspace"), Nomination.message == given("message"))


def about(store: Store, workspace_id: str, message: str) -> Nomination | None:
    """Whether somebody asked about a message before, whatever came of it."""
    return store.first(_ABOUT, {"workspace": workspace_id, "message": message})


_IS_OPEN: ColumnElement[bool] = literal_column("nomination.state = 'asked'")
"""Written out, so that the index answers of those alone that are open."""

_OVER = (
    select(Nomination)
    .where(Nomination.workspace_id == given("workspace"), _IS_OPEN, col(Nomination.ends_at) <= given("now"))
    .order_by(col(Nomination.ends_at), col(Nomination.id))
    .limit(given("limit"))
)


def over(store: Store, workspace_id: str, now: datetime, limit: int) -> list[Nomination]:
    """Up to `limit` of those that nobody answered in time, the oldest first."""
    return store.find(_OVER, {"workspace": workspace_id, "now": now, "limit": limit})


_ASKED_OF = select(Nomination).where(
    beside_ids(Nomination.workspace_id) == given("workspace"),
    col(Nomination.person_id).in_(given_list("people")),
    Nomination.state == NominationState.ASKED,
)


def asked_of(store: Store, workspace_id: str, person_ids: Sequence[str]) -> list[Nomination]:
    """Those that wait for one of these people to say something."""
    return store.find(_ASKED_OF, {"workspace": workspace_id, "people": person_ids})
