"""Questions about check-ins, their tasks and ties, blockers and wins."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import col, delete, func, select, update

from storage.store import Store
from storage.tables import (
    Blocker,
    CheckIn,
    CheckInState,
    Person,
    Task,
    TaskState,
    Team,
    TeamDay,
    Tie,
    TieState,
    Win,
)


def of_day(store: Store, person: Person, day: date) -> CheckIn | None:
    """The check-in of `person` for the local day."""
    wanted = select(CheckIn).where(
        CheckIn.workspace_id == person.workspace_id, CheckIn.person_id == person.id, CheckIn.local_date == day
    )
    return store.exec(wanted).first()


def checkin(store: Store, workspace_id: str, checkin_id: str) -> CheckIn | None:
    """One check-in of the workspace."""
    return store.exec(select(CheckIn).where(CheckIn.workspace_id == workspace_id, CheckIn.id == checkin_id)).first()


def last_before(store: Store, person: Person, day: date) -> CheckIn | None:
    """The last check-in with tasks that `person` handed in for a day before `day`."""
    wanted = select(CheckIn).where(
        CheckIn.workspace_id == person.workspace_id,
        CheckIn.person_id == person.id,
        CheckIn.local_date < day,
        CheckIn.state == CheckInState.HANDED_IN,
    )
    return store.exec(wanted.order_by(col(CheckIn.local_date).desc()).limit(1)).first()


def tasks_of(store: Store, checkin: CheckIn) -> list[tuple[Task, Tie | None]]:
    """The tasks of a check-in with their ties, in the order in which they were written."""
    wanted = (
        select(Task, Tie)
        .join(Tie, col(Tie.task_id) == Task.id, isouter=True)
        .where(Task.workspace_id == checkin.workspace_id, Task.checkin_id == checkin.id)
        .order_by(col(Task.position), col(Task.id))
    )
    return [(task, tie) for task, tie in store.exec(wanted)]


def task(store: Store, workspace_id: str, task_id: str) -> Task | None:
    """One task of the workspace."""
    return store.exec(select(Task).where(Task.workspace_id == workspace_id, Task.id == task_id)).first()


def tie_of(store: Store, workspace_id: str, task_id: str) -> Tie | None:
    """The tie of one task."""
    return store.exec(select(Tie).where(Tie.workspace_id == workspace_id, Tie.task_id == task_id)).first()


def blocker_of(store: Store, checkin: CheckIn) -> Blocker | None:
    """What stood in the way in a check-in."""
    wanted = select(Blocker).where(Blocker.workspace_id == checkin.workspace_id, Blocker.checkin_id == checkin.id)
    return store.exec(wanted).first()


def blocker(store: Store, workspace_id: str, blocker_id: str) -> Blocker | None:
    """One blocker of the workspace."""
    return store.exec(select(Blocker).where(Blocker.workspace_id == workspace_id, Blocker.id == blocker_id)).first()


def win_of(store: Store, checkin: CheckIn) -> Win | None:
    """The win of a check-in."""
    wanted = select(Win).where(Win.workspace_id == checkin.workspace_id, Win.checkin_id == checkin.id)
    return store.exec(wanted).first()


def confirmed_words(store: Store, person: Person, limit: int) -> Mapping[str, Sequence[str]]:
    """For each line, the words of the last tasks that `person` said play from it; `limit` tasks in all."""
    wanted = (
        select(Tie.line_id, Task.words)
        .join(Task, col(Task.id) == Tie.task_id)
        .where(
            Tie.workspace_id == person.workspace_id,
            Task.person_id == person.id,
            col(Tie.line_id).is_not(None),
            col(Tie.state).in_([TieState.CONFIRMED, TieState.CHOSEN]),
        )
        .order_by(col(Task.local_date).desc(), col(Task.id))
        .limit(limit)
    )
    words: dict[str, list[str]] = {}
    for line_id, said in store.exec(wanted):
        if line_id is not None:
            words.setdefault(line_id, []).append(said)
    return words


def last_touched(
    store: Store, workspace_id: str, teams: Sequence[Team], line_ids: Sequence[str], first: date
) -> Mapping[str, date]:
    """The last local day since `first` on which a task of `teams` played from each line."""
    wanted = (
        select(Tie.line_id, func.max(TeamDay.local_date))
        .join(Task, col(Task.id) == Tie.task_id)
        .join(TeamDay, col(TeamDay.checkin_id) == Task.checkin_id)
        .where(
            TeamDay.workspace_id == workspace_id,
            col(TeamDay.team_id).in_([team.id for team in teams]),
            col(TeamDay.local_date) >= first,
            col(Tie.line_id).in_(line_ids),
            col(Tie.state).in_([TieState.SUGGESTED, TieState.CONFIRMED, TieState.CHOSEN]),
        )
        .group_by(col(Tie.line_id))
    )
    return {line_id: day for line_id, day in store.exec(wanted) if line_id is not None}


def tasks_on(store: Store, person: Person, line_ids: Sequence[str], first: date, last: date) -> Mapping[str, int]:
    """How many of `person`'s tasks played from each line from `first` to `last`, both included."""
    wanted = (
        select(Tie.line_id, func.count())
        .join(Task, col(Task.id) == Tie.task_id)
        .where(
            Tie.workspace_id == person.workspace_id,
            Task.person_id == person.id,
            col(Task.local_date).between(first, last),
            col(Tie.line_id).in_(line_ids),
            col(Tie.state).in_([TieState.SUGGESTED, TieState.CONFIRMED, TieState.CHOSEN]),
        )
        .group_by(col(Tie.line_id))
    )
    return {line_id: count for line_id, count in store.exec(wanted) if line_id is not None}


def mark(store: Store, workspace_id: str, task_ids: Sequence[str], state: TaskState, at: datetime) -> None:
    """Say what became of tasks."""
    wanted = update(Task).where(col(Task.workspace_id) == workspace_id, col(Task.id).in_(task_ids))
    store.connection().execute(wanted.values(state=state, marked_at=at))


def forget_tasks(store: Store, workspace_id: str, task_ids: Sequence[str]) -> None:
    """Delete tasks with their ties; what was carried on from them stands by itself."""
    if not task_ids:
        return
    ours = store.connection()
    mine = col(Task.workspace_id) == workspace_id
    ours.execute(delete(Tie).where(col(Tie.workspace_id) == workspace_id, col(Tie.task_id).in_(task_ids)))
    ours.execute(update(Task).where(mine, col(Task.carried_from).in_(task_ids)).values(carried_from=None))
    ours.execute(delete(Task).where(mine, col(Task.id).in_(task_ids)))
