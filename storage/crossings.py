"""Questions about tasks that enter what was chosen against."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import and_, col, exists, not_, select

from storage.store import Store, given, given_list
from storage.tables import CheckIn, Crossing, CrossingState, Person, Task, TaskState

STILL_MEANT: ColumnElement[bool] = not_(
    and_(
        Task.state == TaskState.DROPPED,
        exists()
        .where(
            col(Crossing.workspace_id) == Task.workspace_id,
            col(Crossing.task_id) == Task.id,
            col(Crossing.state).in_([state for state in CrossingState if state.takes_away]),
        )
        .correlate(Task),
    )
)
"""Of a task: that it is work of its day. What its person stopped, and what somebody else took, is not; what was dropped
otherwise was meant when the day began, and is.
"""

_CROSSING = select(Crossing).where(Crossing.workspace_id == given("workspace"), Crossing.id == given("crossing"))


def crossing(store: Store, workspace_id: str, crossing_id: str) -> Crossing | None:
    """One of them."""
    return store.first(_CROSSING, {"workspace": workspace_id, "crossing": crossing_id})


_OF_CHECKIN = (
    select(Crossing, Task)
    .join(Task, col(Task.id) == Crossing.task_id)
    .where(
        Crossing.workspace_id == given("workspace"),
        Task.workspace_id == given("workspace"),
        Task.checkin_id == given("checkin"),
    )
    .order_by(col(Task.position), col(Crossing.id))
)


def of_checkin(store: Store, checkin: CheckIn) -> Sequence[tuple[Crossing, Task]]:
    """Those of a check-in, each with its task, in the order of the tasks."""
    wanted = {"workspace": checkin.workspace_id, "checkin": checkin.id}
    return [(one, task) for one, task in store.find(_OF_CHECKIN, wanted)]


_TAKEN_AWAY = select(Task.id).where(
    Task.workspace_id == given("workspace"),
    Task.person_id == given("person"),
    col(Task.local_date).between(given("first"), given("last")),
    not_(STILL_MEANT),
)


def taken_away(store: Store, person: Person, first: date, last: date) -> set[str]:
    """The ids of the tasks that are no work of `person`'s days from `first` to `last`, both included, any more."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "first": first, "last": last}
    return set(store.find(_TAKEN_AWAY, wanted))


_HANDED_TO = (
    select(Crossing, Task)
    .join(Task, col(Task.id) == Crossing.task_id)
    .where(
        Crossing.workspace_id == given("workspace"),
        Task.workspace_id == given("workspace"),
        Crossing.state == CrossingState.HANDED,
        col(Crossing.other_id).in_(given_list("people")),
    )
    .order_by(col(Crossing.id))
)


def handed_to(store: Store, workspace_id: str, person_ids: Sequence[str]) -> Sequence[tuple[Crossing, Task]]:
    """What was handed over to these people and waits for them to say something, each with its task."""
    found = store.find(_HANDED_TO, {"workspace": workspace_id, "people": person_ids})
    return [(one, task) for one, task in found]


_SINCE = (
    select(Crossing)
    .where(
        Crossing.workspace_id == given("workspace"),
        Crossing.person_id == given("person"),
        col(Crossing.asked_on) >= given("first"),
    )
    .order_by(col(Crossing.asked_on), col(Crossing.id))
)


def since(store: Store, person: Person, first: date) -> list[Crossing]:
    """All that `person` was asked about since the local day `first`."""
    return store.find(_SINCE, {"workspace": person.workspace_id, "person": person.id, "first": first})
