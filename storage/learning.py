"""Questions about lessons: who was sent which, how far each person is, and what comes back when."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import col, func, or_, select, update

from storage.store import Store, given, given_list
from storage.tables import (
    Membership,
    Nudge,
    Person,
    Role,
    Sending,
    SendingState,
    Sitting,
    SittingState,
    Team,
)

# Who may send to whom

_COACHED = (
    select(Team)
    .join(Membership, col(Membership.team_id) == Team.id)
    .where(
        Membership.workspace_id == given("workspace"),
        Membership.person_id == given("person"),
        Membership.role == Role.COACH,
    )
    .order_by(col(Team.name), col(Team.id))
)


def coached_by(store: Store, person: Person) -> list[Team]:
    """The teams that `person` coaches, by name."""
    return store.find(_COACHED, {"workspace": person.workspace_id, "person": person.id})


_PEOPLE_OF = (
    select(Person)
    .join(Membership, col(Membership.person_id) == Person.id)
    .where(
        Membership.workspace_id == given("workspace"),
        col(Membership.team_id).in_(given_list("teams")),
        col(Membership.role).in_([Role.MEMBER, Role.MANAGER]),
        or_(col(Person.joins_on).is_(None), col(Person.joins_on) <= given("day")),
        col(Person.left_at).is_(None),
    )
    .distinct()
    .order_by(col(Person.name), col(Person.id))
)


def people_of(store: Store, workspace_id: str, teams: Sequence[Team], day: date) -> list[Person]:
    """The members and managers of `teams` who have joined by `day` and not left, each once, by name."""
    return store.find(_PEOPLE_OF, {"workspace": workspace_id, "teams": [team.id for team in teams], "day": day})


# Sendings and sittings

_SENDING = select(Sending).where(Sending.workspace_id == given("workspace"), Sending.id == given("sending"))


def sending(store: Store, workspace_id: str, sending_id: str) -> Sending | None:
    """One sending of the workspace."""
    return store.first(_SENDING, {"workspace": workspace_id, "sending": sending_id})


_SITTING = select(Sitting).where(Sitting.workspace_id == given("workspace"), Sitting.id == given("sitting"))


def sitting(store: Store, workspace_id: str, sitting_id: str) -> Sitting | None:
    """One sitting of the workspace."""
    return store.first(_SITTING, {"workspace": workspace_id, "sitting": sitting_id})


_SENT_BY = (
    select(Sending)
    .where(
        Sending.workspace_id == given("workspace"), Sending.sender_id == given("person"), Sending.state == given("how")
    )
    .order_by(col(Sending.made_at).desc(), col(Sending.id).desc())
    .limit(given("limit"))
    .offset(given("skip"))
)


def sent_by(store: Store, person: Person, state: SendingState, limit: int, skip: int = 0) -> list[Sending]:
    """Up to `limit` of the sendings of `person` that have come so far, the last one first, without the first `skip`."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "how": state, "limit": limit, "skip": skip}
    return store.find(_SENT_BY, wanted)


_COUNT_BY = select(func.count()).where(
    Sending.workspace_id == given("workspace"), Sending.sender_id == given("person"), Sending.state == given("how")
)


