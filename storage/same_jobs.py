"""Questions about what all teams plan at the same time, and what their leads say of jobs that look alike."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from storage.crossings import STILL_MEANT
from storage.store import Store, given, given_list
from storage.tables import JobAnswer, Person, Task, TaskState, TeamDay, Tie, beside_ids

_OPEN = (
    select(Task.id, TeamDay.team_id, Task.words, Tie.line_id)
    .join(TeamDay, col(TeamDay.checkin_id) == Task.checkin_id)
    .join(Tie, col(Tie.task_id) == Task.id, isouter=True)
    .where(
        beside_ids(TeamDay.workspace_id) == given("workspace"),
        col(TeamDay.team_id).in_(given_list("teams")),
        col(TeamDay.local_date).between(given("first"), given("last")),
        Task.state == TaskState.OPEN,
        STILL_MEANT,
    )
    .order_by(col(Task.local_date), col(Task.id), col(TeamDay.team_id))
)


def open_tasks(
    store: Store, workspace_id: str, team_ids: Sequence[str], first: date, last: date
) -> list[tuple[str, str, str, str | None]]:
    """The open tasks of these teams from `first` to `last`, both included: its id, the team, its words, its line."""
    wanted = {"workspace": workspace_id, "teams": team_ids, "first": first, "last": last}
    return [(id, team, words, line) for id, team, words, line in store.find(_OPEN, wanted)]


_ANSWERS = (
    select(JobAnswer, Person)
    .join(Person, col(Person.id) == JobAnswer.person_id)
    .where(JobAnswer.workspace_id == given("workspace"), col(JobAnswer.pair).in_(given_list("pairs")))
    .order_by(col(JobAnswer.id))
)


def answers(store: Store, workspace_id: str, pairs: Sequence[str]) -> list[tuple[JobAnswer, Person]]:
    """What was said of these pairs of jobs, and who did, the first one first."""
    return store.find(_ANSWERS, {"workspace": workspace_id, "pairs": pairs}) if pairs else []


_ANSWER_OF = select(JobAnswer).where(
    JobAnswer.workspace_id == given("workspace"),
    JobAnswer.pair == given("pair"),
    JobAnswer.person_id == given("person"),
)


def answer_of(store: Store, person: Person, pair: str) -> JobAnswer | None:
    """What one person said of two jobs."""
    return store.first(_ANSWER_OF, {"workspace": person.workspace_id, "pair": pair, "person": person.id})
