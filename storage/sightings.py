"""Questions about who opened what names somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, delete, func, select, update

from storage.store import Store, given, given_list
from storage.tables import Detail, Person, Sighting, Team, beside_ids

KEPT_FOR = timedelta(days=30)
"""How long it is known who opened something."""


@dataclass(frozen=True)
class Opening:
    """What somebody opens: which detail of which team's days."""

    by: Person
    team: Team
    what: Detail
    first: date
    last: date


_AGAIN = (
    update(Sighting)
    .where(
        beside_ids(Sighting.workspace_id) == given("workspace"),
        col(Sighting.by_id) == given("by"),
        col(Sighting.team_id) == given("team"),
        col(Sighting.what) == given("detail"),
        col(Sighting.first_day) == given("first"),
        col(Sighting.last_day) == given("last"),
        col(Sighting.person_id).in_(given_list("people")),
    )
    .values(seen_at=given("now"), times=Sighting.times + 1)
    .returning(col(Sighting.person_id))
)


def again(store: Store, opening: Opening, person_ids: Sequence[str], at: datetime) -> list[str]:
    """Count what was opened before and names these people once more, at that instant; gives those whom it named then.

    The others are to be kept anew.
    """
    one = {"workspace": opening.team.workspace_id, "by": opening.by.id, "team": opening.team.id}
    of = {"detail": opening.what, "first": opening.first, "last": opening.last}
    return sorted(store.connection.scalars(_AGAIN, {**one, **of, "people": person_ids, "now": at}))


Seen = tuple[Sighting, Person, Team]
"""That something was opened, by whom, and of which team."""

_OF = (
    select(Sighting, Person, Team)
    .join(Person, col(Person.id) == Sighting.by_id)
    .join(Team, col(Team.id) == Sighting.team_id)
    .where(
        beside_ids(Sighting.workspace_id) == given("workspace"),
        Sighting.person_id == given("person"),
        col(Sighting.seen_at) > given("since"),
    )
    .order_by(col(Sighting.seen_at).desc(), col(Sighting.id).desc())
    .limit(given("limit"))
)


def of(store: Store, person: Person, now: datetime, limit: int) -> list[Seen]:
    """Up to `limit` of what others opened that names `person`, the last first."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "since": now - KEPT_FOR, "limit": limit}
    return [(sighting, by, team) for sighting, by, team in store.find(_OF, wanted)]


_COUNT = select(func.count()).where(
    beside_ids(Sighting.workspace_id) == given("workspace"),
    Sighting.person_id == given("person"),
    col(Sighting.seen_at) > given("since"),
)


def count(store: Store, person: Person, now: datetime) -> int:
    """How many different things others opened that name `person`."""
    found = store.first(_COUNT, {"workspace": person.workspace_id, "person": person.id, "since": now - KEPT_FOR})
    return found or 0


_OVER = (
    select(Sighting.id)
    .where(Sighting.workspace_id == given("workspace"), col(Sighting.seen_at) <= given("until"))
    .order_by(col(Sighting.seen_at))
    .limit(given("limit"))
)
_FORGET = delete(Sighting).where(
    beside_ids(Sighting.workspace_id) == given("workspace"), col(Sighting.id).in_(given_list("ids"))
)


def forget(store: Store, workspace_id: str, now: datetime, limit: int) -> int:
    """Forget up to `limit` of those that were kept for long enough; gives how many."""
    ids = store.find(_OVER, {"workspace": workspace_id, "until": now - KEPT_FOR, "limit": limit})
    return store.run(_FORGET, {"workspace": workspace_id, "ids": ids}) if ids else 0
