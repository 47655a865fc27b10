"""Questions about check-ins, their tasks and ties, blockers and wins."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import text
from sqlmodel import case, col, delete, func, literal, select, update

from storage.crossings import STILL_MEANT
from storage.store import Store, given, given_list
from storage.tables import (
    SETTLED,
    Blocker,
    CheckIn,
    CheckInState,
    Crossing,
    Draft,
    Person,
    Shown,
    Step,
    StepState,
    Task,
    TaskState,
    Team,
    TeamDay,
    Tie,
    TieState,
    Win,
)

COUNTS = [state for state in TieState if state.counts]

_OF_DAY = select(CheckIn).where(
    CheckIn.workspace_id == given("workspace"),
    CheckIn.person_id == given("person"),
    CheckIn.local_date == given("day"),
)


def of_day(store: Store, person: Person, day: date) -> CheckIn | None:
    """The check-in of `person` for the local day."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "day": day}
    return store.first(_OF_DAY, wanted)


_DAYS_ANSWERED = select(col(CheckIn.person_id), col(CheckIn.local_date)).where(
    CheckIn.workspace_id == given("workspace"),
    col(CheckIn.person_id).in_(given_list("people")),
    col(CheckIn.local_date).between(given("first"), given("last")),
)


def days_answered(
    store: Store, workspace_id: str, person_ids: Sequence[str], first: date, last: date
) -> set[tuple[str, date]]:
    """Who of these people has answered or waived which day from `first` to `last`, both included."""
    wanted = {"workspace": workspace_id, "people": person_ids, "first": first, "last": last}
    return {(person_id, day) for person_id, day in store.find(_DAYS_ANSWERED, wanted)}


_CHECKIN = select(CheckIn).where(CheckIn.workspace_id == given("workspace"), CheckIn.id == given("checkin"))


def checkin(store: Store, workspace_id: str, checkin_id: str) -> CheckIn | None:
    """One check-in of the workspace."""
    return store.first(_CHECKIN, {"workspace": workspace_id, "checkin": checkin_id})


_DRAFT = (
    select(Draft)
    .where(
        Draft.workspace_id == given("workspace"),
        Draft.person_id == given("person"),
        col(Draft.local_date).between(given("first"), given("day")),
    )
    .order_by(col(Draft.local_date).desc())
    .limit(1)
)


def draft(store: Store, person: Person, day: date, *, since: date | None = None) -> Draft | None:
    """What `person` has written for the day; with `since`, else what waits from the last day before it."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "first": since or day, "day": day}
    return store.first(_DRAFT, wanted)


def write_down(store: Store, new: Draft, before: Draft | None) -> None:
    """Keep what a person has written for a day, in the place of what was there `before`."""
    if before is None:
        store.keep(new)
    else:
        store.change(before, fields=new.fields, written_at=new.written_at)


_LAST_BEFORE = (
    select(CheckIn)
    .where(
        CheckIn.workspace_id == given("workspace"),
        CheckIn.person_id == given("person"),
        CheckIn.local_date < given("day"),
        CheckIn.state == CheckInState.HANDED_IN,
    )
    .order_by(col(CheckIn.local_date).desc())
    .limit(1)
)


def last_before(store: Store, person: Person, day: date) -> CheckIn | None:
    """The last check-in with tasks that `person` handed in for a day before `day`."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "day": day}
    return store.first(_LAST_BEFORE, wanted)


_ANSWERS = (
    select(Shown)
    .join(CheckIn, col(Shown.subject) == literal("checkin:").concat(col(CheckIn.id)))
    .where(
        Shown.workspace_id == given("workspace"),
        CheckIn.workspace_id == given("workspace"),
        CheckIn.person_id == given("person"),
        col(CheckIn.local_date).between(given("first"), given("last")),
        CheckIn.local_date != given("day"),
    )
)


def answers_beside(store: Store, person: Person, day: date, first: date, last: date) -> list[Shown]:
    """The answers that stand to the check-ins of `person` from `first` to `last`, both included, but that of `day`."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "day": day, "first": first, "last": last}
    return store.find(_ANSWERS, wanted)


_TASKS_OF = (
    select(Task, Tie)
    .join(Tie, col(Tie.task_id) == Task.id, isouter=True)
    .where(Task.workspace_id == given("workspace"), Task.checkin_id == given("checkin"))
    .order_by(col(Task.position), col(Task.id))
)


def tasks_of(store: Store, checkin: CheckIn) -> list[tuple[Task, Tie | None]]:
    """The tasks of a check-in with their ties, in the order in which they were written."""
    wanted = {"workspace": checkin.workspace_id, "checkin": checkin.id}
    return [(task, tie) for task, tie in store.find(_TASKS_OF, wanted)]


_TASKS_BETWEEN = (
    select(Task, Tie)
    .join(Tie, col(Tie.task_id) == Task.id, isouter=True)
    .where(
        Task.workspace_id == given("workspace"),
        Task.person_id == given("person"),
        col(Task.local_date).between(given("first"), given("last")),
    )
    .order_by(col(Task.local_date), col(Task.position), col(Task.id))
)


def tasks_between(store: Store, person: Person, first: date, last: date) -> list[tuple[Task, Tie | None]]:
    """The tasks of `person` for the days from `first` to `last`, both included, with their ties, in their order."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "first": first, "last": last}
    return [(task, tie) for task, tie in store.find(_TASKS_BETWEEN, wanted)]


