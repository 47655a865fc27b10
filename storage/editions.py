"""Questions about what a new edition touches, and the score files that wait to become one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import aliased
from sqlmodel import col, delete, exists, select

from storage.checkins import COUNTS
from storage.crossings import STILL_MEANT
from storage.people import places_of
from storage.store import Store, given, given_list
from storage.tables import (
    CheckIn,
    CheckInState,
    Delivery,
    Edition,
    Membership,
    Person,
    Proposed,
    Role,
    Shown,
    Task,
    TaskState,
    Team,
    Tie,
    beside_ids,
)

KEPT_FOR = timedelta(days=14)
"""How long a file that was handed in waits to be put in force or left."""

_PLAYING = (
    select(col(Team.part), col(Team.name), col(Person.id))
    .join(Membership, col(Membership.team_id) == Team.id)
    .join(Person, col(Person.id) == Membership.person_id)
    .where(
        Team.workspace_id == given("workspace"),
        Membership.workspace_id == given("workspace"),
        col(Team.part).is_not(None),
        col(Membership.role).in_([Role.MEMBER, Role.MANAGER]),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Team.name), col(Person.id))
)


def playing(store: Store, workspace_id: str) -> list[tuple[str, str, str]]:
    """Who plays from which part: the part, the name of a team that does, and the id of somebody who shares its work."""
    return [(part, team, person) for part, team, person in store.find(_PLAYING, {"workspace": workspace_id}) if part]


_LATER = aliased(CheckIn)
_IS_LAST = ~exists().where(
    col(_LATER.person_id) == Task.person_id,
    col(_LATER.local_date) > Task.local_date,
    col(_LATER.state) == CheckInState.HANDED_IN,
)
_OPEN = (
    select(Task, Tie)
    .join(Tie, col(Tie.task_id) == Task.id)
    .join(Person, col(Person.id) == Task.person_id)
    .where(
        beside_ids(Task.workspace_id) == given("workspace"),
        beside_ids(Tie.workspace_id) == given("workspace"),
        col(Task.person_id).in_(given_list("people")),
        Task.state == TaskState.OPEN,
        col(Task.local_date) >= given("since"),
        beside_ids(Tie.line_id).in_(given_list("lines")),
        col(Tie.state).in_(COUNTS),
        col(Person.left_at).is_(None),
        STILL_MEANT,
        _IS_LAST,
    )
    .order_by(col(Task.person_id), col(Task.position), col(Task.id))
)


def open_tasks(
    store: Store, workspace_id: str, line_ids: Sequence[str], since: date, person_ids: Sequence[str]
) -> list[tuple[Task, Tie]]:
    """The tasks that these people still mean to do and that are tied to one of these lines: those of their last
    check-in, if that was for the day `since` or a later one.
    """
    if not line_ids:
        return []
    return store.find(_OPEN, {"workspace": workspace_id, "lines": line_ids, "since": since, "people": person_ids})


# What waits to be put in force

_PROPOSED = select(Proposed).where(Proposed.workspace_id == given("workspace"), Proposed.id == given("proposed"))


def proposed(store: Store, workspace_id: str, proposed_id: str) -> Proposed | None:
    """One file that was handed in."""
    return store.first(_PROPOSED, {"workspace": workspace_id, "proposed": proposed_id})


_OLD = (
    select(Proposed.id)
    .where(Proposed.workspace_id == given("workspace"), col(Proposed.made_at) <= given("until"))
    .order_by(col(Proposed.made_at))
    .limit(given("limit"))
)
_FORGET = delete(Proposed).where(
    beside_ids(Proposed.workspace_id) == given("workspace"), col(Proposed.id).in_(given_list("ids"))
)


def forget(store: Store, workspace_id: str, now: datetime, limit: int) -> int:
    """Forget up to `limit` files that have waited for long enough; gives how many those were."""
    wanted = {"workspace": workspace_id, "until": now - KEPT_FOR, "limit": limit}
    ids = store.find(_OLD, wanted)
    return store.run(_FORGET, {"workspace": workspace_id, "ids": ids}) if ids else 0


# Who is told of an edition

_UNTOLD = (
    select(Edition)
    .where(Edition.workspace_id == given("workspace"), col(Edition.told_to).is_not(None))
    .order_by(col(Edition.number))
    .limit(1)
)


def untold(store: Store, workspace_id: str) -> Edition | None:
    """The oldest edition of which not everybody has been told what it changes."""
    return store.first(_UNTOLD, {"workspace": workspace_id})


_BEFORE = (
    select(Edition)
    .where(Edition.workspace_id == given("workspace"), col(Edition.number) < given("number"))
    .order_by(col(Edition.number).desc())
    .limit(1)
)


def before(store: Store, edition: Edition) -> Edition | None:
    """The edition that was in force before this one."""
    return store.first(_BEFORE, {"workspace": edition.workspace_id, "number": edition.number})


_AFTER = (
    select(Person)
    .where(
        Person.workspace_id == given("workspace"), col(Person.handle) > given("after"), col(Person.left_at).is_(None)
    )
    .order_by(col(Person.handle))
    .limit(given("limit"))
)


def people_after(store: Store, workspace_id: str, after: str, limit: int) -> list[Person]:
    """Up to `limit` people who have not left, by their handles, which come after the handle `after`."""
    return store.find(_AFTER, {"workspace": workspace_id, "after": after, "limit": limit})


_TOLD = (
    select(Delivery, Shown)
    .join(Shown, col(Shown.id) == Delivery.shown_id)
    .where(
        beside_ids(Delivery.workspace_id) == given("workspace"),
        col(Delivery.place_id).in_(given_list("places")),
        Delivery.view == given("view"),
        col(Delivery.planned_at) > given("since"),
    )
    .order_by(col(Delivery.planned_at), col(Delivery.id))
)


def told(
    store: Store, workspace_id: str, person_ids: Sequence[str], view: str, since: datetime
) -> dict[str, tuple[Delivery, Shown]]:
    """The last message with this view that was planned for each of these people after `since` and not left, with what
    it shows.
    """
    whose = {one.id: one.person_id or "" for one in places_of(store, workspace_id, person_ids)}
    wanted = {"workspace": workspace_id, "places": list(whose), "view": view, "since": since}
    return {whose[delivery.place_id]: (delivery, shown) for delivery, shown in store.find(_TOLD, wanted)}
