"""Questions about if-then steps: which are to be shown or asked about, and what became of the last ones."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, literal_column
from sqlmodel import and_, col, or_, select

from storage.store import Store, given
from storage.tables import Person, Step, StepState, Task, TaskState

_STEP = select(Step).where(
    Step.workspace_id == given("workspace"), Step.person_id == given("person"), Step.id == given("step")
)


def own(store: Store, person: Person, step_id: str) -> Step | None:
    """A step of `person`'s by its id; another's is not there."""
    return store.first(_STEP, {"workspace": person.workspace_id, "person": person.id, "step": step_id})


_FOR_TASK = select(Step).where(
    Step.workspace_id == given("workspace"), Step.person_id == given("person"), Step.task_id == given("task")
)


def for_task(store: Store, task: Task) -> Step | None:
    """The step that the person of a task has for it."""
    return store.first(_FOR_TASK, {"workspace": task.workspace_id, "person": task.person_id, "task": task.id})


_BETWEEN = (
    select(Step)
    .where(
        Step.workspace_id == given("workspace"),
        Step.person_id == given("person"),
        col(Step.day).between(given("first"), given("last")),
        Step.state != StepState.TAKEN_BACK,
    )
    .order_by(col(Step.day), col(Step.made_at), col(Step.id))
)


def between(store: Store, person: Person, first: date, last: date) -> list[Step]:
    """The steps of `person` for the days from `first` to `last`, both included, in that order; none taken back."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "first": first, "last": last}
    return store.find(_BETWEEN, wanted)


_TO_ASK = (
    select(Step)
    .join(Task, col(Task.id) == Step.task_id, isouter=True)
    .where(
        Step.workspace_id == given("workspace"),
        Step.person_id == given("person"),
        Step.state == StepState.OPEN,
        col(Step.day).between(given("first"), given("last")),
        Step.ask_on <= given("today"),
        or_(col(Task.id).is_(None), Task.state != TaskState.DROPPED),
    )
    .order_by(col(Step.day), col(Step.made_at), col(Step.id))
)


def to_ask(store: Store, person: Person, first: date, last: date, today: date) -> list[Step]:
    """The steps for the days from `first` to `last`, both included, of which it is to be asked on `today` what became.

    Of a task that was dropped nothing is asked.
    """
    wanted = {"workspace": person.workspace_id, "person": person.id, "first": first, "last": last, "today": today}
    return store.find(_TO_ASK, wanted)


_ANSWERED = (
    select(col(Step.state))
    .where(
        Step.workspace_id == given("workspace"),
        Step.person_id == given("person"),
        col(Step.state).in_([StepState.KEPT, StepState.NOT_KEPT]),
    )
    .order_by(col(Step.day).desc(), col(Step.made_at).desc(), col(Step.id).desc())
    .limit(given("limit"))
)


def answered(store: Store, person: Person, limit: int) -> Sequence[bool]:
    """Whether each of the last `limit` steps was kept of which `person` said what became, the last first."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "limit": limit}
    return [state is StepState.KEPT for state in store.find(_ANSWERED, wanted)]


_LAST_DAY = (
    select(col(Step.day))
    .where(Step.workspace_id == given("workspace"), Step.person_id == given("person"))
    .order_by(col(Step.day).desc())
    .limit(1)
)


def last_day(store: Store, person: Person) -> date | None:
    """The last day for which `person` made a step, whatever became of it."""
    return store.first(_LAST_DAY, {"workspace": person.workspace_id, "person": person.id})


_WAITS: ColumnElement[bool] = literal_column("step.due_at IS NOT NULL")
"""Written out, so that the index answers of those alone that are still to be shown."""

IS_DUE: ColumnElement[bool] = and_(
    _WAITS,
    col(Step.person_id) == Person.id,
    or_(col(Step.due_at) <= given("now"), col(Step.zone) != Person.time_zone),
)
"""Of a step and its person: its hour has come, or they have moved to where that hour comes at another instant."""

_DUE = (
    select(Step, Person)
    .join(Person, col(Person.id) == Step.person_id)
    .where(Step.workspace_id == given("workspace"), IS_DUE)
    .order_by(col(Step.due_at), col(Step.id))
    .limit(given("limit"))
)


def due(store: Store, workspace_id: str, now: datetime, limit: int) -> list[tuple[Step, Person]]:
    """Up to `limit` steps whose hour has come, or is another since their person lives elsewhere, the earliest first."""
    wanted = {"workspace": workspace_id, "now": now, "limit": limit}
    return [(step, person) for step, person in store.find(_DUE, wanted)]


_NEXT = (
    select(Step, Person)
    .join(Person, col(Person.id) == Step.person_id)
    .where(Step.workspace_id == given("workspace"), _WAITS, col(Step.due_at) > given("after"))
    .order_by(col(Step.due_at), col(Step.id))
    .limit(given("limit"))
)


def next_due(store: Store, workspace_id: str, after: datetime, limit: int) -> list[tuple[Step, Person]]:
    """Up to `limit` steps that are shown later than `after`, the next first, each with whose it is."""
    wanted = {"workspace": workspace_id, "after": after, "limit": limit}
    return [(step, person) for step, person in store.find(_NEXT, wanted)]
