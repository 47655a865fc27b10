"""Questions about what stops people, and who can help."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import literal_column
from sqlmodel import col, delete, func, select

from storage.store import Store, given, given_list
from storage.tables import Blocker, Hand, Person, Team, TeamDay

_OPEN_OF = (
    select(Blocker)
    .where(
        Blocker.workspace_id == given("workspace"),
        Blocker.person_id == given("person"),
        col(Blocker.cleared_at).is_(None),
    )
    .order_by(col(Blocker.raised_at), col(Blocker.id))
)


def open_of(store: Store, person: Person) -> list[Blocker]:
    """What stops `person` and is not cleared, oldest first."""
    return store.find(_OPEN_OF, {"workspace": person.workspace_id, "person": person.id})


_TOLD_OPEN = (
    select(func.count(col(Blocker.id).distinct()))
    .join(TeamDay, col(TeamDay.checkin_id) == Blocker.checkin_id)
    .join(Person, col(Person.id) == Blocker.person_id)
    .where(
        TeamDay.workspace_id == given("workspace"),
        TeamDay.team_id == given("team"),
        # Said so, each day of the team is looked up in an index of those alone that are open.
        literal_column("blocker.cleared_at IS NULL AND blocker.told"),
        col(Person.left_at).is_(None),
    )
)


def count_told_open(store: Store, team: Team) -> int:
    """How much is in the way of people of a team that it was told of."""
    return store.first(_TOLD_OPEN, {"workspace": team.workspace_id, "team": team.id}) or 0


_HANDS = (
    select(Person)
    .join(Hand, col(Hand.person_id) == Person.id)
    .where(Hand.workspace_id == given("workspace"), Hand.blocker_id == given("blocker"))
    .order_by(col(Hand.offered_at), col(Hand.id))
)


def helpers(store: Store, blocker: Blocker) -> list[Person]:
    """Who can help with it, who said so first first."""
    return store.find(_HANDS, {"workspace": blocker.workspace_id, "blocker": blocker.id})


_OWN_CLEARED = (
    select(Blocker)
    .where(
        Blocker.workspace_id == given("workspace"),
        Blocker.person_id == given("person"),
        Blocker.helped != "",
        col(Blocker.cleared_at).is_not(None),
    )
    .order_by(col(Blocker.raised_at).desc(), col(Blocker.id))
    .limit(given("limit"))
)


def cleared_of(store: Store, person: Person, limit: int) -> list[Blocker]:
    """Up to `limit` blockers of `person` that are cleared and of which it is known what helped, the last one first."""
    return store.find(_OWN_CLEARED, {"workspace": person.workspace_id, "person": person.id, "limit": limit})


_CLEARED_BETWEEN = (
    select(Blocker)
    .where(
        Blocker.workspace_id == given("workspace"),
        Blocker.person_id == given("person"),
        col(Blocker.cleared_at).between(given("first"), given("last")),
    )
    .order_by(col(Blocker.cleared_at), col(Blocker.id))
)


def cleared_between(store: Store, person: Person, first: datetime, last: datetime) -> list[Blocker]:
    """What stopped `person` and was cleared from `first` to `last`, both included, in that order."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "first": first, "last": last}
    return store.find(_CLEARED_BETWEEN, wanted)


_TOLD_CLEARED = (
    select(Blocker)
    .join(TeamDay, col(TeamDay.checkin_id) == Blocker.checkin_id)
    .where(
        TeamDay.workspace_id == given("workspace"),
        Blocker.workspace_id == given("workspace"),
        col(TeamDay.team_id).in_(given_list("teams")),
        TeamDay.local_date >= given("first"),
        col(Blocker.told).is_(True),
        Blocker.helped != "",
        col(Blocker.cleared_at).is_not(None),
    )
    .order_by(col(Blocker.raised_at).desc(), col(Blocker.id))
    .limit(given("limit"))
)


def cleared_in(store: Store, workspace_id: str, teams: Sequence[Team], first: date, limit: int) -> list[Blocker]:
    """The same of what was told to one of `teams` since the local day `first`, whoever was stuck."""
    wanted = {"workspace": workspace_id, "teams": [team.id for team in teams], "first": first, "limit": limit}
    return list({one.id: one for one in store.find(_TOLD_CLEARED, wanted)}.values())


def forget(store: Store, blocker: Blocker) -> None:
    """Delete a blocker that was taken back, with the hands that were offered."""
    ours, one = blocker.workspace_id, blocker.id
    store.connection.execute(delete(Hand).where(col(Hand.workspace_id) == ours, col(Hand.blocker_id) == one))
    store.connection.execute(delete(Blocker).where(col(Blocker.workspace_id) == ours, col(Blocker.id) == one))