def count_by(store: Store, person: Person, state: SendingState) -> int:
    """How many sendings of `person` have come so far and no further."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "how": state}
    return store.first(_COUNT_BY, wanted) or 0


_COMING = (
    select(Sitting)
    .where(
        Sitting.workspace_id == given("workspace"),
        Sitting.person_id == given("person"),
        col(Sitting.state).in_([SittingState.WAITING, SittingState.ANSWERED]),
        col(Sitting.due_at).is_not(None),
    )
    .order_by(col(Sitting.due_at), col(Sitting.id))
    .limit(given("limit"))
)


def coming(store: Store, person: Person, limit: int) -> list[Sitting]:
    """Up to `limit` lessons of `person` that are to be offered or come back, the soonest first."""
    return store.find(_COMING, {"workspace": person.workspace_id, "person": person.id, "limit": limit})


OPEN = (SittingState.WAITING, SittingState.OFFERED, SittingState.READING)
"""States of a sitting that its person can still take up."""

_OPEN = (
    select(Sitting)
    .where(
        Sitting.workspace_id == given("workspace"),
        col(Sitting.person_id).in_(given_list("people")),
        Sitting.lesson == given("lesson"),
        col(Sitting.state).in_(OPEN),
    )
    .order_by(col(Sitting.id).desc())
)


def open_sittings(store: Store, workspace_id: str, people: Sequence[str], lesson: str) -> list[Sitting]:
    """The sittings of a lesson that these people, given by id, have not finished; the newest first."""
    return store.find(_OPEN, {"workspace": workspace_id, "people": people, "lesson": lesson})


_ANSWERS = (
    select(Sitting.right)
    .where(
        Sitting.workspace_id == given("workspace"),
        Sitting.sending_id == given("sending"),
        col(Sitting.answered_at).is_not(None),
    )
    .order_by(col(Sitting.answered_at), col(Sitting.id))
)


def answers_of(store: Store, workspace_id: str, sending_id: str) -> list[bool]:
    """Whether each answer to a sending was the option that holds, in the order in which they came; no names."""
    found = store.find(_ANSWERS, {"workspace": workspace_id, "sending": sending_id})
    return [bool(right) for right in found]


_CHOICES = (
    select(Sitting.chosen, Sitting.version)
    .where(
        Sitting.workspace_id == given("workspace"),
        Sitting.sending_id == given("sending"),
        col(Sitting.answered_at).is_not(None),
    )
    .order_by(col(Sitting.answered_at), col(Sitting.id))
)


def choices_of(store: Store, workspace_id: str, sending_id: str) -> list[tuple[int, int]]:
    """Which option each answer to a sending chose, and of which version of the lesson; in the same order, no names."""
    found = store.find(_CHOICES, {"workspace": workspace_id, "sending": sending_id})
    return [(int(chosen or 0), version) for chosen, version in found]


_BEGUN = select(func.count()).where(
    Sitting.workspace_id == given("workspace"),
    Sitting.sending_id == given("sending"),
    or_(col(Sitting.card) > 0, col(Sitting.answered_at).is_not(None)),
)


def count_begun(store: Store, workspace_id: str, sending_id: str) -> int:
    """How many of those to whom a lesson was sent have read its first card."""
    return store.first(_BEGUN, {"workspace": workspace_id, "sending": sending_id}) or 0


_UNOFFERED = select(Sitting.id).where(
    Sitting.workspace_id == given("workspace"),
    Sitting.sending_id == given("sending"),
    Sitting.state == SittingState.WAITING,
    Sitting.offers == 0,
)


def unoffered(store: Store, workspace_id: str, sending_id: str) -> list[str]:
    """The ids of the sittings of a sending of which nobody has been told yet."""
    return store.find(_UNOFFERED, {"workspace": workspace_id, "sending": sending_id})


_REST = (
    update(Sitting)
    .where(
        col(Sitting.workspace_id) == given("workspace"),
        col(Sitting.person_id) == given("person"),
        col(Sitting.lesson) == given("of_lesson"),
        col(Sitting.state) == SittingState.ANSWERED,
    )
    .values(due_at=None)
)


def rest(store: Store, person: Person, lesson: str) -> None:
    """No earlier sitting of this lesson comes back to `person` anymore."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "of_lesson": lesson}
    store.run(_REST, wanted)


# What falls due

_DUE = (
    select(Sitting, Person)
    .join(Person, col(Person.id) == Sitting.person_id)
    .where(
        Sitting.workspace_id == given("workspace"),
        Sitting.state == given("state"),
        col(Sitting.due_at) <= given("now"),
    )
    .order_by(col(Sitting.due_at), col(Sitting.id))
    .limit(given("limit"))
)


def due(
    store: Store, workspace_id: str, state: SittingState, now: datetime, limit: int
) -> list[tuple[Sitting, Person]]:
    """Up to `limit` sittings in this state whose instant has come, longest due first, each with its person."""
    return store.find(_DUE, {"workspace": workspace_id, "state": state, "now": now, "limit": limit})


_NEXT_DUE = (
    select(Sitting, Person)
    .join(Person, col(Person.id) == Sitting.person_id)
    .where(
        Sitting.workspace_id == given("workspace"),
        col(Sitting.state).in_([SittingState.WAITING, SittingState.ANSWERED]),
        col(Sitting.due_at).is_not(None),
        col(Person.left_at).is_(None),
    )
    .order_by(col(Sitting.due_at), col(Person.name), col(Sitting.id))
    .limit(given("limit"))
)


def next_due(store: Store, workspace_id: str, limit: int) -> list[tuple[Sitting, Person]]:
    """Up to `limit` sittings that will be offered or come back, soonest first, each with its person."""
    return store.find(_NEXT_DUE, {"workspace": workspace_id, "limit": limit})


# Nudges

_NUDGE = (
    select(Nudge, Sitting)
    .join(Sitting, col(Sitting.id) == Nudge.sitting_id)
    .where(Nudge.workspace_id == given("workspace"), Nudge.id == given("nudge"))
)


def nudge(store: Store, workspace_id: str, nudge_id: str) -> tuple[Nudge, Sitting] | None:
    """One nudge of the workspace, with the sitting that it recalls."""
    return store.first(_NUDGE, {"workspace": workspace_id, "nudge": nudge_id})
