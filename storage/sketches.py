"""Questions about what somebody has answered of an interview about a score."""

from datetime import datetime, timedelta

from sqlmodel import col, delete, select

from storage.store import Store, given, given_list
from storage.tables import Person, Sketch, beside_ids

KEPT_FOR = timedelta(days=90)
"""How long a sketch is kept on which nobody works."""

_OF = select(Sketch).where(beside_ids(Sketch.workspace_id) == given("workspace"), Sketch.person_id == given("person"))


def of(store: Store, person: Person) -> Sketch | None:
    """The sketch of somebody, None when they have none."""
    return store.first(_OF, {"workspace": person.workspace_id, "person": person.id})


_OVER = (
    select(Sketch.id)
    .where(Sketch.workspace_id == given("workspace"), col(Sketch.changed_at) <= given("until"))
    .order_by(col(Sketch.changed_at))
    .limit(given("limit"))
)
_FORGET = delete(Sketch).where(
    beside_ids(Sketch.workspace_id) == given("workspace"), col(Sketch.id).in_(given_list("ids"))
)


def forget(store: Store, workspace_id: str, now: datetime, limit: int) -> int:
    """Forget up to `limit` of those on which nobody worked for long enough; gives how many."""
    ids = store.find(_OVER, {"workspace": workspace_id, "until": now - KEPT_FOR, "limit": limit})
    return store.run(_FORGET, {"workspace": workspace_id, "ids": ids}) if ids else 0