_DAYS_OF = (
    select(
        col(Task.local_date),
        func.count(),
        func.sum(case((col(Tie.state).in_(COUNTS), 1), else_=0)),
        func.sum(case((col(Task.state) == TaskState.DONE, 1), else_=0)),
    )
    .join(Tie, col(Tie.task_id) == Task.id, isouter=True)
    .where(
        Task.workspace_id == given("workspace"),
        Task.person_id == given("person"),
        col(Task.local_date).between(given("first"), given("last")),
        STILL_MEANT,
    )
    .group_by(col(Task.local_date))
)

Days = list[tuple[date, int, int, int]]
"""Local days, each with how many tasks were meant, how many of them were tied to a line, and how many are done."""


def days_of(store: Store, person: Person, first: date, last: date) -> Days:
    """What `person` meant to do from `first` to `last`, both included, counted by day; days without any are none."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "first": first, "last": last}
    return [(day, int(n), int(tied), int(done)) for day, n, tied, done in store.find(_DAYS_OF, wanted)]


_TASK = (
    select(Task, Tie)
    .join(Tie, col(Tie.task_id) == Task.id, isouter=True)
    .where(Task.workspace_id == given("workspace"), Task.id == given("task"))
)


def task_with_tie(store: Store, workspace_id: str, task_id: str) -> tuple[Task, Tie | None] | None:
    """One task of the workspace, with its tie."""
    return store.first(_TASK, {"workspace": workspace_id, "task": task_id})


_BLOCKER_OF = select(Blocker).where(Blocker.workspace_id == given("workspace"), Blocker.checkin_id == given("checkin"))


def blocker_of(store: Store, checkin: CheckIn) -> Blocker | None:
    """What stood in the way in a check-in."""
    return store.first(_BLOCKER_OF, {"workspace": checkin.workspace_id, "checkin": checkin.id})


_BLOCKER = select(Blocker).where(Blocker.workspace_id == given("workspace"), Blocker.id == given("blocker"))


def blocker(store: Store, workspace_id: str, blocker_id: str) -> Blocker | None:
    """One blocker of the workspace."""
    return store.first(_BLOCKER, {"workspace": workspace_id, "blocker": blocker_id})


_WIN_OF = select(Win).where(Win.workspace_id == given("workspace"), Win.checkin_id == given("checkin"))


def win_of(store: Store, checkin: CheckIn) -> Win | None:
    """The win of a check-in."""
    return store.first(_WIN_OF, {"workspace": checkin.workspace_id, "checkin": checkin.id})


_WINS_BETWEEN = (
    select(Win)
    .join(CheckIn, col(CheckIn.id) == Win.checkin_id)
    .where(
        CheckIn.workspace_id == given("workspace"),
        CheckIn.person_id == given("person"),
        col(CheckIn.local_date).between(given("first"), given("last")),
    )
    .order_by(col(CheckIn.local_date), col(Win.id))
)


def wins_between(store: Store, person: Person, first: date, last: date) -> list[Win]:
    """The wins of `person` in the check-ins from `first` to `last`, both included, in their order."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "first": first, "last": last}
    return store.find(_WINS_BETWEEN, wanted)


# Literally as in the index of these alone: beside it no other would do.
_IS_SETTLED = (Tie.workspace_id == given("workspace"), text(f"tie.{SETTLED}"))
_SETTLED = select(col(Tie.task_id), col(Tie.said_at)).where(*_IS_SETTLED, Tie.said_at >= given("since"))
_MANY_SETTLED = select(func.count()).select_from(Tie).where(*_IS_SETTLED, Tie.said_at >= given("since"))
_SETTLED_BEFORE = (
    select(col(Tie.said_at)).where(*_IS_SETTLED).order_by(col(Tie.said_at).desc()).offset(given("many")).limit(1)
)


def settled(store: Store, workspace_id: str, since: datetime) -> dict[str, datetime]:
    """The tasks of which anybody here said the line since an instant: by a task's id, when that was."""
    return dict(store.find(_SETTLED, {"workspace": workspace_id, "since": since}))


def many_settled(store: Store, workspace_id: str, since: datetime) -> int:
    """How many tasks there are of which somebody here said the line since an instant."""
    return store.first(_MANY_SETTLED, {"workspace": workspace_id, "since": since}) or 0


def settled_before(store: Store, workspace_id: str, many: int) -> datetime | None:
    """When the last task was settled before the last `many` were; None where there are no more than these."""
    return store.first(_SETTLED_BEFORE, {"workspace": workspace_id, "many": many})


