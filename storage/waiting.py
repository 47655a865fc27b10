"""Where something waits to be sent or drawn again: the only question that is asked of all workspaces at once."""

from datetime import datetime

from sqlmodel import col, select, union

from storage.store import Store, given
from storage.tables import Delivery, DeliveryState, Shown

_DUE = select(Delivery.workspace_id).where(
    Delivery.state == DeliveryState.PLANNED, col(Delivery.not_before) <= given("now")
)
_BEHIND = select(Shown.workspace_id).where(col(Shown.reference).is_not(None), col(Shown.wanted) != Shown.shows)
_WORKSPACES = union(_DUE, _BEHIND)


def workspaces(store: Store, now: datetime) -> list[str]:
    """The ids of the workspaces in which something may be sent at `now`, or stands that should show something newer."""
    return sorted(store.connection.scalars(_WORKSPACES, {"now": now}))
