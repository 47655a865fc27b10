"""Questions behind the hints for who leads a team."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import col, select

from storage.checkins import COUNTS
from storage.crossings import STILL_MEANT
from storage.store import Store, given, given_list
from storage.tables import Task, Team, TeamDay, Tie

_BEHIND = (
    select(Tie.line_id, Task.person_id)
    .join(Task, col(Task.id) == Tie.task_id)
    .join(TeamDay, col(TeamDay.checkin_id) == Task.checkin_id)
    .where(
        TeamDay.workspace_id == given("workspace"),
        TeamDay.team_id == given("team"),
        col(TeamDay.local_date).between(given("first"), given("last")),
        col(Tie.line_id).in_(given_list("lines")),
        col(Tie.state).in_(COUNTS),
        STILL_MEANT,
    )
    .distinct()
)


def behind(store: Store, team: Team, line_ids: Sequence[str], first: date, last: date) -> Mapping[str, set[str]]:
    """The ids of those in the team whose tasks played from each of these lines from `first` to `last`, both included.

    For counting alone: nobody is told who they are.
    """
    wanted = {"workspace": team.workspace_id, "team": team.id, "lines": line_ids, "first": first, "last": last}
    found: dict[str, set[str]] = {}
    for line_id, person_id in store.find(_BEHIND, wanted):
        found.setdefault(line_id or "", set()).add(person_id)
    return found