# Points mean more in a short score than in a long one: those of other editions are of another scale.
_POINTS = case((col(Tie.edition_id) == given("edition"), col(Tie.points)), else_=None)
_TIED = select(Task.id, Task.words, Tie.line_id, _POINTS).join(Tie, col(Tie.task_id) == Task.id)
_TIED_OF = _TIED.where(
    Task.workspace_id == given("workspace"), col(Task.id).in_(given_list("tasks")), text(f"tie.{SETTLED}")
)
_TIED_BY = (
    _TIED.where(Task.workspace_id == given("workspace"), Task.person_id == given("person"), text(f"tie.{SETTLED}"))
    .order_by(col(Task.local_date).desc(), col(Task.id).desc())
    .limit(given("limit"))
)

Tied = tuple[str, str, str | None, float | None]
"""A task of which somebody said the line: its id and words, the line, None for whirlwind, and what spoke for some line
then, None where that was of another edition. Its words are for comparing alone: who may read them is another question.
"""


def tied_of(store: Store, workspace_id: str, edition_id: str, task_ids: Sequence[str]) -> list[Tied]:
    """Those of these tasks of which somebody said the line."""
    return store.find(_TIED_OF, {"workspace": workspace_id, "edition": edition_id, "tasks": task_ids})


def tied_by(store: Store, person: Person, edition_id: str, limit: int) -> list[Tied]:
    """The last `limit` tasks of which `person` said the line, the latest first."""
    wanted = {"workspace": person.workspace_id, "person": person.id, "edition": edition_id, "limit": limit}
    return store.find(_TIED_BY, wanted)


_LAST_TOUCHED = (
    select(Tie.line_id, func.max(TeamDay.local_date))
    .join(Task, col(Task.id) == Tie.task_id)
    .join(TeamDay, col(TeamDay.checkin_id) == Task.checkin_id)
    .where(
        TeamDay.workspace_id == given("workspace"),
        col(TeamDay.team_id).in_(given_list("teams")),
        TeamDay.local_date >= given("first"),
        col(Tie.line_id).in_(given_list("lines")),
        col(Tie.state).in_(COUNTS),
        STILL_MEANT,
    )
    .group_by(col(Tie.line_id))
)


def last_touched(
    store: Store, workspace_id: str, teams: Sequence[Team], line_ids: Sequence[str], first: date
) -> Mapping[str, date]:
    """The last local day since `first` on which a task of `teams` played from each line."""
    wanted = {"workspace": workspace_id, "teams": [team.id for team in teams], "lines": line_ids, "first": first}
    return {line_id: day for line_id, day in store.find(_LAST_TOUCHED, wanted) if line_id is not None}


_TASKS_ON = (
    select(Tie.line_id, func.count())
    .join(Task, col(Task.id) == Tie.task_id)
    .where(
        Task.workspace_id == given("workspace"),
        Task.person_id == given("person"),
        col(Task.local_date).between(given("first"), given("last")),
        col(Tie.line_id).in_(given_list("lines")),
        col(Tie.state).in_(COUNTS),
        STILL_MEANT,
    )
    .group_by(col(Tie.line_id))
)


def tasks_on(store: Store, person: Person, line_ids: Sequence[str], first: date, last: date) -> Mapping[str, int]:
    """How many of `person`'s tasks played from each line from `first` to `last`, both included."""
    wanted = {
        "workspace": person.workspace_id,
        "person": person.id,
        "first": first,
        "last": last,
        "lines": line_ids,
    }
    return {line_id: count for line_id, count in store.find(_TASKS_ON, wanted) if line_id is not None}


def mark(store: Store, workspace_id: str, task_ids: Sequence[str], state: TaskState, at: datetime) -> None:
    """Say what became of tasks."""
    wanted = update(Task).where(col(Task.workspace_id) == workspace_id, col(Task.id).in_(task_ids))
    store.connection.execute(wanted.values(state=state, marked_at=at))


def forget_tasks(store: Store, workspace_id: str, task_ids: Sequence[str]) -> None:
    """Delete tasks with their ties; what was carried on from them, and what was asked about them, stands by itself.

    The step that was for one of them is over, and keeps no words.
    """
    if not task_ids:
        return
    ours = store.connection
    mine = col(Task.workspace_id) == workspace_id
    ours.execute(delete(Tie).where(col(Tie.workspace_id) == workspace_id, col(Tie.task_id).in_(task_ids)))
    left = update(Crossing).where(col(Crossing.workspace_id) == workspace_id, col(Crossing.task_id).in_(task_ids))
    ours.execute(left.values(task_id=None))
    over = update(Step).where(col(Step.workspace_id) == workspace_id, col(Step.task_id).in_(task_ids))
    ours.execute(over.values(task_id=None, due_at=None, state=StepState.TAKEN_BACK, cue="", words=""))
    ours.execute(update(Task).where(mine, col(Task.carried_from).in_(task_ids)).values(carried_from=None))
    ours.execute(delete(Task).where(mine, col(Task.id).in_(task_ids)))
