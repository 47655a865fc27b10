"""Questions about tasks that enter what was chosen against."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from storage.store import Store, given
from storage.tables import CheckIn, Crossing, Person, Task

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
